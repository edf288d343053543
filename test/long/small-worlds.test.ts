import { describe, expect, it } from "vitest";
import { dqnReturns, optionsReturns, ppoReturns } from "../agents/toy-runs.js";
import { BANDIT, CORRIDOR, ERRAND, RECALL } from "../agents/toys.js";

const least = (returns: readonly number[]): number => Math.min(...returns);

describe("PPO, ten seeds each", () => {
  it("learns which of three arms pays most", () => {
    expect(least(ppoReturns("bandit, best 0.8", BANDIT, 10, { budget: 10_000 }))).toBeGreaterThan(0.68);
  });

  it("learns to walk a corridor; without the floor under the advantages' divisor some seeds unlearn walking", () => {
    const returns = ppoReturns("corridor, best 0.94", CORRIDOR, 10, { budget: 20_000, floor: 0.1 });
    expect(least(returns)).toBeGreaterThan(0.9);
    expect(least(ppoReturns("corridor without the floor", CORRIDOR, 10, { budget: 20_000 }))).toBeLessThan(0);
  });

  it("remembers a sign for six steps with a recurrent layer, and cannot without one", () => {
    const returns = ppoReturns("recall with memory, best 1", RECALL, 10, { budget: 40_000, memory: 16 });
    expect(least(returns)).toBeGreaterThan(0.9);
    const without = ppoReturns("recall without memory, best 0", RECALL, 10, { budget: 40_000 });
    expect(Math.max(...without)).toBeLessThan(0.4);
  });
});

describe("options with networks, ten seeds each", () => {
  const budget = 60_000;
  it("take a key to a door and come back, with the task's reward in their worths or with the bonus too", () => {
    for (const outer of ["task", "task and bonus"] as const) {
      expect(least(optionsReturns(`errand, outer ${outer}, best 1`, ERRAND, 10, { budget, outer }))).toBeGreaterThan(
        0.9,
      );
    }
  });

  it("do so on most seeds where they are left for another: worths that are noise yet leave them too soon", () => {
    const interrupts = "when another is better";
    const returns = optionsReturns("errand, interrupting, best 1", ERRAND, 10, { budget, interrupts });
    expect(returns.filter((one) => one > 0.9).length).toBeGreaterThanOrEqual(8);
  });
});

describe("DQN, ten seeds each, while it explores 5 % of its steps", () => {
  it("learns which of three arms pays most", () => {
    expect(least(dqnReturns("bandit, best 0.785", BANDIT, 10, { budget: 6_000, n: 1 }))).toBeGreaterThan(0.62);
  });

  it("learns to walk a corridor, with single steps and with three", () => {
    for (const n of [1, 3]) {
      const returns = dqnReturns(`corridor, n = ${n}, best about 0.935`, CORRIDOR, 10, { budget: 8_000, n });
      expect(least(returns)).toBeGreaterThan(0.85);
    }
  });
});
