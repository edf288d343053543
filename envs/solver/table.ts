/**
 * All states of a level that has nothing but floor, walls, doors and a key, as KeyRoom has.
 *
 * States of a level are (cell, key held, doors opened). All of them are numbered, what every action leads to is put in
 * one table, and one breadth-first search backwards from the goal gives every distance, so that the distance of a step
 * is a look-up. Dice are taken to fall well; APPLY always ends with the door open, so they cost no actions there.
 */
import { InputError } from "../errors.js";
import { BOULDER, findInPack, MASTER_KEY } from "../nethack/objects.js";
import { CELL, LIVE, PROMPT, type State } from "../nethack/state.js";
import {
  AIR,
  BARS,
  BROKEN,
  CELLS,
  CLOSED,
  DOOR,
  LOCKED,
  NO_DOOR,
  OPEN,
  SECRET,
  STAIRS_DOWN,
  TREE,
} from "../nethack/terrain.js";
import { NEAR } from "./map.js";

/** All states of a level. Arrays belong to the solver and stay as they are; the next level gets others. */
export interface SolvedLevel {
  /** How many; the state of a snapshot is one of 0..states-1. */
  readonly states: number;
  /** states x actions, row by row: the state that an action leads to. A goal leads to itself. */
  readonly next: Int32Array;
  /** Least number of actions to success per state; 0 at a goal, Infinity where no actions lead to one. */
  readonly distances: Float32Array;
}

export const PICKUP = 8;
export const APPLY = 9;
/** In which order MiniHack's APPLY looks for a closed door: NW N NE W E SW S SE. */
const NEIGHBOURS = [7, 0, 1, 6, 2, 5, 4, 3];
/** Each shut door doubles the states. */
const MOST_DOORS = 12;

/** What a table was made from; a snapshot of the same level may have more doors open and the key in the pack. */
interface Source {
  readonly terrain: Uint8Array;
  readonly door: Uint8Array;
  readonly floorHead: Uint8Array;
  readonly objectKind: Uint8Array;
  readonly objectNext: Uint8Array;
  /** Index among the cells that can be stood on, by cell; -1 for others. */
  readonly indexOf: Int16Array;
  readonly cells: readonly number[];
  readonly doorways: readonly number[];
  /** Bit of each door that was shut, by cell; 0 for others. */
  readonly doorBit: Uint16Array;
}

export interface Table extends SolvedLevel {
  readonly source: Source;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const isShut = (door: number): boolean => door === CLOSED || door === LOCKED;
const isKey = (state: State, link: number): boolean => link !== 0 && state.objectKind[link - 1] === MASTER_KEY;

function sourceOf(state: State): Source {
  const indexOf = new Int16Array(CELLS).fill(-1);
  const cells: number[] = [];
  const doorways: number[] = [];
  const doorBit = new Uint16Array(CELLS);
  let shut = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    const kind = state.terrain[cell]!;
    if (kind < DOOR || kind > AIR) continue;
    indexOf[cell] = cells.length;
    cells.push(cell);
    if (kind !== DOOR) continue;
    doorways.push(cell);
    if (isShut(state.door[cell]!)) doorBit[cell] = 1 << shut++;
  }
  const { terrain, door, floorHead, objectKind, objectNext } = state;
  return {
    terrain: terrain.slice(),
    door: door.slice(),
    floorHead: floorHead.slice(),
    objectKind: objectKind.slice(),
    objectNext: objectNext.slice(),
    indexOf,
    cells,
    doorways,
    doorBit,
  };
}

/** What is in the way of a table of a state's level; undefined when nothing is. */
export function beyondTables(state: State): string | undefined {
  const { terrain, door, hero, floorHead, objectKind } = state;
  if (hero[LIVE] !== 0) return "monsters";
  if (hero[PROMPT] !== 0) return "a question";
  let shut = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    const kind = terrain[cell]!;
    if (kind < DOOR ? door[cell]! >= SECRET : kind !== DOOR && door[cell] !== 0)
      return "hidden doors, passages or traps";
    if (kind > AIR && kind !== BARS && kind !== TREE) return "water, lava or traps";
    if (kind === DOOR && isShut(door[cell]!)) shut++;
    const top = floorHead[cell]!;
    if (top !== 0 && objectKind[top - 1] === BOULDER) return "boulders";
  }
  return shut > MOST_DOORS ? `${shut} shut doors (at most ${MOST_DOORS})` : undefined;
}

/** Whether a table made from `source` has the state's place in it. */
function covers(source: Source, state: State): boolean {
  if (state.hero[PROMPT] !== 0 || !same(source.terrain, state.terrain)) return false;
  for (const cell of source.doorways) {
    const now = state.door[cell]!;
    if (now !== source.door[cell] && !(now === OPEN && source.doorBit[cell] !== 0)) return false;
  }
  if (findInPack(state, MASTER_KEY) >= 0) return true;
  return (
    same(source.floorHead, state.floorHead) &&
    same(source.objectKind, state.objectKind) &&
    same(source.objectNext, state.objectNext)
  );
}

/** Cells on which a key lies on top. A key below other things is more than the table's states can tell. */
function keyCells(state: State, { cells }: Source): Set<number> {
  const found = new Set<number>();
  for (const cell of cells) {
    const top = state.floorHead[cell]!;
    if (top === 0) continue;
    if (isKey(state, top)) found.add(cell);
    for (let link = state.objectNext[top - 1]!; link !== 0 && !found.has(cell); link = state.objectNext[link - 1]!) {
      if (isKey(state, link)) throw new InputError(`The solver does not dig: a key lies below other things.`);
    }
  }
  return found;
}

