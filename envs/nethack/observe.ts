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

/** Paints all four windows in one loop. */
export function writeCrops(state: State, crops: Crops): void {
  const { size } = crops;
  const half = (size - 1) / 2;
  const cell = state.hero[CELL]!;
  const x = cell % COLUMNS;
  const y = (cell - x) / COLUMNS;
  if (x < half || y < half || x + half >= COLUMNS || y + half >= ROWS) {
    writeEdgeCrops(state, crops, x - half, y - half);
    return;
  }
  const { glyphs, chars, colors, specials } = state;
  const { glyphs: glyphsTo, chars: charsTo, colors: colorsTo, specials: specialsTo } = crops;
  let from = cell - half * COLUMNS - half;
  for (let to = 0; to < size * size; from += COLUMNS - size) {
    for (const end = to + size; to < end; to++, from++) {
      glyphsTo[to] = glyphs[from]!;
      charsTo[to] = chars[from]!;
      colorsTo[to] = colors[from]!;
      specialsTo[to] = specials[from]!;
    }
  }
}

/** Beyond the map all four are 0, as in MiniHack (obs_crop_pad). */
function writeEdgeCrops(state: State, crops: Crops, left: number, top: number): void {
  const { size } = crops;
  for (let to = 0; to < size * size; to++) {
    const x = left + (to % size);
    const y = top + Math.trunc(to / size);
    const isInside = x >= 0 && x < COLUMNS && y >= 0 && y < ROWS;
    const from = y * COLUMNS + x;
    crops.glyphs[to] = isInside ? state.glyphs[from]! : 0;
    crops.chars[to] = isInside ? state.chars[from]! : 0;
    crops.colors[to] = isInside ? state.colors[from]! : 0;
    crops.specials[to] = isInside ? state.specials[from]! : 0;
  }
}
