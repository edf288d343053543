/** Updates worked by hand from the equations that each file cites; states 0 to 3, actions 0 and 1. */
import { describe, expect, it } from "vitest";
import { CountBonus } from "../../../agents/tabular/count-bonus.js";
import { DoubleQ } from "../../../agents/tabular/double-q.js";
import { DynaQ } from "../../../agents/tabular/dyna-q.js";
import { Eligibility } from "../../../agents/tabular/eligibility.js";
import { ExpectedSarsa } from "../../../agents/tabular/expected-sarsa.js";
import type { LearnedStep } from "../../../agents/tabular/learner.js";
import { NStepQ } from "../../../agents/tabular/n-step-q.js";
import { SarsaLambda } from "../../../agents/tabular/sarsa-lambda.js";
import { randomStream } from "../../../envs/index.js";
import { settings } from "./k5.js";

const two = { ...settings, actions: 2, epsilon: 0 };
const step = (state: number, action: number, reward: number, next: number, more: Partial<LearnedStep> = {}) => ({
  state,
  action,
  reward,
  bonus: 0,
  next,
  end: "running" as const,
  achieved: 0,
  ...more,
});
const over = { end: "terminated" } as const;
const stream = randomStream(1, "worked");

describe("expected SARSA", () => {
  it("takes the mean of the next values under the policy that explores", () => {
    const learner = new ExpectedSarsa({ ...two, epsilon: 0.2 });
    learner.table.toward(1, 0, 1.2);
    learner.table.toward(1, 1, 0.4);
    // Q(1,.) = 0.6, 0.2: 0.8 * 0.6 + 0.2 * 0.4 = 0.56; 0.5 (0.1 + 0.05 + 0.9 * 0.56) = 0.327.
    learner.learn(step(0, 0, 0.1, 1, { bonus: 0.05 }));
    expect(learner.table.value(0, 0)).toBeCloseTo(0.327, 12);
  });

  it("bootstraps past a step limit and not past the world's end", () => {
    const learner = new ExpectedSarsa({ ...two, initial: 1 });
    learner.learn(step(0, 0, 0, 1, { end: "truncated" }));
    learner.learn(step(0, 1, 0, 1, over));
    expect([learner.table.value(0, 0), learner.table.value(0, 1)]).toEqual([0.95, 0.5]);
  });
});

describe("SARSA(lambda)", () => {
  const walked = (traces: "replacing" | "accumulating") => {
    const learner = new SarsaLambda({ ...two, lambda: 0.5, traces });
    // One action is better everywhere, so what is chosen is known; 0 -> 1 -> 0 -> end with 1.
    for (const state of [0, 1]) learner.table.toward(state, 1, -1);
    learner.begin();
    const took: number[] = [];
    for (const [state, next] of [
      [0, 1],
      [1, 0],
      [0, 3],
    ] as const) {
      took.push(learner.act(state, stream));
      learner.learn(step(state, 0, next === 3 ? 1 : 0, next, next === 3 ? over : {}));
    }
    return { took, values: [learner.table.value(0, 0), learner.table.value(1, 0)] };
  };

  it("gives a reward to every step before it, by gamma lambda a step; a second visit replaces the trace", () => {
    // Traces at the end: state 0 1; state 1 0.45. Delta 1, step size 0.5.
    const { took, values } = walked("replacing");
    expect(took).toEqual([0, 0, 0]);
    expect(values[0]).toBeCloseTo(0.5, 12);
    expect(values[1]).toBeCloseTo(0.225, 12);
  });

  it("or adds to it", () => {
    // State 0: 0.45 * 0.45 + 1 = 1.2025.
    const { values } = walked("accumulating");
    expect(values[0]).toBeCloseTo(0.60125, 12);
    expect(values[1]).toBeCloseTo(0.225, 12);
  });

  it("learns from the action that it takes next, not from the best", () => {
    const learner = new SarsaLambda({ ...two, epsilon: 1, lambda: 0, traces: "replacing" });
    learner.table.toward(1, 0, 2);
    learner.table.toward(1, 1, 1);
    learner.begin();
    learner.learn(step(0, 0, 0, 1));
    const next = learner.act(1, randomStream(2, "explores"));
    // Q(1,.) = 1, 0.5.
    expect(learner.table.value(0, 0)).toBeCloseTo(0.5 * 0.9 * [1, 0.5][next]!, 12);
  });

  it("forgets traces with the episode, and those below 1e-4", () => {
    const traces = new Eligibility("replacing");
    for (const entry of [3, 8]) traces.visit(entry);
    traces.each(0.01, () => {});
    traces.visit(8);
    traces.each(0.005, () => {});
    expect(traces.save()).toEqual([[8, 0.005]]);
    traces.clear();
    expect(traces.size).toBe(0);
  });
});

