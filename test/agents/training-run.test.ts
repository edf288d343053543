import { describe, expect, it } from "vitest";
import {
  evaluationLevels,
  type JudgedStep,
  layoutCount,
  type RunOptions,
  type TrainingJudge,
  TrainingRun,
  UNKNOWN,
} from "../../agents/index.js";
import { contentHash } from "../../calm/index.js";

const S5 = "MiniHack-KeyRoom-S5-v0";
const options: RunOptions = {
  id: S5,
  actions: "paper",
  seed: 1,
  steps: 40_000,
  stepSize: 0.5,
  discount: 0.99,
  epsilon: 0.1,
  initial: 0,
  shaping: { form: "once", weights: [0.1, 0.1], discount: 0.99 },
  levels: "random",
  evaluateEvery: 2_500,
};
const few = { seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], episodes: 20 };

const truth: TrainingJudge = { reads: "numbers", judge: ({ truth: bits }) => bits, tester: () => truth };

/** Answers like the truth, but is only heard `delay` steps later. */
function slow(delay: number): TrainingJudge & { readonly heard: number[] } {
  const asked = new Map<number, { at: number; bits: number }>();
  const known = new Map<number, number>();
  const heard: number[] = [];
  const judge = ({ key, at, truth: bits }: JudgedStep) => {
    const held = known.get(key);
    if (held !== undefined) return held;
    if (!asked.has(key)) asked.set(key, { at, bits });
    return UNKNOWN;
  };
  return {
    heard,
    reads: "text",
    judge,
    async settle(before) {
      heard.push(before);
      for (const [key, { at, bits }] of asked) if (at < before) known.set(key, bits);
    },
    answer: (key) => known.get(key) ?? UNKNOWN,
    tester: () => ({ reads: "text", judge: ({ key }) => known.get(key) ?? 0, tester: () => truth }),
    save: () => ({ asked: [...asked], known: [...known], delay }),
  };
}

async function played(judge: TrainingJudge, barrier: number, more: Partial<RunOptions> = {}): Promise<TrainingRun> {
  const levels = more.levels === "one" ? { seeds: [options.seed], episodes: 5 } : few;
  const run = new TrainingRun({ ...options, ...more }, judge, levels);
  while (!run.isOver) {
    run.advance(run.steps + barrier);
    await judge.settle?.(run.steps - barrier + 1);
    run.settle(run.steps - barrier + 1);
  }
  return run;
}

