/**
 * Prayer (NetHack's pray.c), and a Knight's turning of the undead. Nobody here is in trouble that a god would mend, and
 * nobody's god has waited long enough, so a prayer displeases: it is a matter of dice how much.
 *
 * What we do differently: the second prayer and those after it are heard no worse than the first; NetHack's curses, balls
 * and chains, minions and bolts of lightning are not played. Nor is a prayer that is answered: of one who is nearly dead
 * after turn 100, or of anybody after turn 300.
 */
import {
  BEGIN_PRAYER,
  CAN_MOVE,
  CHANT,
  DISPLEASED,
  FINISH_PRAYER,
  FOOLISH,
  NOT_PRAYED,
  RELEARN,
  STRAYED,
  SURE_TO_PRAY,
  VOICE,
} from "./command-texts.js";
import { say } from "./messages.js";
import type { Runner } from "./runner.js";
import { AILING, CHANGES, HP, PRAYING, PROMPT, ROLE, type State, TIME, WISDOM } from "./state.js";

/** Value of `PROMPT`. */
export const PRAY_SURE = 8;

const LEAST_WISDOM = 3;
const TURNS = 3;
const VOICES = 4;

export function askPray(state: State): 0 {
  state.hero[PROMPT] = PRAY_SURE;
  say(state, SURE_TO_PRAY);
  return 0;
}

/** `y` prays; `n`, escape, return and a blank do not; other keys leave the question standing. Capitals are the same. */
export function answerPray(game: Runner, key: number): number {
  const { state } = game;
  const letter = key | 32;
  if (letter === 121) return pray(game);
  if (letter === 110 || key === 27 || key === 13 || key === 32) say(state, NOT_PRAYED);
  else askPray(state);
  return 0;
}

function pray(game: Runner): 0 {
  const { state, playDice } = game;
  const { hero } = state;
  const role = hero[ROLE]!;
  const time = hero[TIME]!;
  say(state, BEGIN_PRAYER, role);
  hero[TIME]! += TURNS;
  hero[PRAYING] = 1;
  game.pass(time);
  hero[PRAYING] = 0;
  say(state, FINISH_PRAYER);
  if (playDice.roll("prayer", 4) < 2) {
    say(state, DISPLEASED, role);
    return 0;
  }
  say(state, VOICE, role + 16 * playDice.roll("voice", VOICES));
  say(state, STRAYED);
  say(state, RELEARN);
  if (hero[WISDOM]! > LEAST_WISDOM) {
    hero[WISDOM]! -= 1;
    state.blstats[7] = hero[WISDOM]!;
    hero[AILING] = 1;
    say(state, FOOLISH);
  }
  hero[CHANGES]! += 1;
  return 0;
}

const CHANT_TURNS = 5;

/** TURN by a Knight: he chants, and stands still for it. There are no undead that it could frighten here. */
export function turnUndead(game: Runner): 0 {
  const { state } = game;
  const time = state.hero[TIME]!;
  say(state, CHANT);
  state.hero[TIME]! += CHANT_TURNS;
  game.pass(time);
  if (state.hero[HP]! > 0) say(state, CAN_MOVE);
  return 0;
}
