/**
 * A level as the search sees it: what each cell is, which cells can change, and how a moment of play is written as a short
 * record of numbers. Everything else of the engine's state (sight, memory, clock, hit points) has no say in where actions
 * lead.
 *
 * A record, words of 16 bits: the hero's cell; flags; five cells that can change a word, three bits each; boulders in
 * ascending order. A boulder that filled a cell stands at the end as that cell with the upper bit set, one that is gone as
 * all bits set: so what is filled needs no words of its own.
 */
import { InputError } from "../errors.js";
import { DX, DY } from "../nethack/events.js";
import { BOULDER, findInPack, MASTER_KEY } from "../nethack/objects.js";
import { CELL, LIVE, PROMPT, type State, WOUNDED } from "../nethack/state.js";
import {
  AIR,
  BARS,
  BROKEN,
  CELLS,
  CLOSED,
  COLUMNS,
  DOOR,
  isWater,
  KNOWN_TRAP,
  LAVA,
  LOCKED,
  NO_DOOR,
  OPEN,
  ROWS,
  SECRET,
  STAIRS_DOWN,
  STONE,
  TREE,
} from "../nethack/terrain.js";

/** What a cell is: nothing enters; anything does; an open door; one of the cells that change; liquids; a trap. */
export const BLOCKED = 0;
export const FREE = 1;
export const OPEN_DOOR = 2;
export const CHANGING = 3;
export const WATER_HERE = 4;
export const LAVA_HERE = 5;
export const TRAP_HERE = 6;
/** What a changing cell can be besides: a closed or locked door. */
export const CLOSED_DOOR = 7;
export const LOCKED_DOOR = 8;

/** States of a changing cell, by three bits: a broken door and a found passage are alike. */
export const IS_GONE = 0;
export const IS_OPEN = 1;
export const IS_CLOSED = 2;
export const IS_LOCKED = 3;
export const IS_HIDDEN = 4;
const KINDS = [FREE, OPEN_DOOR, CLOSED_DOOR, LOCKED_DOOR, BLOCKED] as const;

/** Words of a record. */
export const HERO = 0;
export const FLAGS = 1;
export const CHANGES = 2;
const BITS = 3;
const PER_WORD = 5;
/** Flags: what was asked in three bits, the key in the pack, turns until the leg is better. */
export const ASKED = 7;
export const HOLDS_KEY = 8;
export const WOUND = 4;
/** Of a boulder's word. */
export const FILLED = 0x8000;
export const NOWHERE = 0xffff;

/** Cells x 8 directions, the neighbour; -1 beyond the map. */
export const NEAR = Int16Array.from({ length: CELLS * 8 }, (_, i) => {
  const cell = i >> 3;
  const x = (cell % COLUMNS) + DX[i & 7]!;
  const y = Math.trunc(cell / COLUMNS) + DY[i & 7]!;
  return x < 0 || x >= COLUMNS || y < 0 || y >= ROWS ? -1 : y * COLUMNS + x;
});

export interface LevelMap {
  readonly kind: Uint8Array;
  readonly terrain: Uint8Array;
  readonly door: Uint8Array;
  /** Cells that change, and each one's number by cell; -1 for others. */
  readonly changing: readonly number[];
  readonly numberOf: Int16Array;
  /** By number: what a hidden one is once it is found. */
  readonly under: Uint8Array;
  /** Cells on which a key can be taken, and those on which something lies that is no boulder. */
  readonly keys: ReadonlySet<number>;
  readonly things: Uint8Array;
  readonly boulders: number;
  readonly width: number;
  /** First word of the boulders. */
  readonly first: number;
  readonly hasLiquid: boolean;
}

const doorState = (door: number): number =>
  door === OPEN ? IS_OPEN : door === CLOSED ? IS_CLOSED : door === LOCKED ? IS_LOCKED : IS_GONE;

const isHidden = (terrain: number, door: number): boolean => terrain < DOOR && door >= SECRET;
const isTrap = (terrain: number, door: number): boolean => terrain !== DOOR && terrain > DOOR && door !== 0;

function kindOf(terrain: number, door: number, cell: number): number {
  if (terrain < DOOR || terrain === BARS || terrain === TREE) return BLOCKED;
  if (terrain === DOOR) return door === OPEN ? OPEN_DOOR : FREE;
  if (isTrap(terrain, door) || terrain === KNOWN_TRAP) return TRAP_HERE;
  if (isWater(terrain)) return WATER_HERE;
  if (terrain === LAVA) return LAVA_HERE;
  if (terrain > AIR) throw new InputError(`The solver does not know terrain ${terrain} at cell ${cell}.`);
  return FREE;
}

/** How many boulders lie on a cell. */
function bouldersOn({ floorHead, objectKind, objectNext }: State, cell: number): number {
  let count = 0;
  for (let link = floorHead[cell]!; link !== 0; link = objectNext[link - 1]!) {
    if (objectKind[link - 1] === BOULDER) count++;
  }
  return count;
}

/** Whether a key can be taken here, once boulders are out of the way. */
function hasKey({ floorHead, objectKind, objectNext }: State, cell: number): boolean {
  let isUnder = false;
  for (let link = floorHead[cell]!; link !== 0; link = objectNext[link - 1]!) {
    const kind = objectKind[link - 1]!;
    if (kind === MASTER_KEY && isUnder) throw new InputError("The solver does not dig: a key lies below other things.");
    if (kind === MASTER_KEY) return true;
    if (kind !== BOULDER) isUnder = true;
  }
  return false;
}

