import { describe, expect, it } from "vitest";
import { greedyActions, optimalValues } from "../../agents/finite-world.js";
import { KeyRoomMemory, QTable, shapedWorld, truthMask } from "../../agents/index.js";
import { bonus, paidAfter, type Shaping } from "../../calm/index.js";
import { make, randomStream } from "../../envs/index.js";
import { makeState } from "../../envs/nethack/state.js";
import { wander } from "../envs/nethack/player.js";
import { KEYROOM_IDS } from "../envs/nethack/support.js";
import { DISCOUNT, detour, detourAchieved, K5, k5, k5Achieved, k5State } from "./worlds.js";

const shaping = (form: Shaping["form"], ...weights: number[]): Shaping => ({ form, weights, discount: DISCOUNT });

type World = ReturnType<typeof shapedWorld>;

/** Episodes from one start, one action in two random, cut after 30 steps: farming has no end of its own. */
function learned(world: World, start: number): QTable {
  const table = new QTable({ actions: world.actions, stepSize: 0.5, discount: DISCOUNT });
  const stream = randomStream(6, "farming");
  for (let episode = 0; episode < 4_000; episode++) {
    let state = start;
    for (let t = 1; t <= 30; t++) {
      const action = table.act(state, 0.5, stream);
      const { next, reward, terminal } = world.outcome(state, action);
      table.learn(state, action, reward, next, terminal ? "terminated" : t === 30 ? "truncated" : "running");
      if (terminal) break;
      state = next;
    }
  }
  return table;
}

/** What the learned policy does in 20 steps without chance. */
function played(world: World, table: QTable, start: number) {
  const stream = randomStream(6, "ties");
  const actions: number[] = [];
  for (let state = start; actions.length < 20; ) {
    const action = table.greedy(state, stream);
    const { next, terminal } = world.outcome(state, action);
    actions.push(action);
    if (terminal) return { actions, isWon: true };
    state = next;
  }
  return { actions, isWon: false };
}

describe("a learner in the detour world (gamma 0.9)", () => {
  // Values worked by hand: 0.2 / (1 - 0.81) for ever; 1 at once; 0.2 + 0.81 with the detour bought.
  it.each([
    { form: "every time", weight: 0.2, value: 1.052632, does: Array.from({ length: 20 }, () => 1), isWon: false },
    { form: "every time", weight: 0.15, value: 1, does: [0], isWon: true },
    { form: "once", weight: 0.15, value: 1, does: [0], isWon: true },
    { form: "once", weight: 0.2, value: 1.01, does: [1, 0, 0], isWon: true },
    { form: "potential", weight: 0.5, value: 1, does: [0], isWon: true },
  ] as const)(
    "under $form, $weight learns to do $does.length steps worth $value",
    ({ form, weight, value, does, isWon }) => {
      const world = shapedWorld(detour, detourAchieved, shaping(form, weight));
      const exact = optimalValues(world, DISCOUNT);
      const table = learned(world, 0);
      for (const action of [0, 1]) expect(table.value(0, action)).toBeCloseTo(exact.q[action]!, 6);
      expect(table.best(0)).toBeCloseTo(value, 6);
      const { actions, ...end } = played(world, table, 0);
      expect(end).toEqual({ isWon });
      // At K both actions lead back; elsewhere the learner does what is best.
      expect(actions.filter((_, t) => t % 2 === 0)).toEqual(does.filter((_, t) => t % 2 === 0));
      expect(actions).toHaveLength(does.length);
    },
  );
});

describe("a learner in the corridor K5 with dropping", () => {
  const start = k5State(1, 0, 0) * 4;

  it("drops and takes the key for ever under 0.2 every time, worth 0.947368", () => {
    const world = shapedWorld(k5(5), k5Achieved, shaping("every time", 0.2, 0.2));
    const table = learned(world, start);
    expect(table.best(start)).toBeCloseTo(0.947368, 5);
    const { actions, isWon } = played(world, table, start);
    expect(isWon).toBe(false);
    expect(actions).toEqual([K5.L, ...Array.from({ length: 19 }, (_, t) => (t % 2 === 0 ? K5.P : K5.D))]);
  });

  it.each([
    ["once", 0.2],
    ["potential", 0.2],
    ["potential", 0.5],
    ["every time", 0.05],
  ] as const)("takes the key, opens the door and goes through it under %s, %f", (form, weight) => {
    const world = shapedWorld(k5(5), k5Achieved, shaping(form, weight, weight));
    const table = learned(world, start);
    const exact = optimalValues(world, DISCOUNT);
    expect(played(world, table, start)).toEqual({ actions: [K5.L, K5.P, K5.R, K5.R, K5.A, K5.R, K5.R], isWon: true });
    for (const action of greedyActions(exact, start)) {
      expect(table.value(start, action)).toBeCloseTo(exact.q[start * 5 + action]!, 5);
    }
  });
});

