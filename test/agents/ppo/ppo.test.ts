import { describe, expect, it } from "vitest";
import { gae } from "../../../agents/ppo/gae.js";
import { PpoLearner } from "../../../agents/ppo/learner.js";
import { policyGradient, valueGradient, zeroSums } from "../../../agents/ppo/loss.js";
import { randomStream } from "../../../envs/index.js";
import { distribution } from "../../../networks/index.js";
import { ppoReturns, SMALL_PPO } from "../toy-runs.js";
import { BANDIT, CORRIDOR, RECALL, toyGames } from "../toys.js";

describe("generalised advantage estimation", () => {
  it("is the sum of discounted differences, by hand on three steps", () => {
    const advantages = new Float64Array(3);
    const [rewards, values] = [Float64Array.of(1, 0, 2), Float64Array.of(0.5, 1, 0)];
    gae(
      { steps: 3, games: 1, discount: 0.9, lambda: 0.5 },
      rewards,
      values,
      new Uint8Array(3),
      Float64Array.of(4),
      advantages,
    );
    // delta: 1 + .9 - .5 = 1.4; 0 + 0 - 1 = -1; 2 + 3.6 - 0 = 5.6. A2 = 5.6; A1 = -1 + .45 * 5.6; A0 = 1.4 + .45 * A1
    expect(advantages[2]).toBeCloseTo(5.6, 12);
    expect(advantages[1]).toBeCloseTo(1.52, 12);
    expect(advantages[0]).toBeCloseTo(2.084, 12);
  });

  it("passes nothing across an end", () => {
    const advantages = new Float64Array(2);
    gae(
      { steps: 2, games: 1, discount: 0.9, lambda: 0.5 },
      Float64Array.of(1, 5),
      Float64Array.of(0, 0),
      Uint8Array.of(1, 0),
      Float64Array.of(7),
      advantages,
    );
    expect(advantages[0]).toBe(1);
    expect(advantages[1]).toBeCloseTo(11.3, 12);
  });
});

describe("the gradient of PPO's loss at the heads", () => {
  it("agrees with finite differences, inside the clip and outside", () => {
    const stream = randomStream(1, "loss");
    const number = () => stream.uniform() * 2 - 1;
    const options = { clip: 0.2, entropyWeight: 0.02, valueWeight: 0.5 };
    const [choice, worth] = [
      { values: 0, gradient: 4 },
      { values: 8, gradient: 9 },
    ];
    const policy = distribution(4);
    let held = 0;
    for (let trial = 0; trial < 300; trial++) {
      const floats = new Float32Array(10);
      for (let i = 0; i < 4; i++) floats[i] = number();
      floats[8] = number();
      const sample = {
        action: stream.below(4),
        oldLog: -1.4 + 0.5 * number(),
        oldValue: number(),
        advantage: number(),
        target: number(),
      };
      const loss = (): number => {
        const sums = zeroSums();
        policyGradient(options, floats, choice, sample, policy, 1, sums);
        valueGradient(options, floats, worth, sample, 1, sums);
        held += sums.clipped;
        return sums.policy - options.entropyWeight * sums.entropy + options.valueWeight * sums.value;
      };
      loss();
      const gradient = [...floats.subarray(4, 8), floats[9]!];
      for (const [i, at] of [0, 1, 2, 3, 8].entries()) {
        const value = floats[at]!;
        const difference = (step: number): number => {
          floats[at] = value + step;
          const up = loss();
          floats[at] = value - step;
          const down = loss();
          floats[at] = value;
          return (up - down) / (2 * step);
        };
        const [one, half] = [difference(1e-3), difference(5e-4)];
        // Where the two steps disagree a clip lies between them, and there is no derivative to compare with.
        if (Math.abs(one - half) < 1e-3) expect(Math.abs(one - gradient[i]!)).toBeLessThan(3e-3);
      }
    }
    expect(held).toBeGreaterThan(100);
  });
});

// Ten seeds each, and what fails without the floor or without memory: test/long/small-worlds.test.ts.
describe("PPO", () => {
  it("learns which of three arms pays most, to walk a corridor, and to remember a sign for six steps", () => {
    // 200 pulls of the best arm: mean 0.8, deviation 0.028.
    expect(Math.min(...ppoReturns("bandit, best 0.8", BANDIT, 2, { budget: 10_000 }))).toBeGreaterThan(0.68);
    const walked = ppoReturns("corridor, best 0.94", CORRIDOR, 2, { budget: 20_000, floor: 0.1 });
    expect(Math.min(...walked)).toBeGreaterThan(0.9);
    const recalled = ppoReturns("recall, best 1", RECALL, 1, { budget: 40_000, memory: 16 });
    expect(Math.min(...recalled)).toBeGreaterThan(0.9);
  });

  it("does the same from the same seed with either kernel", () => {
    const play = (kernel: "wasm" | "reference") => {
      const games = toyGames(CORRIDOR, 4, 1);
      const learner = new PpoLearner(games, {
        ...SMALL_PPO,
        kernel,
        seed: 1,
        steps: 8,
        minibatch: 16,
        memory: 8,
        budget: 320,
      });
      while (learner.steps < 320) learner.iterate();
      return { returns: games.returns, weights: learner.actor.network.weights.slice() };
    };
    expect(play("reference")).toEqual(play("wasm"));
  });
});
