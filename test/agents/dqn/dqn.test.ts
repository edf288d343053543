import { describe, expect, it } from "vitest";
import { DqnLearner } from "../../../agents/dqn/learner.js";
import { NStepWindow } from "../../../agents/dqn/n-step.js";
import { Replay } from "../../../agents/dqn/replay.js";
import { dqnReturns, SMALL_DQN } from "../toy-runs.js";
import { BANDIT, CORRIDOR, toyGames } from "../toys.js";

/** What a window hands on: [feature before, action, reward, discount, feature after]. */
function handed(n: number, steps: readonly (readonly [number, "running" | "terminated" | "truncated"])[]): number[][] {
  const replay = new Replay({ capacity: 20, slots: 1 });
  const window = new NStepWindow(n, 1, 0.5);
  for (const [i, [reward, end]] of steps.entries()) {
    window.step(Int32Array.of(i), 0, i, reward, end, Int32Array.of(i + 1), 0, replay);
  }
  return Array.from({ length: replay.size }, (_, i) => [
    replay.before[i]!,
    replay.actions[i]!,
    replay.rewards[i]!,
    replay.discounts[i]!,
    replay.after[i]!,
  ]);
}

describe("n-step transitions", () => {
  it("sum n discounted rewards and look n steps on", () => {
    expect(
      handed(2, [
        [1, "running"],
        [2, "running"],
        [4, "running"],
      ]),
    ).toEqual([
      [0, 0, 2, 0.25, 2],
      [1, 1, 4, 0.25, 3],
    ]);
  });

  it("stop at an end, after which nothing is worth anything", () => {
    expect(
      handed(3, [
        [1, "running"],
        [2, "terminated"],
      ]),
    ).toEqual([
      [0, 0, 2, 0, 2],
      [1, 1, 2, 0, 2],
    ]);
  });

  it("are shorter at a truncation, and worth what the last state is worth", () => {
    expect(
      handed(3, [
        [1, "running"],
        [2, "truncated"],
      ]),
    ).toEqual([
      [0, 0, 2, 0.25, 2],
      [1, 1, 2, 0.5, 2],
    ]);
  });
});

describe("a replay", () => {
  it("forgets the oldest when it is full", () => {
    const replay = new Replay({ capacity: 2, slots: 1 });
    for (const i of [1, 2, 3]) replay.add(Int32Array.of(i), 0, i, i, 0.9, Int32Array.of(i), 0);
    expect([...replay.rewards]).toEqual([3, 2]);
    expect(replay.size).toBe(2);
  });
});

// Ten seeds each: test/long/small-worlds.test.ts.
describe("DQN", () => {
  it("learns which of three arms pays most and to walk a corridor, while it explores 5 % of its steps", () => {
    expect(Math.min(...dqnReturns("bandit, best 0.785", BANDIT, 1, { budget: 6_000, n: 1 }))).toBeGreaterThan(0.62);
    const walked = dqnReturns("corridor, n = 3, best about 0.935", CORRIDOR, 2, { budget: 8_000, n: 3 });
    expect(Math.min(...walked)).toBeGreaterThan(0.85);
  });

  it("does the same from the same seed with either kernel", () => {
    const play = (kernel: "wasm" | "reference") => {
      const games = toyGames(CORRIDOR, 4, 1);
      const learner = new DqnLearner(games, { ...SMALL_DQN, minibatch: 16, kernel, seed: 1, budget: 600 });
      while (learner.steps < 600) {
        learner.play();
        learner.learn();
      }
      return { returns: games.returns, weights: learner.online.network.weights.slice() };
    };
    expect(play("reference")).toEqual(play("wasm"));
  });
});