describe("a training run", () => {
  it("goes on, after it was saved as JSON and loaded, exactly as if it had not been", () => {
    const whole = new TrainingRun(options, truth, few);
    whole.advance(20_000);
    const first = new TrainingRun(options, truth, few);
    first.advance(7_321);
    const second = new TrainingRun(options, truth, few);
    second.advance(1_000);
    second.load(JSON.parse(JSON.stringify(first.save())));
    second.advance(20_000);
    expect(contentHash(second.save())).toBe(contentHash(whole.save()));
  });

  it("refuses a state of another environment", () => {
    const run = new TrainingRun(options, truth, few);
    const other = new TrainingRun({ ...options, id: "MiniHack-KeyRoom-S15-v0" }, truth, few);
    expect(() => run.load(other.save())).toThrow(/The snapshot is of MiniHack-KeyRoom-S15-v0/);
  });

  it("refuses a table that is damaged", () => {
    const run = new TrainingRun(options, truth, few);
    run.advance(100);
    const saved = run.save();
    const { states, values } = saved.learner as { states: string; values: string };
    const cut = { ...saved, learner: { states, values: values.slice(0, 400) } };
    expect(() => run.load(cut)).toThrow(/The saved table is damaged/);
    expect(() => run.load({ ...saved, learner: {} })).toThrow(/The saved learner is damaged, or another agent's/);
  });

  it("is the same whether it is evaluated often, seldom, or not at all", () => {
    const states = [500, 2_500, 1e9].map((evaluateEvery) => {
      const run = new TrainingRun({ ...options, evaluateEvery }, truth, few);
      run.advance(2_500);
      const { evaluations: _, ...state } = run.save();
      return contentHash(state);
    });
    expect(new Set(states).size).toBe(1);
  });

  it("plays one level again and again with other dice, when told so", () => {
    const run = new TrainingRun({ ...options, levels: "one" }, truth, few);
    run.advance(10_000);
    // The states of one level: cells x (key there, key held, door open), and few others with an odd paid set.
    expect(run.size).toBeLessThan(4 * 3 * 25);
    expect(run.counts.episodes).toBeGreaterThan(50);
  });

  it("pays every subgoal once an episode, and notes each payment", () => {
    const run = new TrainingRun(options, truth, few);
    run.advance(20_000);
    const { terminations, counts } = run;
    const seen = new Set(terminations.map(({ episode, subgoals }) => `${episode} ${subgoals}`));
    expect(seen.size).toBe(terminations.length);
    expect(terminations.length).toBe(counts.payments);
    expect(terminations.every(({ subgoals, truth: bits, bonus }) => subgoals === bits && bonus === 0.1)).toBe(true);
    expect(counts.missedPayments).toBe(0);
    expect(counts.falsePayments).toBe(0);
  });

  it("learns nothing from a silent judge that it would not learn without one", () => {
    const silent: TrainingJudge = { reads: "numbers", judge: () => 0, tester: () => silent };
    const { shaping: _, ...bare } = options;
    const [one, two] = [new TrainingRun(options, silent, few), new TrainingRun(bare, silent, few)];
    for (const run of [one, two]) run.advance(10_000);
    expect(contentHash(one.save().learner)).toBe(contentHash(two.save().learner));
  });
});

describe("a judge that is heard at barriers", () => {
  it("pays late, once an episode, and rightly", async () => {
    const run = await played(slow(500), 500, { steps: 10_000 });
    const late = run.terminations.filter(({ at, paidAt }) => paidAt > at);
    expect(late.length).toBeGreaterThan(0);
    for (const { at, paidAt } of late) {
      expect(paidAt % 500).toBe(0);
      expect(paidAt - at).toBeGreaterThanOrEqual(500);
      expect(paidAt - at).toBeLessThan(1_000);
    }
    const seen = new Set(run.terminations.map(({ episode, subgoals }) => `${episode} ${subgoals}`));
    expect(seen.size).toBe(run.terminations.length);
    expect(run.counts.falsePayments).toBe(0);
  });

  it("is heard at every barrier, never before", async () => {
    const judge = slow(1_000);
    await played(judge, 1_000, { steps: 5_000 });
    expect(judge.heard).toEqual([1, 1_001, 2_001, 3_001, 4_001]);
  });

  it("teaches the goal as one that answers at once does, though a first meeting pays late", async () => {
    const more = { levels: "one", evaluateEvery: 500 } as const;
    const [now, later] = [await played(truth, 500, more), await played(slow(500), 500, more)];
    expect(now.stepsTo90).toBeDefined();
    expect(later.stepsTo90).toBeDefined();
  });
});

describe("levels of evaluation", () => {
  it("are each of the 1,024 layouts of Fixed-S5 once, told apart by what is hidden as well", () => {
    const id = "MiniHack-KeyRoom-Fixed-S5-v0";
    const seeds = evaluationLevels(id, "all");
    expect(layoutCount(id)).toBe(1_024);
    expect(new Set(seeds).size).toBe(1_024);
  });

  it("are a fixed sample of layouts, or seeds that training does not use", () => {
    const sample = evaluationLevels("MiniHack-KeyRoom-Fixed-S5-v0", 50);
    expect(evaluationLevels("MiniHack-KeyRoom-Fixed-S5-v0", 50)).toEqual(sample);
    expect(sample).toHaveLength(50);
    expect(Math.min(...evaluationLevels("MiniHack-KeyRoom-S15-v0", 5))).toBeGreaterThanOrEqual(1e9);
    expect(() => evaluationLevels("MiniHack-KeyRoom-S15-v0", "all")).toThrow(/too many layouts/);
  });
});
