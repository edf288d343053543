import { describe, expect, test } from "vitest";
import type { EpisodeCredit } from "../../../calm/credit/assigner.js";
import { curveArea, speedUp, stepsToReach } from "../../../calm/credit/curve.js";
import { exactAdvantage } from "../../../calm/credit/exact-assigner.js";
import { slippingOptimal } from "../../../calm/credit/policy.js";
import {
  CREDIT_SCORES,
  type CreditScore,
  claimedError,
  localisation,
  referencesOf,
  type Scope,
} from "../../../calm/credit/score.js";
import { creditFigures } from "../../../calm/credit/score-table.js";
import { numberIn } from "../../stats/support.js";
import { ACTIONS_OF_E, groupK5, registerK5 } from "./k5.js";

registerK5(9);
const group = groupK5(9, ACTIONS_OF_E);
const [optimal] = referencesOf(group, slippingOptimal(0.1), "optimal", 0.9);
const [onPolicy] = referencesOf(group, slippingOptimal(0.1), "on policy", 0.9);
const credit = (list: readonly number[], more: Partial<EpisodeCredit> = {}): EpisodeCredit => ({
  credit: Float64Array.from(list),
  known: new Uint8Array(list.length).fill(1),
  failures: [],
  ...more,
});
const INTERSECTION = credit([0, -1, 0, 0, 0, 0, 0, 0, 0]);
const AVERAGE = credit([-0.5, -1, 0, 0, -0.25, 0, 0, 0, 0]);
const score = (name: CreditScore, given: EpisodeCredit, truth = optimal!, scope: Scope = "known") =>
  CREDIT_SCORES[name](given, truth, scope);

describe("scores on E against optimal credit", () => {
  test("of CAPO's intersection", () => {
    expect(numberIn(score("spearman", INTERSECTION))).toBeCloseTo(0.5625, 10);
    expect(numberIn(score("kendall", INTERSECTION))).toBeCloseTo(0.547723, 6);
    expect(numberIn(score("wrongAuc", INTERSECTION))).toBe(0.75);
    expect(numberIn(score("signAccuracy", INTERSECTION))).toBeCloseTo(8 / 9, 12);
    expect(numberIn(score("regretRecall", INTERSECTION))).toBeCloseTo(0.321429, 6);
  });
  test("of CAPO's average", () => {
    expect(numberIn(score("spearman", AVERAGE))).toBeCloseTo(0.840606, 6);
    expect(numberIn(score("kendall", AVERAGE))).toBeCloseTo(0.732467, 6);
    expect(numberIn(score("wrongAuc", AVERAGE))).toBe(1);
    expect(numberIn(score("signAccuracy", AVERAGE))).toBeCloseTo(8 / 9, 12);
    expect(numberIn(score("wrongPrecision", AVERAGE))).toBe(1);
    expect(numberIn(score("prevalence", AVERAGE))).toBeCloseTo(2 / 9, 12);
  });
  test("three classes of sign: zeros do not carry a credit that is zero throughout", () => {
    const nothing = credit(Array(9).fill(0));
    expect(numberIn(score("signAccuracy", nothing))).toBeCloseTo(7 / 9, 12);
    expect(numberIn(score("signF1", nothing))).toBeCloseTo((0 + (2 * 7) / 16) / 2, 12);
  });
  test("a constant credit, or one of zeros, has no rank, area by chance, no gradient", () => {
    const nothing = credit(Array(9).fill(0));
    expect(score("spearman", nothing)).toMatchObject({ ok: false });
    expect(numberIn(score("wrongAuc", nothing))).toBe(0.5);
    expect(score("alignment", nothing)).toEqual({ ok: false, why: "one of the gradients is zero" });
    expect(score("brier", nothing)).toEqual({ ok: false, why: "no probability is stated" });
  });
  test("an episode without regret or wrong steps has no recall and no area", () => {
    const clean = { ...optimal!, regret: new Float64Array(9), wrong: new Uint8Array(9) };
    expect(score("regretRecall", AVERAGE, clean)).toEqual({ ok: false, why: "there is nothing to regret" });
    expect(score("wrongAuc", AVERAGE, clean)).toMatchObject({ ok: false });
  });
  test("the exact credit itself is perfect, and points where the exact gradient does", async () => {
    const { episodes } = await exactAdvantage(slippingOptimal(0.1)).assign(group);
    for (const name of ["spearman", "kendall", "signAccuracy", "signF1", "alignment"] as const) {
      expect(numberIn(score(name, episodes[0]!, onPolicy))).toBeCloseTo(1, 12);
    }
    const against = credit([...episodes[0]!.credit].map((x) => 0 - x));
    expect(numberIn(score("alignment", against, onPolicy))).toBeCloseTo(-1, 12);
  });
  test("known steps alone, or all with the unknown as 0", () => {
    const half = credit([-0.5, -1, 9, 9, 9, 9, 9, 9, 9], { known: Uint8Array.from([1, 1, 0, 0, 0, 0, 0, 0, 0]) });
    expect(score("wrongAuc", half)).toMatchObject({ ok: false });
    expect(numberIn(score("wrongAuc", half, optimal, "all"))).toBe(1);
    expect(numberIn(score("coverage", half))).toBeCloseTo(2 / 9, 12);
  });
  test("calibration of a stated share", () => {
    const stated = credit([-1, -1, 0, 0, 0, 0, 0, 0, 0], {
      wrongShare: Float64Array.from([0.5, 1, 0, 0, 0.25, 0, 0, 0, 0]),
    });
    expect(numberIn(score("brier", stated))).toBeCloseTo((0.25 + 0.0625) / 9, 12);
  });
});

