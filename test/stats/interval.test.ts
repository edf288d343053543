import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excludes, newcombeDifference, quantile, wilson } from "../../stats/index.js";
import { numberIn, okay } from "./support.js";

const proportion = fc
  .integer({ min: 1, max: 5000 })
  .chain((trials) => fc.nat({ max: trials }).map((successes) => ({ successes, trials })));

describe("Wilson's interval", () => {
  it.each([
    // Section 10.2, Wilson 1927 with z = 1.959964; 0/n has the closed form [0, z^2 / (n + z^2)].
    [45, 50, 0.786398, 0.956524],
    [0, 32, 0, 0.107179],
    [32, 32, 0.892821, 1],
    [8, 10, 0.490162, 0.943318],
  ])("of %i out of %i is [%f, %f]", (successes, trials, low, high) => {
    const result = okay(wilson({ successes, trials }));
    expect(result.estimate).toBe(successes / trials);
    expect(result.low).toBeCloseTo(low, 6);
    expect(result.high).toBeCloseTo(high, 6);
  });

  it("is exactly 0 or 1 at the end where nothing lies beyond", () => {
    expect(wilson({ successes: 0, trials: 7 })).toMatchObject({ low: 0 });
    expect(wilson({ successes: 7, trials: 7 })).toMatchObject({ high: 1 });
  });

  it("lies within [0, 1], contains the proportion and mirrors with successes and failures", () => {
    fc.assert(
      fc.property(proportion, ({ successes, trials }) => {
        const { estimate, low, high } = okay(wilson({ successes, trials }));
        expect(0 <= low && low <= estimate && estimate <= high && high <= 1).toBe(true);
        const mirrored = okay(wilson({ successes: trials - successes, trials }));
        expect(mirrored.low).toBeCloseTo(1 - high, 12);
      }),
      { seed: 1 },
    );
  });

  it("narrows with ten times the trials and widens with z", () => {
    const width = (successes: number, trials: number, z?: number): number => {
      const { low, high } = okay(wilson({ successes, trials }, z));
      return high - low;
    };
    expect(width(80, 100)).toBeLessThan(width(8, 10));
    expect(width(8, 10, 2.575829)).toBeGreaterThan(width(8, 10));
  });

  it("is undefined without trials and refuses more successes than trials", () => {
    expect(wilson({ successes: 0, trials: 0 })).toEqual({ ok: false, why: "there are no trials" });
    expect(() => wilson({ successes: 3, trials: 2 })).toThrow("successes must be at most trials, got 3 of 2");
    expect(() => wilson({ successes: 1, trials: 2 }, 0)).toThrow(RangeError);
  });
});

describe("Newcombe's interval", () => {
  it("of 10/32 - 2/32 is 0.25 [0.057659, 0.428966]", () => {
    // Section 10.2, Newcombe 1998 method 10.
    const result = okay(newcombeDifference({ successes: 10, trials: 32 }, { successes: 2, trials: 32 }));
    expect(result.estimate).toBe(0.25);
    expect(result.low).toBeCloseTo(0.057659, 6);
    expect(result.high).toBeCloseTo(0.428966, 6);
  });

  it("lies within [-1, 1], contains the difference and changes sign with the order", () => {
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const { estimate, low, high } = okay(newcombeDifference(a, b));
        expect(-1 <= low && low <= estimate && estimate <= high && high <= 1).toBe(true);
        expect(okay(newcombeDifference(b, a)).low).toBeCloseTo(-high, 12);
      }),
      { seed: 2 },
    );
  });

  it("is undefined when either side has no trials", () => {
    const none = { successes: 0, trials: 0 };
    expect(newcombeDifference({ successes: 1, trials: 2 }, none)).toMatchObject({ ok: false });
    expect(newcombeDifference(none, { successes: 1, trials: 2 })).toMatchObject({ ok: false });
  });
});

describe("excludes", () => {
  it("counts a limit as inside and lets an undefined interval exclude nothing", () => {
    const interval = { ok: true, estimate: 0.7, low: 0.5, high: 0.9 } as const;
    expect(excludes(interval, 0.5)).toBe(false);
    expect(excludes(interval, 0.49)).toBe(true);
    expect(excludes(interval, 0.91)).toBe(true);
    expect(excludes({ ok: false, why: "there are no trials" }, 0.5)).toBe(false);
  });
});

describe("quantile", () => {
  it("interpolates linearly at position q(n - 1)", () => {
    // R's quantile(c(1, 2, 3, 4), type = 7).
    expect(numberIn(quantile([4, 1, 3, 2], 0.25))).toBe(1.75);
    expect(numberIn(quantile([4, 1, 3, 2], 0.5))).toBe(2.5);
    expect(numberIn(quantile([4, 1, 3, 2], 0))).toBe(1);
    expect(numberIn(quantile([4, 1, 3, 2], 1))).toBe(4);
    expect(numberIn(quantile([7], 0.3))).toBe(7);
  });

  it("sorts by size and leaves its argument alone", () => {
    const values = [10, 9, 2, 1];
    expect(numberIn(quantile(values, 1))).toBe(10);
    expect(values).toEqual([10, 9, 2, 1]);
  });

  it("stays within the sample, does not fall with q and ignores the order", () => {
    const sample = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(sample, share, share, (values, a, b) => {
        const low = numberIn(quantile(values, Math.min(a, b)));
        const high = numberIn(quantile([...values].reverse(), Math.max(a, b)));
        expect(low).toBeLessThanOrEqual(high + 1e-9);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
      }),
      { seed: 3 },
    );
  });

  it("is undefined without values and refuses q outside [0, 1]", () => {
    expect(quantile([], 0.5)).toEqual({ ok: false, why: "there are no values" });
    expect(() => quantile([1], 1.5)).toThrow("q must be in [0, 1], got 1.5");
    expect(() => quantile([Number.NaN], 0.5)).toThrow(RangeError);
  });
});
