/**
 * What a label costs, and a right one: all answers of a row at a stated price, whoever paid for them (this run or one
 * before it, whose answers were recorded), over its verdicts.
 *
 * A label is a verdict on one subgoal of one transition that has a reference label; unanswered is none. Transitions of
 * one text are asked once, and each of them gets its labels.
 */
import type { Answers, Figure, Transition } from "../annotations/index.js";
import { episodeFigures, episodeTable, ratio } from "./episode-table.js";
import type { Price } from "./ledger.js";

/** Per million tokens; what it is in, and when and where somebody found it, as far as was said. */
export interface StatedPrice extends Price {
  readonly currency?: string;
  /** ISO day. */
  readonly date?: string;
  readonly source?: string;
}

export interface LabelCost {
  readonly row: string;
  readonly price: StatedPrice;
  /** Verdicts on labelled subgoals, and how many of them are right. */
  readonly labels: number;
  readonly right: number;
  /** Of the labelled subgoals, unanswered ones included. */
  readonly rightShare: Figure;
  /** Money; absent where the server counted no tokens. */
  readonly cost?: number;
  readonly perThousandLabels?: number;
  /** The interval resamples episodes and takes every transition to cost alike. */
  readonly perRightLabel?: Figure;
}

export interface RowTokens {
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Answers whose tokens the server did not count. */
  readonly uncounted: number;
}

export function labelCost(
  items: readonly Transition[],
  { provenance, judgements }: Answers,
  { tokensIn, tokensOut, uncounted }: RowTokens,
  price: StatedPrice,
  options: { readonly seed: number; readonly repetitions: number },
): LabelCost {
  const table = episodeTable(items, 3, (item, i, add) => {
    item.subgoals.forEach((_, s) => {
      const label = item.labels?.[s] ?? "unanswered";
      if (label === "unanswered") return;
      const verdict = judgements[i]!.verdicts[s] ?? "unanswered";
      add(0, 1);
      if (verdict !== "unanswered") add(1, 1);
      if (verdict === label) add(2, 1);
    });
  });
  const [asked = 0, labels = 0, right = 0] = table.sums;
  const each = (tokensIn * price.inPerMillion + tokensOut * price.outPerMillion) / 1e6 / Math.max(1, asked);
  const perRight = ratio(0, 2);
  const [rightShare, perRightLabel] = episodeFigures(table, [ratio(2, 0), (sums) => each * perRight(sums)], {
    ...options,
    stream: "label cost",
  });
  const known = uncounted === 0 && tokensIn + tokensOut > 0;
  const cost = each * asked;
  return {
    row: provenance.name,
    price,
    labels,
    right,
    rightShare: rightShare!,
    ...(known ? { cost, perRightLabel: perRightLabel! } : {}),
    ...(known && labels > 0 ? { perThousandLabels: (1000 * cost) / labels } : {}),
  };
}
