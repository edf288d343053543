/**
 * What the clock does to a hero who is not well: hit points come back, a wounded leg heals, a head clears. A healthy
 * hero alone has `AILING` 0, and then a turn costs nothing more than the clock (`turns.ts`).
 */
import { HUNGRY, WEAK } from "./command-texts.js";
import { BANSHEE, say } from "./messages.js";
import { NUTRITION } from "./observe.js";
import {
  AILING,
  CONFUSED,
  DEXTERITY,
  EATEN,
  EXPERIENCE,
  EXPERIENCE_LEVEL,
  HP,
  HP_MAX,
  HUNGER,
  LAST_WAIL,
  LOAD,
  POWER,
  POWER_MAX,
  STRENGTH,
  STRENGTH_125,
  type State,
  TIME,
  WOUNDED,
} from "./state.js";

/** A hit point comes back every so many turns; 15 at level 1. */
export const regeneration = (level: number): number => Math.trunc(42 / (level + 2)) + 1;
/** Turns between two warnings. */
const WAILS = 50;
const CONFUSION = 256;
const SATED_ABOVE = 1000;

/** Takes hit points; a hero with less than a tenth of them hears of it. */
export function hurt(state: State, damage: number): void {
  const { hero } = state;
  hero[HP]! -= damage;
  hero[AILING] = 1;
  const isNearlyDead = hero[HP]! > 0 && hero[HP]! * 10 < hero[HP_MAX]!;
  if (!isNearlyDead || hero[TIME]! <= hero[LAST_WAIL]! + WAILS) return;
  hero[LAST_WAIL] = hero[TIME]!;
  say(state, BANSHEE);
}

/** A leg is hurt for so many turns. */
export function woundLeg(state: State, turns: number): void {
  const { hero } = state;
  if (hero[WOUNDED] === 0) hero[DEXTERITY]! -= 1;
  hero[WOUNDED] = turns;
  hero[AILING] = 1;
}

const nutritionOf = ({ hero }: State): number => NUTRITION + 1 + hero[EATEN]! - hero[TIME]!;
export const isSated = (state: State): boolean => nutritionOf(state) > SATED_ABOVE;
const HUNGRY_FROM = 150;
const WEAK_FROM = 50;
/** Whether a turn more may make hungry; some turns before it does. */
export const isNearlyHungry = (state: State): boolean => nutritionOf(state) < HUNGRY_FROM + 10;

/** What hunger a turn brings. Who is weak with it has a point of strength less. */
export function hunger(state: State): void {
  const { hero } = state;
  const left = nutritionOf(state);
  const now = left > HUNGRY_FROM ? 0 : left > WEAK_FROM ? 1 : 2;
  const before = hero[HUNGER]!;
  if (now === before) return;
  hero[HUNGER] = now;
  if (now > before) say(state, now === 1 ? HUNGRY : WEAK);
  const change = (before === 2 ? 1 : 0) - (now === 2 ? 1 : 0);
  hero[STRENGTH]! += change;
  hero[STRENGTH_125]! += change;
  state.blstats[2] = hero[STRENGTH]!;
  state.blstats[3] = hero[STRENGTH_125]!;
}

/** The numbers of a hero who is, or has been, unwell. */
export function writeVitals(state: State): void {
  const { blstats, hero } = state;
  blstats[4] = hero[DEXTERITY]!;
  blstats[10] = Math.max(0, hero[HP]!);
  blstats[21] = isSated(state) ? 0 : 1 + hero[HUNGER]!;
  state.internal[8] = 4 * hero[EXPERIENCE]!;
  blstats[9] = 4 * hero[EXPERIENCE]!;
  blstats[11] = hero[HP_MAX]!;
  blstats[14] = hero[POWER]!;
  blstats[15] = hero[POWER_MAX]!;
  blstats[18] = hero[EXPERIENCE_LEVEL]!;
  blstats[19] = hero[EXPERIENCE]!;
  blstats[22] = hero[LOAD]!;
  blstats[25] = hero[CONFUSED] !== 0 ? CONFUSION : 0;
}
