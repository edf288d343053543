import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibration } from "../../stats/index.js";
import { numberIn, okay } from "./support.js";

const { binIndex, brierScore, brierSkill, calibrationError } = calibration;

// Section 10.2: six forecasts, computed by hand.
const forecasts = [0.9, 0.8, 0.7, 0.6, 0.3, 0.2];
const outcomes = [1, 1, 0, 1, 0, 1];

const pairs = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)), {
  minLength: 1,
  maxLength: 60,
});

describe("the Brier score", () => {
  it("is 0.2383333 on the reference forecasts, 0.2222222 for the base rate, skill -0.0725", () => {
    expect(numberIn(brierScore(forecasts, outcomes))).toBeCloseTo(0.2383333, 7);
    expect(numberIn(brierScore(new Array(6).fill(2 / 3), outcomes))).toBeCloseTo(0.2222222, 7);
    expect(numberIn(brierSkill(forecasts, outcomes))).toBeCloseTo(-0.0725, 10);
  });

  it("gives a perfect forecast 0 and skill 1, and the base rate skill 0", () => {
    expect(brierScore([1, 0], [1, 0])).toEqual({ ok: true, value: 0 });
    expect(brierSkill([1, 0], [1, 0])).toEqual({ ok: true, value: 1 });
    expect(brierSkill([0.25, 0.25, 0.25, 0.25], [1, 0, 0, 0])).toEqual({ ok: true, value: 0 });
  });

  it("has no skill to measure when all outcomes are alike", () => {
    expect(brierSkill([0.5, 0.5], [1, 1])).toEqual({ ok: false, why: "all outcomes are alike" });
    expect(brierScore([], [])).toEqual({ ok: false, why: "there are no forecasts" });
    expect(brierSkill([], [])).toMatchObject({ ok: false });
  });

  it("refuses what is no probability, no outcome, or not a pair", () => {
    expect(() => brierScore([1.1], [1])).toThrow("a forecast must be in [0, 1], got 1.1");
    expect(() => brierScore([0.5], [2])).toThrow("an outcome must be 0 or 1, got 2 at 0");
    expect(() => brierScore([0.5], [])).toThrow("forecasts and outcomes must have one length, got 1 and 0");
  });
});

describe("calibration error", () => {
  it("is 0.0833333 with 2 bins and 0.1833333 with 5, and says which", () => {
    const two = okay(calibrationError(forecasts, outcomes, 2));
    expect(two.value).toBeCloseTo(0.0833333, 7);
    expect(two.bins).toBe(2);
    expect(two.reliability).toEqual([
      { index: 0, count: 2, meanForecast: 0.25, meanOutcome: 0.5 },
      { index: 1, count: 4, meanForecast: expect.closeTo(0.75, 12), meanOutcome: 0.75 },
    ]);
    const five = okay(calibrationError(forecasts, outcomes, 5));
    expect(five.value).toBeCloseTo(0.1833333, 7);
    expect(five.reliability.map((bin) => bin.index)).toEqual([1, 3, 4]);
  });

  it("bins by min(B - 1, floor(p * B)) in double precision", () => {
    // Section 10.2: 0.29 * 100 = 28.999999999999996, while 0.6 * 5 and 0.7 * 10 are exact.
    expect(0.29 * 100).toBe(28.999999999999996);
    expect(binIndex(0.29, 100)).toBe(28);
    expect(binIndex(0.6, 5)).toBe(3);
    expect(binIndex(0.7, 10)).toBe(7);
    expect(binIndex(0, 10)).toBe(0);
    expect(binIndex(0.5, 2)).toBe(1);
    expect(binIndex(1 - Number.EPSILON / 2, 10)).toBe(9);
  });

  it("puts a forecast of exactly 1 into the last bin", () => {
    expect(binIndex(1, 10)).toBe(9);
    expect(okay(calibrationError([1], [1], 10)).reliability).toEqual([
      { index: 9, count: 1, meanForecast: 1, meanOutcome: 1 },
    ]);
  });

  it("lies within [0, 1], counts every forecast once and ignores their order", () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 30 }), (data, bins) => {
        const of = (list: typeof data) =>
          okay(
            calibrationError(
              list.map(([p]) => p),
              list.map(([, y]) => y),
              bins,
            ),
          );
        const result = of(data);
        expect(result.value).toBeGreaterThanOrEqual(0);
        expect(result.value).toBeLessThanOrEqual(1 + 1e-12);
        expect(result.reliability.reduce((sum, bin) => sum + bin.count, 0)).toBe(data.length);
        expect(of([...data].reverse()).value).toBeCloseTo(result.value, 12);
      }),
      { seed: 1 },
    );
  });

  it("with one bin is the distance of the two means", () => {
    expect(numberIn(calibrationError(forecasts, outcomes, 1))).toBeCloseTo(Math.abs(3.5 / 6 - 4 / 6), 12);
  });

  it("is undefined without forecasts and refuses less than one bin", () => {
    expect(calibrationError([], [], 10)).toEqual({ ok: false, why: "there are no forecasts" });
    expect(() => calibrationError([0.5], [1], 0)).toThrow("bins must be a whole number >= 1, got 0");
  });
});
