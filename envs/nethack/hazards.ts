/**
 * Steps that go wrong: into water, which the hero crawls out of; into lava, which kills; onto a trap, which teleports,
 * squeaks, or is a pit.
 */
import type { Dice } from "./dice.js";
import { FELL, MOVED } from "./events.js";
import { tellFloor } from "./floor.js";
import { CRAWL_OUT, FALL_INTO_WATER, PHEEW, SINK_LIKE_ROCK, say, TRAP_ESCAPED } from "./messages.js";
import { wakeNear } from "./monsters.js";
import { hasBoulder } from "./objects.js";
import { BOARD_ESCAPED, BOARD_SQUEAKS, PIT_PULLS } from "./puzzle-messages.js";
import { CELL, CHANGES, EXPERIENCE_LEVEL, HP, PENDING, type State } from "./state.js";
import {
  BARS,
  CELLS,
  CLOSED,
  COLUMNS,
  CORRIDOR,
  DOOR,
  FLOOR,
  ICE,
  KNOWN_TRAP,
  LAVA,
  LOCKED,
  ROWS,
  stands,
} from "./terrain.js";
import { isBoard, PIT, SQUEAKY_BOARD } from "./traps.js";
import { hurt } from "./vitals.js";
import { soakPack } from "./water.js";

/** Draws for a cell to crawl to before the cells are tried in order; as many for one to be teleported to. */
const CRAWLS = 100;
const TELEPORTS = 400;

/** A cell that can be stood on: no rock, no boulder, no shut door, no liquid. */
function isStanding(state: State, cell: number): boolean {
  const { terrain, door } = state;
  const kind = terrain[cell]!;
  if (hasBoulder(state, cell)) return false;
  if (kind === DOOR) return door[cell] !== CLOSED && door[cell] !== LOCKED;
  return kind > DOOR && kind < BARS;
}

/** A land cell beside the water, drawn from the nine about it; -1 when there is none. */
function crawlCell(state: State, cell: number, dice: Dice): number {
  const at = (index: number): number => {
    const x = (cell % COLUMNS) - 1 + (index % 3);
    const y = Math.trunc(cell / COLUMNS) - 1 + Math.trunc(index / 3);
    if (x < 0 || x >= COLUMNS || y < 0 || y >= ROWS) return -1;
    const beside = y * COLUMNS + x;
    if (state.monsterAt[beside] !== 0) return -1;
    const isDiagonalDoor = state.terrain[beside] === DOOR && index % 2 === 0 && stands(state.door[beside]!);
    return isStanding(state, beside) && !isDiagonalDoor ? beside : -1;
  };
  for (let draw = 0; draw < CRAWLS; draw++) {
    const found = at(dice.roll("crawl", 9));
    if (found >= 0) return found;
  }
  // Column by column.
  for (let x = 0; x < 3; x++) for (let y = 0; y < 3; y++) if (at(3 * y + x) >= 0) return at(3 * y + x);
  return -1;
}

/** Values of the hero's `PENDING`. */
const CRAWLING = 1;
const TELEPORTED = 2;

/** The hero has stepped into a liquid cell: lava kills, and out of water he will crawl. */
export function enterLiquid(state: State, cell: number): number {
  const { hero } = state;
  if (state.terrain[cell] === LAVA) hero[HP] = 0;
  else hero[PENDING] = CRAWLING;
  return MOVED;
}

const PIT_DAMAGE = 6;
/** Squared distance, for each level of the hero, within which his noise wakes sleepers. */
const WAKES = 20;

/** The hero has stepped onto a trap; one that he knows of may be escaped, but no pit of a Sokoban level. */
export function springTrap(state: State, cell: number, dice: Dice): number {
  const { hero, terrain, door } = state;
  const trap = door[cell]!;
  if (trap === PIT) {
    say(state, PIT_PULLS);
    hurt(state, 1 + dice.roll("pit", PIT_DAMAGE));
    return MOVED | FELL | tellFloor(state);
  }
  if (terrain[cell] === KNOWN_TRAP && dice.roll("trap", 5) === 0) {
    say(state, isBoard(trap) ? BOARD_ESCAPED : TRAP_ESCAPED);
    return MOVED | tellFloor(state);
  }
  if (terrain[cell] === FLOOR || terrain[cell] === CORRIDOR || terrain[cell] === ICE) {
    terrain[cell] = KNOWN_TRAP;
    hero[CHANGES]! += 1;
  }
  if (isBoard(trap)) {
    say(state, BOARD_SQUEAKS, trap - SQUEAKY_BOARD);
    wakeNear(state, cell, WAKES * hero[EXPERIENCE_LEVEL]!);
    return MOVED | tellFloor(state);
  }
  hero[PENDING] = TELEPORTED;
  return MOVED;
}

/** What was pending happens; the hero has seen what there is to see from where he stood meanwhile. */
export function resolvePending(state: State, dice: Dice): void {
  const { hero } = state;
  const pending = hero[PENDING];
  const cell = hero[CELL]!;
  hero[PENDING] = 0;
  if (pending === CRAWLING) {
    say(state, FALL_INTO_WATER);
    say(state, SINK_LIKE_ROCK);
    soakPack(state, dice);
    const land = crawlCell(state, cell, dice);
    if (land < 0) {
      hero[HP] = 0;
      return;
    }
    say(state, CRAWL_OUT);
    say(state, PHEEW);
    hero[CELL] = land;
  } else {
    for (let draw = 0; draw < TELEPORTS; draw++) {
      const to = dice.roll("teleport", CELLS);
      if (to === cell || state.monsterAt[to] !== 0 || !isStanding(state, to)) continue;
      hero[CELL] = to;
      break;
    }
  }
  tellFloor(state);
}