describe("where the first error is", () => {
  test("both none is a hit, one none a miss, and a distance has a side", () => {
    expect(localisation(null, null)).toEqual({ kind: "hit" });
    expect(localisation(1, 1)).toEqual({ kind: "hit" });
    expect(localisation(null, 1)).toEqual({ kind: "missed" });
    expect(localisation(1, null)).toEqual({ kind: "made up" });
    expect(localisation(1, 4)).toEqual({ kind: "too early", by: 3 });
    expect(localisation(6, 4)).toEqual({ kind: "too late", by: 2 });
  });
  test("is what the assigner says, else the first step that it blames", () => {
    expect(claimedError(INTERSECTION)).toBe(1);
    expect(claimedError({ ...INTERSECTION, firstError: 0 })).toBe(0);
    expect(claimedError(credit([0, 1]))).toBeNull();
    expect(claimedError(credit([-1, -1], { known: Uint8Array.from([0, 1]) }))).toBe(1);
  });
  test("on E the first error is 0, the fatal one 1, by time", () => {
    expect([optimal!.firstError, optimal!.firstFatal, optimal!.fatalCause]).toEqual([0, 1, "time"]);
  });
});

describe("a table's figures", () => {
  const options = { seed: 1, repetitions: 500 };
  const scored = (given: EpisodeCredit, cluster: string) => ({ given, truth: optimal!, cluster });
  test("are means over episodes that have a value, with an interval over clusters", () => {
    const nothing = credit(Array(9).fill(0));
    const { scores, located } = creditFigures(
      [scored(INTERSECTION, "a"), scored(AVERAGE, "b"), scored(nothing, "c")],
      options,
    );
    const { spearman, wrongAuc } = scores.known;
    expect(spearman.mean).toBeCloseTo((0.5625 + 0.840606) / 2, 6);
    expect([spearman.episodes, spearman.without]).toEqual([2, { "the first list is constant": 1 }]);
    expect(wrongAuc.mean).toBeCloseTo(2.25 / 3, 12);
    expect(wrongAuc.interval).toMatchObject({ ok: true });
    expect(located.fatal.hit.mean).toBeCloseTo(1 / 3, 12);
    expect([located.fatal.tooEarly, located.fatal.missed, located.fatal.distance]).toEqual([1, 1, 0.5]);
  });
  test("have no interval over one cluster, and say so", () => {
    const { scores } = creditFigures([scored(AVERAGE, "a"), scored(INTERSECTION, "a")], options);
    expect(scores.known.wrongAuc.interval).toEqual({
      ok: false,
      why: "one cluster shows no variation between clusters",
    });
    expect(scores.known.wrongAuc.mean).toBe(0.875);
  });
  test("do not depend on the order of repeated calls", () => {
    const rows = [scored(INTERSECTION, "a"), scored(AVERAGE, "b")];
    expect(JSON.stringify(creditFigures(rows, options))).toBe(JSON.stringify(creditFigures(rows, options)));
  });
});

describe("learning curves", () => {
  const curve = (...success: readonly number[]) => success.map((y, i) => [1000 * i, y] as const);
  test("have the worked areas and speed-up", () => {
    const [method, baseline] = [curve(0, 0, 0.5, 1, 1), curve(0, 0, 0, 0.5, 1)];
    expect(numberIn(curveArea(method))).toBe(0.625 - 0.125);
    expect(numberIn(curveArea(baseline))).toBe(0.25);
    const [fast, slow] = [stepsToReach(method, 0.9, 1), stepsToReach(baseline, 0.9, 1)];
    expect([numberIn(fast), numberIn(slow)]).toEqual([3000, 4000]);
    expect(numberIn(speedUp(slow, fast))).toBeCloseTo(1.333, 3);
  });
  test("that never hold a level are censored", () => {
    expect(stepsToReach(curve(0, 1, 0, 1), 0.9, 2)).toEqual({ ok: false, why: "it was never held" });
    expect(curveArea([[0, 1]])).toMatchObject({ ok: false });
  });
});
