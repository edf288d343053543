/**
 * What the game has asked and the next key answers: a direction, whether to eat or to pray. No turn passes until the
 * answer is one. MiniHack's wrapper cancels every other question, so no more are needed.
 */

import {
  CANNOT_DISABLE,
  DOOR_SAFELY_OPEN,
  LEGS_UNFIT,
  LOOT_WHERE,
  NO_TRAP_SEEN,
  NO_TRAPS_KNOWN,
  NO_TRAPS_ON_DOOR,
  NOBODY_THERE,
  NOT_SADDLED,
  NOTHING_THERE,
  TRAP_SEEN,
} from "./command-texts.js";
import type { Dice } from "./dice.js";
import { cellBeside, closeDoor, openDoor } from "./doors.js";
import { eatFromFloor } from "./eat.js";
import { askEatFromPack, EAT_LETTER, eatFromPack } from "./eat-pack.js";
import { kick } from "./kick.js";
import {
  DOOR_BROKEN,
  EAT_DECLINED,
  EAT_QUESTION,
  NEVER_MIND,
  NO_DOOR_THERE,
  NOTHING_TO_LOOT,
  STRANGE_DIRECTION,
  say,
  WHICH_DIRECTION,
} from "./messages.js";
import { APPLE } from "./objects.js";
import { answerPray, PRAY_SURE } from "./pray.js";
import type { Runner } from "./runner.js";
import { CELL, LIVE, PROMPT, type State, TIME, WOUNDED } from "./state.js";
import { BROKEN, DOOR, KNOWN_TRAP, NO_DOOR, OPEN } from "./terrain.js";
import { isBoard, PIT } from "./traps.js";

const OPEN_WHERE = 1;
const CLOSE_WHERE = 2;
const KICK_WHERE = 3;
const EAT_IT = 4;
const RIDE_WHERE = 5;
const TRAP_WHERE = 6;
const UNTRAP_WHERE = 7;
const LOOT_HERE = 10;

const ESCAPE = 27;
const YES = 121;
const NO = 110;
const QUIT = 113;
/** Keys that cancel: escape, return, blank. */
const cancels = (key: number): boolean => key === ESCAPE || key === 13 || key === 32;
/** Keys for the hero's own cell, or what is below it. */
const DOWNWARD = 62;
const isSelf = (key: number): boolean => key === 46 || key === 115 || key === DOWNWARD;

function ask(state: State, prompt: number): number {
  state.hero[PROMPT] = prompt;
  say(state, WHICH_DIRECTION);
  return 0;
}

export const askOpen = (state: State): number => ask(state, OPEN_WHERE);
export const askClose = (state: State): number => ask(state, CLOSE_WHERE);
export const askRide = (state: State): number => ask(state, RIDE_WHERE);
export const askTrap = (state: State): number => ask(state, TRAP_WHERE);
export const askUntrap = (state: State): number => ask(state, UNTRAP_WHERE);

/** A hero with a hurt leg does not kick; the game says so on a screen of its own, which MiniHack has passed by then. */
export const askKick = (state: State): number => (state.hero[WOUNDED] !== 0 ? 0 : ask(state, KICK_WHERE));

/** Nothing here can be looted; beside a monster the game asks all the same. */
export function askLoot(state: State): number {
  for (let direction = 0; state.hero[LIVE] !== 0 && direction < 8; direction++) {
    const cell = cellBeside(state.hero[CELL]!, direction);
    if (cell < 0 || state.monsterAt[cell] === 0) continue;
    state.hero[PROMPT] = LOOT_HERE;
    say(state, LOOT_WHERE);
    return 0;
  }
  say(state, NOTHING_TO_LOOT);
  return 0;
}

/** What lies on the floor is asked for first, then what is carried. */
export function askEat(state: State): number {
  const top = state.floorHead[state.hero[CELL]!]!;
  if (top === 0 || state.objectKind[top - 1] !== APPLE) return askEatFromPack(state);
  state.hero[PROMPT] = EAT_IT;
  say(state, EAT_QUESTION, top - 1);
  return 0;
}

