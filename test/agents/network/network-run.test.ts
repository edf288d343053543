import { describe, expect, it } from "vitest";
import { playEpisodes } from "../../../agents/evaluation.js";
import {
  type JudgedStep,
  type LearningRun,
  playOf,
  type RunOptions,
  startRun,
  type TrainingJudge,
  UNKNOWN,
} from "../../../agents/index.js";
import { savedActor } from "../../../agents/network/saved-actor.js";
import { contentHash } from "../../../calm/index.js";
import { armOf, judgeOf } from "../../../experiments/index.js";

const id = "MiniHack-KeyRoom-S5-v0";
const SMALL = { games: 8, stretch: 16, minibatch: 64, width: 16 };
const OF = {
  ppo: SMALL,
  "ppo-gru": { ...SMALL, memory: 16 },
  "options-ppo": { ...SMALL, longest: 5, execution: "interrupting", outer: "task and bonus" },
  dqn: { ...SMALL, capacity: 500, "warm-up": 200 },
} as const;
type Name = keyof typeof OF;

const optionsOf = (agent: Name, more: Partial<RunOptions> = {}): RunOptions => ({
  id,
  actions: "default",
  agent,
  agentOptions: OF[agent],
  seed: 1,
  steps: 2_000,
  stepSize: 0,
  discount: 0.99,
  epsilon: 0,
  initial: 0,
  shaping: { form: "once", weights: [1, 1], discount: 0.99 },
  levels: "random",
  evaluateEvery: 1_000,
  ...more,
});
const few = { seeds: [1, 2, 3, 4], episodes: 4 };

const judgeNamed = (name: string): TrainingJudge => judgeOf(armOf(name).source, { seed: 1, id })!;

/** Says at the barrier what another says at once. */
function late(judge: TrainingJudge): TrainingJudge {
  const asked = new Map<number, number>();
  const known = new Map<number, number>();
  return {
    reads: "text",
    judge(step: JudgedStep) {
      const held = known.get(step.key);
      if (held !== undefined) return held;
      asked.set(step.key, judge.judge(step));
      return UNKNOWN;
    },
    async settle() {
      for (const [key, bits] of asked) known.set(key, bits);
      asked.clear();
    },
    answer: (key) => known.get(key) ?? UNKNOWN,
    tester: () => ({ reads: "text", judge: ({ key }) => known.get(key) ?? 0, tester: () => judge }),
    save: () => ({ known: [...known], asked: [...asked] }),
    load(saved) {
      const state = saved as { known: [number, number][]; asked: [number, number][] };
      known.clear();
      asked.clear();
      for (const [key, bits] of state.known) known.set(key, bits);
      for (const [key, bits] of state.asked) asked.set(key, bits);
    },
  };
}

async function toTheEnd(run: LearningRun, judge: TrainingJudge): Promise<string> {
  while (!run.isOver) {
    run.advance(run.steps + 1);
    await judge.settle?.(run.steps + 1);
    run.settle(run.steps + 1);
  }
  const { evaluations, counts, terminations, metrics } = run;
  return contentHash({ saved: run.save(), evaluations, counts, terminations, metrics });
}

const CASES: readonly (readonly [Name, string, () => TrainingJudge])[] = [
  ["ppo", "the truth", () => judgeNamed("truth")],
  ["ppo", "noise", () => judgeNamed("noisy 0.05/0.1")],
  ["ppo", "shuffled pay, which each game owes by itself", () => judgeNamed("shuffled bonus")],
  ["ppo", "the novelty of messages", () => judgeNamed("message novelty")],
  ["ppo", "a judge that is heard late", () => late(judgeNamed("truth"))],
  ["ppo-gru", "the truth", () => judgeNamed("truth")],
  ["options-ppo", "the truth", () => judgeNamed("truth")],
  ["options-ppo", "noise", () => judgeNamed("noisy 0.05/0.1")],
  ["options-ppo", "a judge that is heard late", () => late(judgeNamed("truth"))],
  ["dqn", "noise", () => judgeNamed("noisy 0.05/0.1")],
  ["dqn", "a judge that is heard late", () => late(judgeNamed("truth"))],
];

