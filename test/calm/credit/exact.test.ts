import { describe, expect, test } from "vitest";
import { exactEpisode, exactLift, exactPath, frameTells, hindsightCredit } from "../../../calm/credit/exact.js";
import { groupOf, groupsOf, playActions, stateNamer } from "../../../calm/credit/played.js";
import { bestAction, slippingOptimal, tablePolicy, uniformPolicy } from "../../../calm/credit/policy.js";
import { stateGraph } from "../../../calm/credit/state-graph.js";
import { policyValues } from "../../../calm/credit/values.js";
import {
  defineWorld,
  type Env,
  InputError,
  make,
  randomStream,
  recorder,
  register,
  solver,
} from "../../../envs/index.js";
import { ACTIONS_OF_E, groupK5, indices, k5Env, registerK5 } from "./k5.js";

registerK5(9);
registerK5(11);
const SLIP = slippingOptimal(0.1);
const SUCCESS = { kind: "success" } as const;

/** Worked example E of the facts: every digit below was computed there by an independent script. */
function exactE(limit = 9, text = ACTIONS_OF_E) {
  const group = groupK5(limit, text);
  const graph = group.graph();
  const values = policyValues(graph, SLIP.on(graph), SUCCESS);
  return { group, graph, values, exact: exactEpisode(group.episodes[0]!, values, 0.9) };
}

const rounded = (list: Float64Array, digits = 6): number[] => Array.from(list, (x) => Number(x.toFixed(digits)) + 0);

