/**
 * Do stated probabilities mean what they say? Brier score, its skill against the base rate, and calibration error.
 *
 * Sources: Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2; ECE as in Guo et al. 2017, arXiv:1706.04599,
 * on the probability of "yes" instead of the confidence in the answer. Differs: bins are [b/B, (b+1)/B), the last one
 * closed (Guo: closed on the right), and the number of bins is part of the result, because the value depends on it.
 */
import { checkPositiveCount, checkSameLength, checkShare } from "./check.js";
import { defined, type Estimate, type Undefined, undefinedBecause } from "./value.js";

/** A bin that holds at least one forecast. */
export interface ReliabilityBin {
  /** Which of the bins 0 .. bins-1; it covers [index / bins, (index + 1) / bins). */
  readonly index: number;
  readonly count: number;
  readonly meanForecast: number;
  readonly meanOutcome: number;
}

export interface CalibrationError {
  readonly ok: true;
  /** Mean distance |meanForecast - meanOutcome|, weighted by count, in [0, 1]. */
  readonly value: number;
  /** Print it beside the value. */
  readonly bins: number;
  /** Bins in use, in ascending order: a reliability diagram. */
  readonly reliability: readonly ReliabilityBin[];
}

/**
 * Mean of (forecast - outcome)^2, in [0, 1], lower is better. `forecasts` are probabilities, `outcomes` 0 or 1, one
 * length. Undefined without forecasts.
 * @throws RangeError when lengths differ, a forecast leaves [0, 1], or an outcome is neither 0 nor 1.
 */
export function brierScore(forecasts: ArrayLike<number>, outcomes: ArrayLike<number>): Estimate {
  check(forecasts, outcomes);
  const n = forecasts.length;
  if (n === 0) return undefinedBecause("there are no forecasts");
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += ((forecasts[i] ?? 0) - (outcomes[i] ?? 0)) ** 2;
  return defined(sum / n);
}

/**
 * 1 - Brier / Brier of always forecasting the base rate of these outcomes: 1 is perfect, 0 is no better than the base
 * rate. Undefined without forecasts or when all outcomes are alike.
 * @throws RangeError as `brierScore`.
 */
export function brierSkill(forecasts: ArrayLike<number>, outcomes: ArrayLike<number>): Estimate {
  const brier = brierScore(forecasts, outcomes);
  if (!brier.ok) return brier;
  let positives = 0;
  for (let i = 0; i < outcomes.length; i += 1) positives += outcomes[i] ?? 0;
  const baseRate = positives / outcomes.length;
  const reference = baseRate * (1 - baseRate);
  return reference === 0 ? undefinedBecause("all outcomes are alike") : defined(1 - brier.value / reference);
}

/**
 * Expected calibration error over `bins` bins of equal width. Undefined without forecasts.
 * @throws RangeError as `brierScore`, or when `bins` is not a whole number >= 1.
 */
export function calibrationError(
  forecasts: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  bins: number,
): CalibrationError | Undefined {
  check(forecasts, outcomes);
  checkPositiveCount("bins", bins);
  const n = forecasts.length;
  if (n === 0) return undefinedBecause("there are no forecasts");
  const sums = Array.from({ length: bins }, () => ({ count: 0, forecasts: 0, outcomes: 0 }));
  for (let i = 0; i < n; i += 1) {
    const bin = sums[binIndex(forecasts[i] ?? 0, bins)];
    if (bin === undefined) continue;
    bin.count += 1;
    bin.forecasts += forecasts[i] ?? 0;
    bin.outcomes += outcomes[i] ?? 0;
  }
  const reliability = sums.flatMap(({ count, forecasts: f, outcomes: o }, index): ReliabilityBin[] =>
    count === 0 ? [] : [{ index, count, meanForecast: f / count, meanOutcome: o / count }],
  );
  const weighted = reliability.reduce((sum, bin) => sum + bin.count * Math.abs(bin.meanForecast - bin.meanOutcome), 0);
  return { ...defined(weighted / n), bins, reliability };
}

/**
 * min(bins - 1, floor(forecast * bins)) in double precision, pinned by a test: 0.29 * 100 is 28.999999999999996, so 0.29
 * lies in bin 28 of 100. A nudge by an epsilon would only move the surprise to other numbers.
 */
export function binIndex(forecast: number, bins: number): number {
  return Math.min(bins - 1, Math.floor(forecast * bins));
}

function check(forecasts: ArrayLike<number>, outcomes: ArrayLike<number>): void {
  checkSameLength("forecasts", forecasts, "outcomes", outcomes);
  for (let i = 0; i < forecasts.length; i += 1) {
    checkShare("a forecast", forecasts[i] ?? Number.NaN);
    const outcome = outcomes[i];
    if (outcome !== 0 && outcome !== 1) throw new RangeError(`an outcome must be 0 or 1, got ${outcome} at ${i}`);
  }
}
