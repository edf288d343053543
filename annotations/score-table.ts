/**
 * Verdicts against labels as one table of counts, episodes x (annotators x columns x cell): what the bootstrap resamples.
 */
import { DefaultMap } from "mnemonist";
import type { Judgement } from "./annotator.js";
import { ANY, type Answers, anyFlagged } from "./score.js";
import type { Transition } from "./transition.js";
import type { Verdict } from "./verdict.js";

/** Place of a (label, verdict) pair: tp, fp, fn, tn, unanswered at a yes, unanswered at a no. -1: no label. */
function place(label: Verdict, verdict: Verdict): number {
  if (label === "unanswered") return -1;
  if (verdict === "unanswered") return label === "yes" ? 4 : 5;
  return verdict === "yes" ? (label === "yes" ? 0 : 1) : label === "yes" ? 2 : 3;
}

/** A subgoal answered yes although its label is no. */
export function falselyRewarded(item: Transition, judgement: Judgement | undefined): boolean {
  return item.subgoals.some((_, i) => item.labels?.[i] === "no" && judgement?.verdicts[i] === "yes");
}

/** Counts per cell of the table: six as found, four with unanswered as wrong, items with a false reward. */
export const CELL = 11;
export const AS_WRONG = 6;
export const FALSE_REWARD = 10;
/** tp fp fn tn of the second block, by place. */
const WRONG_PLACE = [0, 1, 2, 3, 2, 1] as const;

export interface ScoreTable {
  /** episodes x (annotators x columns x CELL) */
  readonly counts: Float64Array;
  readonly width: number;
  readonly episodes: number;
}

function columnVerdict(verdicts: readonly Verdict[], subgoals: readonly string[], column: string): Verdict | undefined {
  // A verdict that is not there was not given; it is no "no".
  if (column === ANY) return anyFlagged(subgoals.map((_, i) => verdicts[i] ?? "unanswered"));
  const index = subgoals.indexOf(column);
  return index < 0 ? undefined : (verdicts[index] ?? "unanswered");
}

export function tabulate(
  items: readonly Transition[],
  answers: readonly Answers[],
  columns: readonly string[],
): ScoreTable {
  const episodeIndex = new DefaultMap<string, number>((_, size) => size);
  const rows = items.map((item) => episodeIndex.get(item.episode ?? item.id));
  const width = answers.length * columns.length * CELL;
  const counts = new Float64Array(episodeIndex.size * width);
  items.forEach((item, i) => {
    columns.forEach((column, c) => {
      const label = columnVerdict(item.labels ?? item.subgoals.map(() => "unanswered"), item.subgoals, column);
      if (label === undefined) return;
      answers.forEach(({ judgements }, a) => {
        const verdict = columnVerdict(judgements[i]?.verdicts ?? [], item.subgoals, column) ?? "unanswered";
        const at = place(label, verdict);
        if (at < 0) return;
        const cell = rows[i]! * width + (a * columns.length + c) * CELL;
        counts[cell + at]!++;
        counts[cell + AS_WRONG + WRONG_PLACE[at]!]!++;
        if (column === ANY ? falselyRewarded(item, judgements[i]) : at === 1) counts[cell + FALSE_REWARD]!++;
      });
    });
  });
  return { counts, width, episodes: episodeIndex.size };
}
