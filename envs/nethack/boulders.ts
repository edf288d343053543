/**
 * Boulders are pushed (NetHack's moverock, hack.c): one cell on, if nothing is in the way there; into water, which nine in
 * ten fill; into a pit, which each fills. Where the rules of Sokoban hold they do not roll diagonally.
 */
import type { Dice } from "./dice.js";
import { DX, DY } from "./events.js";
import { setOpaque } from "./geometry.js";
import { BEHIND_BOULDER, MONSTER_IN_WAY, say } from "./messages.js";
import { freeObject, hasBoulder, layOnFloor, takeFromFloor } from "./objects.js";
import {
  BOULDER_FILLS,
  BOULDER_MOVED,
  BOULDER_ROLLS_NOT,
  BOULDER_SINKS,
  BOULDER_SPLASHES,
  BOULDER_STUCK,
  PIT_FILLED,
} from "./puzzle-messages.js";
import { CHANGES, LAST_PUSH, SOKOBAN, type State, TIME } from "./state.js";
import { BARS, CLOSED, COLUMNS, DOOR, FLOOR, isWater, LAVA, LOCKED, OPEN, ROWS, TREE, X, Y } from "./terrain.js";
import { PIT } from "./traps.js";

/** After so many turns without a push the next one is told. */
const QUIET_TURNS = 2;

/** Whether nobody squeezes past a cell: rock, a tree, a boulder. */
const isTight = (state: State, cell: number): boolean =>
  state.terrain[cell]! < DOOR || state.terrain[cell] === TREE || hasBoulder(state, cell);

/** Whether a diagonal step leads between two cells of rock, trees or boulders. */
export const isNarrow = (state: State, from: number, to: number): boolean =>
  isTight(state, Y[from]! * COLUMNS + X[to]!) && isTight(state, Y[to]! * COLUMNS + X[from]!);

/** Whether a boulder may come here; water and lava take it. */
function isFree(state: State, x: number, y: number, isDiagonal: boolean): boolean {
  if (x < 0 || x >= COLUMNS || y < 0 || y >= ROWS) return false;
  const cell = y * COLUMNS + x;
  const kind = state.terrain[cell]!;
  if (kind < DOOR || kind === BARS || kind === TREE || hasBoulder(state, cell)) return false;
  if (kind !== DOOR) return true;
  const door = state.door[cell];
  if (door === CLOSED || door === LOCKED) return false;
  return door !== OPEN || !isDiagonal;
}

/**
 * Pushes the boulders of a cell on, one after another; false when one does not move, which takes no turn, also where others
 * have moved.
 */
export function pushBoulders(state: State, cell: number, direction: number, dice: Dice): boolean {
  while (hasBoulder(state, cell)) if (!pushBoulder(state, cell, direction, dice)) return false;
  return true;
}

function pushBoulder(state: State, cell: number, direction: number, dice: Dice): boolean {
  const { hero } = state;
  const x = (cell % COLUMNS) + DX[direction]!;
  const y = Math.trunc(cell / COLUMNS) + DY[direction]!;
  if (!isFree(state, x, y, (direction & 1) === 1)) {
    say(state, BOULDER_STUCK);
    return false;
  }
  const to = y * COLUMNS + x;
  if ((direction & 1) === 1 && hero[SOKOBAN] !== 0) {
    say(state, BOULDER_ROLLS_NOT);
    return false;
  }
  if (state.monsterAt[to] !== 0) {
    say(state, BEHIND_BOULDER, state.monsterKind[state.monsterAt[to]! - 1]!);
    say(state, MONSTER_IN_WAY);
    return false;
  }
  const row = takeFromFloor(state, cell);
  const kind = state.terrain[to]!;
  if (kind !== DOOR && state.door[to] === PIT) {
    freeObject(state, row);
    state.door[to] = 0;
    state.terrain[to] = FLOOR;
    say(state, PIT_FILLED);
  } else if (kind === LAVA || isWater(kind)) {
    const fills = kind === LAVA ? dice.roll("boulder", 10) === 0 : dice.roll("boulder", 10) !== 0;
    freeObject(state, row);
    if (fills) {
      state.terrain[to] = FLOOR;
      say(state, BOULDER_FILLS);
    } else {
      say(state, BOULDER_SPLASHES);
      say(state, BOULDER_SINKS);
    }
  } else {
    if (hero[TIME]! > hero[LAST_PUSH]! + QUIET_TURNS) say(state, BOULDER_MOVED);
    hero[LAST_PUSH] = hero[TIME]!;
    layOnFloor(state, row, to);
  }
  // As in the game: a cell is seen through once its last boulder has left, water too; water that is filled as before.
  if (!hasBoulder(state, cell)) setOpaque(state, cell, 0);
  if (hasBoulder(state, to)) setOpaque(state, to, 1);
  hero[CHANGES]! += 1;
  return true;
}
