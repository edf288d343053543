/**
 * Intervals for proportions, without resampling: Wilson's for one, Newcombe's for the difference of two independent ones.
 *
 * Sources: Wilson 1927, doi:10.1080/01621459.1927.10502953; Newcombe 1998, method 10,
 * doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I. Differs: at 0 and at n successes the limit that is
 * exactly 0 or 1 is returned exactly. Trials are assumed independent; transitions of one episode are not (bootstrap.ts).
 */
import { checkCount } from "./check.js";
import { type Undefined, undefinedBecause } from "./value.js";

/** An estimate with limits, low <= high. A percentile interval need not contain its estimate. */
export type Interval =
  | { readonly ok: true; readonly estimate: number; readonly low: number; readonly high: number }
  | Undefined;

/** Whole counts, 0 <= successes <= trials. */
export interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

/** The normal quantile of a two-sided 95 % interval. */
const z95 = 1.959963984540054;

/**
 * Wilson's score interval of successes / trials, in [0, 1], always containing the proportion; `z` is the normal
 * quantile (default: 95 %). Undefined without trials.
 * @throws RangeError unless 0 <= successes <= trials are whole and z > 0.
 */
export function wilson(proportion: Proportion, z: number = z95): Interval {
  const { successes, trials } = proportion;
  checkCount("successes", successes);
  checkCount("trials", trials);
  if (successes > trials) throw new RangeError(`successes must be at most trials, got ${successes} of ${trials}`);
  if (!(z > 0 && z < Number.POSITIVE_INFINITY)) throw new RangeError(`z must be a positive number, got ${z}`);
  if (trials === 0) return undefinedBecause("there are no trials");
  const p = successes / trials;
  const scale = 1 + (z * z) / trials;
  const centre = (p + (z * z) / (2 * trials)) / scale;
  const half = (z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials))) / scale;
  return {
    ok: true,
    estimate: p,
    low: successes === 0 ? 0 : Math.min(p, centre - half),
    high: successes === trials ? 1 : Math.max(p, centre + half),
  };
}

/**
 * Newcombe's interval of first - second, in [-1, 1], built from the two Wilson intervals. For independent samples only;
 * two annotators on the same items are paired (take their difference inside `clusterBootstrap`). Undefined when either
 * has no trials.
 * @throws RangeError as `wilson`.
 */
export function newcombeDifference(first: Proportion, second: Proportion, z: number = z95): Interval {
  const a = wilson(first, z);
  const b = wilson(second, z);
  if (!a.ok) return a;
  if (!b.ok) return b;
  const estimate = a.estimate - b.estimate;
  return {
    ok: true,
    estimate,
    low: estimate - Math.hypot(a.estimate - a.low, b.high - b.estimate),
    high: estimate + Math.hypot(a.high - a.estimate, b.estimate - b.low),
  };
}

/**
 * Whether the interval lies wholly on one side of `value`: the condition for the words "better" (0.5 for a probability
 * of improvement, 0 for a difference). An undefined interval excludes nothing.
 */
export function excludes(interval: Interval, value: number): boolean {
  return interval.ok && (value < interval.low || value > interval.high);
}
