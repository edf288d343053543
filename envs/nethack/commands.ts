/**
 * What actions do: free functions of state and dice. Each returns the events of the step as bits; whether it took a turn
 * is read from the hero's clock.
 */

import { applyKey } from "./apply.js";
import { isNarrow, pushBoulders } from "./boulders.js";
import { BOULDER_BLOCKS, STOP_AT_TRAP, THAT_DOOR_CLOSED } from "./command-texts.js";
import type { Dice } from "./dice.js";
import { cellBeside, tryOpen } from "./doors.js";
import { BUMPED, DX, DY, HIT, MOVED, PUSHED, TOOK } from "./events.js";
import { attackMonster } from "./fight.js";
import { tellFloor } from "./floor.js";
import { enterLiquid, springTrap } from "./hazards.js";
import { KEYS, PREFIX_OF_KEY } from "./keys.js";
import {
  BARS_HERE,
  CANNOT_ESCAPE,
  DIAGONAL_IN,
  DIAGONAL_OUT,
  DOOR_FIXED,
  DOOR_LOCKED,
  DOOR_OPENS,
  DOOR_RESISTS,
  MAP_EDGE,
  NO_STAMINA,
  NOTHING_HERE,
  PULL_FREE,
  SOLID_STONE,
  STAIRS_FIXED,
  say,
  TAKEN,
  TREE_HERE,
  WALL,
} from "./messages.js";
import { addToPack, BOULDER, takeFromFloor } from "./objects.js";
import { askPray, turnUndead } from "./pray.js";
import { askClose, askEat, askKick, askLoot, askOpen, askRide, askTrap, askUntrap } from "./prompts.js";
import { TOO_NARROW } from "./puzzle-messages.js";
import { remark } from "./remarks.js";
import { KNIGHT } from "./roles.js";
import type { Runner } from "./runner.js";
import { search } from "./search.js";
import { sit } from "./sit.js";
import { CELL, CHANGES, HP, HP_MAX, LIVE, LOAD, PROMPT, ROLE, SOKOBAN, STUCK, type State, TIME } from "./state.js";
import {
  BARS,
  CLOSED,
  COLUMNS,
  DOOR,
  KNOWN_TRAP,
  LOCKED,
  OPEN,
  ROWS,
  STAIRS_DOWN,
  STAIRS_UP,
  STONE,
  stands,
  TREE,
} from "./terrain.js";
import { PIT } from "./traps.js";
import { fightWithTwo, swapWeapons, takeOff } from "./weapons.js";

function bump(state: State, template: number, argument = 0): number {
  say(state, template, argument);
  return BUMPED;
}

/** A step to a cell that is no plain ground: bars, a tree, a boulder, a liquid, a trap. */
function moveOddly(state: State, to: number, direction: number, dice: Dice, gait: number): number {
  const { hero, terrain, floorHead, objectKind } = state;
  const target = terrain[to]!;
  if (target === TREE || target === BARS) return bump(state, target === TREE ? TREE_HERE : BARS_HERE);
  const top = floorHead[to]!;
  const isPush = top !== 0 && objectKind[top - 1] === BOULDER;
  if (gait > 1) {
    if (target === KNOWN_TRAP || state.door[to] === PIT) return bump(state, STOP_AT_TRAP, state.door[to]!);
    if (isPush) return bump(state, BOULDER_BLOCKS);
  }
  if (isPush && !pushBoulders(state, to, direction, dice)) return BUMPED;
  const pushed = isPush ? PUSHED : 0;
  hero[CELL] = to;
  hero[TIME]! += 1;
  if (target > TREE) return pushed | enterLiquid(state, to);
  if (target !== DOOR && state.door[to] !== 0) return pushed | springTrap(state, to, dice);
  return pushed | MOVED | tellFloor(state);
}

/** Times in forty that a hero who is held comes free. */
const ESCAPES = 3;

/** What monsters make of a step: one holds the hero back, or stands there and is struck. Undefined when none does. */
export function meet(state: State, to: number, dice: Dice): number | undefined {
  const { hero, monsterAt, monsterCell } = state;
  const row = hero[STUCK]! - 1;
  if (row >= 0 && monsterCell[row] !== to) {
    const holder = monsterCell[row]!;
    const cell = hero[CELL]!;
    const isFar =
      Math.abs((holder % COLUMNS) - (cell % COLUMNS)) > 1 ||
      Math.abs(Math.trunc(holder / COLUMNS) - Math.trunc(cell / COLUMNS)) > 1;
    if (isFar) hero[STUCK] = 0;
    else if (dice.roll("hero: escape", 40) < ESCAPES) {
      say(state, PULL_FREE, state.monsterKind[row]!);
      hero[STUCK] = 0;
    } else {
      say(state, CANNOT_ESCAPE, state.monsterKind[row]!);
      hero[TIME]! += 1;
      return HIT;
    }
  }
  return monsterAt[to] === 0 ? undefined : attackMonster(state, monsterAt[to]! - 1, dice);
}

/** With fewer hit points and a heavy load the hero does not move. */
const FAINT = 10;

