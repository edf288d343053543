/**
 * The numbers of an observation: status and internals.
 */
import {
  ALIGNMENT,
  ARMOR_CLASS,
  CELL,
  CHARISMA,
  CONSTITUTION,
  DEXTERITY,
  EATEN,
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
import { COLUMNS, STAIRS_DOWN } from "./terrain.js";

/** At the start. */
export const NUTRITION = 900;
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
  const x = cell % COLUMNS;
  blstats[0] = x;
  blstats[1] = (cell - x) / COLUMNS;
  blstats[20] = hero[TIME]!;
  internal[4] = state.terrain[cell] === STAIRS_DOWN ? 1 : 0;
  internal[7] = NUTRITION + 1 + hero[EATEN]! - hero[TIME]!;
}

/** Copies what `writePosition` writes into others' arrays. */
export function copyPosition({ blstats, internal }: State, toStats?: Int32Array, toInternal?: Int32Array): void {
  if (toStats !== undefined) {
    toStats[0] = blstats[0]!;
    toStats[1] = blstats[1]!;
    toStats[20] = blstats[20]!;
  }
  if (toInternal !== undefined) {
    toInternal[4] = internal[4]!;
    toInternal[7] = internal[7]!;
  }
}
