/**
 * The parts of an observation that are not the planes themselves: status numbers, internals and the crops.
 */
import {
  ALIGNMENT,
  ARMOR_CLASS,
  CELL,
  CHARISMA,
  CONSTITUTION,
  DEXTERITY,
  HP,
  HP_MAX,
  INTELLIGENCE,
  POWER,
  POWER_MAX,
  STRENGTH,
  STRENGTH_125,
  type State,
  TIME,
  WISDOM,
} from "./state.js";
import { COLUMNS, ROWS, STAIRS_DOWN } from "./terrain.js";

const NUTRITION = 900;
/** Status numbers that are the hero's own: index in `blstats`, index in `hero`. */
export const HERO_STATS = [
  [2, STRENGTH],
  [3, STRENGTH_125],
  [4, DEXTERITY],
  [5, CONSTITUTION],
  [6, INTELLIGENCE],
  [7, WISDOM],
  [8, CHARISMA],
  [10, HP],
  [11, HP_MAX],
  [14, POWER],
  [15, POWER_MAX],
  [16, ARMOR_CLASS],
  [26, ALIGNMENT],
] as const;

/** All 27 numbers; at a reset. */
export function writeBlstats(state: State): void {
  const { blstats, hero } = state;
  for (const [index, from] of HERO_STATS) blstats[index] = hero[from]!;
  blstats[12] = 1; // depth
  blstats[18] = 1; // experience level
  blstats[21] = 1; // not hungry
  blstats[24] = 1; // level number
  state.internal[0] = 1;
  writePosition(state);
}

/** The numbers that a step changes: place, clock, stairs, nutrition. */
export function writePosition(state: State): void {
  const { blstats, hero, internal } = state;
  const cell = hero[CELL]!;
  blstats[0] = cell % COLUMNS;
  blstats[1] = Math.trunc(cell / COLUMNS);
  blstats[20] = hero[TIME]!;
  internal[4] = state.terrain[cell] === STAIRS_DOWN ? 1 : 0;
  internal[7] = NUTRITION + 1 - hero[TIME]!;
}

/** Windows of `size` x `size` cells round the hero, row by row. Derived from the planes, so no part of a snapshot. */
export interface Crops {
  readonly size: number;
  readonly glyphs: Int16Array;
  readonly chars: Uint8Array;
  readonly colors: Uint8Array;
  readonly specials: Uint8Array;
}

/** `size` is odd. */
export function makeCrops(size: number): Crops {
  const cells = size * size;
  return {
    size,
    glyphs: new Int16Array(cells),
    chars: new Uint8Array(cells),
    colors: new Uint8Array(cells),
    specials: new Uint8Array(cells),
  };
}

/** MiniHack's side, for which rows are copied without a loop: a third of the time of one with. */
const NINE = 9;

// Words and bytes apart, here and below: a function that meets both kinds of array is slow for both.
function copyNineWords(from: Int16Array, start: number, to: Int16Array, at: number): void {
  to[at] = from[start]!;
  to[at + 1] = from[start + 1]!;
  to[at + 2] = from[start + 2]!;
  to[at + 3] = from[start + 3]!;
  to[at + 4] = from[start + 4]!;
  to[at + 5] = from[start + 5]!;
  to[at + 6] = from[start + 6]!;
  to[at + 7] = from[start + 7]!;
  to[at + 8] = from[start + 8]!;
}

function copyNineBytes(from: Uint8Array, start: number, to: Uint8Array, at: number): void {
  to[at] = from[start]!;
  to[at + 1] = from[start + 1]!;
  to[at + 2] = from[start + 2]!;
  to[at + 3] = from[start + 3]!;
  to[at + 4] = from[start + 4]!;
  to[at + 5] = from[start + 5]!;
  to[at + 6] = from[start + 6]!;
  to[at + 7] = from[start + 7]!;
  to[at + 8] = from[start + 8]!;
}

/** Paints all four windows. */
export function writeCrops(state: State, crops: Crops): void {
  const { size } = crops;
  const half = (size - 1) / 2;
  const cell = state.hero[CELL]!;
  const x = cell % COLUMNS;
  const y = (cell - x) / COLUMNS;
  const left = x - half;
  const top = y - half;
  if (size !== NINE || left < 0 || top < 0 || left + NINE > COLUMNS || top + NINE > ROWS) {
    writeWords(state.glyphs, crops.glyphs, size, left, top);
    writeBytes(state.chars, crops.chars, size, left, top);
    writeBytes(state.colors, crops.colors, size, left, top);
    writeBytes(state.specials, crops.specials, size, left, top);
    return;
  }
  const { glyphs, chars, colors, specials } = state;
  let start = top * COLUMNS + left;
  for (let at = 0; at < NINE * NINE; at += NINE) {
    copyNineWords(glyphs, start, crops.glyphs, at);
    copyNineBytes(chars, start, crops.chars, at);
    copyNineBytes(colors, start, crops.colors, at);
    copyNineBytes(specials, start, crops.specials, at);
    start += COLUMNS;
  }
}

// Any size, anywhere: beyond the map all four are 0, as in MiniHack (obs_crop_pad).
function writeWords(from: Int16Array, to: Int16Array, size: number, left: number, top: number): void {
  to.fill(0);
  const end = Math.min(size, COLUMNS - left);
  for (let row = Math.max(0, -top); row < size && top + row < ROWS; row++) {
    const start = (top + row) * COLUMNS + left;
    for (let x = Math.max(0, -left); x < end; x++) to[row * size + x] = from[start + x]!;
  }
}

function writeBytes(from: Uint8Array, to: Uint8Array, size: number, left: number, top: number): void {
  to.fill(0);
  const end = Math.min(size, COLUMNS - left);
  for (let row = Math.max(0, -top); row < size && top + row < ROWS; row++) {
    const start = (top + row) * COLUMNS + left;
    for (let x = Math.max(0, -left); x < end; x++) to[row * size + x] = from[start + x]!;
  }
}
