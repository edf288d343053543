/**
 * The starting hero, of experience level 1: MiniHack's navigation character, a Rogue, or the Knight of some ids. Attributes
 * and kit are drawn as NetHack 3.6 draws them (attrib.c, role.c, u_init.c).
 */
import type { Dice } from "./dice.js";
import {
  ALTERNATE,
  APPLE,
  addToPack,
  BLESSED,
  BLINDFOLD,
  CARROT,
  DAGGER,
  HELMET,
  LANCE,
  LEATHER_ARMOR,
  LEATHER_GLOVES,
  LOCK_PICK,
  LONG_SWORD,
  LOOK,
  makeObject,
  POTION_OF_SICKNESS,
  RING_MAIL,
  SACK,
  SHORT_SWORD,
  SMALL_SHIELD,
  UNCURSED,
  UNUSED,
  WIELDED,
  WORN,
} from "./objects.js";
import { KNIGHT, ROLES, type Role } from "./roles.js";
import {
  ALIGNMENT,
  ARMOR_CLASS,
  CHARISMA,
  CONSTITUTION,
  DEXTERITY,
  HP,
  HP_MAX,
  INTELLIGENCE,
  POWER,
  POWER_MAX,
  ROLE,
  STRENGTH,
  STRENGTH_125,
  type State,
  WISDOM,
} from "./state.js";

/** In the game's order. */
const ATTRIBUTES = [STRENGTH, INTELLIGENCE, WISDOM, DEXTERITY, CONSTITUTION, CHARISMA] as const;
const POINTS = 75;
const LEAST = 3;
const MOST = 18;
/** Strength alone goes beyond 18: 18/01 … 18/100 count as 19 … 118. */
const MOST_STRENGTH = 118;
/** After so many draws in vain the rest of the points is dropped. */
const MOST_TRIES = 100;

const most = (index: number): number => (index === STRENGTH ? MOST_STRENGTH : MOST);

function rollAttributes({ hero }: State, { attributes }: Role, dice: Dice): void {
  let points = POINTS;
  for (const [i, [least]] of attributes.entries()) {
    hero[ATTRIBUTES[i]!] = least;
    points -= least;
  }
  let vain = 0;
  while (points > 0 && vain < MOST_TRIES) {
    // The shares add up to 100, so one of the six is drawn.
    let roll = dice.roll("hero: attribute", 100);
    let drawn = 0;
    while (roll >= attributes[drawn]![1]) roll -= attributes[drawn++]![1];
    const index = ATTRIBUTES[drawn]!;
    if (hero[index]! >= most(index)) {
      vain++;
      continue;
    }
    vain = 0;
    hero[index]! += 1;
    points--;
  }
  // One attribute in twenty varies by -2 … +4.
  for (const index of ATTRIBUTES) {
    if (dice.roll("hero: attribute", 20) !== 0) continue;
    const varied = hero[index]! + dice.roll("hero: attribute", 7) - 2;
    hero[index] = Math.max(LEAST, Math.min(most(index), varied));
  }
}

/** NLE shows strength twice: as 3..25, where 18/xx is 19 to 21, and as 3..125. */
function splitStrength(state: State): void {
  const full = state.hero[STRENGTH]!;
  state.hero[STRENGTH_125] = full;
  if (full <= 18) return;
  state.hero[STRENGTH] = full <= 49 ? 19 : full <= 68 ? 20 : 21;
}

const POTION_LOOKS = 25;
const FRUITS = 10;

/** Chances of a blessed sword and armour: what u_init.c leaves of mkobj.c's dice for things of unspecified blessing. */
const BLESSED_SWORD = 0.08636;
const BLESSED_ARMOR = 0.08723;

/** Rolls attributes and kit; the pack must be empty. */
export function makeHero(state: State, number: number, dice: Dice): void {
  const { hero } = state;
  const role = ROLES[number]!;
  hero[ROLE] = number;
  rollAttributes(state, role, dice);
  splitStrength(state);
  hero[HP] = hero[HP_MAX] = role.hitPoints;
  const [power, more] = role.power;
  hero[POWER] = hero[POWER_MAX] = more === 0 ? power : power + 1 + dice.roll("hero: kit", more);
  hero[ARMOR_CLASS] = role.armorClass;
  hero[ALIGNMENT] = role.alignment;
  if (number === KNIGHT) packKnight(state, dice);
  else packRogue(state, dice);
}

const carry = (state: State, kind: number, count: number, detail: number) =>
  addToPack(state, makeObject(state, kind, count, detail));

const blessing = (share: number, dice: Dice): number =>
  dice.roll("hero: kit", 100_000) < share * 100_000 ? BLESSED : 0;

function packRogue(state: State, dice: Dice): void {
  carry(state, SHORT_SWORD, 1, WIELDED + blessing(BLESSED_SWORD, dice));
  carry(state, DAGGER, 6 + dice.roll("hero: kit", 10), ALTERNATE);
  carry(state, LEATHER_ARMOR, 1, WORN + blessing(BLESSED_ARMOR, dice));
  carry(state, POTION_OF_SICKNESS, 1, dice.roll("hero: kit", POTION_LOOKS));
  carry(state, LOCK_PICK, 1, UNUSED);
  carry(state, SACK, 1, UNUSED);
  if (dice.roll("hero: kit", 5) === 0) carry(state, BLINDFOLD, 1, UNUSED);
}

/** Ten of a fruit, each one time in six a pair. */
function fruits(dice: Dice): number {
  let count = FRUITS;
  for (let fruit = 0; fruit < FRUITS; fruit++) if (dice.roll("hero: kit", 6) === 0) count++;
  return count;
}

function packKnight(state: State, dice: Dice): void {
  carry(state, LONG_SWORD, 1, WIELDED + blessing(BLESSED_SWORD, dice));
  carry(state, LANCE, 1, ALTERNATE + blessing(BLESSED_SWORD, dice));
  carry(state, RING_MAIL, 1, WORN + blessing(BLESSED_ARMOR, dice));
  carry(state, HELMET, 1, WORN + blessing(BLESSED_ARMOR, dice) + LOOK * dice.roll("hero: kit", 4));
  carry(state, SMALL_SHIELD, 1, WORN + blessing(BLESSED_ARMOR, dice));
  carry(state, LEATHER_GLOVES, 1, WORN + blessing(BLESSED_ARMOR, dice) + LOOK * dice.roll("hero: kit", 4));
  carry(state, APPLE, fruits(dice), UNCURSED);
  carry(state, CARROT, fruits(dice), UNCURSED);
}
