/**
 * What every bootstrap of this room shares: where its draws come from, and how its repetitions become an interval.
 *
 * Source: Efron 1979, doi:10.1214/aos/1176344552 (percentile interval). Differs: the random stream is the caller's, a
 * repetition on which the statistic has no value is counted and left out, and "all resamples, each once" is a stream
 * like any other, so that exact checks run the very code that random ones run.
 */
import { checkPositiveCount } from "./check.js";
import type { Interval } from "./interval.js";
import { quantileOfSorted } from "./quantile.js";
import { type Undefined, undefinedBecause } from "./value.js";

export interface BootstrapOptions {
  /** How many resamples, >= 1; 2,000 is usual for a 95 % interval. */
  readonly repetitions: number;
  /** Uniform in [0, 1). Called once per item and repetition, repetition by repetition; the same stream, the same result. */
  readonly random: () => number;
  /** Coverage of the percentile interval, in (0, 1); default 0.95. */
  readonly level?: number;
}

/** A percentile interval and what it rests on. */
export type BootstrapInterval =
  | (Extract<Interval, { ok: true }> & {
      readonly level: number;
      readonly repetitions: number;
      /** Repetitions on which the statistic had no value; the limits are those of the others. Print it when not 0. */
      readonly undefinedRepetitions: number;
    })
  | Undefined;

/** The level asked for. @throws RangeError when repetitions or level cannot be meant. */
export function checkedLevel(options: BootstrapOptions): number {
  checkPositiveCount("repetitions", options.repetitions);
  const level = options.level ?? 0.95;
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
  return level;
}

/** One index of 0 .. size-1. For u < 1 the product rounds to less than `size`, so that no draw falls outside. */
export function drawIndex(random: () => number, size: number): number {
  const u = random();
  if (!(u >= 0 && u < 1)) throw new RangeError(`random() must be in [0, 1), got ${u}`);
  return Math.floor(u * size);
}

/** `values`: the statistic on every repetition, not finite where it had no value. Sorted in place. */
export function percentileInterval(estimate: number, values: Float64Array, level: number): BootstrapInterval {
  if (!Number.isFinite(estimate)) return undefinedBecause("the statistic has no value on the data");
  const repetitions = values.length;
  const finite = values.filter((value) => Number.isFinite(value)).sort();
  if (finite.length === 0) return undefinedBecause(`the statistic has no value on any of ${repetitions} resamples`);
  return {
    ok: true,
    estimate,
    low: quantileOfSorted(finite, (1 - level) / 2),
    high: quantileOfSorted(finite, (1 + level) / 2),
    level,
    repetitions,
    undefinedRepetitions: repetitions - finite.length,
  };
}

/** 7^7 = 823,543 resamples are still a matter of seconds. */
const mostResamples = 1_000_000;

/**
 * A stream that draws every possible resample exactly once: `{ repetitions, random }` for a bootstrap whose strata have
 * these sizes (one stratum for `clusterBootstrap` and `bootstrapMean`). Each resample of n items is n draws of n, so there
 * are the product of n^n. For checks without randomness: so few values leave limits that lie between two of them, and
 * random limits need not approach those. The stream serves one call.
 * @throws RangeError when a size is not a whole number >= 1, or there are more than 1,000,000 resamples.
 */
export function exhaustiveDraws(sizes: readonly number[]): BootstrapOptions {
  for (const size of sizes) checkPositiveCount("a stratum's size", size);
  const repetitions = sizes.reduce((product, size) => product * size ** size, 1);
  if (repetitions > mostResamples) {
    throw new RangeError(`at most ${mostResamples} resamples can be enumerated, sizes ${sizes.join(", ")} have more`);
  }
  const bases = sizes.flatMap((size) => Array.from({ length: size }, () => size));
  const digits = new Int32Array(bases.length); // an odometer: digit i counts in base bases[i]
  let position = 0;
  const random = (): number => {
    const u = (digits[position]! + 0.5) / bases[position]!;
    position += 1;
    if (position === digits.length) {
      position = 0;
      for (let i = 0; i < digits.length; i += 1) {
        digits[i] = (digits[i]! + 1) % bases[i]!;
        if (digits[i] !== 0) break; // no carry
      }
    }
    return u;
  };
  return { repetitions, random };
}
