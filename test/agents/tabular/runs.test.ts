/** What holds of every tabular agent in a training run, on KeyRoom. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AGENT_NAMES,
  AGENTS,
  type JudgedStep,
  type RunOptions,
  startRun,
  type TrainingJudge,
  UNKNOWN,
} from "../../../agents/index.js";
import { contentHash } from "../../../calm/index.js";

const NAMES = AGENT_NAMES.filter((name) => AGENTS[name].values === "table");

const options: RunOptions = {
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
  evaluateEvery: 700,
};
const few = { seeds: [1], episodes: 4 };

const silent: TrainingJudge = { reads: "numbers", judge: () => 0, tester: () => silent };
const truth: TrainingJudge = { reads: "numbers", judge: ({ truth: bits }) => bits, tester: () => truth };

/** Answers like the truth, and is heard when `settle` was called; plain data is its whole state. */
function late(): TrainingJudge {
  let asked = new Map<number, { readonly at: number; readonly bits: number }>();
  let known = new Map<number, number>();
  return {
    reads: "text",
    judge({ key, at, truth: bits }: JudgedStep) {
      const held = known.get(key);
      if (held !== undefined) return held;
      if (!asked.has(key)) asked.set(key, { at, bits });
      return UNKNOWN;
    },
    async settle(before) {
      for (const [key, { at, bits }] of asked) if (at < before) known.set(key, bits);
    },
    answer: (key) => known.get(key) ?? UNKNOWN,
    tester: () => ({ reads: "text", judge: ({ key }) => known.get(key) ?? 0, tester: () => truth }),
    save: () => ({ asked: [...asked], known: [...known] }),
    load(saved) {
      const state = saved as { asked: [number, { at: number; bits: number }][]; known: [number, number][] };
      asked = new Map(state.asked);
      known = new Map(state.known);
    },
  };
}

const BARRIER = 200;

/** Advances barrier by barrier, as a driver does; `cut`: after so many steps the run is saved, and another one loaded. */
async function trained(more: Partial<RunOptions>, judgeOf: () => TrainingJudge, until: number, cut = -1) {
  let judge = judgeOf();
  let run = startRun({ ...options, ...more }, judge, few);
  while (run.steps < until && !run.isOver) {
    const barrier = run.steps - (run.steps % BARRIER) + BARRIER;
    run.advance(cut > run.steps && cut < barrier ? cut : barrier);
    if (run.steps === cut) {
      const saved = JSON.parse(JSON.stringify(run.save()));
      judge = judgeOf();
      run = startRun({ ...options, ...more }, judge, few);
      run.advance(cut % 97);
      run.load(saved);
      run.advance(barrier);
    }
    await judge.settle?.(run.steps - BARRIER + 1);
    run.settle(run.steps - BARRIER + 1);
  }
  return run;
}

describe.each(NAMES)("%s", (agent) => {
  it("goes on, after it was saved as JSON and loaded, exactly as if it had not been, late verdicts and all", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(truth, undefined),
        fc.integer({ min: 1, max: 900 }),
        fc.constantFrom("once", "potential", "every time"),
        async (exact, cut, form) => {
          const judgeOf = exact === undefined ? late : () => exact;
          const more = { agent, shaping: { form, weights: [0.1, 0.2], discount: 0.99 } } as const;
          const [whole, pieced] = [await trained(more, judgeOf, 1_000), await trained(more, judgeOf, 1_000, cut)];
          expect(contentHash(pieced.save())).toBe(contentHash(whole.save()));
        },
      ),
      { numRuns: 3 },
    );
  });

  it("is the same whether it is evaluated often or not at all", async () => {
    const states = await Promise.all(
      [300, 1e9].map(async (evaluateEvery) => {
        const run = await trained({ agent, evaluateEvery }, () => truth, 1_000);
        const { evaluations: _, ...state } = run.save() as { evaluations: unknown };
        return contentHash(state);
      }),
    );
    expect(states[0]).toBe(states[1]);
  });

  it("learns one level of S5, paid by the game's state at once or late, and without", async () => {
    const more = { agent, levels: "one", evaluateEvery: 500 } as const;
    for (const judgeOf of [() => truth, late]) expect((await trained(more, judgeOf, 60_000)).stepsTo90).toBeDefined();
    const { shaping: _, ...bare } = { ...options, ...more };
    const run = startRun(bare, silent, few);
    run.advance(60_000);
    expect(run.stepsTo90).toBeDefined();
  });

  it("refuses what another agent saved", () => {
    const run = startRun({ ...options, agent }, truth, few);
    const other = NAMES.find((name) => name !== agent && !name.startsWith(agent.slice(0, 7)))!;
    const saved = startRun({ ...options, agent: other }, truth, few).save() as Record<string, unknown>;
    expect(() => run.load({ ...saved, learner: { nothing: 1 } })).toThrow(/The saved learner is damaged/);
  });
});
