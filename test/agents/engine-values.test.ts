import { describe, expect, it } from "vitest";
import { optimalValues } from "../../agents/finite-world.js";
import { QTable } from "../../agents/index.js";
import { make, randomStream, solver } from "../../envs/index.js";
import { learnFromExploringStarts, type PlayedLevel, playedLevel } from "./level-worlds.js";

const DISCOUNT = 0.99;
const FIXED = "MiniHack-KeyRoom-Fixed-S5-v0";

const level = (id: string, actions: "default" | "paper", seed: number): PlayedLevel => {
  const env = make(id, { observationKeys: ["blstats"], actions });
  env.reset({ seed });
  return playedLevel(env);
};

/** Largest difference from the exact value over all states of the level and all actions. */
function largestError({ world, starts }: PlayedLevel, table: QTable, discount = DISCOUNT): number {
  const { q } = optimalValues(world, discount);
  const errors = [...starts.keys()].flatMap((state) =>
    Array.from({ length: world.actions }, (_, a) => Math.abs(table.value(state, a) - q[state * world.actions + a]!)),
  );
  return Math.max(...errors);
}

const learner = ({ world }: PlayedLevel, stepSize: number) =>
  new QTable({ actions: world.actions, stepSize, discount: DISCOUNT });

describe("the reference model of a level", () => {
  it("pays and leads where the engine pays and leads, for every state and action", () => {
    for (const [id, actions, seed] of [
      [FIXED, "default", 1],
      ["MiniHack-KeyRoom-Dark-S5-v0", "paper", 2],
      ["MiniHack-Room-Random-5x5-v0", "default", 3],
    ] as const) {
      const { env, world, starts } = level(id, actions, seed);
      const solved = solver(env);
      for (const [state, snapshot] of starts) {
        for (let action = 0; action < env.actions.length; action++) {
          env.restore(snapshot);
          const { reward, terminated } = env.step(action);
          const at = `${id} state ${state} ${env.actions[action]}`;
          expect({ next: solved.level().state, reward, terminal: terminated }, at).toEqual(
            world.outcome(state, action),
          );
        }
      }
    }
  });

  it("has 52 states to act in on Fixed-S5, 49 where the stairs stand right behind the door", () => {
    const sizes = Array.from({ length: 12 }, (_, seed) => {
      const { env, starts } = level(FIXED, "default", seed);
      const opened = [...starts.values()].map((snapshot) => {
        env.restore(snapshot);
        return env.frame().rows[10]![38];
      });
      return `${starts.size}${opened.includes(">") ? " behind the door" : ""}`;
    });
    // 16 cells outside without the key and with it; with the door open also its own and three inside.
    expect(new Set(sizes)).toEqual(new Set(["52", "49 behind the door"]));
  });
});

describe("Q-learning on the engine", () => {
  it.each([
    { actions: "default", stepSize: 1, seed: 1 },
    { actions: "default", stepSize: 0.5, seed: 2 },
    { actions: "paper", stepSize: 1, seed: 3 },
    { actions: "paper", stepSize: 0.5, seed: 4 },
  ] as const)(
    "reaches value iteration on Fixed-S5 from exploring starts within 1e-3: $actions, step size $stepSize, level $seed",
    ({ actions, stepSize, seed }) => {
      const played = level(FIXED, actions, seed);
      const table = learner(played, stepSize);
      const stream = randomStream(seed, "exploring starts");
      learnFromExploringStarts(played, table, 200, stream);
      expect(largestError(played, table)).toBeGreaterThan(1e-3);
      learnFromExploringStarts(played, table, 10_000, stream);
      expect(largestError(played, table)).toBeLessThan(1e-3);
      // The values belong to this discount and to no other.
      expect(largestError(played, table, 0.985)).toBeGreaterThan(1e-3);
    },
  );

  it("then plays a shortest solution from every state: as many steps as the solver counts", () => {
    const played = level(FIXED, "default", 5);
    const { env, starts } = played;
    const table = learner(played, 1);
    const stream = randomStream(5, "exploring starts");
    learnFromExploringStarts(played, table, 10_000, stream);
    const solved = solver(env);
    for (const snapshot of starts.values()) {
      env.restore(snapshot);
      const distance = solved.distance();
      let steps = 0;
      for (let isOver = false; !isOver && steps <= distance; steps++) {
        isOver = env.step(table.greedy(solved.level().state, stream)).terminated;
      }
      expect(steps).toBe(distance);
    }
  });
});
