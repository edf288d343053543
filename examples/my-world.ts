// A world of your own: two rooms, a key, a locked door, a goal. Try: npx calmhack envs MyRoom-v0 --import examples/my-world.ts
import { defineWorld } from "calmhack/envs";

/** Plain data; cells are numbered row by row, a key that is held lies at -1. */
type State = { readonly [Name in "hero" | "key" | "door" | "goal"]: number } & {
  readonly open: boolean;
  readonly said: string;
};

const WIDTH = 7;
const HELD = -1;
const WALLS = "########..#..##..#..##..#..########";
const MOVES: Readonly<Record<string, number>> = { left: -1, right: 1, up: -WIDTH, down: WIDTH };

export const myRoom = defineWorld<State>({
  id: "MyRoom-v0",
  task: "Take the key (k), open the door (+) with it, and walk to the goal (>).",
  actions: [...Object.keys(MOVES), "take", "toggle"],
  limit: 60,
  subgoals: [
    { name: "pick up the key", achieved: (before, _, after) => before.key !== HELD && after.key === HELD },
    { name: "open the door", achieved: (before, _, after) => !before.open && after.open },
  ],
  lookAlikes: [
    { name: "take without a key here", holds: (_, action) => action === "take" },
    { name: "toggle without effect", holds: (_, action) => action === "toggle" },
    { name: "step onto the key", holds: (before, _, after) => before.hero !== after.hero && after.hero === after.key },
  ],
  create(random) {
    const [hero = 8, key = 9] = random.shuffle([8, 9, 15, 16, 22, 23]);
    const [door, goal] = [10 + WIDTH * random.below(3), 11 + WIDTH * random.below(3) + random.below(2)];
    return { hero, key, door, goal, open: false, said: "" };
  },
  step(state, action) {
    const { hero, key, door, open, goal } = state;
    const by = MOVES[action];
    if (by !== undefined) {
      const to = hero + by;
      const isShut = to === door ? !open : WALLS[to] === "#";
      if (isShut) return { state: { ...state, said: to === door ? "It is locked." : "" } };
      const next = { ...state, hero: to, said: to === key ? "A key lies here." : "" };
      return to === goal ? { state: next, reward: 1, end: "won" } : { state: next };
    }
    if (action === "take" && key === hero) return { state: { ...state, key: HELD, said: "You take the key." } };
    const opens = action === "toggle" && key === HELD && !open && Object.values(MOVES).includes(door - hero);
    return { state: { ...state, open: open || opens, said: opens ? "" : "Nothing happens." } };
  },
  frame({ hero, key, door, open, goal, said }) {
    const cells = WALLS.split("");
    cells[goal] = ">";
    cells[door] = open ? "-" : "+";
    if (key !== HELD) cells[key] = "k";
    cells[hero] = "@";
    const rows = [0, 7, 14, 21, 28].map((at) => cells.slice(at, at + WIDTH).join(""));
    const inventory = key === HELD ? [{ letter: "k", text: "a key" }] : [];
    return { rows, hero: { x: hero % WIDTH, y: Math.floor(hero / WIDTH) }, message: said, inventory };
  },
});
