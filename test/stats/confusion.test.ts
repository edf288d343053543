import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addConfusions, falsePositivesPerThousand } from "../../stats/confusion.js";
import {
  accuracy,
  type Confusion,
  cohenKappa,
  confusionTable,
  f1,
  gwetAc1,
  mcc,
  precision,
  recall,
} from "../../stats/index.js";
import { numberIn } from "./support.js";

const count = fc.nat({ max: 2000 });
const confusion = fc.record({ tp: count, fp: count, fn: count, tn: count });
const alwaysYes = (positives: number, negatives: number): Confusion => ({ tp: positives, fp: negatives, fn: 0, tn: 0 });
const empty: Confusion = { tp: 0, fp: 0, fn: 0, tn: 0 };

describe("confusion scores", () => {
  it("give the reference Matthews correlations", () => {
    // Section 10.2, the formula of Matthews 1975 by hand: 250 / sqrt(375,000) and 16 / sqrt(1,120).
    expect(numberIn(mcc({ tp: 20, fp: 10, fn: 5, tn: 15 }))).toBeCloseTo(0.408248, 6);
    expect(numberIn(mcc({ tp: 6, fp: 1, fn: 2, tn: 3 }))).toBeCloseTo(0.478091, 6);
  });

  it("give the textbook ratios of one table", () => {
    const counts = { tp: 20, fp: 10, fn: 5, tn: 15 };
    expect(numberIn(precision(counts))).toBe(20 / 30);
    expect(numberIn(recall(counts))).toBe(20 / 25);
    expect(numberIn(f1(counts))).toBe(40 / 55);
    expect(numberIn(accuracy(counts))).toBe(35 / 50);
    expect(numberIn(falsePositivesPerThousand(counts))).toBe(200);
  });

  it("give an always-yes annotator F1 2p/(1+p), kappa 0 and a flagged MCC of 0", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (positives, negatives) => {
        const counts = alwaysYes(positives, negatives);
        const prevalence = positives / (positives + negatives);
        expect(numberIn(f1(counts))).toBeCloseTo((2 * prevalence) / (1 + prevalence), 12);
        expect(numberIn(cohenKappa(confusionTable(counts)))).toBe(0);
        expect(mcc(counts)).toEqual({ ok: true, value: 0, convention: expect.stringContaining("by convention") });
      }),
      { seed: 1 },
    );
  });

  it("give an always-yes annotator AC1 0.562363 and kappa 0 on 34 yes and 16 no", () => {
    // Section 10.2: why AC1 is never shown without kappa.
    const result = gwetAc1(confusionTable(alwaysYes(34, 16)));
    expect(numberIn(result)).toBeCloseTo(0.562363, 6);
    expect(result).toMatchObject({ kappa: { ok: true, value: 0 } });
  });

  it("give a coin F1 2pq/(p+q), kappa 0 and an MCC of 0 without a flag", () => {
    // A forecast independent of the reference: every cell is the product of its margins.
    const part = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(part, part, part, part, (yes, no, positives, negatives) => {
        const counts = { tp: yes * positives, fp: yes * negatives, fn: no * positives, tn: no * negatives };
        const p = positives / (positives + negatives);
        const q = yes / (yes + no);
        expect(numberIn(f1(counts))).toBeCloseTo((2 * p * q) / (p + q), 12);
        expect(numberIn(cohenKappa(confusionTable(counts)))).toBe(0);
        expect(mcc(counts)).toEqual({ ok: true, value: 0 });
      }),
      { seed: 2 },
    );
  });

  it("give an always-no annotator recall 0, F1 0, kappa 0 and no precision", () => {
    const counts = { tp: 0, fp: 0, fn: 3, tn: 97 };
    expect(recall(counts)).toEqual({ ok: true, value: 0 });
    expect(f1(counts)).toEqual({ ok: true, value: 0 });
    expect(numberIn(cohenKappa(confusionTable(counts)))).toBe(0);
    expect(precision(counts)).toEqual({ ok: false, why: "nothing was forecast positive" });
  });

  it("say why a score has no value instead of returning NaN", () => {
    expect(precision(empty)).toEqual({ ok: false, why: "nothing was forecast positive" });
    expect(recall(empty)).toEqual({ ok: false, why: "nothing is positive" });
    expect(f1({ ...empty, tn: 9 })).toMatchObject({ ok: false });
    expect(accuracy(empty)).toEqual({ ok: false, why: "nothing was counted" });
    expect(mcc(empty)).toEqual({ ok: false, why: "nothing was counted" });
    expect(falsePositivesPerThousand(empty)).toMatchObject({ ok: false });
    expect(cohenKappa(confusionTable(empty))).toMatchObject({ ok: false });
    expect(gwetAc1(confusionTable(empty))).toMatchObject({ ok: false });
  });

  it("turn the sign of the MCC when every forecast is inverted, and keep it when yes and no swap names", () => {
    fc.assert(
      fc.property(confusion, ({ tp, fp, fn, tn }) => {
        fc.pre(tp + fp + fn + tn > 0);
        const original = numberIn(mcc({ tp, fp, fn, tn }));
        expect(numberIn(mcc({ tp: fn, fp: tn, fn: tp, tn: fp }))).toBeCloseTo(-original, 12);
        expect(numberIn(mcc({ tp: tn, fp: fn, fn: fp, tn: tp }))).toBeCloseTo(original, 12);
      }),
      { seed: 3 },
    );
  });

  it("stay within their ranges or are undefined", () => {
    fc.assert(
      fc.property(confusion, (counts) => {
        for (const score of [precision(counts), recall(counts), f1(counts), accuracy(counts)]) {
          if (score.ok) expect(score.value >= 0 && score.value <= 1).toBe(true);
        }
        const correlation = mcc(counts);
        if (correlation.ok) expect(Math.abs(correlation.value)).toBeLessThanOrEqual(1);
      }),
      { seed: 4 },
    );
  });

  it("keep a perfect MCC at exactly 1 for large counts", () => {
    expect(numberIn(mcc({ tp: 999_983, fp: 0, fn: 0, tn: 1_000_003 }))).toBeLessThanOrEqual(1);
    expect(numberIn(mcc({ tp: 999_983, fp: 0, fn: 0, tn: 1_000_003 }))).toBeCloseTo(1, 12);
  });

  it("equal the harmonic mean of precision and recall where both exist and one is positive", () => {
    fc.assert(
      fc.property(confusion, (counts) => {
        fc.pre(counts.tp > 0);
        const p = numberIn(precision(counts));
        const r = numberIn(recall(counts));
        expect(numberIn(f1(counts))).toBeCloseTo((2 * p * r) / (p + r), 12);
      }),
      { seed: 5 },
    );
  });

  it("add up over tables in any order", () => {
    fc.assert(
      fc.property(fc.array(confusion), (tables) => {
        expect(addConfusions(tables)).toEqual(addConfusions([...tables].reverse()));
        expect(addConfusions([...tables, empty])).toEqual(addConfusions(tables));
      }),
      { seed: 6 },
    );
  });

  it("refuse counts that cannot be counts", () => {
    expect(() => f1({ ...empty, fp: -1 })).toThrow(new RangeError("fp must be a whole number >= 0, got -1"));
    expect(() => mcc({ ...empty, tn: 0.5 })).toThrow(RangeError);
    expect(() => addConfusions([{ ...empty, tp: Number.NaN }])).toThrow(RangeError);
  });
});