/** `canClose`: whether open doors change too. Throws an InputError for monsters, buried keys and unknown terrain. */
export function mapOf(state: State, canClose: "closes doors" | "leaves doors open"): LevelMap {
  if (state.hero[LIVE] !== 0) {
    throw new InputError("The solver takes levels without monsters: what they do is dice, and no plan outlives them.");
  }
  const kind = new Uint8Array(CELLS);
  const numberOf = new Int16Array(CELLS).fill(-1);
  const things = new Uint8Array(CELLS);
  const changing: number[] = [];
  const under: number[] = [];
  const keys = new Set<number>();
  let boulders = 0;
  let hasLiquid = false;
  for (let cell = 0; cell < CELLS; cell++) {
    const terrain = state.terrain[cell]!;
    const door = state.door[cell]!;
    kind[cell] = kindOf(terrain, door, cell);
    hasLiquid ||= kind[cell] === WATER_HERE || kind[cell] === LAVA_HERE;
    const isShut = terrain === DOOR && (door === CLOSED || door === LOCKED);
    const isSecret = isHidden(terrain, door);
    if (isShut || isSecret || (canClose === "closes doors" && kind[cell] === OPEN_DOOR)) {
      kind[cell] = CHANGING;
      numberOf[cell] = changing.length;
      changing.push(cell);
      under.push(!isSecret ? IS_GONE : terrain === STONE ? IS_GONE : doorState(door - SECRET));
    }
    if (state.floorHead[cell] === 0) continue;
    const here = bouldersOn(state, cell);
    boulders += here;
    if (hasKey(state, cell)) keys.add(cell);
    const top = state.floorHead[cell]! - 1;
    if (here === 0 || state.objectNext[top] !== 0) things[cell] = 1;
  }
  const first = CHANGES + Math.ceil(changing.length / PER_WORD);
  return {
    kind,
    terrain: state.terrain.slice(),
    door: state.door.slice(),
    changing,
    numberOf,
    under: Uint8Array.from(under),
    keys,
    things,
    boulders,
    width: first + boulders,
    first,
    hasLiquid: hasLiquid && boulders > 0,
  };
}

export const isStairs = ({ terrain }: LevelMap, cell: number): boolean => terrain[cell] === STAIRS_DOWN;

/** The state of a changing cell in a record. */
export function changeAt(record: Uint16Array, number: number): number {
  return (record[CHANGES + Math.trunc(number / PER_WORD)]! >> ((number % PER_WORD) * BITS)) & 7;
}

export function setChange(record: Uint16Array, number: number, to: number): void {
  const word = CHANGES + Math.trunc(number / PER_WORD);
  const shift = (number % PER_WORD) * BITS;
  record[word] = (record[word]! & ~(7 << shift)) | (to << shift);
}

/** What a cell is in a record, what is filled apart. */
export function kindIn({ kind, numberOf }: LevelMap, record: Uint16Array, cell: number): number {
  const here = kind[cell]!;
  return here === CHANGING ? KINDS[changeAt(record, numberOf[cell]!)]! : here;
}

/**
 * Writes a state as a record of a map; undefined when it is no state of the map's level: another level, or one that was
 * changed by what the map takes to be fixed.
 */
export function recordOf(map: LevelMap, state: State): Uint16Array | undefined {
  const { kind, numberOf } = map;
  const record = new Uint16Array(map.width);
  let slot = map.first;
  const filled: number[] = [];
  for (let cell = 0; cell < CELLS; cell++) {
    const terrain = state.terrain[cell]!;
    const door = state.door[cell]!;
    if (kind[cell] === CHANGING) {
      const isSecret = isHidden(terrain, door);
      if (!isSecret && terrain < DOOR) return undefined;
      setChange(record, numberOf[cell]!, isSecret ? IS_HIDDEN : terrain === DOOR ? doorState(door) : IS_GONE);
    } else if (terrain !== map.terrain[cell]) {
      const isFilled = kind[cell] === WATER_HERE || kind[cell] === LAVA_HERE;
      if (isFilled && terrain > DOOR && terrain < BARS) filled.push(cell);
      else if (!(kind[cell] === TRAP_HERE && terrain === KNOWN_TRAP)) return undefined;
    } else if (door !== map.door[cell] && !(isGone(door) && isGone(map.door[cell]!))) return undefined;
    if (state.floorHead[cell] === 0) {
      // A key that is gone must be in the pack.
      if (map.keys.has(cell) && findInPack(state, MASTER_KEY) < 0) return undefined;
      continue;
    }
    for (let here = bouldersOn(state, cell); here > 0; here--) {
      if (slot >= map.width) return undefined;
      record[slot++] = cell;
    }
    if (hasKey(state, cell) && !map.keys.has(cell)) return undefined;
  }
  for (const cell of filled) {
    if (slot >= map.width) return undefined;
    record[slot++] = FILLED | cell;
  }
  record.fill(NOWHERE, slot);
  record[HERO] = state.hero[CELL]!;
  const key = findInPack(state, MASTER_KEY) >= 0 ? HOLDS_KEY : 0;
  record[FLAGS] = state.hero[PROMPT]! | key | (Math.min(15, state.hero[WOUNDED]!) << WOUND);
  return record;
}

const isGone = (door: number): boolean => door === NO_DOOR || door === BROKEN;
