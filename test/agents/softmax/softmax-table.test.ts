import { describe, expect, test } from "vitest";
import { imitate, learnFromAdvantages, returnsOf, SoftmaxTable } from "../../../agents/softmax/softmax-table.js";

describe("a softmax table", () => {
  test("imitates an edit (INT-4): theta 0.75, -0.25 thrice, pi 0.4753669 and 0.1748777", () => {
    const table = new SoftmaxTable(4);
    imitate(table, { states: [7], actions: [0] }, { t: 0, action: 0, prefix: 0 }, 1);
    expect([...table.preferences(7)]).toEqual([0.75, -0.25, -0.25, -0.25]);
    expect(table.probabilities(7)[0]).toBeCloseTo(0.4753669, 7);
    expect(table.probabilities(7)[1]).toBeCloseTo(0.1748777, 7);
  });
  test("imitates the prefix and never the suffix", () => {
    const table = new SoftmaxTable(2);
    imitate(table, { states: [1, 2, 3], actions: [0, 0, 0] }, { t: 1, action: 1, prefix: 1 }, 1);
    expect(table.probabilities(1)[0]).toBeGreaterThan(0.5);
    expect(table.probabilities(2)[1]).toBeGreaterThan(0.5);
    expect([...table.probabilities(3)]).toEqual([0.5, 0.5]);
  });
  test("moves along weight times advantage times grad log pi, and not where a step is unknown", () => {
    const table = new SoftmaxTable(2);
    const steps = { states: [1, 2], actions: [0, 0] };
    learnFromAdvantages(table, steps, { credit: [-1, 5], known: [1, 0], weights: [2, 1] }, 0.1);
    expect(table.preferences(1)[0]).toBeCloseTo(-0.1, 12);
    expect(table.preferences(1)[1]).toBeCloseTo(0.1, 12);
    expect([...table.preferences(2)]).toEqual([0, 0]);
  });
  test("takes rewards and a bonus as discounted returns", () => {
    expect([...returnsOf([0, 0, 1], [0, 1, 0], 0.5, 0.5)]).toEqual([0.5, 1, 1]);
  });
});
