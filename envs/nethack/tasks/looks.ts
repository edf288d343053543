/**
 * What a frame shows at a place, for the truth of subgoals: functions of frames alone, so that recordings of the real game
 * and steps of this engine have the same truth.
 */
import type { Frame } from "../../frame.js";

export interface Place {
  readonly x: number;
  readonly y: number;
}

export const CLOSED_DOOR = "+";
export const BOULDER = "`";
/** Water and lava alike; the game tells them apart by colour. */
export const LIQUID = "}";
export const CORRIDOR = "#";
export const STAIRS_DOWN = ">";
export const FOUNTAIN = "{";
/** Every trap that is known; in Sokoban all are pits. */
export const PIT = "^";

/** A blank where nothing was seen, and beyond the map. */
export const signAt = ({ rows }: Frame, { x, y }: Place): string => rows[y]?.[x] ?? " ";

const NEIGHBOURS = [-1, 0, 1]
  .flatMap((y) => [-1, 0, 1].map((x) => ({ x, y })))
  .filter(({ x, y }) => x !== 0 || y !== 0);

/** The eight places round the hero; none where a frame does not say where he is. */
export const besideHero = ({ hero }: Frame): readonly Place[] =>
  hero === undefined ? [] : NEIGHBOURS.map(({ x, y }) => ({ x: hero.x + x, y: hero.y + y }));

export const isShown = ({ rows }: Frame, sign: string): boolean => rows.some((row) => row.includes(sign));

/** Where the hero went in this step, if he did. */
export function movedTo(before: Frame, after: Frame): Place | undefined {
  const [from, to] = [before.hero, after.hero];
  if (from === undefined || to === undefined || (from.x === to.x && from.y === to.y)) return undefined;
  return to;
}
