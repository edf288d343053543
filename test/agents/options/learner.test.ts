/** Options that learn while they run: on K5 against exact values, and on KeyRoom-S5. */
import { describe, expect, it } from "vitest";
import { optimalValues } from "../../../agents/finite-world.js";
import { evaluationLevels, startRun, type TrainingJudge } from "../../../agents/index.js";
import { OptionsLearner, type OptionsSettings } from "../../../agents/options/learner.js";
import { randomStream } from "../../../envs/index.js";
import { K5_START, settings } from "../tabular/k5.js";
import { DISCOUNT, k5, k5Achieved, k5State } from "../worlds.js";

const world = k5(4);
const [KEY, DOOR, TASK] = [0, 1, 2];
const LONGEST = 6;

const optionSettings: OptionsSettings = {
  ...settings,
  subgoals: 2,
  epsilon: 0.3,
  learns: "smdp",
  outer: "task's reward",
  optionDiscount: DISCOUNT,
  longest: LONGEST,
  interrupts: "never",
};

/** What a judge says of a transition; `draw` is uniform. */
type Judge = (truth: number, draw: number) => number;
const exact: Judge = (truth) => truth;

const BONUS = 0.2;

/** Options on K5, each subgoal paid once an episode; the lengths of what ran, by option. */
function learn(more: Partial<OptionsSettings>, judge: Judge, steps: number) {
  const learner = new OptionsLearner({ ...optionSettings, ...more });
  const stream = randomStream(1, "options on k5");
  const errors = randomStream(1, "errors");
  const lengths: number[][] = [[], [], []];
  for (let taken = 0; taken < steps; ) {
    let [place, paid] = [k5State(stream.below(4), stream.below(2), stream.below(2)), 0];
    learner.begin();
    for (let clock = 1, end: "running" | "terminated" | "truncated" = "running"; end === "running"; clock++) {
      const state = place * 4 + paid;
      const action = learner.act(state, stream);
      const running = learner.execution.option;
      const { next, reward, terminal } = world.outcome(place, action);
      end = terminal ? "terminated" : clock === 40 ? "truncated" : "running";
      const achieved = judge(k5Achieved(place, action, next), errors.uniform());
      let bonus = 0;
      for (let bits = achieved & ~paid; bits !== 0; bits &= bits - 1) bonus += BONUS;
      paid |= achieved;
      learner.learn({ state, action, reward, bonus, next: next * 4 + paid, end, achieved });
      if (learner.execution.option < 0) lengths[running]!.push(learner.execution.earned.steps);
      place = next;
      taken++;
    }
  }
  return { learner, lengths };
}

/** Steps of the greedy agent from the start; the judge goes along. */
function greedySteps(learner: OptionsLearner, judge: Judge = exact): number {
  const actor = learner.actor();
  const stream = randomStream(2, "greedy");
  actor.begin();
  for (let place = K5_START, paid = 0, steps = 1; steps <= 100; steps++) {
    const action = actor.act(place * 4 + paid, "greedy", stream);
    const { next, terminal } = world.outcome(place, action);
    if (terminal) return steps;
    const achieved = judge(k5Achieved(place, action, next), stream.uniform());
    actor.saw?.(achieved);
    paid |= achieved;
    place = next;
  }
  return Number.POSITIVE_INFINITY;
}

describe("an option's policy", () => {
  it("comes to the exact values of its pseudo-reward, from steps that others ran", () => {
    const { learner } = learn({}, exact, 40_000);
    for (const option of [KEY, DOOR]) {
      const pseudo = optimalValues(
        {
          ...world,
          outcome(state, action) {
            const { next, terminal } = world.outcome(state, action);
            const isThere = (k5Achieved(state, action, next) & (1 << option)) !== 0;
            return { next, reward: isThere ? 1 : 0, terminal: terminal || isThere };
          },
        },
        DISCOUNT,
      );
      for (let state = 0; state < 20; state++) {
        if (state % 5 === 4) continue;
        for (let a = 0; a < 4; a++) {
          expect(learner.policies[option]!.value(state, a)).toBeCloseTo(pseudo.q[state * 4 + a]!, 3);
        }
      }
    }
    const task = optimalValues(world, DISCOUNT);
    expect(learner.policies[TASK]!.best(K5_START)).toBeCloseTo(
      Math.max(...task.q.subarray(K5_START * 4, K5_START * 4 + 4)),
      3,
    );
  });
});

