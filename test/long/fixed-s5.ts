/**
 * All of KeyRoom-Fixed-S5 as one finite world, written from the facts about it and from nothing of the engine: where the
 * key lies is known, where the stairs are is drawn, each of four cells as likely, when the door opens. (Until then nothing
 * depends on the stairs, so leaving them out of the state loses nothing.)
 *
 * States: hero and key 16 x 16; key held 16; door open: stairs 4 x hero 21.
 */
import type { ChanceOutcome, ChanceWorld } from "../../agents/finite-world.js";

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const cells = (columns: readonly number[], rows: readonly number[]): number[] =>
  rows.flatMap((y) => columns.map((x) => y * 79 + x));

/** Outer floor x 37-41, y 9-13, less the subroom (floor x 37-38, y 9-10) and its walls (x 39, y 11). */
const OUTSIDE = [...cells([40, 41], range(9, 11)), ...cells(range(37, 41), [12, 13])];
const DOOR = 10 * 79 + 39;
const INSIDE = cells([37, 38], [9, 10]);
const ALL = [...OUTSIDE, DOOR, ...INSIDE];
const HELD = 256;
const OPEN = HELD + 16;

/** The ten actions in MiniHack's order: a step's columns and rows, or a word. */
const ACTIONS = [[0, -1], [1, 0], [0, 1], [-1, 0], [1, -1], [1, 1], [-1, 1], [-1, -1], "PICKUP", "APPLY"] as const;

export interface Situation {
  readonly hero: number;
  /** Cell; absent when the key is held (or was used). */
  readonly key?: number;
  readonly door: "locked" | "open";
  readonly goal: number;
}

/** A situation's number. The stairs count only when the door is open. */
export function stateOf({ hero, key, door, goal }: Situation): number {
  if (door === "open") return OPEN + INSIDE.indexOf(goal) * 21 + ALL.indexOf(hero);
  return key === undefined ? HELD + OUTSIDE.indexOf(hero) : OUTSIDE.indexOf(hero) * 16 + OUTSIDE.indexOf(key);
}

function situationOf(state: number): Situation {
  const [goal] = [INSIDE[0]!];
  if (state < HELD) return { hero: OUTSIDE[state >> 4]!, key: OUTSIDE[state & 15]!, door: "locked", goal };
  if (state < OPEN) return { hero: OUTSIDE[state - HELD]!, door: "locked", goal };
  return { hero: ALL[(state - OPEN) % 21]!, door: "open", goal: INSIDE[Math.floor((state - OPEN) / 21)]! };
}

/** Where a step leads; the cell itself when it leads nowhere. An open door is entered and left only straight. */
function walk({ hero, door }: Situation, [dx, dy]: readonly [number, number]): number {
  const to = hero + dy * 79 + dx;
  const isFree = door === "open" ? ALL.includes(to) : OUTSIDE.includes(to);
  const isCrooked = dx !== 0 && dy !== 0 && (to === DOOR || hero === DOOR);
  return isFree && !isCrooked ? to : hero;
}

const isBesideDoor = (hero: number): boolean =>
  Math.abs((hero % 79) - 39) <= 1 && Math.abs(Math.floor(hero / 79) - 10) <= 1;

export const FIXED_S5: ChanceWorld = {
  states: OPEN + 4 * 21,
  actions: ACTIONS.length,
  outcomes(state, number) {
    const now = situationOf(state);
    const action = ACTIONS[number]!;
    const stays: ChanceOutcome = { share: 1, next: state, reward: -0.01, terminal: false };
    if (now.door === "open" && now.hero === now.goal) return [{ ...stays, reward: 0, terminal: true }];
    if (action === "PICKUP") {
      if (now.key !== now.hero) return [stays];
      const { key, ...without } = now;
      return [{ ...stays, next: stateOf(without), reward: 0 }];
    }
    if (action === "APPLY") {
      const opens = now.door === "locked" && now.key === undefined && isBesideDoor(now.hero);
      if (!opens) return [stays];
      return INSIDE.map((goal) => ({ ...stays, share: 1 / 4, next: stateOf({ ...now, door: "open", goal }) }));
    }
    const hero = walk(now, action);
    if (hero === now.hero) return [stays];
    const terminal = now.door === "open" && hero === now.goal;
    return [{ share: 1, next: stateOf({ ...now, hero }), reward: terminal ? 1 : 0, terminal }];
  },
};