describe("a run of a network", () => {
  it.each(CASES)("%s with %s goes on from JSON exactly as if it had not been saved", async (agent, _, judgeOfCase) => {
    const wholeJudge = judgeOfCase();
    const whole = await toTheEnd(startRun(optionsOf(agent), wholeJudge, few), wholeJudge);
    const firstJudge = judgeOfCase();
    const first = startRun(optionsOf(agent), firstJudge, few);
    // Three stretches, of which the last still waits for its verdicts where they come late.
    for (let i = 0; i < 3; i++) {
      first.advance(first.steps + 1);
      if (i === 2) break;
      await firstJudge.settle?.(first.steps + 1);
      first.settle(first.steps + 1);
    }
    const judge = judgeOfCase();
    const second = startRun(optionsOf(agent), judge, few);
    second.load(JSON.parse(JSON.stringify(first.save())));
    await judge.settle?.(second.steps + 1);
    second.settle(second.steps + 1);
    expect(await toTheEnd(second, judge)).toBe(whole);
  });

  it("pays the same subgoals whether verdicts come at once or before the stretch is learned from", async () => {
    const paid = async (judge: TrainingJudge) => {
      // One stretch: the policy has not learned yet, so both play the same.
      const run = startRun(optionsOf("ppo", { steps: 8 * 200, agentOptions: { ...SMALL, stretch: 200 } }), judge, few);
      await toTheEnd(run, judge);
      const { payments, falsePayments, missedPayments } = run.counts;
      expect(payments).toBeGreaterThan(5);
      return {
        counts: { payments, falsePayments, missedPayments },
        bonus: run.terminations.map(({ at, subgoals, truth, bonus }) => [at, subgoals, truth, bonus].join(" ")).sort(),
      };
    };
    expect(await paid(late(judgeNamed("truth")))).toEqual(await paid(judgeNamed("truth")));
  });

  it("refuses the state of another agent, of other games and what is no state", () => {
    const run = startRun(optionsOf("ppo"), judgeNamed("truth"), few);
    const dqn = startRun(optionsOf("dqn"), judgeNamed("truth"), few);
    const fewer = startRun(optionsOf("ppo", { agentOptions: { ...SMALL, games: 4 } }), judgeNamed("truth"), few);
    expect(() => run.load(dqn.save())).toThrow("no run of PPO");
    expect(() => run.load(fewer.save())).toThrow("The saved run has 4 games, this one 8.");
    expect(() => run.load({})).toThrow("no run of a network");
  });

  it.each(Object.keys(OF) as Name[])("%s acts, as a saved policy, exactly as it does itself", (agent) => {
    const run = startRun(optionsOf(agent, { steps: 600 }), judgeNamed("truth"), few);
    while (!run.isOver) run.advance(run.steps + 1);
    const played = (actor: ReturnType<LearningRun["actor"]>, manner: "greedy" | "exploring") => {
      const levels = { seeds: [7, 8, 9, 10, 11, 12], episodes: 6 };
      const options = { levels, seed: 3, name: "a test", manner, at: 0 };
      return playEpisodes(playOf({ id, actions: "default" }, "numbers"), actor, judgeNamed("truth"), options);
    };
    const saved = JSON.parse(JSON.stringify(run.savedPolicy!()));
    for (const manner of ["greedy", "exploring"] as const) {
      expect(played(savedActor(saved), manner)).toEqual(played(run.actor(), manner));
    }
    expect(() => savedActor({ ...saved, actions: 7 })).toThrow("weights, and its shape asks for");
    if (agent !== "options-ppo") return;
    const { options: _, ...without } = saved;
    expect(() => savedActor(without)).toThrow("does not say how many");
  });
});
