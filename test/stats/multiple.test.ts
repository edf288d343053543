import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterBootstrap, holm, testedDifferences } from "../../stats/index.js";
import { stream } from "./support.js";

const table = (rows: readonly (readonly number[])[]) => ({
  counts: Float64Array.from(rows.flat()),
  width: rows[0]?.length ?? 1,
});

describe("Holm's correction", () => {
  // By hand: 0.01 x 4, 0.02 x 3, 0.03 x 2 = 0.06 (not below the one before), 0.04 x 1 = 0.04 -> 0.06.
  it("multiplies the k-th smallest of m by m - k + 1 and never falls", () => {
    expect(holm([0.04, 0.01, 0.03, 0.02])).toEqual([0.06, 0.04, 0.06, 0.06]);
  });

  it("leaves a single p-value alone and stops at 1", () => {
    expect(holm([0.05])).toEqual([0.05]);
    expect(holm([0.6, 0.7])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });

  it("is at least the p-value, at most Bonferroni's, and keeps the order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }), (ps) => {
        const adjusted = holm(ps);
        for (const [i, p] of ps.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * ps.length));
          for (const [j, q] of ps.entries()) if (p < q) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!);
        }
      }),
      { seed: 1 },
    );
  });

  it("refuses what is no p-value", () => {
    expect(() => holm([1.5])).toThrow("a p-value must be in [0, 1], got 1.5");
  });
});

describe("tested differences", () => {
  const options = { repetitions: 999, seeded: () => stream(1) };
  const difference = (sums: Float64Array) => sums[0]! - sums[1]!;

  it("give no evidence against equal columns", () => {
    const [same] = testedDifferences(
      table([
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
      [difference],
      options,
    );
    expect(same).toMatchObject({ ok: true, estimate: 0, low: 0, high: 0, p: 1 });
  });

  it("give the least p-value there is where every resample is on one side", () => {
    const [sure] = testedDifferences(
      table([
        [2, 1],
        [3, 1],
        [4, 1],
      ]),
      [difference],
      options,
    );
    expect(sure).toMatchObject({ ok: true, p: 2 / 1000 });
  });

  it("carry the intervals of the cluster bootstrap, and p below 0.05 just where those exclude 0", () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const draw = stream(seed);
      const data = table(Array.from({ length: 12 }, () => [Math.round(draw() * 3 + 0.4), Math.round(draw() * 3)]));
      const seeded = () => stream(seed + 100);
      const [tested] = testedDifferences(data, [difference], { repetitions: 999, seeded });
      const [interval] = clusterBootstrap(data, [difference], { repetitions: 999, random: seeded() });
      expect(tested).toMatchObject(interval!);
      if (!tested?.ok) throw new Error("no interval");
      const excluded = tested.low > 0 || tested.high < 0;
      if (tested.p < 0.045) expect(excluded).toBe(true);
      if (tested.p > 0.055) expect(excluded).toBe(false);
    }
  });

  it("do not exist for a single cluster", () => {
    expect(testedDifferences(table([[1, 2]]), [difference], options)).toMatchObject([{ ok: false }]);
  });
});
