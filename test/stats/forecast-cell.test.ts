import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibration, forecastCell } from "../../stats/index.js";

function sumsOf(
  bins: number,
  forecasts: readonly number[],
  outcomes: readonly (0 | 1)[],
  offset: number,
): Float64Array {
  const cell = forecastCell(bins);
  const sums = new Float64Array(offset + cell.width);
  forecasts.forEach((forecast, i) => {
    for (const [column, by] of cell.terms(forecast, outcomes[i]!)) sums[offset + column]! += by;
  });
  return sums;
}

describe("forecasts as sums", () => {
  it("give the reference values of six forecasts, computed by hand", () => {
    const sums = sumsOf(5, [0.9, 0.8, 0.7, 0.6, 0.3, 0.2], [1, 1, 0, 1, 0, 1], 0);
    const { brier, skill, error } = forecastCell(5).statistics(0);
    expect(brier(sums)).toBeCloseTo(0.2383333, 6);
    expect(skill(sums)).toBeCloseTo(-0.0725, 6);
    expect(error(sums)).toBeCloseTo(0.1833333, 6);
  });

  it("are Brier score, skill and calibration error, wherever the cell begins", () => {
    const forecast = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom<0 | 1>(0, 1));
    fc.assert(
      fc.property(fc.array(forecast), fc.integer({ min: 1, max: 20 }), fc.nat(7), (pairs, bins, offset) => {
        const [forecasts, outcomes] = [pairs.map(([p]) => p), pairs.map(([, y]) => y)];
        const sums = sumsOf(bins, forecasts, outcomes, offset);
        const { brier, skill, error } = forecastCell(bins).statistics(offset);
        for (const [statistic, estimate] of [
          [brier, calibration.brierScore(forecasts, outcomes)],
          [skill, calibration.brierSkill(forecasts, outcomes)],
          [error, calibration.calibrationError(forecasts, outcomes, bins)],
        ] as const) {
          if (estimate.ok) expect(statistic(sums)).toBeCloseTo(estimate.value, 9);
          else expect(statistic(sums)).toBeNaN();
        }
      }),
    );
  });

  it("refuse a forecast that is no probability, and no bins", () => {
    expect(() => forecastCell(10).terms(1.1, 1)).toThrow(RangeError);
    expect(() => forecastCell(0)).toThrow(RangeError);
  });
});
