/**
 * Brier score, its skill and the calibration error as statistics of column sums, so that a cluster bootstrap can resample
 * them: a cell of columns holds what `brierScore`, `brierSkill` and `calibrationError` need to know of all its forecasts.
 *
 * Sources as in calibration.ts, whose values these are (a test holds them together). The calibration error of few
 * forecasts is above 0 even for a perfect forecaster, and its percentile interval lies higher still.
 */
import type { ClusterStatistic } from "./bootstrap.js";
import { binIndex } from "./calibration.js";
import { checkPositiveCount, checkShare } from "./check.js";

export interface ForecastCell {
  /** Columns that a cell takes. */
  readonly width: number;
  /**
   * What one forecast adds, as pairs of column and number. @throws RangeError when `forecast` is not in [0, 1].
   */
  terms(forecast: number, outcome: 0 | 1): readonly (readonly [column: number, by: number])[];
  /** Of the cell that begins at this column; NaN where there is no value. */
  statistics(offset: number): Readonly<Record<"brier" | "skill" | "error", ClusterStatistic>>;
}

/** Forecasts, squared errors, outcomes; then per bin forecasts, their sum, outcomes. */
const FRONT = 3;

/** @throws RangeError when `bins` is not a whole number >= 1. */
export function forecastCell(bins: number): ForecastCell {
  checkPositiveCount("bins", bins);
  const brier =
    (offset: number): ClusterStatistic =>
    (sums) =>
      sums[offset]! > 0 ? sums[offset + 1]! / sums[offset]! : Number.NaN;
  return {
    width: FRONT + 3 * bins,
    terms(forecast, outcome) {
      checkShare("a forecast", forecast);
      const bin = FRONT + 3 * binIndex(forecast, bins);
      return [
        [0, 1],
        [1, (forecast - outcome) ** 2],
        [2, outcome],
        [bin, 1],
        [bin + 1, forecast],
        [bin + 2, outcome],
      ];
    },
    statistics: (offset) => ({
      brier: brier(offset),
      skill: (sums) => {
        const rate = sums[offset + 2]! / sums[offset]!;
        const reference = rate * (1 - rate);
        return reference > 0 ? 1 - brier(offset)(sums) / reference : Number.NaN;
      },
      error: (sums) => {
        if (!(sums[offset]! > 0)) return Number.NaN;
        let distance = 0;
        for (let bin = offset + FRONT; bin < offset + FRONT + 3 * bins; bin += 3) {
          distance += Math.abs(sums[bin + 1]! - sums[bin + 2]!);
        }
        return distance / sums[offset]!;
      },
    }),
  };
}
