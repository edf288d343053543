/**
 * APPLY, as MiniHack's KeyRoom has it.
 */
import type { Dice } from "./dice.js";
import { tryOpen } from "./doors.js";
import { DX, DY, UNLOCKED } from "./events.js";
import { NEVER_MIND, say } from "./messages.js";
import { findInPack, MASTER_KEY } from "./objects.js";
import { CELL, DEXTERITY, type State, TIME } from "./state.js";
import { CLOSED, CLOSED_HORIZONTAL, CLOSED_VERTICAL, COLUMNS, LOCKED } from "./terrain.js";

/** The wrapper's order of neighbours: NW N NE W E SW S SE. */
const NEIGHBOURS = [7, 0, 1, 6, 2, 5, 4, 3];
/** NetHack gives up unlocking after so many turns. */
const MOST_ATTEMPTS = 50;

/**
 * MiniHack's KeyRoom wrapper around APPLY: with a key beside a door that shows closed it unlocks, then walks at the door
 * until it is open, then applies once more and cancels; so the message is always "Never mind.".
 */
export function applyKey(state: State, dice: Dice): number {
  const { hero, glyphs, door } = state;
  say(state, NEVER_MIND);
  if (findInPack(state, MASTER_KEY) < 0) return 0;
  const from = hero[CELL]!;
  const direction = NEIGHBOURS.find((d) => {
    const glyph = glyphs[from + DY[d]! * COLUMNS + DX[d]!];
    return glyph === CLOSED_VERTICAL || glyph === CLOSED_HORIZONTAL;
  });
  if (direction === undefined) return 0;
  const cell = from + DY[direction]! * COLUMNS + DX[direction]!;
  let events = 0;
  for (let attempt = 0; attempt < MOST_ATTEMPTS && door[cell] === LOCKED; attempt++) {
    hero[TIME]! += 1;
    if (dice.roll("unlock", 100) < 70 + hero[DEXTERITY]!) {
      door[cell] = CLOSED;
      events |= UNLOCKED;
    }
  }
  while (door[cell] === CLOSED) events |= tryOpen(state, cell, dice);
  return events;
}