/** A hero who has no strength left for a move says so, which takes a turn. */
export function isFaint(state: State): boolean {
  const { hero } = state;
  if (hero[LOAD]! <= 1 || hero[HP]! >= FAINT || hero[HP]! >= hero[HP_MAX]!) return false;
  say(state, NO_STAMINA);
  hero[TIME]! += 1;
  return true;
}

/**
 * One step in a direction; a closed door is tried, unless the hero runs. Bumping takes no turn. `gait`: of `runs.ts`,
 * 0 for a walk.
 */
export function move(state: State, direction: number, dice: Dice, gait = 0): number {
  const { hero, terrain, door } = state;
  const from = hero[CELL]!;
  if (isFaint(state)) return 0;
  const column = from % COLUMNS;
  const x = column + DX[direction]!;
  const y = (from - column) / COLUMNS + DY[direction]!;
  if (x < 0 || x >= COLUMNS || y < 0 || y >= ROWS) return bump(state, MAP_EDGE, direction);
  const to = y * COLUMNS + x;
  if (hero[LIVE] !== 0) {
    const met = meet(state, to, dice);
    if (met !== undefined) return met;
  }
  const target = terrain[to]!;
  const diagonal = direction & 1;
  if (target < DOOR) return bump(state, target === STONE ? SOLID_STONE : WALL);
  if (target === DOOR) {
    if (gait !== 0 && (door[to] === LOCKED || door[to] === CLOSED)) {
      return diagonal === 0 ? bump(state, THAT_DOOR_CLOSED) : BUMPED;
    }
    if (door[to] === LOCKED) return bump(state, DOOR_LOCKED);
    if (door[to] === CLOSED) {
      const opened = tryOpen(state, to, dice);
      say(state, opened ? DOOR_OPENS : DOOR_RESISTS);
      return opened;
    }
    if (diagonal && stands(door[to]!)) return bump(state, DIAGONAL_IN);
  }
  if (diagonal && hero[SOKOBAN] !== 0 && target !== TREE && target !== BARS) {
    if (isNarrow(state, from, to)) return bump(state, TOO_NARROW);
  }
  if (diagonal && terrain[from] === DOOR && stands(door[from]!)) return bump(state, DIAGONAL_OUT);
  const top = state.floorHead[to]!;
  const isPlain = target < BARS && (target === DOOR || door[to] === 0);
  if (!isPlain || (top !== 0 && state.objectKind[top - 1] === BOULDER))
    return moveOddly(state, to, direction, dice, gait);
  hero[CELL] = to;
  hero[TIME]! += 1;
  return top === 0 ? MOVED : MOVED | tellFloor(state);
}

/** Takes the one thing that lies here; a turn when there is one. */
export function pickUp(state: State): number {
  const { hero, terrain } = state;
  const cell = hero[CELL]!;
  const row = takeFromFloor(state, cell);
  if (row < 0) {
    const isStairs = terrain[cell] === STAIRS_UP || terrain[cell] === STAIRS_DOWN;
    const isOpenDoor = terrain[cell] === DOOR && state.door[cell] === OPEN;
    say(state, isStairs ? STAIRS_FIXED : isOpenDoor ? DOOR_FIXED : NOTHING_HERE);
    return 0;
  }
  addToPack(state, row);
  hero[TIME]! += 1;
  hero[CHANGES]! += 1;
  say(state, TAKEN, row);
  return TOOK;
}

/** Tries of a confused hero to find a way that is no rock. */
const STAGGERS = 50;

/** Where a confused hero really goes: one time in five anywhere. */
export function confused(state: State, direction: number, dice: Dice): number {
  if (dice.roll("confusion", 5) !== 0) return direction;
  for (let attempt = 0; attempt < STAGGERS; attempt++) {
    const drawn = dice.roll("confusion", 8);
    const cell = cellBeside(state.hero[CELL]!, drawn);
    if (cell >= 0 && state.terrain[cell]! >= DOOR) return drawn;
  }
  return direction;
}

/** A key that is no direction, where nothing was asked. */
export function command(game: Runner, key: number): number {
  const { state, playDice: dice } = game;
  switch (key) {
    case KEYS.PICKUP:
      return pickUp(state);
    case KEYS.APPLY:
      return applyKey(state, dice);
    case KEYS.OPEN:
      return askOpen(state);
    case KEYS.CLOSE:
      return askClose(state);
    case KEYS.KICK:
      return askKick(state);
    case KEYS.SEARCH:
      return search(state, dice);
    case KEYS.EAT:
      return askEat(state);
    case KEYS.PRAY:
      return askPray(state);
    case KEYS.RIDE:
      return askRide(state);
    case KEYS.SEETRAP:
      return askTrap(state);
    case KEYS.UNTRAP:
      return askUntrap(state);
    case KEYS.LOOT:
      return askLoot(state);
    case KEYS.SIT:
      return sit(state, dice);
    case KEYS.SWAP:
      return swapWeapons(state);
    case KEYS.TWOWEAPON:
      return fightWithTwo(state, dice);
    case KEYS.TAKEOFF:
      return takeOff(game);
    case KEYS.TURN:
      return state.hero[ROLE] === KNIGHT ? turnUndead(game) : remark(state, key);
    default:
      if (PREFIX_OF_KEY[key] === 0) return remark(state, key);
      state.hero[PROMPT] = PREFIX_OF_KEY[key]!;
      return 0;
  }
}
