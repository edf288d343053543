/**
 * Quantiles by linear interpolation between order statistics: position q(n - 1) in the sorted sample.
 *
 * Source: Hyndman and Fan 1996, definition 7, doi:10.1080/00031305.1996.10473566; the default of R, NumPy and rliable.
 */
import { checkFinite, checkShare } from "./check.js";
import { defined, type Estimate, undefinedBecause } from "./value.js";

/**
 * The q-quantile of values in any order; `values` is left as it was. Undefined without values.
 * @throws RangeError when q is outside [0, 1] or a value is not finite.
 */
export function quantile(values: ArrayLike<number>, q: number): Estimate {
  checkShare("q", q);
  checkFinite("a value", values);
  if (values.length === 0) return undefinedBecause("there are no values");
  return defined(quantileOfSorted(Float64Array.from(values).sort(), q));
}

/** The same of a sample that is already sorted, not empty and finite. */
export function quantileOfSorted(sorted: Float64Array, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (high - low) * (position - below);
}
