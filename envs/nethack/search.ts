/**
 * Searching the eight neighbours for hidden doors and passages (NetHack's detect.c): each is found one time in seven.
 */
import type { Dice } from "./dice.js";
import { FOUND } from "./events.js";
import { setOpaque } from "./geometry.js";
import { FOUND_DOOR, FOUND_PASSAGE, say } from "./messages.js";
import { CELL, CHANGES, type State, TIME } from "./state.js";
import { COLUMNS, CORRIDOR, DOOR, ROWS, SECRET, STONE } from "./terrain.js";

const CHANCE = 7;

/** A turn of searching, column by column. */
export function search(state: State, dice: Dice): number {
  const { hero, terrain, door } = state;
  hero[TIME]! += 1;
  const hx = hero[CELL]! % COLUMNS;
  const hy = Math.trunc(hero[CELL]! / COLUMNS);
  let events = 0;
  for (let x = Math.max(0, hx - 1); x <= Math.min(COLUMNS - 1, hx + 1); x++) {
    for (let y = Math.max(0, hy - 1); y <= Math.min(ROWS - 1, hy + 1); y++) {
      const cell = y * COLUMNS + x;
      if (terrain[cell]! >= DOOR || door[cell]! < SECRET || dice.roll("search", CHANCE) !== 0) continue;
      events |= FOUND;
      hero[CHANGES]! += 1;
      if (terrain[cell] === STONE) {
        terrain[cell] = CORRIDOR;
        door[cell] = 0;
        setOpaque(state, cell, 0);
        say(state, FOUND_PASSAGE);
      } else {
        terrain[cell] = DOOR;
        door[cell]! -= SECRET;
        say(state, FOUND_DOOR);
      }
    }
  }
  return events;
}
