/**
 * How far verdicts hang on the order and the words of a question: flips between the base and each variant, per subgoal,
 * their kappa, and whether more or fewer verdicts are right.
 *
 * A flip is a yes that becomes a no or the other way round; what is unanswered in either is counted apart. Intervals
 * resample episodes. Differences of the share right are tested on one part that is declared before anything is asked,
 * over all subgoals, and corrected by Holm over all variants (stats/multiple.ts); unanswered counts as wrong there.
 */
import type { Figure, Judgement, Transition } from "../annotations/index.js";
import { randomStream } from "../envs/index.js";
import { type ClusterStatistic, confusionStatistic, holm, testedDifferences } from "../stats/index.js";
import { ALL_SUBGOALS } from "./calibration-score.js";
import { episodeFigures, episodeTable, ratio } from "./episode-table.js";
import { type GridPart, gridParts } from "./grid-score.js";

export interface FlipFigures {
  /** A subgoal's name, or "all subgoals". */
  readonly name: string;
  /** Verdicts that base and variant both gave. */
  readonly compared: number;
  readonly flips: number;
  readonly rate: Figure;
  /** Of the variant's verdicts with the base's. */
  readonly kappa: Figure;
  /** Verdicts that one of the two did not give. */
  readonly open: number;
}

export interface VariantFigures {
  /** Empty for the base itself. */
  readonly columns: readonly FlipFigures[];
  /** Share of labelled verdicts that are right. */
  readonly right: Figure;
  /** Variant minus base. */
  readonly difference?: Figure;
  /** On the declared part only. */
  readonly p?: number;
  readonly holm?: number;
}

export interface SensitivityPart {
  readonly name: string;
  readonly role: GridPart["role"];
  readonly items: number;
  readonly episodes: number;
  /** Share of transitions with a flip in any variant but the repeated question. */
  readonly unstable: Figure;
  /** Per variant, the base first. */
  readonly variants: readonly VariantFigures[];
}

/** yes and yes, base no, variant no, no and no; open; then labelled verdicts and right ones. */
const CELL = 7;
const [OPEN, LABELLED, RIGHT] = [4, 5, 6];

const placeOf = (base: "yes" | "no", variant: "yes" | "no"): number =>
  base === "yes" ? (variant === "yes" ? 0 : 2) : variant === "yes" ? 1 : 3;

const flipRate =
  (at: number): ClusterStatistic =>
  (sums) => {
    const flips = sums[at + 1]! + sums[at + 2]!;
    const compared = sums[at]! + flips + sums[at + 3]!;
    return compared === 0 ? Number.NaN : flips / compared;
  };

interface Setting {
  readonly items: readonly Transition[];
  /** variants x items, the base first */
  readonly judgements: readonly (readonly Judgement[])[];
  /** Whether a variant asks in other words or order. */
  readonly isChange: readonly boolean[];
  readonly seed: number;
  readonly repetitions: number;
}

function scorePart({ name, role, at }: ReturnType<typeof gridParts>[number], setting: Setting): SensitivityPart {
  const { items, judgements, isChange, seed, repetitions } = setting;
  const chosen = at.map((i) => items[i]!);
  const subgoals = [...new Set(chosen.flatMap((item) => item.subgoals))];
  const columns = subgoals.length === 1 ? subgoals : [...subgoals, ALL_SUBGOALS];
  const all = columns.length - 1;
  const place = (v: number, c: number) => 2 + (v * columns.length + c) * CELL;
  const table = episodeTable(chosen, place(judgements.length, 0), (item, i, add) => {
    const verdictOf = (v: number, s: number) => judgements[v]![at[i]!]!.verdicts[s] ?? "unanswered";
    let unstable = 0;
    for (const v of judgements.keys()) {
      item.subgoals.forEach((subgoal, s) => {
        const [base, said] = [verdictOf(0, s), verdictOf(v, s)];
        const label = item.labels?.[s] ?? "unanswered";
        for (const c of new Set([columns.indexOf(subgoal), all])) {
          const cell = place(v, c);
          add(cell + (base === "unanswered" || said === "unanswered" ? OPEN : placeOf(base, said)), 1);
          if (label === "unanswered") continue;
          add(cell + LABELLED, 1);
          if (said === label) add(cell + RIGHT, 1);
        }
        const flips = base !== "unanswered" && said !== "unanswered" && base !== said;
        if (flips && isChange[v]) unstable = 1;
      });
    }
    add(0, unstable);
    add(1, 1);
  });
  const resample = { seed, repetitions, stream: `sensitivity ${name}` };
  const right = (v: number) => ratio(place(v, all) + RIGHT, place(v, all) + LABELLED);
  const others = [...judgements.keys()].slice(1);
  const cells = others.flatMap((v) => columns.map((_, c) => place(v, c)));
  const [unstable, ...figures] = episodeFigures(
    table,
    [
      ratio(0, 1),
      ...judgements.map((_, v) => right(v)),
      ...cells.flatMap((cell) => [flipRate(cell), confusionStatistic("kappa", cell)]),
    ],
    resample,
  );
  const flipsOf = (v: number): readonly FlipFigures[] =>
    columns.map((column, c) => {
      const cell = place(v, c);
      const index = judgements.length + 2 * ((v - 1) * columns.length + c);
      const [yes = 0, no = 0, lost = 0, both = 0, open = 0] = table.sums.subarray(cell, cell + CELL);
      const flips = no + lost;
      return {
        name: column,
        compared: yes + flips + both,
        flips,
        rate: figures[index]!,
        kappa: figures[index + 1]!,
        open,
      };
    });
  const seeded = () => {
    const draws = randomStream(seed, resample.stream);
    return () => draws.uniform();
  };
  const minus = (v: number): ClusterStatistic => {
    const [variant, base] = [right(v), right(0)];
    return (sums) => variant(sums) - base(sums);
  };
  const tested = testedDifferences(table, others.map(minus), { repetitions, seeded });
  const ps = role === "declared" ? tested.flatMap((one) => (one.ok ? [one.p] : [])) : [];
  const adjusted = holm(ps)[Symbol.iterator]();
  const differences = tested.map((one): Pick<VariantFigures, "difference" | "p" | "holm"> => {
    if (!one.ok) return {};
    const difference: Figure = { value: one.estimate, low: one.low, high: one.high };
    return role === "declared" ? { difference, p: one.p, holm: adjusted.next().value ?? 1 } : { difference };
  });
  return {
    name,
    role,
    items: at.length,
    episodes: table.episodes,
    unstable: unstable!,
    variants: judgements.map((_, v) => ({
      columns: v === 0 ? [] : flipsOf(v),
      right: figures[v]!,
      ...(v === 0 ? {} : differences[v - 1]),
    })),
  };
}

export const scoreSensitivity = (setting: Setting): readonly SensitivityPart[] =>
  gridParts(setting.items).map((part) => scorePart(part, setting));
