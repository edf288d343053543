/**
 * What the hero is told of the floor, and what he takes up by himself: corpses, where MiniHack has autopickup on.
 */
import { TOOK } from "./events.js";
import { weigh } from "./load.js";
import { SEE_HERE, STAIRS_DOWN_HERE, STAIRS_UP_HERE, say, TAKEN } from "./messages.js";
import { CORPSE, stackInPack, takeFromFloor } from "./objects.js";
import { AUTOPICKUP, CELL, type State } from "./state.js";
import { STAIRS_DOWN, STAIRS_UP } from "./terrain.js";

/** What lies on the cell is told when the hero steps on it; stairs alone are not. Returns the event of taking it. */
export function tellFloor(state: State): number {
  const cell = state.hero[CELL]!;
  const top = state.floorHead[cell]!;
  if (top === 0) return 0;
  if (state.hero[AUTOPICKUP] === 1 && state.objectKind[top - 1] === CORPSE) {
    say(state, TAKEN, stackInPack(state, takeFromFloor(state, cell)));
    weigh(state);
    return TOOK;
  }
  const terrain = state.terrain[cell];
  if (terrain === STAIRS_UP) say(state, STAIRS_UP_HERE);
  if (terrain === STAIRS_DOWN) say(state, STAIRS_DOWN_HERE);
  say(state, SEE_HERE, top - 1);
  return 0;
}
