/**
 * K5, the corridor of every worked example: cells 0 to 4, the key on cell 0, the door is cell 3, cell 4 is the goal. And
 * episode E, which fails by running out of time. Whoever uses it asks for it with
 * `registerK5(limit)`: the test files that do so share a worker, and a world is registered once.
 */
import { groupOf, type PlayedEpisode, playActions } from "../../../calm/credit/played.js";
import { defineWorld, type Env, make, register, worlds } from "../../../envs/index.js";

interface State {
  readonly p: number;
  readonly key: boolean;
  readonly door: boolean;
}

export const k5 = (limit: number) =>
  defineWorld<State>({
    id: `K5-${limit}-v0`,
    task: "Take the key, open the door with it, walk to the end.",
    actions: ["L", "R", "P", "A"],
    limit,
    subgoals: [
      { name: "pick up the key", achieved: (before, _, after) => !before.key && after.key },
      { name: "open the door", achieved: (before, _, after) => !before.door && after.door },
    ],
    create: () => ({ p: 1, key: false, door: false }),
    step({ p, key, door }, action) {
      if (action === "L") return { state: { p: Math.max(0, p - 1), key, door } };
      if (action === "P") return { state: { p, key: key || p === 0, door } };
      if (action === "A") return { state: { p, key, door: door || (p === 2 && key) } };
      const to = p === 2 && !door ? p : Math.min(4, p + 1);
      return to === 4 ? { state: { p: to, key, door }, reward: 1, end: "won" } : { state: { p: to, key, door } };
    },
    frame({ p, key, door }) {
      const cells = [key ? "." : "k", ".", ".", door ? "-" : "+", ">"];
      cells[p] = "@";
      return { rows: [cells.join("")], hero: { x: p, y: 0 }, inventory: key ? [{ letter: "k", text: "a key" }] : [] };
    },
  });

export function registerK5(limit: number): void {
  if (worlds.registered(`K5-${limit}-v0`) === undefined) register(k5(limit));
}

export const k5Env = (limit: number): Env<never> => make<never>(`K5-${limit}-v0`, { observationKeys: [] });

export const indices = (text: string): readonly number[] =>
  text.split(" ").map((name) => ["L", "R", "P", "A"].indexOf(name));

export const ACTIONS_OF_E = "R A L L P R R A R";

export const playK5 = (env: Env<never>, text: string, name = text): PlayedEpisode =>
  playActions(env, { seed: 1 }, text === "" ? [] : indices(text), name);

/** A group of plays in K5 of one limit. */
export function groupK5(limit: number, ...texts: readonly string[]) {
  const env = k5Env(limit);
  return groupOf(
    env,
    texts.map((text, i) => playK5(env, text, `play ${i + 1}`)),
  );
}
