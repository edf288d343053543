/**
 * Weapons in hand (NetHack's wield.c, weapon.c): the one wielded, the other one, both at once; and what is worn.
 */
import { NO_ARMOR_WORN, NOTHING_WORN, SHIELD_IN_WAY, SUIT_OFF, TWO_BEGUN, TWO_ENDED } from "./command-texts.js";
import type { Dice } from "./dice.js";
import { HANDLED } from "./events.js";
import { NEVER_MIND, say, TAKEN } from "./messages.js";
import {
  ALTERNATE,
  DAGGER,
  findInPack,
  howUsed,
  LANCE,
  LEATHER_ARMOR,
  LONG_SWORD,
  OTHER_HAND,
  SMALL_SHIELD,
  UNUSED,
  WIELDED,
  WORN,
} from "./objects.js";
import type { Runner } from "./runner.js";
import { AILING, ARMOR_CLASS, DEXTERITY, HP, type State, TIME } from "./state.js";

/** Row of the pack's first thing that is used so, or -1. */
export function rowOfUse(state: State, use: number): number {
  for (let link = state.packHead[0]!; link !== 0; link = state.objectNext[link - 1]!) {
    if (howUsed(state, link - 1) === use) return link - 1;
  }
  return -1;
}

function reuse(state: State, row: number, use: number): void {
  if (row >= 0) state.objectDetail[row] = (state.objectDetail[row]! & ~7) | use;
}

export interface Weapon {
  /** Sides of its die against what is small. */
  readonly sides: number;
  /** Added to a blow's roll, and to its damage. */
  readonly hit: number;
  readonly damage: number;
}

const SHORT: Weapon = { sides: 6, hit: 0, damage: 0 };
const WEAPONS: Readonly<Record<number, Weapon>> = {
  [DAGGER]: { sides: 4, hit: 2, damage: 0 },
  [LONG_SWORD]: { sides: 8, hit: 1, damage: 1 },
  // A lance in the hand of who does not ride: it is no more than a stick.
  [LANCE]: { sides: 2, hit: 1, damage: 0 },
};
/** The weapon of a row of the pack. */
export const weaponOf = (state: State, row: number): Weapon => WEAPONS[state.objectKind[row]!] ?? SHORT;

/** SWAP: the weapon in hand and the other change places; a turn. */
export function swapWeapons(state: State): number {
  const now = rowOfUse(state, WIELDED);
  const other = rowOfUse(state, OTHER_HAND);
  const next = other >= 0 ? other : rowOfUse(state, ALTERNATE);
  reuse(state, now, ALTERNATE);
  reuse(state, next, WIELDED);
  if (next >= 0) say(state, TAKEN, next);
  if (now >= 0) say(state, TAKEN, now);
  state.hero[TIME]! += 1;
  return HANDLED;
}

/** TWOWEAPON: a turn when the fingers are slow; no turn to stop. */
export function fightWithTwo(state: State, dice: Dice): number {
  const { hero } = state;
  const other = rowOfUse(state, OTHER_HAND);
  if (other >= 0) {
    reuse(state, other, ALTERNATE);
    say(state, TWO_ENDED);
  } else if (findInPack(state, SMALL_SHIELD) >= 0) {
    say(state, SHIELD_IN_WAY);
    return 0;
  } else {
    reuse(state, rowOfUse(state, ALTERNATE), OTHER_HAND);
    say(state, TWO_BEGUN);
    if (1 + dice.roll("two weapons", 20) > hero[DEXTERITY]!) hero[TIME]! += 1;
  }
  return HANDLED;
}

/** SEEWEAPON, which takes no time. */
export function tellWeapon(state: State): 0 {
  say(state, TAKEN, rowOfUse(state, WIELDED));
  const other = rowOfUse(state, OTHER_HAND);
  if (other >= 0) say(state, TAKEN, other);
  return 0;
}

/** How many things are worn. */
function countWorn(state: State): number {
  let count = 0;
  for (let link = state.packHead[0]!; link !== 0; link = state.objectNext[link - 1]!) {
    if (howUsed(state, link - 1) === WORN) count++;
  }
  return count;
}

/** SEEARMOR: one line, or a window that MiniHack passes. */
export function tellArmor(state: State): 0 {
  const count = countWorn(state);
  if (count === 0) say(state, NO_ARMOR_WORN);
  else if (count === 1) say(state, TAKEN, rowOfUse(state, WORN));
  return 0;
}

const SUIT_TURNS = 3;
const SUIT_CLASS = 3;

/** TAKEOFF: three turns for a suit of leather. Of several things the game asks which, and is cancelled. */
export function takeOff(game: Runner): number {
  const { state } = game;
  const { hero } = state;
  const count = countWorn(state);
  if (count !== 1) {
    say(state, count === 0 ? NOTHING_WORN : NEVER_MIND);
    return 0;
  }
  const time = hero[TIME]!;
  hero[TIME]! += SUIT_TURNS;
  game.pass(time);
  if (hero[HP]! <= 0) return 0;
  const row = findInPack(state, LEATHER_ARMOR);
  reuse(state, row, UNUSED);
  hero[ARMOR_CLASS]! += SUIT_CLASS;
  state.blstats[16] = hero[ARMOR_CLASS]!;
  hero[AILING] = 1;
  say(state, SUIT_OFF);
  return HANDLED;
}