describe("double Q-learning", () => {
  it("lets one table value what the other holds for best", () => {
    const learner = new DoubleQ(two);
    // One prefers action 0 in state 1 and two values it at 0.1; two prefers action 1, which one values at 0.2.
    learner.one.toward(1, 0, 2);
    learner.one.toward(1, 1, 0.4);
    learner.two.toward(1, 0, 0.2);
    learner.two.toward(1, 1, 1.6);
    learner.learn(step(0, 0, 0, 1));
    const learned = [learner.one.value(0, 0), learner.two.value(0, 0)];
    const [first, second] = [0.5 * 0.9 * 0.1, 0.5 * 0.9 * 0.2];
    const isFirst = learned[0] !== 0;
    expect(learned[0]).toBeCloseTo(isFirst ? first : 0, 12);
    expect(learned[1]).toBeCloseTo(isFirst ? 0 : second, 12);
  });

  it("learns each table about as often, and acts on their sum", () => {
    const learner = new DoubleQ({ ...two, stepSize: 1 });
    let ones = 0;
    for (let i = 0; i < 2_000; i++) {
      const before = learner.one.value(0, 0);
      learner.learn(step(0, 0, i + 1, 1, over));
      if (learner.one.value(0, 0) !== before) ones++;
    }
    // 1,000 expected, deviation 22.
    expect(Math.abs(ones - 1_000)).toBeLessThan(100);
    learner.one.toward(2, 0, 3);
    learner.one.toward(2, 1, 2);
    learner.two.toward(2, 1, 2);
    expect(learner.actor().act(2, "greedy", stream)).toBe(1);
  });
});

describe("n-step Q-learning", () => {
  const three = (backup: "tree" | "uncorrected", second: number) => {
    const learner = new NStepQ({ ...two, n: 3, backup });
    // Q(1,.) = 0.3, 0.1; Q(2,.) = 0, 0; Q(3,.) = 0.8, 0.
    learner.table.toward(1, 0, 0.6);
    learner.table.toward(1, 1, 0.2);
    learner.table.toward(3, 0, 1.6);
    learner.begin();
    learner.learn(step(0, 0, 0.1, 1));
    learner.learn(step(1, second, 0.2, 2));
    expect(learner.table.value(0, 0)).toBe(0);
    learner.learn(step(2, 1, 0.4, 3));
    return learner;
  };

  it("follows greedy actions down the tree", () => {
    // G2 = 0.4 + 0.9 * 0.8 = 1.12; tied in state 2 and no worse: G1 = 0.2 + 0.9 * 1.12 = 1.208; G0 = 0.1 + 0.9 * 1.208.
    expect(three("tree", 0).table.value(0, 0)).toBeCloseTo(0.5 * 1.1872, 12);
  });

  it("ends a target where the action taken was not greedy, with the best value there", () => {
    // G0 = 0.1 + 0.9 * 0.3 = 0.37.
    expect(three("tree", 1).table.value(0, 0)).toBeCloseTo(0.185, 12);
  });

  it("or takes the rewards as they came", () => {
    expect(three("uncorrected", 1).table.value(0, 0)).toBeCloseTo(0.5 * 1.1872, 12);
  });

  it("does not let a tied action's cost through where nothing is known", () => {
    const learner = new NStepQ({ ...two, n: 2, backup: "tree" });
    learner.learn(step(0, 0, 0, 1));
    learner.learn(step(1, 0, -0.01, 1));
    expect(learner.table.value(0, 0)).toBe(0);
  });

  it("learns what is left when the episode ends", () => {
    const learner = three("tree", 0);
    learner.learn(step(3, 1, 1, 0, over));
    // State 3: 0.5; state 2: Q(3,1) was not greedy: 0.5 (0.4 + 0.9 * 0.8); state 1 the same cut, two steps back.
    expect(learner.table.value(3, 1)).toBeCloseTo(0.5, 12);
    expect(learner.table.value(2, 1)).toBeCloseTo(0.56, 12);
    expect(learner.table.value(1, 0)).toBeCloseTo(0.3 + 0.5 * (0.2 + 0.9 * 1.12 - 0.3), 12);
  });
});

describe("Dyna-Q", () => {
  it("plans from what each action last led to, and from nothing else", () => {
    const learner = new DynaQ({ ...two, stepSize: 1, planning: 200 });
    learner.learn(step(1, 0, 1, 3, over));
    learner.learn(step(0, 0, 0, 1));
    // Planning adds nothing to what is exact already.
    expect(learner.table.value(0, 0)).toBeCloseTo(0.9, 12);
    learner.learn(step(1, 0, 0.5, 3, over));
    // The new reward reaches state 0 without another step there.
    expect(learner.table.value(0, 0)).toBeCloseTo(0.45, 12);
    expect(learner.table.value(2, 0)).toBe(0);
  });
});

describe("the count bonus", () => {
  it("is beta / sqrt(n), and what was never tried is worth the most that bonuses can be", () => {
    const learner = new CountBonus({ ...two, discount: 0.5, beta: 0.1, initial: 0 });
    expect(learner.table.value(0, 0)).toBeCloseTo(0.2, 12);
    learner.learn(step(0, 0, 1, 1, over));
    // 0.2 + 0.5 (1.1 - 0.2) = 0.65.
    expect(learner.table.value(0, 0)).toBeCloseTo(0.65, 12);
    learner.learn(step(0, 0, 1, 1, over));
    expect(learner.table.value(0, 0)).toBeCloseTo(0.5 * (0.65 + 1 + 0.1 / Math.SQRT2), 12);
  });

  it("does not count a verdict that comes late as a visit", () => {
    const learner = new CountBonus({ ...two, beta: 0.1 });
    learner.learn(step(0, 0, 0, 1, over));
    const before = learner.table.value(0, 0);
    learner.again(step(0, 0, 0, 1, { bonus: 0.2, ...over }));
    expect(learner.table.value(0, 0)).toBeCloseTo(before + 0.5 * (0.3 - before), 12);
  });
});
