/**
 * Blows (NetHack's uhitm.c, mhitu.c, weapon.c, exper.c): the hero's, with the weapon in his hand, and the monsters'.
 *
 * What we do differently: the dead leave a corpse at most, never another thing.
 */
import { LOOSENS, PULLS_BACK } from "./command-texts.js";
import type { Dice } from "./dice.js";
import { HIT, KILLED } from "./events.js";
import {
  CAITIFF,
  COVERED_IN_FROST,
  GAIN_LEVEL,
  GETS_ZAPPED,
  HERO_HITS,
  HERO_HITS_HARD,
  HERO_KILLS,
  HERO_MISSES,
  MONSTER_FLEES,
  MONSTER_HITS,
  MONSTER_JUST_MISSES,
  MONSTER_MISSES,
  OF_ATTACK,
  say,
} from "./messages.js";
import { type Attack, monsterKind } from "./monster-kinds.js";
import { ASLEEP, FLEES_ON, removeMonster } from "./monsters.js";
import { CORPSE, makeObject, OTHER_HAND, rustOf, stackOnFloor, WIELDED } from "./objects.js";
import { KNIGHT, ROLES } from "./roles.js";
import {
  AILING,
  ARMOR_CLASS,
  CHANGES,
  CONSTITUTION,
  DEXTERITY,
  EATEN,
  EXPERIENCE,
  EXPERIENCE_LEVEL,
  HP,
  HP_MAX,
  LOAD,
  POWER,
  POWER_MAX,
  PRAYING,
  ROLE,
  STRENGTH_125,
  STUCK,
  type State,
  TIME,
} from "./state.js";
import { hurt } from "./vitals.js";
import { rowOfUse, weaponOf } from "./weapons.js";

/** Strength as 3..125: 18 is 18, 19..118 is 18/01..18/100. */
function strengthToHit(strength: number): number {
  if (strength < 6) return -2;
  if (strength < 8) return -1;
  if (strength < 17) return 0;
  if (strength <= 68) return 1;
  return strength < 118 ? 2 : 3;
}

function strengthToDamage(strength: number): number {
  if (strength < 6) return -1;
  if (strength < 16) return 0;
  if (strength < 18) return 1;
  if (strength === 18) return 2;
  if (strength <= 93) return 3;
  if (strength <= 108) return 4;
  return strength < 118 ? 5 : 6;
}

function dexterityToHit(dexterity: number): number {
  if (dexterity < 4) return -3;
  if (dexterity < 6) return -2;
  if (dexterity < 8) return -1;
  return dexterity < 14 ? 0 : dexterity - 14;
}

const FIRST_LEVEL = 20;

/** A blow that takes more is told with an exclamation mark. */
const HARD = 4;

/** A Rogue who never learnt to fight with two weapons. */
const TWO_HIT = -9;
const TWO_DAMAGE = -3;

/** The hero strikes at a monster, with both weapons if he holds two; a turn. */
export function attackMonster(state: State, row: number, dice: Dice): number {
  const second = rowOfUse(state, OTHER_HAND);
  const first = blow(state, row, rowOfUse(state, WIELDED), second >= 0, dice);
  if (second < 0 || (first & KILLED) !== 0) return first;
  state.hero[TIME]! -= 1;
  state.hero[EATEN]! += 1;
  return blow(state, row, second, true, dice);
}

/** One blow with a thing of the pack. */
function blow(state: State, row: number, held: number, isOfTwo: boolean, dice: Dice): number {
  const { hero, monsterHp } = state;
  const number = state.monsterKind[row]!;
  const kind = monsterKind(number);
  hero[TIME]! += 1;
  // A blow makes hungry.
  hero[EATEN]! -= 1;
  const level = hero[EXPERIENCE_LEVEL]!;
  const load = hero[LOAD]!;
  const beginner = level < 3 ? 1 : 0;
  const sleeps = (state.monsterFlags[row]! & ASLEEP) !== 0 ? 2 : 0;
  state.monsterFlags[row]! &= ~ASLEEP;
  if (hero[ROLE] === KNIGHT && (sleeps !== 0 || state.monsterFlees[row] !== 0)) say(state, CAITIFF);
  const skill =
    1 +
    strengthToHit(hero[STRENGTH_125]!) +
    beginner +
    dexterityToHit(hero[DEXTERITY]!) +
    kind.armorClass +
    level +
    sleeps;
  const weapon = weaponOf(state, held);
  const chance = skill + weapon.hit + (isOfTwo ? TWO_HIT : 0) - (load === 0 ? 0 : load * 2 - 1);
  if (chance <= 1 + dice.roll("hero: hit", 20)) {
    say(state, HERO_MISSES, number);
    return HIT;
  }
  const worn = held < 0 ? 0 : rustOf(state, held);
  const base = Math.max(1, 1 + dice.roll("hero: damage", weapon.sides) + weapon.damage - worn);
  const damage = base + strengthToDamage(hero[STRENGTH_125]!) + (isOfTwo ? TWO_DAMAGE : 0);
  monsterHp[row]! -= Math.max(1, damage);
  if (monsterHp[row]! > 0) {
    say(state, damage > HARD ? HERO_HITS_HARD : HERO_HITS, number);
    if (monsterHp[row]! < Math.trunc(state.monsterHpMax[row]! / 2)) scare(state, row, dice);
    return HIT;
  }
  say(state, HERO_KILLS, number);
  die(state, row, dice);
  return HIT | KILLED;
}

