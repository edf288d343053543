/**
 * What the clock does to a hero who is not well: hit points come back, a wounded leg heals, a head clears. A healthy
 * hero has `AILING` 0, and then a turn costs nothing more than the clock.
 */
import { BANSHEE, LEG_BETTER, LESS_CONFUSED, say } from "./messages.js";
import { NUTRITION } from "./observe.js";
import { AILING, CONFUSED, DEXTERITY, EATEN, HP, HP_MAX, LAST_WAIL, type State, TIME, WOUNDED } from "./state.js";

/** Experience level 1: a hit point comes back every so many turns. */
const REGENERATION = 15;
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

/** The turns from a moment of the clock to now pass for a hero who is not well. */
export function passTurns(state: State, from: number): void {
  const { hero } = state;
  for (let turn = from + 1; turn <= hero[TIME]! && hero[HP]! > 0; turn++) {
    if (hero[WOUNDED] !== 0) {
      hero[WOUNDED]! -= 1;
      if (hero[WOUNDED] === 0) {
        hero[DEXTERITY]! += 1;
        say(state, LEG_BETTER);
      }
    }
    if (hero[CONFUSED] !== 0) {
      hero[CONFUSED]! -= 1;
      if (hero[CONFUSED] === 0) say(state, LESS_CONFUSED);
    }
    if (turn % REGENERATION === 0 && hero[HP]! < hero[HP_MAX]!) hero[HP]! += 1;
  }
  const isWell = hero[WOUNDED] === 0 && hero[CONFUSED] === 0 && hero[HP] === hero[HP_MAX];
  if (isWell && !isSated(state)) hero[AILING] = 0;
}

const isSated = ({ hero }: State): boolean => NUTRITION + 1 + hero[EATEN]! - hero[TIME]! > SATED_ABOVE;

/** The numbers of a hero who is, or has been, unwell. */
export function writeVitals(state: State): void {
  const { blstats, hero } = state;
  blstats[4] = hero[DEXTERITY]!;
  blstats[10] = Math.max(0, hero[HP]!);
  blstats[21] = isSated(state) ? 0 : 1;
  blstats[25] = hero[CONFUSED] !== 0 ? CONFUSION : 0;
}
