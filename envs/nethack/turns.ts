/**
 * What passes with the clock after an action of the hero: the monsters act, a burdened hero waits, wounds heal.
 */
import type { Dice } from "./dice.js";
import { LEG_BETTER, LESS_CONFUSED, say } from "./messages.js";
import { monstersAct } from "./monster-moves.js";
import { FOUNTAIN_HEARD } from "./puzzle-messages.js";
import {
  AILING,
  CONFUSED,
  DEXTERITY,
  EATEN,
  EXPERIENCE_LEVEL,
  FOUNTAINS,
  HP,
  HP_MAX,
  LIVE,
  LOAD,
  MOVEMENT,
  type State,
  TIME,
  WOUNDED,
} from "./state.js";
import { hunger, isSated, regeneration } from "./vitals.js";

/** Movement of a turn by load, of which an action takes twelve. */
const PACE = [12, 9, 6, 3, 2, 2] as const;
const ACTION = 12;
/** One turn in so many a fountain is heard, by one of three sounds. */
const QUIET = 400;
const SOUNDS = 3;

/** The turns from a moment of the clock to now pass, for monsters and for a hero who is not well. */
export function passTurns(state: State, from: number, dice: Dice): void {
  const { hero } = state;
  for (let turn = from + 1; turn <= hero[TIME]! && hero[HP]! > 0; turn++) {
    monstersAct(state, turn, dice);
    if (hero[LOAD] !== 0) slow(state, turn);
    // More than burdened, a hero hungers faster.
    if (hero[LOAD]! > 1 && turn % 2 === 1) hero[EATEN]! -= 1;
    hunger(state);
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
    if (hero[FOUNTAINS] !== 0 && dice.roll("sound", QUIET) === 0) {
      say(state, FOUNTAIN_HEARD + dice.roll("sound", SOUNDS));
    }
    if (turn % regeneration(hero[EXPERIENCE_LEVEL]!) === 0 && hero[HP]! > 0 && hero[HP]! < hero[HP_MAX]!)
      hero[HP]! += 1;
  }
  const isWell = hero[WOUNDED] === 0 && hero[CONFUSED] === 0 && hero[HP] === hero[HP_MAX];
  if (isWell && !isSated(state) && hero[LIVE] === 0 && hero[LOAD] === 0 && hero[FOUNTAINS] === 0) hero[AILING] = 0;
}

/** A burdened hero waits a turn more now and then. */
function slow(state: State, turn: number): void {
  const { hero } = state;
  if (turn !== hero[TIME]) return;
  hero[MOVEMENT]! += PACE[hero[LOAD]!]! - ACTION;
  if (hero[MOVEMENT]! >= 0) return;
  hero[MOVEMENT]! += ACTION;
  hero[TIME]! += 1;
}
