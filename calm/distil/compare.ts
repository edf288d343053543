/**
 * Student and teacher against the labels of transitions that neither the student nor its settings ever met: the same
 * transitions for both, so their difference is paired. Intervals resample episodes. Unanswered counts as wrong, as in
 * every table of calmhack. Texts that occurred in training are scored with the rest and, left out, apart: a student may
 * have learned those by heart.
 */
import { DefaultMap } from "mnemonist";
import {
  ANY,
  anyFlagged,
  type Figure,
  type Judgement,
  type Transition,
  type Verdict,
} from "../../annotations/index.js";
import { randomStream } from "../../envs/index.js";
import { type ClusterStatistic, clusterBootstrap, confusionStatistic } from "../../stats/index.js";

export interface Compared {
  /** Of each row against the labels. */
  readonly kappa: readonly Figure[];
  /** Items on which a subgoal was answered yes that is not so, per 1,000. */
  readonly falseRewards: readonly Figure[];
  /** Achievements that were not answered yes, as a share of them. */
  readonly missed: readonly Figure[];
  /** Last row less first row. */
  readonly kappaDifference: Figure;
  readonly falseRewardsDifference: Figure;
  readonly items: number;
  readonly achieved: number;
  readonly episodes: number;
}

export interface CompareOptions {
  readonly seed: number;
  readonly repetitions: number;
}

/** tp fp fn tn, false reward, item. */
const CELL = 6;

const verdictOn = (subgoals: readonly string[], verdicts: readonly Verdict[], column: string): Verdict =>
  column === ANY
    ? anyFlagged(subgoals.map((_, i) => verdicts[i] ?? "unanswered"))
    : (verdicts[subgoals.indexOf(column)] ?? "unanswered");

function isFalseReward(item: Transition, { verdicts }: Judgement, column: string): boolean {
  return item.subgoals.some(
    (name, i) => (column === ANY || column === name) && item.labels?.[i] === "no" && verdicts[i] === "yes",
  );
}

function tabulate(items: readonly Transition[], rows: readonly (readonly Judgement[])[], column: string) {
  const episodes = new DefaultMap<string, number>((_, size) => size);
  const places = items.map((item) => episodes.get(item.episode ?? item.id));
  const width = rows.length * CELL;
  const counts = new Float64Array(episodes.size * width);
  items.forEach((item, i) => {
    const label = verdictOn(item.subgoals, item.labels ?? [], column);
    if (label === "unanswered") return;
    rows.forEach((judgements, r) => {
      const verdict = verdictOn(item.subgoals, judgements[i]!.verdicts, column);
      const at = places[i]! * width + r * CELL;
      const place = label === "yes" ? (verdict === "yes" ? 0 : 2) : verdict === "no" ? 3 : 1;
      counts[at + place]!++;
      if (isFalseReward(item, judgements[i]!, column)) counts[at + 4]!++;
      counts[at + 5]!++;
    });
  });
  return { counts, width, episodes: episodes.size };
}

const KAPPA = (r: number): ClusterStatistic => confusionStatistic("kappa", r * CELL);
const FALSE_REWARDS =
  (r: number): ClusterStatistic =>
  (s) =>
    (1000 * s[r * CELL + 4]!) / s[r * CELL + 5]!;
const MISSED =
  (r: number): ClusterStatistic =>
  (s) =>
    s[r * CELL + 2]! / (s[r * CELL]! + s[r * CELL + 2]!);

function sumsOf(table: { readonly counts: Float64Array; readonly width: number }): Float64Array {
  const sums = new Float64Array(table.width);
  table.counts.forEach((count, i) => {
    sums[i % table.width]! += count;
  });
  return sums;
}

/** One row's figures without intervals; NaN where there is none. */
export interface Point {
  readonly kappa: number;
  readonly falseRewards: number;
  readonly missed: number;
}

export function pointOf(items: readonly Transition[], row: readonly Judgement[], column: string): Point {
  const sums = sumsOf(tabulate(items, [row], column));
  return { kappa: KAPPA(0)(sums), falseRewards: FALSE_REWARDS(0)(sums), missed: MISSED(0)(sums) };
}

/** Rows of answers on the same labelled items, on one subgoal or on "any flagged". */
export function compareRows(
  items: readonly Transition[],
  rows: readonly (readonly Judgement[])[],
  column: string,
  { seed, repetitions }: CompareOptions,
): Compared {
  const table = tabulate(items, rows, column);
  const sums = sumsOf(table);
  const last = rows.length - 1;
  const kappa = rows.map((_, r) => KAPPA(r));
  const falseRewards = rows.map((_, r) => FALSE_REWARDS(r));
  const missed = rows.map((_, r) => MISSED(r));
  const difference =
    ([...of]: readonly ClusterStatistic[]): ClusterStatistic =>
    (s) =>
      of[last]!(s) - of[0]!(s);
  const statistics = [...kappa, ...falseRewards, ...missed, difference(kappa), difference(falseRewards)];
  const stream = randomStream(seed, `bootstrap of distilling, ${column}`);
  const intervals = clusterBootstrap(table, statistics, { repetitions, random: () => stream.uniform() });
  const figures = statistics.map((statistic, i): Figure => {
    const [value, interval] = [statistic(sums), intervals[i]!];
    if (Number.isNaN(value)) return { value: null, why: interval.ok ? "no value" : interval.why };
    return interval.ok ? { value, low: interval.low, high: interval.high } : { value, low: null, high: null };
  });
  const n = rows.length;
  return {
    kappa: figures.slice(0, n),
    falseRewards: figures.slice(n, 2 * n),
    missed: figures.slice(2 * n, 3 * n),
    kappaDifference: figures[3 * n]!,
    falseRewardsDifference: figures[3 * n + 1]!,
    items: sums[5]!,
    achieved: sums[0]! + sums[2]!,
    episodes: table.episodes,
  };
}
