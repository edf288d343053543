/**
 * The stratified bootstrap: resample runs with replacement within each task, never across tasks.
 *
 * Source: Agarwal et al. 2021, arXiv:2108.13264. Tasks differ in difficulty; resampling across them would
 * count that difference as noise of the method. With a single task this is the plain bootstrap over runs: say so.
 */
import { checkFinite } from "./check.js";
import {
  type BootstrapInterval,
  type BootstrapOptions,
  checkedLevel,
  drawIndex,
  percentileInterval,
} from "./resample.js";
import { type Estimate, undefinedBecause } from "./value.js";

/** A pure function of strata x items; it must not keep its argument, which is reused. */
export type StratifiedStatistic = (strata: readonly Float64Array[]) => Estimate;

/**
 * A percentile interval per statistic, in the order given; one resample serves all. `strata` are tasks x runs (for two
 * arms, list the tasks of both). Undefined for a statistic without a value on the data or on any resample, and for all
 * when no stratum has two items: nothing could vary.
 * @throws RangeError when a value is not finite, or as `BootstrapOptions` say.
 */
export function stratifiedBootstrap(
  strata: readonly ArrayLike<number>[],
  statistics: readonly StratifiedStatistic[],
  options: BootstrapOptions,
): readonly BootstrapInterval[] {
  const level = checkedLevel(options);
  for (const stratum of strata) checkFinite("a value", stratum);
  if (!strata.some((stratum) => stratum.length > 1)) {
    return statistics.map(() => undefinedBecause("no stratum has two items, so that nothing can vary"));
  }
  const estimates = evaluate(
    statistics,
    strata.map((stratum) => Float64Array.from(stratum)),
  );
  const values = stratifiedValues(strata, statistics, options);
  return estimates.map((estimate, i) => percentileInterval(estimate, values[i]!, level));
}

/** Per statistic its value on every repetition, in the order of the draws; NaN where it has none. */
export function stratifiedValues(
  strata: readonly ArrayLike<number>[],
  statistics: readonly StratifiedStatistic[],
  { repetitions, random }: BootstrapOptions,
): readonly Float64Array[] {
  const values = statistics.map(() => new Float64Array(repetitions));
  const sample = strata.map((stratum) => new Float64Array(stratum.length));
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (const [s, stratum] of strata.entries()) {
      const drawn = sample[s]!;
      for (let i = 0; i < drawn.length; i += 1) drawn[i] = stratum[drawIndex(random, drawn.length)]!;
    }
    for (const [i, value] of evaluate(statistics, sample).entries()) values[i]![repetition] = value;
  }
  return values;
}

function evaluate(statistics: readonly StratifiedStatistic[], strata: readonly Float64Array[]): readonly number[] {
  return statistics.map((statistic) => {
    const result = statistic(strata);
    return result.ok ? result.value : Number.NaN;
  });
}