/** A key answers what was asked; `direction` is its direction, -1 for a key that has none. */
export function answer(game: Runner, key: number, direction: number): number {
  const { state, playDice: dice } = game;
  const prompt = state.hero[PROMPT]!;
  state.hero[PROMPT] = 0;
  if (prompt === EAT_IT) return answerEat(state, key, dice);
  if (prompt === PRAY_SURE) return answerPray(game, key);
  if (prompt === EAT_LETTER) return eatFromPack(state, key);
  if (prompt >= RIDE_WHERE) return answerWhere(state, prompt, key, direction);
  if (direction >= 0) {
    if (prompt === KICK_WHERE) return kick(state, direction, dice);
    return prompt === OPEN_WHERE ? openDoor(state, direction, dice) : closeDoor(state, direction, dice);
  }
  if (isSelf(key)) {
    if (prompt === KICK_WHERE) return 0;
    if (prompt === OPEN_WHERE) return askLoot(state);
    closeDoor(state, -1, dice);
    // Below the hero there is none to be in the way of.
    if (key === DOWNWARD) state.hero[TIME]! -= 1;
    return 0;
  }
  if (!cancels(key)) say(state, STRANGE_DIRECTION);
  if (prompt === OPEN_WHERE) say(state, NEVER_MIND);
  return 0;
}

/** A key that is no answer leaves the question standing. */
function answerEat(state: State, key: number, dice: Dice): number {
  // Capitals are the same here.
  const letter = key | 32;
  if (letter === YES) return eatFromFloor(state, dice);
  if (letter === NO || key === 13 || key === 32) return askEatFromPack(state);
  if (letter !== QUIT && key !== ESCAPE) return askEat(state);
  say(state, EAT_DECLINED, state.floorHead[state.hero[CELL]!]! - 1);
  return 0;
}

/** Where to ride, which trap to tell of, and which to disarm. */
function answerWhere(state: State, prompt: number, key: number, direction: number): number {
  const isLoot = prompt === LOOT_HERE;
  if (direction < 0 && !isSelf(key)) {
    if (!cancels(key)) say(state, STRANGE_DIRECTION);
    if (isLoot) say(state, NEVER_MIND);
    return 0;
  }
  if (isLoot) {
    if (direction >= 0) say(state, NOTHING_THERE);
    return 0;
  }
  const cell = direction < 0 ? state.hero[CELL]! : cellBeside(state.hero[CELL]!, direction);
  if (cell < 0) return 0;
  if (prompt === RIDE_WHERE) return tellRide(state, cell);
  const trap = state.terrain[cell] === DOOR ? 0 : state.door[cell]!;
  const isKnown = trap !== 0 && (state.terrain[cell] === KNOWN_TRAP || trap === PIT);
  if (prompt === TRAP_WHERE) say(state, isKnown ? TRAP_SEEN : NO_TRAP_SEEN, isKnown ? trap : 0);
  // A board is oiled with something, and that question is cancelled.
  else if (isKnown) say(state, isBoard(trap) ? NEVER_MIND : CANNOT_DISABLE);
  else return tellTraps(state, cell);
  return 0;
}

function tellRide(state: State, cell: number): 0 {
  const row = state.monsterAt[cell]! - 1;
  if (state.hero[WOUNDED] !== 0) say(state, LEGS_UNFIT);
  else if (row < 0) say(state, NOBODY_THERE);
  else say(state, NOT_SADDLED, state.monsterKind[row]!);
  return 0;
}

/** A shut door is searched for traps, which takes a turn; of other places no traps are known. */
function tellTraps(state: State, cell: number): 0 {
  const door = state.door[cell]!;
  if (state.terrain[cell] !== DOOR || cell === state.hero[CELL]) say(state, NO_TRAPS_KNOWN);
  else if (door === NO_DOOR) say(state, NO_DOOR_THERE);
  else if (door === OPEN) say(state, DOOR_SAFELY_OPEN);
  else if (door === BROKEN) say(state, DOOR_BROKEN);
  else {
    say(state, NO_TRAPS_ON_DOOR);
    state.hero[TIME]! += 1;
  }
  return 0;
}
