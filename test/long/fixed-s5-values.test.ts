/**
 * Q-learning on the engine over all of MiniHack-KeyRoom-Fixed-S5-v0, fresh level after fresh level, against the exact
 * expected values of the id written from its rules. Exploring starts: on each level every state is a start once, with
 * every action.
 */
import { expect, it } from "vitest";
import { optimalValues } from "../../agents/finite-world.js";
import { QTable } from "../../agents/index.js";
import { make, type Snapshot } from "../../envs/index.js";
import { CELL, makeState } from "../../envs/nethack/state.js";
import { DOOR, OPEN, STAIRS_DOWN } from "../../envs/nethack/terrain.js";
import { FIXED_S5, stateOf } from "./fixed-s5.js";

const DISCOUNT = 0.99;
const LEVELS = 10_000;
/** Of the step size, 20 / (20 + times tried): from about 1 for what is certain down to the mean of what is drawn. */
const HALF = 20;

it("reaches the exact expected values of Fixed-S5 from exploring starts within 1e-3, for all states and actions", () => {
  const { q } = optimalValues(FIXED_S5, DISCOUNT);
  const { actions } = FIXED_S5;
  const env = make("MiniHack-KeyRoom-Fixed-S5-v0", { observationKeys: ["blstats"] });
  const options = { actions, stepSize: 1, discount: DISCOUNT };
  const table = new QTable(options);
  const tried = new Int32Array(q.length);
  env.reset({ seed: 1 });
  const now = env.snapshot();
  const state = makeState(now.block.buffer as ArrayBuffer);
  const read = (): number => {
    env.snapshot(now);
    const key = state.floorHead.findIndex((head) => head > 0);
    return stateOf({
      hero: state.hero[CELL]!,
      ...(key < 0 ? {} : { key }),
      door: state.door[state.terrain.indexOf(DOOR)] === OPEN ? "open" : "locked",
      goal: state.terrain.indexOf(STAIRS_DOWN),
    });
  };
  const pool: Snapshot[] = [];
  const reached = new Set<number>();
  const layouts = new Set<string>();
  for (let level = 0; level < LEVELS; level++) {
    env.reset();
    const found = [read()];
    const seen = new Set(found);
    layouts.add(`${found[0]} ${state.terrain.indexOf(STAIRS_DOWN)}`);
    pool[0] = env.snapshot(pool[0]);
    for (let i = 0; i < found.length; i++) {
      const start = found[i]!;
      reached.add(start);
      for (let action = 0; action < actions; action++) {
        env.restore(pool[i]!);
        const { reward, terminated } = env.step(action);
        const next = read();
        options.stepSize = HALF / (HALF + tried[start * actions + action]!++);
        table.learn(start, action, reward, next, terminated ? "terminated" : "running");
        if (terminated || seen.has(next)) continue;
        seen.add(next);
        pool[found.length] = env.snapshot(pool[found.length]);
        found.push(next);
      }
    }
  }
  const errors = [...reached].flatMap((start) =>
    Array.from({ length: actions }, (_, a) => Math.abs(table.value(start, a) - q[start * actions + a]!)),
  );
  const largest = Math.max(...errors);
  console.log(
    `${LEVELS} levels, ${layouts.size} of 1,024 layouts, ${reached.size} states, ${tried.reduce((a, b) => a + b, 0)} updates; ` +
      `largest error ${largest.toExponential(2)}, mean ${(errors.reduce((a, b) => a + b, 0) / errors.length).toExponential(2)}`,
  );
  // Hero and key 16 x 16, the key held 16, the door open 20 per place of the stairs; but stairs right behind the door end
  // the episode before the other three cells are reached.
  expect(reached.size).toBe(256 + 16 + 3 * 20 + 17);
  expect(layouts.size).toBe(1024);
  expect(largest).toBeLessThan(1e-3);
});
