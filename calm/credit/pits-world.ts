/**
 * Pits-v0: a small world of ours, no MiniHack, for what KeyRoom has not: dead ends. A key, a locked door, a goal behind
 * it, and pits. Who falls into a pit stays there until the steps run out: no end comes, but success is out of reach, so
 * that a critic has to see it. Every level can be won; all of it is seen.
 */
import { defineWorld, type worlds } from "../../envs/index.js";

export const PITS_ID = "Pits-v0";

/** Plain data; cells are numbered row by row, a key that is held lies at -1. */
interface State {
  readonly hero: number;
  readonly key: number;
  readonly door: number;
  readonly goal: number;
  readonly open: boolean;
  readonly pits: readonly number[];
  readonly said: string;
}

const WIDTH = 9;
const ROWS = ["#########", "#.....#.#", "#.....#.#", "#.....#.#", "#.....#.#", "#########"];
const CELLS = ROWS.join("");
const WALL_X = 6;
const HELD = -1;
const PITS = 4;
const MOVES: Readonly<Record<string, number>> = { left: -1, right: 1, up: -WIDTH, down: WIDTH };
const FREE = [...CELLS].flatMap((sign, at) => (sign === "." && at % WIDTH < WALL_X ? [at] : []));

/** Cells of the left room that are reached from one of them without a pit. */
function reached(from: number, pits: readonly number[]): ReadonlySet<number> {
  const found = new Set([from]);
  for (const at of found) {
    for (const by of Object.values(MOVES)) {
      if (FREE.includes(at + by) && !pits.includes(at + by)) found.add(at + by);
    }
  }
  return found;
}

export const pitsWorld: worlds.World<State> = defineWorld<State>({
  id: PITS_ID,
  task: "Take the key (k), open the locked door (+) with it, and walk to the goal (>). Whoever falls into a pit (^) never gets out.",
  actions: [...Object.keys(MOVES), "take", "toggle"],
  limit: 60,
  subgoals: [
    { name: "pick up the key", achieved: (before, _, after) => before.key !== HELD && after.key === HELD },
    { name: "open the door", achieved: (before, _, after) => !before.open && after.open },
  ],
  lookAlikes: [
    {
      name: "fall into a pit",
      holds: (before, _, after) => before.hero !== after.hero && after.pits.includes(after.hero),
    },
    { name: "take without a key here", holds: (_, action) => action === "take" },
    { name: "toggle without effect", holds: (_, action) => action === "toggle" },
  ],
  create(random) {
    for (;;) {
      const [hero = 0, key = 0, ...rest] = random.shuffle([...FREE]);
      const pits = rest.slice(0, PITS).sort((a, b) => a - b);
      const y = 1 + random.below(4);
      const [door, goal] = [y * WIDTH + WALL_X, (1 + random.below(4)) * WIDTH + WALL_X + 1];
      const safe = reached(hero, pits);
      if (!safe.has(key) || !safe.has(door - 1)) continue;
      return { hero, key, door, goal, open: false, pits, said: "" };
    }
  },
  step(state, action) {
    const { hero, key, door, goal, open, pits } = state;
    if (pits.includes(hero)) return { state: { ...state, said: "You cannot get out." } };
    const by = MOVES[action];
    if (by !== undefined) {
      const to = hero + by;
      if (to === door ? !open : CELLS[to] === "#")
        return { state: { ...state, said: to === door ? "It is locked." : "" } };
      const said = pits.includes(to) ? "You fall into a pit!" : to === key ? "A key lies here." : "";
      const next = { ...state, hero: to, said };
      return to === goal ? { state: next, reward: 1, end: "won" } : { state: next };
    }
    if (action === "take" && key === hero) return { state: { ...state, key: HELD, said: "You take the key." } };
    const opens = action === "toggle" && key === HELD && !open && hero === door - 1;
    return { state: { ...state, open: open || opens, said: opens ? "The door opens." : "Nothing happens." } };
  },
  frame({ hero, key, door, goal, open, pits, said }) {
    const cells = CELLS.split("");
    for (const pit of pits) cells[pit] = "^";
    cells[goal] = ">";
    cells[door] = open ? "-" : "+";
    if (key !== HELD) cells[key] = "k";
    cells[hero] = "@";
    const rows = ROWS.map((_, y) => cells.slice(y * WIDTH, (y + 1) * WIDTH).join(""));
    const inventory = key === HELD ? [{ letter: "k", text: "a key" }] : [];
    return { rows, hero: { x: hero % WIDTH, y: Math.floor(hero / WIDTH) }, message: said, inventory };
  },
});
