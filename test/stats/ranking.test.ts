import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ranking } from "../../stats/index.js";
import { numberIn } from "./support.js";

const { areaUnderRoc, averagePrecision, averageRanks, kendallTauB, pairCounts, spearman } = ranking;

// Credits and regrets of worked example E; the figures were computed by an independent script.
const REGRET = [-0.100974, -0.04783, 0, 0, 0, 0, 0, 0, 0];
const WRONG = [1, 1, 0, 0, 0, 0, 0, 0, 0];
const INTERSECTION = [0, -1, 0, 0, 0, 0, 0, 0, 0];
const AVERAGE = [-0.5, -1, 0, 0, -0.25, 0, 0, 0, 0];
const negated = (list: readonly number[]) => list.map((x) => -x);

describe("ranking", () => {
  test("gives the worked figures of credit on E", () => {
    expect(numberIn(spearman(INTERSECTION, REGRET))).toBeCloseTo(0.5625, 10);
    expect(pairCounts(INTERSECTION, REGRET)).toEqual({ concordant: 7, discordant: 1, tiedInFirst: 7, tiedInSecond: 0 });
    expect(numberIn(kendallTauB(INTERSECTION, REGRET))).toBeCloseTo(0.547723, 6);
    expect(numberIn(areaUnderRoc(negated(INTERSECTION), WRONG))).toBe(0.75);
    expect(numberIn(spearman(AVERAGE, REGRET))).toBeCloseTo(0.840606, 6);
    expect(numberIn(kendallTauB(AVERAGE, REGRET))).toBeCloseTo(0.732467, 6);
    expect(numberIn(areaUnderRoc(negated(AVERAGE), WRONG))).toBe(1);
  });
  test("shares places among ties", () => {
    expect([...averageRanks([3, 1, 3, 2])]).toEqual([3.5, 1, 3.5, 2]);
  });
  test("has no value for a constant list or one class, and says why", () => {
    expect(spearman([1, 1], [1, 2])).toEqual({ ok: false, why: "the first list is constant" });
    expect(kendallTauB([1], [1])).toMatchObject({ ok: false });
    expect(areaUnderRoc([1, 2], [1, 1])).toEqual({ ok: false, why: "only one class occurs" });
    expect(averagePrecision([1, 2], [0, 0])).toMatchObject({ ok: false });
  });
  test("counts average precision with ties taken together", () => {
    expect(numberIn(averagePrecision([3, 2, 1], [1, 0, 1]))).toBeCloseTo((1 + 2 / 3) / 2, 12);
    // All equal: nothing was ranked, so the prevalence.
    expect(numberIn(averagePrecision([1, 1, 1, 1], [1, 0, 0, 1]))).toBe(0.5);
  });
  test("does not change under a rising function, and turns its sign with one list", () => {
    const lists = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(lists, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        for (const measure of [spearman, kendallTauB]) {
          const plain = measure(a, b);
          if (!plain.ok) continue;
          expect(
            numberIn(
              measure(
                a.map((x) => Math.exp(x)),
                b,
              ),
            ),
          ).toBeCloseTo(plain.value, 10);
          expect(numberIn(measure(negated(a), b))).toBeCloseTo(-plain.value, 10);
        }
      }),
    );
  });
});
