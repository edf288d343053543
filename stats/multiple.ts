/**
 * Many differences at once: a p-value for each from the bootstrap, and Holm's correction, so that of thirty prompts
 * without any effect one is not called better by chance.
 *
 * Sources: Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6,
 * 65-70; Davison and Hinkley 1997, "Bootstrap Methods and their Application", chapter 4 (a Monte Carlo p-value counts
 * the data themselves as one repetition, so it is never 0).
 * A p-value here is the inverse of the percentile interval: the least 1 - level whose interval excludes 0, both tails.
 */
import { type ClusterStatistic, type ClusterTable, clusterBootstrap, resampledValues } from "./bootstrap.js";
import { checkShare } from "./check.js";
import type { BootstrapInterval, BootstrapOptions } from "./resample.js";

export type TestedDifference =
  | (Extract<BootstrapInterval, { ok: true }> & {
      /** Two-sided, at least 2 / (repetitions + 1). */
      readonly p: number;
    })
  | Extract<BootstrapInterval, { ok: false }>;

/**
 * Each difference with its interval and p-value, from one set of resamples. `seeded` makes the stream anew: it is drawn
 * from twice. @throws RangeError as `clusterBootstrap`.
 */
export function testedDifferences(
  table: ClusterTable,
  differences: readonly ClusterStatistic[],
  options: Omit<BootstrapOptions, "random"> & { readonly seeded: () => () => number },
): readonly TestedDifference[] {
  const drawn = () => ({ ...options, random: options.seeded() });
  const intervals = clusterBootstrap(table, differences, drawn());
  if (!intervals.some(({ ok }) => ok))
    return intervals.map((interval) => (interval.ok ? { ...interval, p: 1 } : interval));
  const values = resampledValues(table, differences, drawn());
  return intervals.map((interval, i) => (interval.ok ? { ...interval, p: twoSided(values[i]!) } : interval));
}

/** Twice the smaller share of repetitions at or beyond 0. */
function twoSided(values: Float64Array): number {
  const finite = values.filter((value) => Number.isFinite(value));
  const count = (isBeyond: (value: number) => boolean) => finite.reduce((sum, v) => sum + (isBeyond(v) ? 1 : 0), 1);
  const smaller = Math.min(
    count((value) => value <= 0),
    count((value) => value >= 0),
  );
  return Math.min(1, (2 * smaller) / (finite.length + 1));
}

/**
 * Holm's adjusted p-values, in the order given: the k-th smallest of m times m - k + 1, never below a smaller one's, at
 * most 1. Rejecting those <= 0.05 keeps the chance of any false rejection within 0.05, however the tests depend.
 * @throws RangeError when a p-value is not in [0, 1].
 */
export function holm(pValues: readonly number[]): readonly number[] {
  for (const p of pValues) checkShare("a p-value", p);
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = pValues.map(() => 1);
  let highest = 0;
  for (const [rank, i] of order.entries()) {
    highest = Math.max(highest, Math.min(1, pValues[i]! * (pValues.length - rank)));
    adjusted[i] = highest;
  }
  return adjusted;
}
