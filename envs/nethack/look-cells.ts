/**
 * What looking needs to know of single cells: how one looks, and how two lie to each other.
 */
import { objectGlyph } from "./objects.js";
import type { State } from "./state.js";
import { COLUMNS, CORRIDOR, LIT_CORRIDOR_GLYPH, POOL, terrainGlyph, X, Y } from "./terrain.js";

/** NLE's flag of a glyph that is a corpse; glyphs of corpses and mounts end where things begin. */
export const CORPSE_FLAG = 1;
/** Of a thing that lies on others, as it was drawn. */
export const PILE_FLAG = 64;
export const OBJECT_GLYPH = 1906;

/** Whether the ascending cells from `from` up to `to` hold a cell. */
export function holds(cells: Int16Array, from: number, to: number, cell: number): boolean {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells[middle]! < cell) low = middle + 1;
    else high = middle;
  }
  return low < to && cells[low] === cell;
}

/** Index N 0 … NW 7 of a step to a neighbour, -1 for any other pair. */
export function stepDirection(from: number, to: number): number {
  switch (to - from) {
    case -COLUMNS:
      return 0;
    case 1 - COLUMNS:
      return 1;
    case 1:
      return 2;
    case COLUMNS + 1:
      return 3;
    case COLUMNS:
      return 4;
    case COLUMNS - 1:
      return 5;
    case -1:
      return 6;
    case -COLUMNS - 1:
      return 7;
    default:
      return -1;
  }
}

/** How a cell that is no wall looks: the top thing on it, which water and lava hide, else its terrain. */
export function floorLook(state: State, cell: number): number {
  const top = state.floorHead[cell]!;
  const kind = state.terrain[cell]!;
  if (top !== 0 && kind < POOL) return objectGlyph(state, top - 1);
  if (kind === CORRIDOR && state.lit[cell]) return LIT_CORRIDOR_GLYPH;
  return terrainGlyph(kind, state.door[cell]!, state.doorVertical[cell]!);
}

export function isBeside(cell: number, other: number): boolean {
  const columns = X[cell]! - X[other]!;
  const rows = Y[cell]! - Y[other]!;
  return columns >= -1 && columns <= 1 && rows >= -1 && rows <= 1;
}
