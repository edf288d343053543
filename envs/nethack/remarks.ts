/**
 * Commands that come to nothing in these levels but a text and perhaps a turn; MiniHack's wrapper cancels every question
 * about a thing.
 */
import { JUMP_WHERE, NO_ACCESSORIES, NOTHING_TO_DRINK, NOTHING_TO_PUT_ON, NOTHING_TO_WEAR } from "./command-texts.js";
import { cellBeside } from "./doors.js";
import { tellHere } from "./floor.js";
import { KEYS } from "./keys.js";
import { NEVER_MIND, say } from "./messages.js";
import {
  BLINDFOLD,
  findInPack,
  howUsed,
  LEATHER_ARMOR,
  POTION_OF_SICKNESS,
  POTION_OF_WATER,
  UNUSED,
  WORN,
} from "./objects.js";
import { REMARKS, SAID } from "./remark-texts.js";
import { KNIGHT } from "./roles.js";
import { CELL, CHANGES, JUMPING, PROMPT, ROLE, type State, TIME } from "./state.js";
import { rowOfUse, tellArmor, tellWeapon } from "./weapons.js";

/** Ask for a thing, and are cancelled. */
const CANCELLED = ["ADJUST", "DIP", "DROP", "ENGRAVE", "FIRE", "INVOKE", "QUIVER", "THROW", "TIP", "WIELD"];

/** By key code: message template, 0 for nothing said, and turns. */
const REMARK_OF_KEY: ReadonlyMap<number, readonly [template: number, turns: 0 | 1]> = new Map([
  ...SAID.map(([name, turns, text], i) => [KEYS[name]!, [text === "" ? 0 : REMARKS + i, turns]] as const),
  ...CANCELLED.map((name) => [KEYS[name]!, [NEVER_MIND, 0]] as const),
]);

/** Names of the commands that are no more than a remark, whatever the hero carries at the start. */
export const REMARKED: readonly string[] = ["LOOK", ...SAID.map(([name]) => name), ...CANCELLED, "REMOVE"];

/** A question about a thing, which is cancelled; without anything of the kind there is none. */
function askOf(state: State, isThere: boolean, template: number): 0 {
  say(state, isThere ? NEVER_MIND : template);
  return 0;
}

const hasPotion = (state: State): boolean =>
  findInPack(state, POTION_OF_SICKNESS) >= 0 || findInPack(state, POTION_OF_WATER) >= 0;

/** A blindfold, or a suit that was taken off. */
function hasUnworn(state: State): boolean {
  if (findInPack(state, BLINDFOLD) >= 0) return true;
  const row = findInPack(state, LEATHER_ARMOR);
  return row >= 0 && howUsed(state, row) === UNUSED;
}

/** Windows over the whole map, which is drawn anew when they go. */
const REDRAWS: ReadonlySet<number> = new Set(["ATTRIBUTES", "DROPTYPE", "ENHANCE"].map((name) => KEYS[name]!));

/** What lies beside the hero is then described from beside it. */
function redraw(state: State): void {
  const { hero, floorHead, objectClose } = state;
  for (let direction = 0; direction < 8; direction++) {
    const cell = cellBeside(hero[CELL]!, direction);
    const top = cell < 0 ? 0 : floorHead[cell]!;
    if (top === 0 || objectClose[top - 1] === 1) continue;
    objectClose[top - 1] = 1;
    hero[CHANGES]! += 1;
  }
}

/** What a key that is nothing else says. */
export function remark(state: State, key: number): number {
  switch (key) {
    case KEYS.LOOK:
      return tellHere(state);
    case KEYS.JUMP:
      if (state.hero[ROLE] !== KNIGHT) break;
      state.hero[PROMPT] = JUMPING;
      say(state, JUMP_WHERE);
      return 0;
    case KEYS.SEEARMOR:
      return tellArmor(state);
    case KEYS.SEEWEAPON:
      return tellWeapon(state);
    case KEYS.PUTON:
      return askOf(state, hasUnworn(state), NOTHING_TO_PUT_ON);
    case KEYS.WEAR:
      return askOf(state, hasUnworn(state), NOTHING_TO_WEAR);
    case KEYS.QUAFF:
      return askOf(state, hasPotion(state), NOTHING_TO_DRINK);
    case KEYS.REMOVE:
      return askOf(state, rowOfUse(state, WORN) >= 0, NO_ACCESSORIES);
    default:
  }
  const found = REMARK_OF_KEY.get(key);
  if (found === undefined) return 0;
  const [template, turns] = found;
  if (REDRAWS.has(key)) redraw(state);
  state.hero[TIME]! += turns;
  if (template !== 0) say(state, template);
  return 0;
}
