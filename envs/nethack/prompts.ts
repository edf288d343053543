/**
 * What the game has asked and the next key answers: a direction, or whether to eat. No turn passes until the answer is
 * one. MiniHack's wrapper cancels every other question, so no more are needed.
 */
import type { Dice } from "./dice.js";
import { closeDoor, openDoor } from "./doors.js";
import { eatFromFloor } from "./eat.js";
import { kick } from "./kick.js";
import { EAT_QUESTION, NEVER_MIND, NOTHING_TO_EAT, STRANGE_DIRECTION, say, WHICH_DIRECTION } from "./messages.js";
import { APPLE } from "./objects.js";
import { CELL, PROMPT, type State, WOUNDED } from "./state.js";

const OPEN_WHERE = 1;
const CLOSE_WHERE = 2;
const KICK_WHERE = 3;
const EAT_IT = 4;

const ESCAPE = 27;
const YES = 121;
const NO = 110;
const QUIT = 113;
/** Keys that cancel: escape, return, blank. */
const cancels = (key: number): boolean => key === ESCAPE || key === 13 || key === 32;
/** Keys for the hero's own cell. */
const isSelf = (key: number): boolean => key === 46 || key === 115;

function ask(state: State, prompt: number): number {
  state.hero[PROMPT] = prompt;
  say(state, WHICH_DIRECTION);
  return 0;
}

export const askOpen = (state: State): number => ask(state, OPEN_WHERE);
export const askClose = (state: State): number => ask(state, CLOSE_WHERE);

/** A hero with a hurt leg does not kick; the game says so on a screen of its own, which MiniHack has passed by then. */
export const askKick = (state: State): number => (state.hero[WOUNDED] !== 0 ? 0 : ask(state, KICK_WHERE));

/** Only what lies on the floor is eaten: nobody here carries food. */
export function askEat(state: State): number {
  const top = state.floorHead[state.hero[CELL]!]!;
  if (top === 0 || state.objectKind[top - 1] !== APPLE) {
    say(state, NOTHING_TO_EAT);
    return 0;
  }
  state.hero[PROMPT] = EAT_IT;
  say(state, EAT_QUESTION, top - 1);
  return 0;
}

/** A key answers what was asked; `direction` is its direction, -1 for a key that has none. */
export function answer(state: State, key: number, direction: number, dice: Dice): number {
  const prompt = state.hero[PROMPT]!;
  state.hero[PROMPT] = 0;
  if (prompt === EAT_IT) return answerEat(state, key, dice);
  if (direction >= 0) {
    if (prompt === KICK_WHERE) return kick(state, direction, dice);
    return prompt === OPEN_WHERE ? openDoor(state, direction, dice) : closeDoor(state, direction, dice);
  }
  if (isSelf(key)) {
    if (prompt === KICK_WHERE) return 0;
    return prompt === OPEN_WHERE ? openDoor(state, -1, dice) : closeDoor(state, -1, dice);
  }
  if (!cancels(key)) say(state, STRANGE_DIRECTION);
  if (prompt !== KICK_WHERE) say(state, NEVER_MIND);
  return 0;
}

/** A key that is no answer leaves the question standing. */
function answerEat(state: State, key: number, dice: Dice): number {
  if (key === YES) return eatFromFloor(state, dice);
  if (key === NO) say(state, NOTHING_TO_EAT);
  else if (key !== QUIT && !cancels(key)) return askEat(state);
  return 0;
}
