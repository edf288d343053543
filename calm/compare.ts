/**
 * Judges of several results on the same transitions, pair by pair: differences of kappa, F1 and of the share of false
 * rewards, unanswered as wrong.
 *
 * Intervals resample episodes; a difference is paired, because one resample serves both judges. p-values are given for
 * kappa on the declared part alone, corrected by Holm (1979) over all pairs; other differences support no claim.
 */
import { ANY, type Figure, type Judgement, type Transition, type Verdict } from "../annotations/index.js";
import { randomStream } from "../envs/index.js";
import { type ClusterStatistic, confusionStatistic, holm, testedDifferences } from "../stats/index.js";
import { CELL, type GridPart, gridParts, type ScoredCell, tabulate } from "./grid-score.js";

export const CORRECTION =
  "Holm 1979 on bootstrap p-values of the kappa differences on the declared part, over all pairs";

/** Places of two of the judges. */
export type Pair = readonly [number, number];

export interface PairDifference {
  readonly first: number;
  readonly second: number;
  /** First minus second; absent on a part of one class, and where there is no value. */
  readonly kappa?: Figure;
  readonly f1?: Figure;
  /** Of the share of transitions with a false reward; below 0 the first pays fewer. */
  readonly falseRewards?: Figure;
  /** Of kappa, on the declared part only. */
  readonly p?: number;
  readonly holm?: number;
  /** Transitions that only one of them judges wholly rightly. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

export interface ComparedPart {
  readonly name: string;
  readonly role: GridPart["role"];
  readonly items: number;
  readonly episodes: number;
  /** In the order of the pairs. */
  readonly differences: readonly PairDifference[];
}

export interface CompareOptions {
  readonly seed: number;
  readonly repetitions: number;
}

const FALSE_REWARD = 4;

const kappaOf = (row: number): ClusterStatistic => confusionStatistic("kappa", row * CELL);
const f1Of = (row: number): ClusterStatistic => confusionStatistic("f1", row * CELL);

function falseShareOf(row: number): ClusterStatistic {
  const at = row * CELL;
  return (sums) => {
    const all = sums[at]! + sums[at + 1]! + sums[at + 2]! + sums[at + 3]!;
    return all === 0 ? Number.NaN : sums[at + FALSE_REWARD]! / all;
  };
}

const minus =
  (one: ClusterStatistic, other: ClusterStatistic): ClusterStatistic =>
  (sums) =>
    one(sums) - other(sums);

/** Every labelled subgoal answered as its label says. */
export function isRight(item: Transition, verdicts: readonly Verdict[]): boolean {
  return item.labels?.every((label, s) => label === "unanswered" || verdicts[s] === label) ?? true;
}

type Tested = ReturnType<typeof testedDifferences>[number];

const figure = (tested: Tested | undefined): Figure | undefined =>
  tested?.ok ? { value: tested.estimate, low: tested.low, high: tested.high } : undefined;

function comparePart(
  { name, role, at }: ReturnType<typeof gridParts>[number],
  items: readonly Transition[],
  rows: readonly ScoredCell[],
  pairs: readonly Pair[],
  options: CompareOptions,
): ComparedPart {
  const table = tabulate(items, at, rows, [ANY]);
  const seeded = () => {
    const stream = randomStream(options.seed, `compare ${name}`);
    return () => stream.uniform();
  };
  const sums = new Float64Array(table.width);
  table.counts.forEach((count, i) => {
    sums[i % table.width]! += count;
  });
  const [tp = 0, fp = 0, fn = 0, tn = 0] = sums;
  const hasBothClasses = tp + fn > 0 && fp + tn > 0;
  const statistics = pairs.flatMap(([a, b]) => [
    minus(kappaOf(a), kappaOf(b)),
    minus(f1Of(a), f1Of(b)),
    minus(falseShareOf(a), falseShareOf(b)),
  ]);
  const tested = testedDifferences(table, statistics, { repetitions: options.repetitions, seeded });
  const ps = pairs.flatMap((_, i) => {
    const kappa = tested[3 * i];
    return role === "declared" && hasBothClasses && kappa?.ok ? [{ i, p: kappa.p }] : [];
  });
  const adjusted = holm(ps.map(({ p }) => p));
  const corrected = new Map(ps.map(({ i, p }, k) => [i, { p, holm: adjusted[k] ?? 1 }]));
  return {
    name,
    role,
    items: at.length,
    episodes: table.episodes,
    differences: pairs.map(([first, second], i): PairDifference => {
      const [kappa, f1] = hasBothClasses ? [figure(tested[3 * i]), figure(tested[3 * i + 1])] : [];
      const falseRewards = figure(tested[3 * i + 2]);
      const rightOf = (row: number, item: number) => isRight(items[item]!, rows[row]?.judgements[item]?.verdicts ?? []);
      const only = (one: number, other: number) => at.filter((k) => rightOf(one, k) && !rightOf(other, k)).length;
      return {
        ...{ first, second },
        ...(kappa && { kappa }),
        ...(f1 && { f1 }),
        ...(falseRewards && { falseRewards }),
        ...corrected.get(i),
        onlyFirst: only(first, second),
        onlySecond: only(second, first),
      };
    }),
  };
}

/** `judgements` of each judge are aligned with the items. */
export function compareJudges(
  items: readonly Transition[],
  judges: readonly (readonly Pick<Judgement, "verdicts">[])[],
  pairs: readonly Pair[],
  options: CompareOptions,
): readonly ComparedPart[] {
  if (pairs.length === 0) return [];
  const rows = judges.map((judgements) => ({ asks: "given" as const, judgements }));
  return gridParts(items).map((part) => comparePart(part, items, rows, pairs, options));
}
