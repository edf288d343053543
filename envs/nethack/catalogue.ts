/**
 * The ids of this engine, MiniHack's names. Rules version 1.
 */
import type { GameSpec } from "./environment.js";
import { KEYROOMS } from "./levels/keyroom.js";
import { ROOMS } from "./levels/room.js";
import { WRITTEN } from "./levels/written.js";

/** Raised whenever a rule changes what an episode does; stands in every episode file and result. */
export const RULES = 1;

const MOVES = ["N", "E", "S", "W", "NE", "SE", "SW", "NW"] as const;

export const NETHACK: ReadonlyMap<string, GameSpec> = new Map<string, GameSpec>([
  ...Object.entries(KEYROOMS).map(
    ([id, { limit, ...room }]) =>
      [id, { plan: { family: "keyroom", ...room }, limit, actions: [...MOVES, "PICKUP", "APPLY"] }] as const,
  ),
  ...Object.entries(ROOMS).map(
    ([id, { limit, ...room }]) => [id, { plan: { family: "room", ...room }, limit, actions: [...MOVES] }] as const,
  ),
  ...Object.entries(WRITTEN).map(
    ([id, { plan, limit, more }]) => [id, { plan, limit, actions: [...MOVES, ...more] }] as const,
  ),
]);
