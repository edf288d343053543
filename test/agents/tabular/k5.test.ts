/** Against exact values of K5, by value iteration. */
import { describe, expect, it } from "vitest";
import { AGENT_NAMES, AGENTS } from "../../../agents/index.js";
import { CountBonus } from "../../../agents/tabular/count-bonus.js";
import { DoubleQ } from "../../../agents/tabular/double-q.js";
import { DynaQ } from "../../../agents/tabular/dyna-q.js";
import { ExpectedSarsa } from "../../../agents/tabular/expected-sarsa.js";
import type { TabularLearner } from "../../../agents/tabular/learner.js";
import { type TabularName, tabularLearner } from "../../../agents/tabular/learners.js";
import { NStepQ } from "../../../agents/tabular/n-step-q.js";
import { QLearner } from "../../../agents/tabular/q-learner.js";
import { SarsaLambda } from "../../../agents/tabular/sarsa-lambda.js";
import { randomStream } from "../../../envs/index.js";
import { DISCOUNT, k5 } from "../worlds.js";
import { K5_START, largestMiss, learnK5, settings } from "./k5.js";

const exploring = { ...settings, epsilon: 0.3 };

/** Q of the best policy among those that explore with `epsilon`: r + gamma ((1 - epsilon) max + epsilon mean). */
function softValues(epsilon: number): Float64Array {
  const world = k5(4);
  const q = new Float64Array(80);
  for (let sweep = 0; sweep < 500; sweep++) {
    for (let at = 0; at < 80; at++) {
      const { next, reward, terminal } = world.outcome(Math.trunc(at / 4), at % 4);
      const row = q.subarray(next * 4, next * 4 + 4);
      const worth = (1 - epsilon) * Math.max(...row) + (epsilon / 4) * row.reduce((sum, value) => sum + value, 0);
      q[at] = reward + (terminal ? 0 : DISCOUNT * worth);
    }
  }
  return q;
}

const stepsFromStart = (learner: TabularLearner): number => {
  const actor = learner.actor();
  const stream = randomStream(1, "greedy");
  const world = k5(4);
  actor.begin();
  for (let state = K5_START, steps = 1; steps <= 100; steps++) {
    const { next, terminal } = world.outcome(state, actor.act(state, "greedy", stream));
    if (terminal) return steps;
    state = next;
  }
  return Number.POSITIVE_INFINITY;
};

describe("on K5, from any state, exploring,", () => {
  it("Q-learning, tree backup, Dyna-Q and double Q come to the optimal values", () => {
    const [q, tree, dyna, double] = [
      new QLearner(exploring),
      new NStepQ({ ...exploring, n: 4, backup: "tree" }),
      new DynaQ({ ...exploring, planning: 5 }),
      new DoubleQ(exploring),
    ];
    for (const learner of [q, tree, dyna, double]) learnK5(learner, 40_000);
    for (const table of [q.table, tree.table, dyna.table, double.one, double.two]) {
      expect(largestMiss(table)).toBeLessThan(1e-3);
    }
  });

  it("expected SARSA comes to the values of its own exploring policy, which are lower", () => {
    const learner = new ExpectedSarsa(exploring);
    learnK5(learner, 60_000);
    const exact = softValues(0.3);
    let worst = 0;
    for (let at = 0; at < 80; at++) {
      if (Math.trunc(at / 4) % 5 === 4) continue;
      worst = Math.max(worst, Math.abs(learner.table.value(Math.trunc(at / 4), at % 4) - exact[at]!));
    }
    expect(worst).toBeLessThan(1e-9);
    expect(learner.table.best(K5_START)).toBeLessThan(0.9 ** 6 - 0.05);
  });

  it("an uncorrected target does not, and says so by its error", () => {
    const learner = new NStepQ({ ...exploring, n: 4, backup: "uncorrected" });
    learnK5(learner, 40_000);
    expect(largestMiss(learner.table)).toBeGreaterThan(0.05);
  });

  it("a count bonus fades: what is left of it after 40,000 steps is within what its counts say", () => {
    const learner = new CountBonus({ ...exploring, beta: 0.01 });
    learnK5(learner, 40_000);
    expect(largestMiss(learner.table)).toBeLessThan(0.01 / (1 - DISCOUNT) / 5);
  });
});

describe("on K5, from its start,", () => {
  it("SARSA(lambda) that does not explore comes to the exact value of the path that it settles on", () => {
    const learner = new SarsaLambda({ ...settings, epsilon: 0, initial: 0.6, lambda: 0.7, traces: "replacing" });
    learnK5(learner, 20_000, { from: "start" });
    expect(stepsFromStart(learner)).toBe(7);
    expect(learner.table.best(K5_START)).toBeCloseTo(0.9 ** 6, 9);
  });

  it("every tabular agent finds the seven steps", () => {
    for (const name of AGENT_NAMES.filter((one) => AGENTS[one].values === "table" && !one.startsWith("options"))) {
      const learner = tabularLearner(name as TabularName, settings);
      learnK5(learner, 20_000, { from: "start" });
      expect([name, stepsFromStart(learner)]).toEqual([name, 7]);
    }
  });

  it("the first win teaches Q-learning one step of the way, and others many", () => {
    const known = (learner: TabularLearner & { readonly table: QLearner["table"] }): number => {
      learnK5(learner, 10_000, { from: "start", limit: 10_000, wins: 1 });
      return Array.from({ length: 20 }, (_, state) => learner.table.best(state)).filter((value) => value > 0).length;
    };
    expect(known(new QLearner(settings))).toBe(1);
    expect(known(new NStepQ({ ...settings, n: 5, backup: "tree" }))).toBeGreaterThan(1);
    expect(known(new SarsaLambda({ ...settings, lambda: 0.9, traces: "replacing" }))).toBeGreaterThan(4);
  });
});
