/**
 * Orchard-v0: a small world of ours, no MiniHack, in which the same subgoal is achieved several times, in any order, and
 * again for nothing: three apples, each to be taken from its tree and perhaps hung back, and a gate that lets out whoever
 * holds all. Here calls compete for what they are matched with, which they hardly do where a key is taken once.
 */
import { defineWorld, type worlds } from "../../envs/index.js";

export const ORCHARD_ID = "Orchard-v0";

/** Plain data; cells are numbered row by row. */
interface State {
  readonly hero: number;
  readonly trees: readonly number[];
  /** Which apples are held, bit by bit. */
  readonly held: number;
  readonly gate: number;
  readonly said: string;
}

const WIDTH = 7;
const ROWS = ["#######", "#.....#", "#.....#", "#.....#", "#######"];
const CELLS = ROWS.join("");
const APPLES = 3;
const ALL = 2 ** APPLES - 1;
const MOVES: Readonly<Record<string, number>> = { left: -1, right: 1, up: -WIDTH, down: WIDTH };
const FREE = [...CELLS].flatMap((sign, at) => (sign === "." ? [at] : []));

const count = (held: number): number => [0, 1, 2].reduce((sum, i) => sum + ((held >> i) & 1), 0);

export const orchardWorld: worlds.World<State> = defineWorld<State>({
  id: ORCHARD_ID,
  task: "Take the three apples (a) from their trees and walk to the gate (>) with all of them.",
  actions: [...Object.keys(MOVES), "take", "hang back"],
  limit: 60,
  subgoals: [
    { name: "take an apple", achieved: (before, _, after) => count(after.held) > count(before.held) },
    { name: "hold all apples", achieved: (before, _, after) => before.held !== ALL && after.held === ALL },
  ],
  lookAlikes: [{ name: "hang an apple back", holds: (before, _, after) => count(after.held) < count(before.held) }],
  create(random) {
    const [hero = 0, gate = 0, ...rest] = random.shuffle([...FREE]);
    return { hero, gate, trees: rest.slice(0, APPLES).sort((a, b) => a - b), held: 0, said: "" };
  },
  step(state, action) {
    const { hero, trees, held, gate } = state;
    const by = MOVES[action];
    if (by !== undefined) {
      const to = hero + by;
      if (CELLS[to] === "#") return { state: { ...state, said: "" } };
      const next = { ...state, hero: to, said: to === gate && held !== ALL ? "The gate stays shut." : "" };
      return to === gate && held === ALL ? { state: next, reward: 1, end: "won" } : { state: next };
    }
    const tree = trees.indexOf(hero);
    const bit = tree < 0 ? 0 : 1 << tree;
    const isChange = bit !== 0 && ((held & bit) === 0) === (action === "take");
    if (!isChange) return { state: { ...state, said: "Nothing happens." } };
    const said = action === "take" ? "You take an apple." : "You hang it back.";
    return { state: { ...state, held: held ^ bit, said } };
  },
  frame({ hero, trees, held, gate, said }) {
    const cells = CELLS.split("");
    cells[gate] = ">";
    for (const [i, tree] of trees.entries()) cells[tree] = (held >> i) & 1 ? "t" : "a";
    cells[hero] = "@";
    const rows = ROWS.map((_, y) => cells.slice(y * WIDTH, (y + 1) * WIDTH).join(""));
    const inventory = held === 0 ? [] : [{ letter: "a", text: `${count(held)} of ${APPLES} apples` }];
    return { rows, hero: { x: hero % WIDTH, y: Math.floor(hero / WIDTH) }, message: said, inventory };
  },
});
