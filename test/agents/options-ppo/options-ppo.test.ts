import { describe, expect, it } from "vitest";
import { assignCredit, emptyCredit, normalise } from "../../../agents/options-ppo/credit.js";
import { OptionsPpoLearner } from "../../../agents/options-ppo/learner.js";
import { optionStretch } from "../../../agents/options-ppo/option-stretch.js";
import type { OptionsPpoOptions } from "../../../agents/options-ppo/settings.js";
import { optionsReturns, SMALL_OPTIONS } from "../toy-runs.js";
import { CORRIDOR, ERRAND, toyGames } from "../toys.js";

const SMALL: OptionsPpoOptions = { ...SMALL_OPTIONS, seed: 1, budget: 30_000 };

type Toy = Parameters<typeof toyGames>[0];

const learnerOn = (toy: Toy, more: Partial<OptionsPpoOptions> = {}, count = 16) => {
  const games = toyGames(toy, count, more.seed ?? 1);
  return { games, learner: new OptionsPpoLearner(games, { ...SMALL, ...more }) };
};

/** What a game's steps were, in order. */
function stepsOf({ stretch }: OptionsPpoLearner, game: number) {
  return Array.from({ length: stretch.steps }, (_, step) => {
    const row = step * stretch.games + game;
    const { options, begun, achieved, ended } = stretch;
    return {
      option: options[row]!,
      begun: begun[row]!,
      achieved: achieved[row]!,
      ended: ended[row]!,
    };
  });
}

describe("credit of options, by hand", () => {
  const options = { discount: 0.9, optionDiscount: 0.5, lambda: 1, outer: "task" } as const;

  it("gives the pseudo-reward to the option that ran, and to the task's option the task's reward", () => {
    const stretch = optionStretch(3, 1, 1);
    stretch.options.set([0, 0, 2]);
    stretch.begun.set([1, 0, 1]);
    // Both subgoals are said to be achieved in the second step: its option's is 0.
    stretch.achieved.set([2, 3, 3]);
    stretch.rewards.set([5, 7, 3]);
    stretch.nexts.set([4, 8, 10]);
    stretch.values.set([0, 4, 1]);
    const credit = emptyCredit(3);
    assignCredit(stretch, 2, options, credit);
    // Task, left at the stretch's end: 3 + .9 * 10 - 1. Option 0 at its end: 1 - 4; before: 0 + .5 * 4 - 0 + .5 * -3.
    expect([...credit.advantages].map((value) => value.toFixed(6))).toEqual(["0.500000", "-3.000000", "11.000000"]);
    expect([...credit.own]).toEqual([1, 1, 1]);
  });

  it("teaches a choice R + gamma^k of what comes after, with what the state is worth mixed in at choices alone", () => {
    const stretch = optionStretch(4, 1, 1);
    stretch.options.set([0, 0, 0, 1]);
    stretch.begun.set([1, 0, 0, 1]);
    stretch.rewards.set([1, 0, 2, 10]);
    stretch.bonuses.set([0, 0, 100, 0]);
    stretch.ended.set([0, 0, 0, 1]);
    stretch.afters.set([50, 60, 4, 0]);
    const credit = emptyCredit(4);
    assignCredit(stretch, 2, { ...options, lambda: 0.5 }, credit);
    // 10; 2 + .9 (.5 * 4 + .5 * 10) = 8.3; .9 * 8.3 = 7.47; 1 + .9 * 7.47 = 7.723
    expect([...credit.targets].map((value) => value.toFixed(6))).toEqual([
      "7.723000",
      "7.470000",
      "8.300000",
      "10.000000",
    ]);
    assignCredit(stretch, 2, { ...options, lambda: 0.5, outer: "task and bonus" }, credit);
    expect(credit.targets[2]).toBeCloseTo(108.3, 12);
  });

  it("takes the steps after a late verdict away from the option, until the episode ends", () => {
    const stretch = optionStretch(5, 1, 1);
    stretch.options.set([0, 0, 1, 0, 0]);
    stretch.begun.set([1, 0, 1, 1, 1]);
    stretch.achieved.set([1, 0, 0, 0, 0]);
    stretch.ended.set([0, 0, 0, 1, 0]);
    const credit = emptyCredit(5);
    assignCredit(stretch, 2, options, credit);
    expect([...credit.own]).toEqual([1, 0, 1, 0, 1]);
    expect(credit.advantages[0]).toBe(1);
  });

  it("is normalised apart for each option, by no less than the floor", () => {
    const values = Float64Array.of(1, 3, 0.01, 0.03, 7);
    normalise(values, (row) => [0, 0, 1, 1, -1][row]!, 2, 0.1);
    expect([...values].map((value) => value.toFixed(6))).toEqual([
      "-1.000000",
      "1.000000",
      "-0.100000",
      "0.100000",
      "7.000000",
    ]);
  });
});

