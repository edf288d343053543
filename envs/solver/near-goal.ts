/**
 * Distances on a map in which everything helps: boulders are nowhere, each change that is still to be made costs its least
 * number of actions whenever it is passed, water is crawled through from bank to bank. No real way is shorter, so they are
 * lower bounds for every state with these changes made and these cells filled.
 *
 * Dijkstra backwards from the goals, with buckets (Dial 1969): all costs are small whole numbers.
 */
import { CELLS } from "../nethack/terrain.js";
import {
  BLOCKED,
  changeAt,
  IS_CLOSED,
  IS_GONE,
  IS_HIDDEN,
  IS_LOCKED,
  IS_OPEN,
  LAVA_HERE,
  type LevelMap,
  NEAR,
  OPEN_DOOR,
  TRAP_HERE,
  WATER_HERE,
} from "./map.js";

/** Which actions are there, for what they can change. */
export interface Means {
  readonly kick: boolean;
  readonly search: boolean;
  readonly apply: boolean;
  readonly close: boolean;
  readonly lava: "sinks" | "fills";
}

/** What entering a cell costs beyond the step. */
export interface Costs {
  /** By cell; NEVER where nothing enters and nobody stands. */
  readonly extra: Uint8Array;
  /** 1 where no diagonal step leads in or out. */
  readonly straight: Uint8Array;
  /** The kind of each cell of liquid that is not filled, 0 for others. */
  readonly liquid: Uint8Array;
}

export const NEVER = 255;
/** Of a trap: nobody steps onto it, but who stands there can leave. */
const LEFT_ONLY = 254;
/** A distance beyond all others. */
export const FAR = 0xffff;

/** Least actions that open a door in a state. */
function opening(state: number, { kick, apply }: Means): number {
  if (state === IS_GONE || state === IS_OPEN) return 0;
  if (state === IS_CLOSED) return 1;
  return apply ? 1 : kick ? 2 : NEVER;
}

/** Whether no other hidden cell could be found by the same search. */
function isAlone(map: LevelMap, record: Uint16Array, cell: number): boolean {
  for (let direction = 0; direction < 8; direction++) {
    const beside = NEAR[cell * 8 + direction]!;
    if (beside < 0) continue;
    for (let further = 0; further < 8; further++) {
      const other = NEAR[beside * 8 + further]!;
      for (const one of [beside, other]) {
        if (one < 0 || one === cell || map.numberOf[one]! < 0) continue;
        if (changeAt(record, map.numberOf[one]!) === IS_HIDDEN) return false;
      }
    }
  }
  return true;
}

function changeCost(map: LevelMap, record: Uint16Array, cell: number, means: Means): number {
  const number = map.numberOf[cell]!;
  const state = changeAt(record, number);
  if (state !== IS_HIDDEN) return opening(state, means);
  const then = opening(map.under[number]!, means);
  const found = means.search ? (isAlone(map, record, cell) ? 1 : 0) : means.kick ? 2 : NEVER;
  if (found === NEVER || then === NEVER) return NEVER;
  // A kick finds a hidden door and opens it, unless it is locked.
  return means.search ? found + then : map.under[number] === IS_LOCKED ? 4 : 2;
}

/** Costs in a record; `filled` cells are ground. */
export function costsOf(map: LevelMap, record: Uint16Array, means: Means, filled: ReadonlySet<number>): Costs {
  const { kind, changing } = map;
  const extra = new Uint8Array(CELLS);
  const straight = new Uint8Array(CELLS);
  const liquid = new Uint8Array(CELLS);
  for (let cell = 0; cell < CELLS; cell++) {
    const here = kind[cell]!;
    if (here === BLOCKED) extra[cell] = NEVER;
    else if (here === TRAP_HERE) extra[cell] = LEFT_ONLY;
    else if (here === OPEN_DOOR) straight[cell] = 1;
    else if ((here === WATER_HERE || here === LAVA_HERE) && !filled.has(cell)) {
      liquid[cell] = here;
      if (!canFill(map, here, means)) extra[cell] = NEVER;
    }
  }
  for (const cell of changing) {
    extra[cell] = changeCost(map, record, cell, means);
    const now = changeAt(record, map.numberOf[cell]!);
    const state = now === IS_HIDDEN ? map.under[map.numberOf[cell]!]! : now;
    // One that is still shut may be kicked in; an open one is closed first.
    straight[cell] = state !== IS_GONE && (!means.kick || (state === IS_OPEN && !means.close)) ? 1 : 0;
  }
  return { extra, straight, liquid };
}

/** Whether a boulder makes ground of a liquid. */
const canFill = ({ boulders }: LevelMap, kind: number, { lava }: Means): boolean =>
  boulders > 0 && (kind === WATER_HERE || lava === "fills");

/** What a way adds up: its actions, or the cells that must be filled for it. */
export type Unit = "actions" | "fills";

const RING = 16;

/**
 * Least sum from standing on each cell to standing on a goal; FAR where there is no way. A cell of water has a second
 * node: the hero has just fallen into it, and crawls out at no further cost.
 */
export function sumsTo(goals: readonly number[], { extra, straight, liquid }: Costs, unit: Unit): Uint16Array {
  const sums = new Uint16Array(CELLS * 2).fill(FAR);
  const ring: number[][] = Array.from({ length: RING }, () => []);
  let left = 0;
  const reach = (node: number, sum: number) => {
    if (sum >= sums[node]!) return;
    sums[node] = sum;
    ring[sum % RING]!.push(node);
    left++;
  };
  for (const goal of goals) reach(goal, 0);
  const [step, fill] = unit === "actions" ? [1, 0] : [0, 1];
  for (let sum = 0; left > 0; sum++) {
    const bucket = ring[sum % RING]!;
    for (let read = 0; read < bucket.length; read++) {
      left--;
      const node = bucket[read]!;
      if (sums[node] !== sum) continue;
      const cell = node % CELLS;
      const isWet = node >= CELLS;
      const entering = isWet ? step : step * (1 + extra[cell]!) + (liquid[cell] === 0 ? 0 : fill);
      for (let direction = 0; direction < 8; direction++) {
        const beside = NEAR[cell * 8 + direction]!;
        if (beside < 0) continue;
        // Out of the water onto land.
        if (!isWet && liquid[cell] === 0 && liquid[beside] === WATER_HERE) reach(CELLS + beside, sum);
        if (extra[beside] === NEVER || (!isWet && extra[cell] === LEFT_ONLY)) continue;
        const isBarred = (direction & 1) === 1 && !isWet && (straight[cell] === 1 || straight[beside] === 1);
        if (!isBarred) reach(beside, sum + entering);
      }
    }
    bucket.length = 0;
  }
  return sums;
}