describe("KeyRoom, where nothing is dropped and no door is locked again", () => {
  const WEIGHTS = [0.3, 0.7];

  /** Sums of what the forms pay along play that gets somewhere, step by step; masks by the game's truth or another. */
  function paidBy(id: string, maskOf: (events: number) => number) {
    const env = make(id, { observationKeys: ["blstats"] });
    env.reset({ seed: 1 });
    const held = env.snapshot();
    const state = makeState(held.block.buffer as ArrayBuffer);
    const stream = randomStream(1, "play");
    const [always, once] = [shaping("every time", ...WEIGHTS), shaping("once", ...WEIGHTS)];
    const counts = { different: 0, keys: 0, doors: 0 };
    for (let seed = 0; seed < 60; seed++) {
      env.reset({ seed });
      for (let paid = 0, isOver = false; !isOver; ) {
        env.snapshot(held);
        const action = env.actions.indexOf(wander(state, env.actions, stream));
        const { terminated, truncated, info } = env.step(action);
        const achieved = maskOf(info.events);
        const end = terminated ? "terminated" : truncated ? "truncated" : "running";
        if (bonus(always, paid, achieved, end) !== bonus(once, paid, achieved, end)) counts.different++;
        if (achieved & 1) counts.keys++;
        if (achieved & 2) counts.doors++;
        paid = paidAfter(paid, achieved);
        isOver = terminated || truncated;
      }
    }
    return counts;
  }

  it.each(KEYROOM_IDS)("pays the same every time as once, step by step, by the game's truth: %s", (id) => {
    const { different, keys, doors } = paidBy(id, truthMask);
    expect(different).toBe(0);
    expect(Math.min(keys, doors)).toBeGreaterThan(50);
    expect(Math.max(keys, doors)).toBeLessThanOrEqual(60);
  });

  /** Every error of every update of 20,000 steps of learning: the course of training, digit for digit. */
  function course(form: Shaping["form"], maskOf: (events: number) => number): readonly number[] {
    const env = make("MiniHack-KeyRoom-S5-v0", { observationKeys: ["chars", "message", "blstats"], actions: "paper" });
    const memory = new KeyRoomMemory();
    const table = new QTable({ actions: env.actions.length, stepSize: 0.5, discount: 0.99 });
    const stream = randomStream(2, "exploration");
    const begin = (options: { readonly seed?: number }): number => {
      memory.reset();
      memory.see(env.reset(options).observation);
      return 0;
    };
    let paid = begin({ seed: 2 });
    return Array.from({ length: 20_000 }, () => {
      const state = memory.code() * 4 + paid;
      const action = table.act(state, 0.1, stream);
      const { observation, reward, terminated, truncated, info } = env.step(action);
      memory.see(observation);
      const achieved = maskOf(info.events);
      const end = terminated ? "terminated" : truncated ? "truncated" : "running";
      const extra = bonus({ form, weights: WEIGHTS, discount: 0.99 }, paid, achieved, end);
      paid = paidAfter(paid, achieved);
      const error = table.learn(state, action, reward + extra, memory.code() * 4 + paid, end);
      if (end !== "running") paid = begin({});
      return error;
    });
  }

  it("is learned by the very same updates every time as once, as long as the judge is right", () => {
    const errors = course("every time", truthMask);
    expect(errors).toEqual(course("once", truthMask));
    expect(errors.filter((error) => error !== 0).length).toBeGreaterThan(1_000);
    // One that calls every bump a door tells the forms apart.
    const bumps = (events: number) => truthMask(events) | (events & 2);
    expect(course("every time", bumps)).not.toEqual(course("once", bumps));
  });

  it("pays otherwise by a judge that takes every step for the key", () => {
    expect(paidBy(KEYROOM_IDS[0]!, () => 1).different).toBeGreaterThan(100);
  });
});