/** Where PICKUP, APPLY and moves lead from one cell, by the rules of `nethack/commands.ts`. */
interface Ways {
  readonly source: Source;
  readonly keys: ReadonlySet<number>;
}

const blocksDiagonal = ({ terrain, door }: Source, cell: number): boolean =>
  terrain[cell] === DOOR && door[cell] !== NO_DOOR && door[cell] !== BROKEN;

/** Number of the state (cell, key, doors opened). */
const numberOf = ({ cells, indexOf }: Source, cell: number, key: number, open: number): number =>
  (open * 2 + key) * cells.length + indexOf[cell]!;

/** The state that an action leads to from the cell of index `i`. */
function after({ source, keys }: Ways, i: number, key: number, open: number, action: number): number {
  const { terrain, door, cells, indexOf, doorBit } = source;
  const cell = cells[i]!;
  if (terrain[cell] === STAIRS_DOWN) return numberOf(source, cell, key, open);
  if (action === PICKUP) return numberOf(source, cell, keys.has(cell) ? 1 : key, open);
  if (action === APPLY) {
    for (const direction of key === 0 ? [] : NEIGHBOURS) {
      // Beyond the map there is no bit: undefined counts as 0.
      const shut = doorBit[NEAR[cell * 8 + direction]!]! & ~open;
      if (shut) return numberOf(source, cell, key, open | shut);
    }
    return numberOf(source, cell, key, open);
  }
  const to = NEAR[cell * 8 + action]!;
  const shut = to < 0 ? 0 : doorBit[to]! & ~open;
  // A locked door stays; one that is only closed is opened by walking at it, from any side.
  if (shut) return numberOf(source, cell, key, door[to] === LOCKED ? open : open | shut);
  const isStuck =
    to < 0 || indexOf[to]! < 0 || (action & 1 && (blocksDiagonal(source, to) || blocksDiagonal(source, cell)));
  return numberOf(source, isStuck ? cell : to, key, open);
}

/** Fills in what each action leads to, states x actions. */
function transitions(ways: Ways, actions: readonly number[], next: Int32Array): void {
  const count = ways.source.cells.length;
  for (let at = 0, layer = 0; at < next.length; layer++) {
    for (let i = 0; i < count; i++) {
      for (const action of actions) next[at++] = after(ways, i, layer & 1, layer >> 1, action);
    }
  }
}

/** Breadth first, backwards from the goals. `next` is states x width. */
function distancesTo(isGoal: Uint8Array, next: Int32Array, width: number): Float32Array {
  const states = isGoal.length;
  // Who leads to a state: `from` holds lists one after another, the list of s ends where that of s + 1 starts.
  const starts = new Int32Array(states + 1);
  for (const to of next) starts[to]!++;
  for (let s = 0, sum = 0; s <= states; s++) starts[s] = sum += starts[s]!;
  const from = new Int32Array(next.length);
  for (let edge = 0; edge < next.length; edge++) from[--starts[next[edge]!]!] = Math.trunc(edge / width);
  const distances = new Float32Array(states).fill(Number.POSITIVE_INFINITY);
  const queue = new Int32Array(states);
  let filled = 0;
  for (let s = 0; s < states; s++) {
    if (!isGoal[s]) continue;
    distances[s] = 0;
    queue[filled++] = s;
  }
  for (let read = 0; read < filled; read++) {
    const s = queue[read]!;
    for (let i = starts[s]!; i < starts[s + 1]!; i++) {
      const before = from[i]!;
      if (distances[before] !== Number.POSITIVE_INFINITY) continue;
      distances[before] = distances[s]! + 1;
      queue[filled++] = before;
    }
  }
  return distances;
}

/** The table of a level that `beyondTables` finds nothing in; `actions`: directions 0 to 7, PICKUP, APPLY. */
export function tableOf(state: State, actions: readonly number[]): Table {
  const source = sourceOf(state);
  const { cells, terrain, doorways, doorBit } = source;
  const layers = 2 * 2 ** doorways.filter((cell) => doorBit[cell] !== 0).length;
  const states = layers * cells.length;
  const next = new Int32Array(states * actions.length);
  transitions({ source, keys: keyCells(state, source) }, actions, next);
  const isGoal = Uint8Array.from({ length: states }, (_, s) => +(terrain[cells[s % cells.length]!] === STAIRS_DOWN));
  return { source, states, next, distances: distancesTo(isGoal, next, actions.length) };
}

/** The number of a state in a table that was made of its level; undefined for another level. */
export function numberIn({ source }: Table, state: State): number | undefined {
  if (!covers(source, state)) return undefined;
  const { doorways, doorBit } = source;
  let open = 0;
  for (const cell of doorways) if (state.door[cell] === OPEN) open |= doorBit[cell]!;
  return numberOf(source, state.hero[CELL]!, findInPack(state, MASTER_KEY) >= 0 ? 1 : 0, open);
}

/** Indices of a shortest way from a state from which there is one, the first of equals. */
export function planIn({ next, distances }: Table, start: number, width: number): readonly number[] {
  const plan: number[] = [];
  for (let s = start; distances[s]! > 0; ) {
    const row = next.subarray(s * width, (s + 1) * width);
    const action = row.findIndex((to) => distances[to]! < distances[s]!);
    plan.push(action);
    s = row[action]!;
  }
  return plan;
}
