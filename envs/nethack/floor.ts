/**
 * What the hero is told of the floor.
 */
import { SEE_HERE, STAIRS_DOWN_HERE, STAIRS_UP_HERE, say } from "./messages.js";
import { CELL, type State } from "./state.js";
import { STAIRS_DOWN, STAIRS_UP } from "./terrain.js";

/** What lies on the cell is told when the hero steps on it; stairs alone are not. */
export function tellFloor(state: State): void {
  const cell = state.hero[CELL]!;
  const top = state.floorHead[cell]!;
  if (top === 0) return;
  const terrain = state.terrain[cell];
  if (terrain === STAIRS_UP) say(state, STAIRS_UP_HERE);
  if (terrain === STAIRS_DOWN) say(state, STAIRS_DOWN_HERE);
  say(state, SEE_HERE, top - 1);
}