describe("options on K5", () => {
  it.each([
    ["smdp", "task's reward"],
    ["smdp", "task's reward and bonus"],
    ["intra", "task's reward"],
    ["intra", "task's reward and bonus"],
  ] as const)("solve it in seven steps: %s, %s, called and interrupted", (learns, outer) => {
    for (const interrupts of ["never", "when another is better"] as const) {
      expect(greedySteps(learn({ learns, outer, interrupts }, exact, 30_000).learner)).toBe(7);
    }
  });

  it("are of no use without a judge but for the task's, which is Q-learning then", () => {
    const { learner, lengths } = learn({ judgedBy: "nobody" }, () => 0, 20_000);
    expect([lengths[KEY], lengths[DOOR]]).toEqual([[], []]);
    expect(greedySteps(learner, () => 0)).toBe(7);
  });

  it("are not begun once their subgoal was paid", () => {
    const { learner } = learn({}, exact, 5_000);
    for (let state = 0; state < 20; state++) {
      for (let paid = 0; paid < 4; paid++) {
        for (const option of [KEY, DOOR]) {
          expect(learner.values.isAvailable(state * 4 + paid, option)).toBe((paid & (1 << option)) === 0);
        }
        expect(learner.values.isAvailable(state * 4 + paid, TASK)).toBe(true);
      }
    }
  });
});

describe("a judge that is wrong about terminations", () => {
  /** Says that the key was taken at every step. */
  const alarm: Judge = (truth) => truth | 1;

  it("stops an option at once by a false alarm; its value is then that of one step and what follows", () => {
    const { learner, lengths } = learn({}, alarm, 60_000);
    expect(new Set(lengths[KEY])).toEqual(new Set([1]));
    const { values } = learner;
    // Nothing is biased: no step from the start earns anything, so it is worth less than what one step later is worth.
    expect(values.value(K5_START * 4, KEY)).toBeLessThanOrEqual(DISCOUNT * 0.9 ** 5 + 1e-9);
    expect(values.value(K5_START * 4, KEY)).toBeGreaterThan(0);
    expect(greedySteps(learner, alarm)).toBe(7);
  });

  it("harms through its bonus: only what pays a false alarm holds the option for better than it is", () => {
    const clean = learn({}, alarm, 30_000).learner.values;
    const paid = learn({ outer: "task's reward and bonus" }, alarm, 30_000).learner.values;
    const places = Array.from({ length: 20 }, (_, place) => place).filter((place) => place % 5 !== 4);
    for (const place of places) expect(clean.best(place * 4)).toBeLessThanOrEqual(1);
    // Values move with what was explored last, so the mean over all states in which nothing was paid.
    const mean = (values: OptionsLearner["values"]): number =>
      places.reduce((sum, place) => sum + values.value(place * 4, KEY), 0) / places.length;
    expect(mean(paid)).toBeGreaterThan(mean(clean) + BONUS / 2);
  });

  it("lets an option run for its longest time by a miss, and what comes after is worth gamma^k", () => {
    const { learner, lengths } = learn({ epsilon: 0.5 }, () => 0, 60_000);
    // Ends of episodes apart, an option is left after its longest time and at no other.
    expect(Math.max(...lengths[KEY]!)).toBe(LONGEST);
    const full = lengths[KEY]!.filter((length) => length === LONGEST).length;
    expect(full / lengths[KEY]!.length).toBeGreaterThan(0.6);
    expect(greedySteps(learner, () => 0)).toBeLessThan(100);
  });
});

describe("options on KeyRoom-S5", () => {
  const truth: TrainingJudge = { reads: "numbers", judge: ({ truth: bits }) => bits, tester: () => truth };

  it.each(["options-smdp", "options-smdp-bonus", "options-intra", "options-intra-bonus"] as const)(
    "learn to win nine of ten levels: %s",
    (agent) => {
      const levels = evaluationLevels("MiniHack-KeyRoom-Fixed-S5-v0", 64);
      const run = startRun(
        {
          agent,
          id: "MiniHack-KeyRoom-S5-v0",
          actions: "paper",
          seed: 1,
          steps: 60_000,
          stepSize: 0.5,
          discount: 0.99,
          epsilon: 0.1,
          initial: 0,
          shaping: { form: "once", weights: [0.1, 0.1], discount: 0.99 },
          levels: "random",
          evaluateEvery: 5_000,
        },
        truth,
        { seeds: levels, episodes: levels.length },
      );
      run.advance(60_000);
      expect(run.stepsTo90).toBeDefined();
    },
  );
});
