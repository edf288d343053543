/**
 * The starting hero: MiniHack's navigation character, a chaotic male human Rogue of experience level 1. Attributes and
 * kit are drawn as NetHack 3.6 draws them (attrib.c, role.c, u_init.c).
 */
import type { Dice } from "./dice.js";
import {
  ALTERNATE,
  addToPack,
  BLESSED,
  BLINDFOLD,
  DAGGER,
  LEATHER_ARMOR,
  LOCK_PICK,
  makeObject,
  POTION_OF_SICKNESS,
  SACK,
  SHORT_SWORD,
  UNUSED,
  WIELDED,
  WORN,
} from "./objects.js";
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
  STRENGTH,
  STRENGTH_125,
  type State,
  WISDOM,
} from "./state.js";

/** In the game's order: least value and share (of 100) of the points given out. */
const ROGUE = [
  { index: STRENGTH, least: 7, share: 20 },
  { index: INTELLIGENCE, least: 7, share: 10 },
  { index: WISDOM, least: 7, share: 10 },
  { index: DEXTERITY, least: 10, share: 30 },
  { index: CONSTITUTION, least: 7, share: 20 },
  { index: CHARISMA, least: 6, share: 10 },
] as const;

const POINTS = 75;
const LEAST = 3;
const MOST = 18;
/** Strength alone goes beyond 18: 18/01 … 18/100 count as 19 … 118. */
const MOST_STRENGTH = 118;
/** After so many draws in vain the rest of the points is dropped. */
const MOST_TRIES = 100;

const most = (index: number): number => (index === STRENGTH ? MOST_STRENGTH : MOST);

function rollAttributes(state: State, dice: Dice): void {
  const { hero } = state;
  let points = POINTS;
  for (const { index, least } of ROGUE) {
    hero[index] = least;
    points -= least;
  }
  let vain = 0;
  while (points > 0 && vain < MOST_TRIES) {
    // The shares add up to 100, so one of the six is drawn.
    let roll = dice.roll("hero: attribute", 100);
    let drawn = 0;
    while (roll >= ROGUE[drawn]!.share) roll -= ROGUE[drawn++]!.share;
    const { index } = ROGUE[drawn]!;
    if (hero[index]! >= most(index)) {
      vain++;
      continue;
    }
    vain = 0;
    hero[index]! += 1;
    points--;
  }
  // One attribute in twenty varies by -2 … +4.
  for (const { index } of ROGUE) {
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

/** Chances of a blessed sword and armour: what u_init.c leaves of mkobj.c's dice for things of unspecified blessing. */
const BLESSED_SWORD = 0.08636;
const BLESSED_ARMOR = 0.08723;

/** Rolls attributes and kit; the pack must be empty. */
export function makeHero(state: State, dice: Dice): void {
  const { hero } = state;
  rollAttributes(state, dice);
  splitStrength(state);
  hero[HP] = hero[HP_MAX] = 12;
  hero[POWER] = hero[POWER_MAX] = 2;
  hero[ARMOR_CLASS] = 7;
  hero[ALIGNMENT] = -1;
  const carry = (kind: number, count: number, detail: number) =>
    addToPack(state, makeObject(state, kind, count, detail));
  const blessing = (share: number) => (dice.roll("hero: kit", 100_000) < share * 100_000 ? BLESSED : 0);
  carry(SHORT_SWORD, 1, WIELDED + blessing(BLESSED_SWORD));
  carry(DAGGER, 6 + dice.roll("hero: kit", 10), ALTERNATE);
  carry(LEATHER_ARMOR, 1, WORN + blessing(BLESSED_ARMOR));
  carry(POTION_OF_SICKNESS, 1, dice.roll("hero: kit", POTION_LOOKS));
  carry(LOCK_PICK, 1, UNUSED);
  carry(SACK, 1, UNUSED);
  if (dice.roll("hero: kit", 5) === 0) carry(BLINDFOLD, 1, UNUSED);
}
