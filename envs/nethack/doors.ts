/**
 * Doors that are opened and closed by hand, by walking at them or by command (NetHack's lock.c).
 */
import type { Dice } from "./dice.js";
import { CLOSED_UP, DX, DY, OPENED } from "./events.js";
import { clearDoor, setOpaque } from "./geometry.js";
import {
  DOOR_BROKEN,
  DOOR_CLOSES,
  DOOR_IS_CLOSED,
  DOOR_IS_OPEN,
  DOOR_LOCKED,
  DOOR_OPENS,
  DOOR_RESISTS,
  DOORWAY_EMPTY,
  IN_THE_WAY,
  NO_DOOR_THERE,
  NOTHING_TO_LOOT,
  SOMETHING_IN_THE_WAY,
  say,
} from "./messages.js";
import { CELL, CHANGES, CONSTITUTION, DEXTERITY, STRENGTH, type State, TIME } from "./state.js";
import { BROKEN, CLOSED, COLUMNS, DOOR, LOCKED, NO_DOOR, OPEN, ROWS } from "./terrain.js";

/** The cell beside another; -1 beyond the map. */
export function cellBeside(cell: number, direction: number): number {
  const x = (cell % COLUMNS) + DX[direction]!;
  const y = Math.trunc(cell / COLUMNS) + DY[direction]!;
  return x < 0 || x >= COLUMNS || y < 0 || y >= ROWS ? -1 : y * COLUMNS + x;
}

/** A third of strength (3..25), dexterity and constitution: what decides of doors. */
export const skillOf = ({ hero }: State): number =>
  Math.trunc((hero[STRENGTH]! + hero[DEXTERITY]! + hero[CONSTITUTION]!) / 3);

/** One attempt at an unlocked door; a turn. 0..19 below the hero's skill opens. */
export function tryOpen(state: State, cell: number, dice: Dice): number {
  const { hero } = state;
  hero[TIME]! += 1;
  if (dice.roll("open", 20) >= skillOf(state)) return 0;
  state.door[cell] = OPEN;
  clearDoor(state, cell);
  hero[CHANGES]! += 1;
  return OPENED;
}

/** What is said of a door that the command leaves as it is. */
const REFUSALS: Readonly<Record<number, number>> = {
  [NO_DOOR]: DOORWAY_EMPTY,
  [BROKEN]: DOOR_BROKEN,
  [OPEN]: DOOR_IS_OPEN,
  [LOCKED]: DOOR_LOCKED,
};

/** The command with a direction; -1 is the hero's own cell, where there could be something to loot. */
export function openDoor(state: State, direction: number, dice: Dice): number {
  const cell = direction < 0 ? state.hero[CELL]! : cellBeside(state.hero[CELL]!, direction);
  if (direction < 0) say(state, NOTHING_TO_LOOT);
  else if (cell < 0 || state.terrain[cell] !== DOOR) say(state, NO_DOOR_THERE);
  else if (state.door[cell] !== CLOSED) say(state, REFUSALS[state.door[cell]!] ?? NO_DOOR_THERE);
  else {
    const opened = tryOpen(state, cell, dice);
    say(state, opened ? DOOR_OPENS : DOOR_RESISTS);
    return opened;
  }
  return 0;
}

export function closeDoor(state: State, direction: number, dice: Dice): number {
  const { hero, door } = state;
  const cell = direction < 0 ? hero[CELL]! : cellBeside(hero[CELL]!, direction);
  if (direction < 0) {
    hero[TIME]! += 1;
    say(state, IN_THE_WAY);
  } else if (cell < 0 || state.terrain[cell] !== DOOR) say(state, NO_DOOR_THERE);
  else if (door[cell] === NO_DOOR) say(state, DOORWAY_EMPTY);
  else if (state.floorHead[cell] !== 0) say(state, SOMETHING_IN_THE_WAY);
  else if (door[cell] === BROKEN) say(state, DOOR_BROKEN);
  else if (door[cell] !== OPEN) say(state, DOOR_IS_CLOSED);
  else {
    hero[TIME]! += 1;
    if (dice.roll("close", 25) >= skillOf(state)) {
      say(state, DOOR_RESISTS);
      return 0;
    }
    say(state, DOOR_CLOSES);
    setOpaque(state, cell, 1);
    door[cell] = CLOSED;
    hero[CHANGES]! += 1;
    return CLOSED_UP;
  }
  return 0;
}