describe("options with networks", () => {
  it.each(["never", "when another is better"] as const)("learn an errand of two subgoals (left: %s)", (interrupts) => {
    const returns = optionsReturns(`errand, best 1, left: ${interrupts}`, ERRAND, 1, { budget: 30_000, interrupts });
    expect(Math.min(...returns)).toBeGreaterThan(0.95);
  });

  it("teach no head but that of the option that ran", () => {
    const { learner } = learnerOn(ERRAND, { steps: 4, minibatch: 4, longest: 20 }, 1);
    learner.play();
    const [first] = stepsOf(learner, 0);
    expect(stepsOf(learner, 0).map(({ option }) => option)).toEqual(Array(4).fill(first!.option));
    learner.learn();
    const { net } = learner;
    const { floats } = net.network.kernel;
    for (let row = 0; row < 4; row++) {
      for (let option = 0; option < net.options; option++) {
        const at = net.policies.gradient.at + net.block(row, option);
        const gradients = [
          ...floats.subarray(at, at + net.actions),
          floats[net.values.gradient.at + 3 * row + option]!,
        ];
        expect(gradients.some((value) => value !== 0)).toBe(option === first!.option);
      }
    }
  });

  it("end an option when its subgoal is said to be achieved, rightly or not, and never choose it again", () => {
    // Says at every third step that the key was taken.
    let asked = 0;
    const alarmed: Toy = {
      ...ERRAND,
      step: (...given) => ({ ...ERRAND.step(...given), achieved: ++asked % 3 === 0 ? 1 : 0 }),
    };
    const { learner } = learnerOn(alarmed, { steps: 200, longest: 50 }, 1);
    learner.play();
    const steps = stepsOf(learner, 0);
    let [paid, falseEnds] = [0, 0];
    for (const [i, { option, achieved, ended, begun }] of steps.entries()) {
      expect(paid & (1 << option)).toBe(0);
      paid = ended ? 0 : paid | achieved;
      if (begun && option === 0 && achieved === 0 && i + 2 < steps.length && !ended) {
        const run = steps.findIndex((one, j) => j >= i && (one.achieved === 1 || one.ended === 1));
        if (steps[run]?.achieved !== 1 || run + 1 >= steps.length) continue;
        expect(steps.slice(i + 1, run + 1).every((one) => one.begun === 0)).toBe(true);
        expect(steps[run + 1]!.begun).toBe(1);
        falseEnds++;
      }
    }
    expect(falseEnds).toBeGreaterThan(0);
  });

  it("run no longer than the longest, and only the task's option where nobody judges", () => {
    const { learner } = learnerOn(ERRAND, { steps: 100, longest: 3 }, 4);
    learner.play();
    for (let game = 0; game < 4; game++) {
      let length = 0;
      for (const { begun } of stepsOf(learner, game)) {
        length = begun ? 1 : length + 1;
        expect(length).toBeLessThanOrEqual(3);
      }
    }
    const alone = learnerOn(CORRIDOR).learner;
    alone.play();
    expect(new Set(alone.stretch.options)).toEqual(new Set([0]));
  });

  it("do the same from the same seed with either kernel", () => {
    const weights = (kernel: "wasm" | "reference") => {
      const { learner } = learnerOn(ERRAND, { kernel, steps: 8, minibatch: 16 }, 4);
      while (learner.steps < 320) {
        learner.play();
        learner.learn();
      }
      return learner.net.network.weights.slice();
    };
    expect(weights("reference")).toEqual(weights("wasm"));
  });
});
