/**
 * Searching the eight neighbours for hidden doors and passages (NetHack's detect.c), each found one time in seven, and for
 * traps.
 */
import { TRAP_FOUND } from "./command-texts.js";
import type { Dice } from "./dice.js";
import { FOUND } from "./events.js";
import { setOpaque } from "./geometry.js";
import { FOUND_DOOR, FOUND_PASSAGE, say } from "./messages.js";
import { CELL, CHANGES, type State, TIME } from "./state.js";
import { COLUMNS, CORRIDOR, DOOR, KNOWN_TRAP, ROWS, SECRET, STONE } from "./terrain.js";
import { PIT } from "./traps.js";

const CHANCE = 7;

/** Traps are found one time in eight, those below the hero aside. */
const TRAP_CHANCE = 8;

function findTrap(state: State, cell: number, dice: Dice): number {
  const { hero, terrain, door } = state;
  const isKnown = terrain[cell] === KNOWN_TRAP || door[cell] === PIT || cell === hero[CELL];
  if (isKnown || dice.roll("search: trap", TRAP_CHANCE) !== 0) return 0;
  terrain[cell] = KNOWN_TRAP;
  hero[CHANGES]! += 1;
  say(state, TRAP_FOUND, door[cell]!);
  return FOUND;
}

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
      if (terrain[cell]! > DOOR && door[cell] !== 0) events |= findTrap(state, cell, dice);
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
