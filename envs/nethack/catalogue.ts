/**
 * The ids of this engine, MiniHack's names. Rules version 1.
 */
import type { GameSpec } from "./environment.js";
import { KEYROOMS } from "./levels/keyroom.js";
import { PUZZLES } from "./levels/puzzles.js";
import { ROOMS } from "./levels/room.js";
import { WRITTEN, type WrittenSpec } from "./levels/written.js";

/** Raised whenever a rule changes what an episode does; stands in every episode file and result. */
export const RULES = 1;

/** Every id whose levels are written in the level language. */
export const WRITTEN_SPECS: Readonly<Record<string, WrittenSpec>> = { ...WRITTEN, ...PUZZLES };

const MOVES = ["N", "E", "S", "W", "NE", "SE", "SW", "NW"] as const;

export const NETHACK: ReadonlyMap<string, GameSpec> = new Map<string, GameSpec>([
  ...Object.entries(KEYROOMS).map(
    ([id, { limit, ...room }]) =>
      [id, { plan: { family: "keyroom", ...room }, limit, actions: [...MOVES, "PICKUP", "APPLY"] }] as const,
  ),
  ...Object.entries(ROOMS).map(
    ([id, { limit, ...room }]) => [id, { plan: { family: "room", ...room }, limit, actions: [...MOVES] }] as const,
  ),
  ...Object.entries(WRITTEN_SPECS).map(
    ([id, { plan, limit, moves, more }]) =>
      [id, { plan, limit, actions: [...MOVES.slice(0, moves ?? MOVES.length), ...more] }] as const,
  ),
]);