describe("distances, progress and slack on E", () => {
  const { exact } = exactE();
  test("are those of the table", () => {
    expect([...exact.distances]).toEqual([7, 8, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect([...exact.progress]).toEqual([-1, 0, 1, 1, 1, 1, 1, 1, 1]);
    expect([...exact.slack]).toEqual([2, 0, -1, -1, -1, -1, -1, -1, -1, -1]);
  });
  test("put the first error at 0 and the first unrecoverable one at 1, by time", () => {
    expect([...exact.wrong]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect([...exact.harmful]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(exact.firstError).toBe(0);
    expect(exact.firstFatal).toEqual({ ok: true, t: 1, cause: "time" });
  });
  test("the same start with two steps more and one R wins, and nothing was fatal", () => {
    const { group, exact: won } = exactE(11, `${ACTIONS_OF_E} R`);
    expect(group.episodes[0]!.end).toBe("won");
    expect(group.episodes[0]!.rewards.at(-1)).toBe(1);
    expect(won.firstFatal).toEqual({ ok: false, why: "success stayed within reach" });
  });
  test("a start from which the steps do not suffice has no fatal step", () => {
    registerK5(6);
    expect(exactE(6, "L P R R A R").exact.firstFatal).toEqual({ ok: false, why: "out of reach from the start" });
  });
  test("every distance is one more than that of the best action", () => {
    const { graph } = exactE();
    for (let s = 0; s < graph.states; s++) {
      if (graph.status[s] !== 0) continue;
      const after = graph.next[s * graph.actions + bestAction(graph, s)]!;
      expect(graph.distances[s]).toBe(1 + graph.distances[after]!);
    }
  });
});

describe("values on E", () => {
  const { exact, values, group } = exactE();
  const episode = group.episodes[0]!;
  test("regret is 0.100974, 0.047830, then nothing", () => {
    expect(rounded(exact.regret)).toEqual([0.100974, 0.04783, 0, 0, 0, 0, 0, 0, 0]);
  });
  test("the on-policy success probabilities are 0.923810, 0.535962, then 0", () => {
    expect(rounded(exact.values)).toEqual([0.92381, 0.535962, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(rounded(exact.advantage)).toEqual([-0.387848, -0.535962, 0, 0, 0, 0, 0, 0, 0]);
  });
  test("the fix at step 1 is worth 0.925 to the 7th (INT-2), and 1 on a shortest way (INT-1)", () => {
    expect(exactLift(episode, values, 1, 0)).toBeCloseTo(0.5794182, 7);
    const graph = group.graph();
    expect(exactLift(episode, policyValues(graph, slippingOptimal(0).on(graph), SUCCESS), 1, 0)).toBe(1);
  });
  test("hindsight credit at step 0 is -0.723648; impossible on a success is -10 and counted", () => {
    const { credit, clipped } = hindsightCredit(episode, values);
    // The facts divide the rounded digits: 0.923810 / 0.535962 gives ...648, the unrounded ones ...6486.
    expect(credit[0]).toBeCloseTo(-0.723648, 5);
    expect([credit[1], clipped]).toEqual([-10, 1]);
  });
});

describe("exact credit in general", () => {
  /** Plays until it ends, drawing uniformly. */
  function* randomly(seed: number, env: Env<never>): Generator<number> {
    const stream = randomStream(seed, "test actions");
    for (let t = 0; t < env.limit; t++) yield stream.below(env.actions.length);
  }
  function playRandom(env: Env<never>, level: number, seed: number) {
    const actions: number[] = [];
    env.reset({ seed: level });
    for (const action of randomly(seed, env)) {
      actions.push(action);
      const { terminated, truncated } = env.step(action);
      if (terminated || truncated) break;
    }
    return playActions(env, { seed: level }, actions, `level ${level} play ${seed}`);
  }
  const keyroom = () => make<never>("MiniHack-KeyRoom-S5-v0", { observationKeys: [], actions: "paper" });

  test("sums to the outcome minus the start's value, in worlds and on KeyRoom, with success and with penalties", () => {
    const [one, other] = [keyroom(), k5Env(11)];
    for (const env of [one, other]) {
      for (let i = 0; i < 4; i++) {
        const episode = playRandom(env, 3 + i, 10 + i);
        const graph = groupOf(env, [episode]).graph();
        for (const rule of [SLIP, uniformPolicy]) {
          const won = exactEpisode(episode, policyValues(graph, rule.on(graph), SUCCESS), 0.99);
          const sum = won.advantage.reduce((a, b) => a + b, 0);
          expect(sum).toBeCloseTo((episode.end === "won" ? 1 : 0) - won.values[0]!, 12);
          const paid = exactEpisode(episode, policyValues(graph, rule.on(graph), { kind: "return", discount: 1 }), 1);
          const returned = episode.rewards.reduce((a, b) => a + b, 0);
          expect(paid.advantage.reduce((a, b) => a + b, 0)).toBeCloseTo(returned - paid.values[0]!, 10);
        }
      }
    }
  });

  test("has the solver's distances on KeyRoom", () => {
    const env = keyroom();
    const episode = playRandom(env, 5, 1);
    const { distance } = solver(env);
    const graph = groupOf(env, [episode]).graph();
    const nameOf = stateNamer(env, episode.snapshots[0]!);
    expect(episode.snapshots.map((at) => graph.distances[graph.indexOf(nameOf(at))!])).toEqual(
      episode.snapshots.map((at) => distance(at)),
    );
  });

  test.each(["MiniHack-LavaCrossingS9N2-v0", "MiniHack-MultiRoom-N6-OpenDoor-v0"])(
    "has the solver's distances on %s, where a step may kill",
    (id) => {
      const env: Env<never> = make<never>(id, { observationKeys: [] });
      const episode = playRandom(env, 5, 1);
      const { distance } = solver(env);
      const { distances, states } = exactPath(episode, groupOf(env, [episode]).graph(), 0.99);
      expect(states[0]).toBe(0);
      expect([...distances]).toEqual(episode.snapshots.map((at) => distance(at)));
    },
  );

  test("is refused where dice decide what a step does, on levels as on worlds", () => {
    for (const id of ["MiniHack-MultiRoom-N2-v0", "MiniHack-Room-Trap-5x5-v0"]) {
      const env: Env<never> = make<never>(id, { observationKeys: [] });
      const start = playActions(env, { seed: 3 }, [], "start");
      expect(() => groupOf(env, [start]).graph(), id).toThrow(
        `A step of ${id} draws dice; exact credit takes worlds whose steps do not.`,
      );
    }
  });

  test("a recorded episode gives the same as the play it came from; a changed one is refused", () => {
    const game = recorder("K5-9-v0");
    game.reset({ seed: 1 });
    for (const action of indices(ACTIONS_OF_E)) game.step(action);
    const [group] = [...groupsOf([game.episode()])];
    const { group: played } = exactE();
    expect(group!.episodes[0]!.states).toEqual(played.episodes[0]!.states);
    const { steps, ...rest } = game.episode();
    const changed = { ...rest, steps: steps.map((step, t) => (t === 3 ? { ...step, action: "R" } : step)) };
    expect(() => [...groupsOf([changed])]).toThrow(InputError);
  });

  test("the advantage is what reruns from the state find, within their interval", () => {
    const { group, values, exact } = exactE();
    const episode = group.episodes[0]!;
    const { graph, policy } = values;
    const reruns = 4000;
    const nameOf = stateNamer(group.env, episode.snapshots[0]!);
    for (const t of [0, 1]) {
      let won = 0;
      const stream = randomStream(7, `reruns of ${t}`);
      for (let k = 0; k < reruns; k++) {
        group.env.restore(episode.snapshots[t]!);
        for (let at = t; at < 9; at++) {
          const state = graph.indexOf(nameOf(group.env.snapshot()))!;
          let [u, action] = [stream.uniform(), 0];
          while (u >= policy.rows[state * 4 + action]! && action < 3) u -= policy.rows[state * 4 + action++]!;
          if (group.env.step(action).terminated) {
            won += 1;
            break;
          }
        }
      }
      // Four standard errors: one test in 16,000 would miss by chance.
      const p = exact.values[t]!;
      expect(Math.abs(won / reruns - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / reruns));
    }
  });

  test("a world with a dead end tells it from lost time", () => {
    register(
      defineWorld<{ at: number }>({
        id: "Pit-v0",
        task: "Walk right, not into the pit on the left.",
        actions: ["L", "R"],
        limit: 8,
        subgoals: [{ name: "walk", achieved: () => false }],
        create: () => ({ at: 1 }),
        step: ({ at }, action) => {
          if (at === 0) return { state: { at: 0 } };
          const to = at + (action === "R" ? 1 : -1);
          return to === 3 ? { state: { at: to }, reward: 1, end: "won" } : { state: { at: to } };
        },
        frame: ({ at }) => ({ rows: [`${"o..>".slice(0, at)}@${"o..>".slice(at + 1)}`], hero: { x: at, y: 0 } }),
      }),
    );
    const env = make<never>("Pit-v0", { observationKeys: [] });
    const episode = playActions(env, { seed: 1 }, [1, 0, 0, 1], "into the pit");
    const group = groupOf(env, [episode]);
    const graph = group.graph();
    const exact = exactEpisode(episode, policyValues(graph, SLIP.on(graph), SUCCESS), 0.9);
    expect([...exact.distances]).toEqual([2, 1, 2, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect([...exact.progress]).toEqual([1, -1, Number.NEGATIVE_INFINITY, 0]);
    expect(exact.firstFatal).toEqual({ ok: true, t: 2, cause: "dead end" });
    expect(exact.regret.every(Number.isFinite)).toBe(true);
    // Inside the pit no step is wrong: wherever something is wrong there is something to regret.
    expect([...exact.wrong]).toEqual([0, 1, 1, 0]);
    expect([...exact.wrong]).toEqual(Array.from(exact.regret, (x) => Number(x > 0)));
    expect(frameTells(group.episodes)).toBe("the state");
  });

  test("refuses worlds that draw, more states than fit, groups of two starts, policies that are none", () => {
    register(
      defineWorld<{ at: number }>({
        id: "Dice-v0",
        task: "Throw a six.",
        actions: ["throw"],
        limit: 3,
        subgoals: [{ name: "six", achieved: () => false }],
        create: () => ({ at: 0 }),
        step: (_, __, random) => ({ state: { at: 1 + random.below(6) } }),
        frame: ({ at }) => ({ rows: [String(at)] }),
      }),
    );
    const dice = make<never>("Dice-v0", { observationKeys: [] });
    const thrown = playActions(dice, { seed: 1 }, [0], "one throw");
    expect(() => groupOf(dice, [thrown]).graph()).toThrow("draws dice");
    const env = k5Env(9);
    env.reset({ seed: 1 });
    expect(() => stateGraph(env, env.snapshot(), stateNamer(env, env.snapshot()), 3)).toThrow("More than 3 states");
    const room = keyroom();
    expect(() => groupOf(room, [playRandom(room, 1, 1), playRandom(room, 2, 1)])).toThrow("begins in one state");
    const graph = exactE().graph;
    expect(() => tablePolicy("mine", graph, new Float64Array(4))).toThrow(InputError);
    expect(() => tablePolicy("mine", graph, new Float64Array(graph.states * 4))).toThrow("do not add up to 1");
  });
});
