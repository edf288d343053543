// A world of your own: two rooms, a key, a locked door, a goal. Try: npx calmhack envs MyRoom-v0 --import examples/my-world.ts
import { defineWorld } from "calmhack/envs";

/** Plain data; cells are [column, row]. */
interface State {
  readonly hero: readonly [number, number];
  readonly key: readonly [number, number] | "held";
  readonly door: { readonly at: readonly [number, number]; readonly open: boolean };
  readonly goal: readonly [number, number];
  readonly said: string;
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};
const same = (a: readonly unknown[] | string, b: readonly unknown[]) => a[0] === b[0] && a[1] === b[1];
const beside = ([x, y]: State["hero"], [u, v]: State["hero"]) => Math.abs(x - u) + Math.abs(y - v) === 1;
const isWall = ([x, y]: State["hero"]) => x === 0 || x === 6 || y === 0 || y === 4 || x === 3;

export const myRoom = defineWorld<State>({
  id: "MyRoom-v0",
  task: "Take the key (k), open the door (+) with it, and walk to the goal (>).",
  actions: [...Object.keys(MOVES), "take", "toggle"],
  limit: 60,
  subgoals: [
    { name: "pick up the key", achieved: (before, _, after) => before.key !== "held" && after.key === "held" },
    { name: "open the door", achieved: (before, _, after) => !before.door.open && after.door.open },
  ],
  lookAlikes: [
    { name: "take without a key here", holds: (_, action) => action === "take" },
    { name: "toggle without effect", holds: (_, action) => action === "toggle" },
    { name: "step onto the key", holds: (_, __, after) => same(after.key, after.hero) },
  ],
  create(random) {
    const [hero = 0, key = 0] = random.shuffle([0, 1, 2, 3, 4, 5]);
    const cell = (i: number, left: number) => [left + (i % 2), 1 + Math.floor(i / 2)] as const;
    const door = { at: [3, 1 + random.below(3)] as const, open: false };
    return { hero: cell(hero, 1), key: cell(key, 1), door, goal: cell(random.below(6), 4), said: "" };
  },
  step(state, action) {
    const { hero, key, door, goal } = state;
    const move = MOVES[action];
    if (move !== undefined) {
      const to = [hero[0] + move[0], hero[1] + move[1]] as const;
      const isDoor = same(door.at, to);
      if (isDoor ? !door.open : isWall(to)) return { state: { ...state, said: isDoor ? "Locked." : "" } };
      const next = { ...state, hero: to, said: same(key, to) ? "A key lies here." : "" };
      return same(goal, to) ? { state: next, reward: 1, end: "won" } : { state: next };
    }
    if (action === "take" && same(key, hero)) return { state: { ...state, key: "held", said: "You take the key." } };
    const opens = action === "toggle" && key === "held" && !door.open && beside(hero, door.at);
    return { state: { ...state, door: { ...door, open: door.open || opens }, said: opens ? "" : "Nothing happens." } };
  },
  frame({ hero, key, door, goal, said }) {
    const sign = (at: State["hero"]) => {
      if (same(hero, at)) return "@";
      if (same(door.at, at)) return door.open ? "-" : "+";
      return same(key, at) ? "k" : same(goal, at) ? ">" : isWall(at) ? "#" : ".";
    };
    const rows = Array.from({ length: 5 }, (_, y) => Array.from({ length: 7 }, (_, x) => sign([x, y])).join(""));
    const inventory = key === "held" ? [{ letter: "k", text: "a key" }] : [];
    return { rows, hero: { x: hero[0], y: hero[1] }, message: said, inventory };
  },
});
