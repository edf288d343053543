/**
 * The monsters that NetHack 3.6 chooses for the first level and a new hero, with the data of its monst.c. How often each
 * is drawn was counted in 1,500 levels of the real MiniHack (5,300 monsters): as its weight says.
 */

export interface MonsterKind {
  readonly name: string;
  /** Glyph of the monster; its corpse's is 1144 more. */
  readonly glyph: number;
  readonly character: string;
  readonly colour: number;
  readonly level: number;
  /** Movement a turn; the hero's is 12. */
  readonly speed: number;
  readonly armorClass: number;
  /** How its one attack is told. */
  readonly verb: "bites" | "hits" | "touches you";
  /** Sides of the damage die; 0 for none. */
  readonly damage: number;
  readonly effect: "none" | "electric" | "sticky";
  readonly gait: "any" | "straight";
  /** Whether it can open doors. */
  readonly hands: "hands" | "none";
  readonly swims: "swims" | "none";
  /** "tracker": it follows the hero's steps where it does not see him. */
  readonly senses: "tracker" | "none";
  readonly life: "living" | "undead";
  /** "sapient": when it is hurt it leaves by stairs. */
  readonly mind: "sapient" | "none";
  /** Shares of a draw. */
  readonly weight: number;
  readonly company: "alone" | "small group";
  /** Experience for killing it. */
  readonly experience: number;
  /** A corpse is left one time in so many. */
  readonly corpseChance: number;
  /** The corpse that it leaves: the kind's number, from 1; and its weight. */
  readonly corpse: number;
  readonly corpseWeight: number;
}

const BEAST = {
  effect: "none",
  gait: "any",
  hands: "none",
  swims: "none",
  senses: "tracker",
  life: "living",
  mind: "none",
  company: "alone",
  verb: "bites",
} as const;

/** They stay where they are, strike only back (which is not played), and no level draws them by chance. */
const PASSIVE = {
  ...BEAST,
  speed: 0,
  damage: 0,
  senses: "none",
  weight: 0,
  corpseChance: 3,
} as const;

/** Number 1 is the first. */
export const MONSTERS: readonly MonsterKind[] = [
  {
    ...BEAST,
    name: "newt",
    glyph: 318,
    character: ":",
    colour: 11,
    level: 0,
    speed: 6,
    armorClass: 8,
    damage: 3,
    swims: "swims",
    weight: 5,
    experience: 1,
    corpseChance: 3,
    corpse: 1,
    corpseWeight: 10,
  },
  {
    ...BEAST,
    name: "jackal",
    glyph: 12,
    character: "d",
    colour: 3,
    level: 0,
    speed: 12,
    armorClass: 7,
    damage: 2,
    weight: 3,
    company: "small group",
    experience: 1,
    corpseChance: 2,
    corpse: 2,
    corpseWeight: 300,
  },
  {
    ...BEAST,
    name: "fox",
    glyph: 13,
    character: "d",
    colour: 1,
    level: 1,
    speed: 14,
    armorClass: 7,
    damage: 3,
    weight: 1,
    experience: 4,
    corpseChance: 3,
    corpse: 3,
    corpseWeight: 300,
  },
  {
    ...BEAST,
    name: "sewer rat",
    glyph: 87,
    character: "r",
    colour: 3,
    level: 0,
    speed: 12,
    armorClass: 7,
    damage: 3,
    weight: 1,
    company: "small group",
    experience: 1,
    corpseChance: 4,
    corpse: 4,
    corpseWeight: 20,
  },
  {
    ...BEAST,
    name: "grid bug",
    glyph: 115,
    character: "x",
    colour: 5,
    level: 0,
    speed: 12,
    armorClass: 9,
    damage: 1,
    effect: "electric",
    gait: "straight",
    weight: 3,
    company: "small group",
    experience: 1,
    corpseChance: 0,
    corpse: 0,
    corpseWeight: 15,
  },
  {
    ...BEAST,
    name: "goblin",
    glyph: 69,
    character: "o",
    colour: 7,
    level: 0,
    speed: 6,
    armorClass: 10,
    verb: "hits",
    damage: 6,
    hands: "hands",
    mind: "sapient",
    weight: 2,
    experience: 6,
    corpseChance: 2,
    corpse: 6,
    corpseWeight: 400,
  },
  {
    ...BEAST,
    name: "lichen",
    glyph: 155,
    character: "F",
    colour: 10,
    level: 0,
    speed: 1,
    armorClass: 9,
    verb: "touches you",
    damage: 0,
    effect: "sticky",
    senses: "none",
    weight: 4,
    experience: 4,
    corpseChance: 2,
    corpse: 7,
    corpseWeight: 20,
  },
  {
    ...BEAST,
    name: "kobold",
    glyph: 58,
    character: "k",
    colour: 3,
    level: 0,
    speed: 6,
    armorClass: 10,
    verb: "hits",
    damage: 5,
    hands: "hands",
    mind: "sapient",
    weight: 1,
    experience: 6,
    corpseChance: 3,
    corpse: 8,
    corpseWeight: 400,
  },
  {
    ...BEAST,
    name: "kobold zombie",
    glyph: 235,
    character: "Z",
    colour: 3,
    level: 0,
    speed: 6,
    armorClass: 10,
    verb: "hits",
    damage: 4,
    hands: "hands",
    life: "undead",
    weight: 1,
    experience: 1,
    corpseChance: 3,
    corpse: 8,
    corpseWeight: 400,
  },
  {
    ...PASSIVE,
    name: "blue jelly",
    glyph: 55,
    character: "j",
    colour: 4,
    level: 4,
    armorClass: 8,
    experience: 25,
    corpse: 10,
    corpseWeight: 50,
  },
  {
    ...PASSIVE,
    name: "spotted jelly",
    glyph: 56,
    character: "j",
    colour: 2,
    level: 5,
    armorClass: 8,
    experience: 36,
    corpse: 11,
    corpseWeight: 50,
  },
  {
    ...PASSIVE,
    name: "green mold",
    glyph: 158,
    character: "F",
    colour: 2,
    level: 1,
    armorClass: 9,
    experience: 9,
    corpse: 12,
    corpseWeight: 50,
  },
  {
    ...PASSIVE,
    name: "red mold",
    glyph: 159,
    character: "F",
    colour: 1,
    level: 3,
    armorClass: 9,
    experience: 16,
    corpse: 13,
    corpseWeight: 50,
  },
];

export const monsterKind = (number: number): MonsterKind => MONSTERS[number - 1]!;
/** By name; 0 for a monster that this engine does not play. */
export const monsterNumber = (name: string): number => MONSTERS.findIndex((kind) => kind.name === name) + 1;

/** Glyph of the first kind's corpse. */
export const CORPSE_GLYPH = 1144;

/** Columns of numbers for the rules' inner loops; entry 0 is nobody. */
const column = (of: (kind: MonsterKind) => number): Int16Array => Int16Array.from([0, ...MONSTERS.map(of)]);
export const SPEED = column(({ speed }) => speed);
export const LEVEL = column(({ level }) => level);
export const GLYPH = column(({ glyph }) => glyph);
export const IS_STRAIGHT = column(({ gait }) => (gait === "straight" ? 1 : 0));
export const HAS_HANDS = column(({ hands }) => (hands === "hands" ? 1 : 0));
export const SWIMS = column(({ swims }) => (swims === "swims" ? 1 : 0));
export const IS_SAPIENT = column(({ mind }) => (mind === "sapient" ? 1 : 0));
export const TRACKS = column(({ senses }) => (senses === "tracker" ? 1 : 0));
