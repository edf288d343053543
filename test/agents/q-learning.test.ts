import { describe, expect, it } from "vitest";
import { optimalValues, stateValue } from "../../agents/finite-world.js";
import { QTable, shapedWorld } from "../../agents/index.js";
import { potential, type Shaping } from "../../calm/index.js";
import { randomStream } from "../../envs/index.js";
import { DISCOUNT, k5, k5Achieved } from "./worlds.js";

describe("Q-learning", () => {
  it("reaches the values of value iteration on K5 from exploring starts, within 1e-3", () => {
    const world = k5(4);
    const exact = optimalValues(world, DISCOUNT);
    const table = new QTable({ actions: 4, stepSize: 0.5, discount: DISCOUNT });
    const stream = randomStream(3, "exploring starts");
    for (let i = 0; i < 20_000; i++) {
      const state = stream.below(20);
      if (state % 5 === 4) continue;
      const action = stream.below(4);
      const { next, reward, terminal } = world.outcome(state, action);
      table.learn(state, action, reward, next, terminal ? "terminated" : "running");
    }
    for (let state = 0; state < 20; state++) {
      if (state % 5 === 4) continue;
      for (let a = 0; a < 4; a++) expect(Math.abs(table.value(state, a) - exact.q[state * 4 + a]!)).toBeLessThan(1e-3);
    }
  });

  it("with a potential makes the very updates of a table that began at the potential (Wiewiora 2003)", () => {
    const shaping: Shaping = { form: "potential", weights: [0.3, 0.4], discount: DISCOUNT };
    const shaped = shapedWorld(k5(4), k5Achieved, shaping);
    const unshaped = shapedWorld(k5(4), k5Achieved, { ...shaping, weights: [0, 0] });
    const phi = (place: number) => potential(shaping.weights, place % 4);
    const one = new QTable({ actions: 4, stepSize: 0.3, discount: DISCOUNT });
    const two = new QTable({ actions: 4, stepSize: 0.3, discount: DISCOUNT, initial: phi });
    const stream = randomStream(5, "same transitions");
    let place = 4;
    for (let i = 0; i < 5_000; i++) {
      const action = stream.below(4);
      const with_ = shaped.outcome(place, action);
      const without = unshaped.outcome(place, action);
      const end = with_.terminal ? "terminated" : "running";
      const errors = [
        one.learn(place, action, with_.reward, with_.next, end),
        two.learn(place, action, without.reward, without.next, end),
      ];
      expect(errors[0]).toBeCloseTo(errors[1]!, 12);
      place = with_.terminal ? 4 : with_.next;
    }
  });

  it("bootstraps past a step limit and not past the world's end", () => {
    const table = new QTable({ actions: 2, stepSize: 1, discount: 0.5, initial: (state) => (state === 1 ? 4 : 0) });
    table.learn(0, 0, 1, 1, "truncated");
    table.learn(0, 1, 1, 1, "terminated");
    expect([table.value(0, 0), table.value(0, 1)]).toEqual([3, 1]);
  });

  it("breaks greedy ties by chance, each as often", () => {
    const table = new QTable({ actions: 3, stepSize: 1, discount: 0.9 });
    table.learn(0, 1, -1, 9, "terminated");
    const stream = randomStream(1, "ties");
    const counts = [0, 0, 0];
    for (let i = 0; i < 3_000; i++) counts[table.greedy(0, stream)]!++;
    expect(counts[1]).toBe(0);
    expect(Math.abs(counts[0]! - 1_500)).toBeLessThan(120);
  });

  it("keeps rows apart beyond its first block", () => {
    const table = new QTable({ actions: 2, stepSize: 1, discount: 0 });
    for (let state = 0; state < 1_000; state++) table.learn(state, state % 2, state, 0, "terminated");
    expect(table.size).toBe(1_000);
    for (let state = 0; state < 1_000; state++) expect(table.value(state, state % 2)).toBe(state);
  });

  it("refuses a discount of 1 for exact values, which need not exist then", () => {
    expect(() => optimalValues(k5(4), 1)).toThrow(RangeError);
    expect(stateValue(optimalValues(k5(4), 0), 0)).toBe(0);
  });
});
