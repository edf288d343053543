/**
 * Food in the pack: a Knight starts with apples and carrots, which he eats in a turn (NetHack's eat.c, invent.c).
 */
import { CARROT_EATEN, EAT_REFUSED, EAT_WHAT, NO_GOLD_EATEN } from "./command-texts.js";
import { HANDLED } from "./events.js";
import { EATS_APPLE, NEVER_MIND, NOTHING_TO_EAT, say } from "./messages.js";
import { APPLE, CARROT, freeObject } from "./objects.js";
import { AILING, EATEN, PROMPT, type State, TIME } from "./state.js";

/** Value of `PROMPT`. */
export const EAT_LETTER = 9;

const NUTRITION: Readonly<Record<number, number>> = { [APPLE]: 50, [CARROT]: 50 };
const A = 97;
const DOLLAR = 36;

const isFood = (kind: number): boolean => kind === APPLE || kind === CARROT;

/** Asks which thing of the pack is eaten; letters of food stand together. */
export function askEatFromPack(state: State): 0 {
  let first = 0;
  let last = 0;
  for (let link = state.packHead[0]!; link !== 0; link = state.objectNext[link - 1]!) {
    if (!isFood(state.objectKind[link - 1]!)) continue;
    last = state.objectLetter[link - 1]!;
    if (first === 0) first = last;
  }
  if (first === 0) {
    say(state, NOTHING_TO_EAT);
    return 0;
  }
  state.hero[PROMPT] = EAT_LETTER;
  say(state, EAT_WHAT, 16 * (first - A) + last - A);
  return 0;
}

/** Takes a row out of the pack. */
function takeFromPack(state: State, row: number): void {
  let last = 0;
  for (let link = state.packHead[0]!; link !== row + 1; link = state.objectNext[link - 1]!) last = link;
  if (last === 0) state.packHead[0] = state.objectNext[row]!;
  else state.objectNext[last - 1] = state.objectNext[row]!;
}

/** The letter that was asked for; one that is not carried leaves the question standing. */
export function eatFromPack(state: State, key: number): number {
  const { hero } = state;
  if (key === 27 || key === 32 || key === 13) {
    say(state, NEVER_MIND);
    return 0;
  }
  if (key === DOLLAR) {
    say(state, NO_GOLD_EATEN);
    return 0;
  }
  let row = -1;
  for (let link = state.packHead[0]!; link !== 0; link = state.objectNext[link - 1]!) {
    if (state.objectLetter[link - 1] === key) row = link - 1;
  }
  if (row < 0) return askEatFromPack(state);
  const kind = state.objectKind[row]!;
  if (!isFood(kind)) {
    say(state, EAT_REFUSED);
    return 0;
  }
  say(state, kind === CARROT ? CARROT_EATEN : EATS_APPLE);
  hero[EATEN]! += NUTRITION[kind]!;
  hero[AILING] = 1;
  hero[TIME]! += 1;
  if (state.objectCount[row]! > 1) state.objectCount[row]! -= 1;
  else {
    takeFromPack(state, row);
    freeObject(state, row);
  }
  return HANDLED;
}
