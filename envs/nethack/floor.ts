/**
 * What the hero is told of the floor, and what he takes up by himself, where MiniHack has autopickup on.
 */
import { TOOK } from "./events.js";
import { weigh } from "./load.js";
import { SEE_HERE, STAIRS_DOWN_HERE, STAIRS_UP_HERE, say, TAKEN } from "./messages.js";
import { BOULDER, stackInPack, takeFromFloor } from "./objects.js";
import { BROKEN_DOOR_HERE, DOORWAY_HERE, NO_OBJECTS_HERE, OPEN_DOOR_HERE } from "./remark-texts.js";
import { AUTOPICKUP, CELL, PASSES_BY, type State } from "./state.js";
import { BROKEN, DOOR, OPEN, STAIRS_DOWN, STAIRS_UP } from "./terrain.js";

/** What lies on the cell is told when the hero steps on it; stairs alone are not. Returns the event of taking it. */
export function tellFloor(state: State): number {
  const cell = state.hero[CELL]!;
  const top = state.floorHead[cell]!;
  if (top === 0 || state.hero[AUTOPICKUP] === PASSES_BY) return 0;
  if (state.hero[AUTOPICKUP] === 1 && state.objectKind[top - 1] !== BOULDER) {
    say(state, TAKEN, stackInPack(state, takeFromFloor(state, cell)));
    weigh(state);
    return TOOK;
  }
  tellHere(state);
  return 0;
}

/** Stairs or doorway, and what lies there. */
export function tellHere(state: State): 0 {
  const { hero, terrain, door, floorHead } = state;
  const cell = hero[CELL]!;
  const ground = terrain[cell];
  const top = floorHead[cell]!;
  if (ground === STAIRS_UP) say(state, STAIRS_UP_HERE);
  else if (ground === STAIRS_DOWN) say(state, STAIRS_DOWN_HERE);
  else if (ground === DOOR) {
    say(state, door[cell] === OPEN ? OPEN_DOOR_HERE : door[cell] === BROKEN ? BROKEN_DOOR_HERE : DOORWAY_HERE);
  } else if (top === 0) say(state, NO_OBJECTS_HERE);
  if (top !== 0) {
    // Who was told what it is knows it from afar, too.
    state.objectClose[top - 1] = 1;
    say(state, SEE_HERE, top - 1);
  }
  return 0;
}