/** One in 25 that are badly hurt flees; of these two in three for good. */
function scare(state: State, row: number, dice: Dice): void {
  if (dice.roll("hero: scare", 25) !== 0) return;
  const isForLong = dice.roll("hero: scare", 3) !== 0;
  if (state.monsterFlees[row] === 0) say(state, MONSTER_FLEES, state.monsterKind[row]!);
  state.monsterFlees[row] = isForLong ? FLEES_ON : Math.max(2, 1 + dice.roll("hero: scare", 100));
  if (state.hero[STUCK] === row + 1) state.hero[STUCK] = 0;
}

/** A monster that the hero has killed: its corpse, and what he learns. */
export function die(state: State, row: number, dice: Dice): void {
  const { hero } = state;
  const kind = monsterKind(state.monsterKind[row]!);
  const cell = state.monsterCell[row]!;
  removeMonster(state, row);
  if (kind.corpseChance > 0 && dice.roll("corpse", kind.corpseChance) === 0 && state.freeHead[0] !== 0) {
    stackOnFloor(state, makeObject(state, CORPSE, 1, kind.corpse), cell);
  }
  hero[CHANGES]! += 1;
  hero[AILING] = 1;
  hero[EXPERIENCE]! += kind.experience;
  const level = hero[EXPERIENCE_LEVEL]!;
  if (hero[EXPERIENCE]! >= FIRST_LEVEL * 2 ** (level - 1)) gainLevel(state, dice);
}

function constitutionBonus(constitution: number): number {
  if (constitution <= 5) return -2;
  if (constitution <= 7) return -1;
  if (constitution <= 14) return 0;
  return constitution === 17 ? 2 : constitution === 18 ? 3 : 1;
}

/** A Rogue gains d8, a human d2 more, and a point or two of power. */
function gainLevel(state: State, dice: Dice): void {
  const { hero } = state;
  const level = hero[EXPERIENCE_LEVEL]!;
  const more =
    1 + dice.roll("level gained", 8) + 1 + dice.roll("level gained", 2) + constitutionBonus(hero[CONSTITUTION]!);
  const points = Math.max(1, more);
  hero[EXPERIENCE_LEVEL]! += 1;
  // One level at a time.
  hero[EXPERIENCE] = Math.min(hero[EXPERIENCE]!, FIRST_LEVEL * 2 ** level - 1);
  hero[HP_MAX]! += points;
  hero[HP]! += points;
  const power = 1 + dice.roll("level gained", 3);
  hero[POWER_MAX]! += power;
  hero[POWER]! += power;
  say(state, GAIN_LEVEL, hero[EXPERIENCE_LEVEL]!);
}

/** A monster beside the hero strikes at him with all that it has, until he is dead. */
export function attackHero(state: State, row: number, dice: Dice): void {
  if (state.hero[PRAYING] !== 0) {
    say(state, state.hero[STUCK] === row + 1 ? LOOSENS : PULLS_BACK, state.monsterKind[row]!);
    return;
  }
  const { attacks } = monsterKind(state.monsterKind[row]!);
  for (let place = 0; place < attacks.length && state.hero[HP]! > 0; place++) {
    strike(state, row, attacks[place]!, place, dice);
  }
}

/** One blow; a later one hits less often. */
function strike(state: State, row: number, attack: Attack, place: number, dice: Dice): void {
  const { hero } = state;
  const { effect } = attack;
  const number = state.monsterKind[row]!;
  const chance = Math.max(1, 10 + hero[ARMOR_CLASS]! + monsterKind(number).level);
  const roll = 1 + dice.roll("monster: hit", 20 + place);
  if (chance <= roll) {
    say(state, chance === roll ? MONSTER_JUST_MISSES : MONSTER_MISSES, number);
    return;
  }
  say(state, MONSTER_HITS, number + OF_ATTACK * place);
  const isKeptOff = effect !== "none" && dice.roll("monster: magic", 10) < ROLES[hero[ROLE]!]!.keepsOff;
  if (effect === "sticky" && !isKeptOff && hero[STUCK] === 0) hero[STUCK] = row + 1;
  if (effect === "electric" || effect === "cold") {
    if (isKeptOff) return;
    say(state, effect === "cold" ? COVERED_IN_FROST : GETS_ZAPPED);
  }
  if (attack.sides === 0) return;
  let damage = attack.dice;
  for (let die = 0; die < attack.dice; die++) damage += dice.roll("monster: damage", attack.sides);
  hurt(state, damage);
}
