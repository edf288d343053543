import { describe, expect, test } from "vitest";
import { QTable } from "../../../agents/q-learning.js";
import { learnQ, prefer, type QCreditOptions } from "../../../agents/tabular/credited-q.js";
import type { EpisodeCredit } from "../../../calm/credit/assigner.js";
import { InputError } from "../../../envs/index.js";

const OPTIONS: QCreditOptions = { bonusWeight: 0.1, margin: 0.01, advantage: { kind: "refused" }, edits: "verified" };
const table = () => new QTable({ actions: 2, stepSize: 0.5, discount: 0.9 });
/** Two steps, 0 to 1 to 2, the second wins. */
const STEPS = { states: [0, 1, 2], actions: [1, 0], rewards: [0, 1], end: "terminated" } as const;
const given = (credit: readonly number[], more: Partial<EpisodeCredit> = {}): EpisodeCredit => ({
  credit: Float64Array.from(credit),
  known: new Uint8Array(credit.length).fill(1),
  failures: [],
  ...more,
});
const values = (q: QTable) => [q.value(0, 0), q.value(0, 1), q.value(1, 0), q.value(1, 1)];

describe("a Q-table with credit", () => {
  test("adds a reward, times its weight, and learns from the task's alone where nobody looked", () => {
    const q = table();
    learnQ(q, STEPS, { from: { name: "CALM", kind: "reward" }, one: given([2, 4]) }, OPTIONS);
    // 0.5 (0 + 0.1 * 2), then 0.5 (1 + 0.1 * 4); the end bootstraps nothing.
    expect(values(q)).toEqual([0, 0.1, 0.7, 0]);
    const blind = table();
    const unknown = given([2, 4], { known: Uint8Array.of(0, 0) });
    learnQ(blind, STEPS, { from: { name: "CALM", kind: "reward" }, one: unknown }, OPTIONS);
    expect(values(blind)).toEqual([0, 0, 0.5, 0]);
  });
  test("scales its step by a weight, never beyond the target", () => {
    const q = table();
    learnQ(q, STEPS, { from: { name: "noise", kind: "weight" }, one: given([1, 0.5]) }, OPTIONS);
    expect(values(q)).toEqual([0, 0, 0.25, 0]);
    const far = table();
    learnQ(far, STEPS, { from: { name: "noise", kind: "weight" }, one: given([1, 9]) }, OPTIONS);
    expect(far.value(1, 0)).toBe(1);
  });
  test("refuses an advantage in one sentence, and takes it for a reward when that is asked for", () => {
    const advantage = { from: { name: "CAPO", kind: "advantage" }, one: given([1, -1]) } as const;
    expect(() => learnQ(table(), STEPS, advantage, OPTIONS)).toThrow(InputError);
    expect(() => learnQ(table(), STEPS, advantage, OPTIONS)).toThrow(/^CAPO gives advantages, .*as a reward\.$/);
    const q = table();
    learnQ(q, STEPS, advantage, { ...OPTIONS, advantage: { kind: "as reward", scale: 0.2 } });
    expect(values(q)).toEqual([0, 0.1, 0.4, 0]);
  });
  test("puts a verified repair and its prefix above the rest, once", () => {
    const edit = { t: 1, action: 1, lift: 1, low: 0.5, high: 1, prefix: 1 };
    const one = (verified: boolean) => given([0, -1], { edits: [{ ...edit, verified }] });
    const failed = { ...STEPS, rewards: [0, 0], end: "truncated" } as const;
    const q = table();
    for (let i = 0; i < 60; i++) learnQ(q, failed, { from: { name: "InT", kind: "edit" }, one: one(true) }, OPTIONS);
    expect(q.value(1, 1)).toBeGreaterThan(q.value(1, 0));
    expect(q.value(0, 1)).toBeGreaterThan(q.value(0, 0));
    expect(Math.max(...values(q))).toBeLessThan(0.02);
    const left = table();
    learnQ(left, failed, { from: { name: "InT", kind: "edit" }, one: one(false) }, OPTIONS);
    expect(values(left)).toEqual([0, 0, 0, 0]);
    learnQ(left, failed, { from: { name: "InT", kind: "edit" }, one: one(false) }, { ...OPTIONS, edits: "all" });
    expect(left.value(1, 1)).toBe(0.005);
  });
  test("leaves an action alone that is above the others by the margin", () => {
    const q = table();
    q.toward(0, 1, 2);
    prefer(q, 0, 1, 0.01);
    expect(q.value(0, 1)).toBe(1);
  });
});
