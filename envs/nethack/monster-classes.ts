/**
 * The kinds that NetHack 3.6 makes of the classes L, N, H, O, D and T, with the data of its monst.c. On the first level each
 * is made one level below its own. How often a kind is drawn of its class follows from makemon.c (a coin before each that is
 * harder than the one before, then by frequency), and agrees with 14,000 draws of each class in the real MiniHack.
 *
 * What we do differently: blows alone are played. Spells, breath, spitting, weapons and boulders that are thrown are not
 * (`besides` names them), nor what a bite does beyond its damage.
 */
import { type Attack, BEAST, type MonsterKind } from "./monster-data.js";

type Dice = readonly [dice: number, sides: number];

const blow =
  (verb: Attack["verb"], effect: Attack["effect"] = "none") =>
  ([dice, sides]: Dice): Attack => ({ verb, dice, sides, effect });
const bite = blow("bites");
const hit = blow("hits");

/** What differs within a class, in order: glyph, colour, level, speed, armour class, shares, experience, corpse's weight. */
type Row = readonly [
  name: string,
  glyph: number,
  colour: number,
  level: number,
  speed: number,
  armorClass: number,
  classWeight: number,
  experience: number,
  corpseWeight: number,
  attacks: readonly Attack[],
  besides?: MonsterKind["besides"],
];

/** What all of a class share. */
type Class = Pick<
  MonsterKind,
  "character" | "build" | "hands" | "heals" | "flies" | "life" | "besides" | "corpseChance"
>;

const CLASS = {
  build: "big",
  hands: "hands",
  heals: "slowly",
  flies: "none",
  life: "living",
  besides: ["weapon"],
  corpseChance: 1,
} as const;

const touch = blow("touches you", "cold");
const LICHES: Class = {
  ...CLASS,
  character: "L",
  build: "any",
  heals: "each turn",
  life: "undead",
  besides: ["spell"],
  corpseChance: 0,
};
const GIANTS: Class = { ...CLASS, character: "H", besides: ["boulder"] };
const NAGAS: Class = { ...CLASS, character: "N", hands: "none", besides: ["breath"] };
const OGRES: Class = { ...CLASS, character: "O" };
const TROLLS: Class = { ...CLASS, character: "T", heals: "each turn" };
const DRAGONS: Class = {
  ...CLASS,
  character: "D",
  build: "dragon",
  hands: "none",
  flies: "flies",
  besides: ["breath"],
};

const dragon = (name: string, glyph: number, colour: number): Row => {
  const claw = hit([1, 4]);
  return [`${name} dragon`, glyph, colour, 14, 9, -1, 1, 427, 4500, [bite([3, 8]), claw, claw]];
};

const KINDS: readonly (readonly [Class, readonly Row[]])[] = [
  [
    DRAGONS,
    [
      dragon("gray", 141, 7),
      dragon("silver", 142, 14),
      dragon("red", 143, 1),
      dragon("white", 144, 15),
      dragon("orange", 145, 9),
      dragon("black", 146, 8),
      dragon("blue", 147, 4),
      dragon("green", 148, 2),
      dragon("yellow", 149, 11),
    ],
  ],
  [
    GIANTS,
    [
      ["stone giant", 167, 7, 5, 6, 0, 4629, 80, 2250, [hit([2, 10])]],
      ["hill giant", 168, 6, 7, 10, 6, 1269, 111, 2200, [hit([2, 8])]],
      ["fire giant", 169, 11, 8, 12, 4, 429, 183, 2250, [hit([2, 10])]],
      ["frost giant", 170, 15, 9, 12, 3, 149, 216, 2250, [hit([2, 12])]],
      ["ettin", 171, 3, 9, 12, 3, 149, 212, 1700, [hit([2, 8]), hit([3, 6])], ["weapon"]],
      ["storm giant", 172, 4, 15, 12, 3, 65, 408, 2250, [hit([2, 12])]],
      ["titan", 173, 5, 15, 18, -3, 30, 441, 2300, [hit([2, 8])], ["boulder", "spell"]],
    ],
  ],
  [
    LICHES,
    [
      ["lich", 180, 3, 10, 6, 0, 67, 198, 1200, [touch([1, 10])]],
      ["demilich", 181, 1, 13, 9, -2, 19, 287, 1200, [touch([3, 4])]],
      ["master lich", 182, 5, 16, 9, -4, 7, 387, 1200, [touch([3, 6])]],
      ["arch-lich", 183, 5, 24, 9, -6, 3, 759, 1200, [touch([5, 6])]],
    ],
  ],
  [
    NAGAS,
    [
      ["red naga", 196, 1, 5, 12, 4, 67, 39, 2600, [bite([2, 4])]],
      ["black naga", 197, 8, 7, 14, 2, 19, 75, 2600, [bite([2, 6])]],
      ["golden naga", 198, 11, 9, 14, 2, 7, 168, 2600, [bite([2, 6])], ["spell"]],
      ["guardian naga", 199, 2, 11, 16, 0, 3, 218, 2600, [bite([1, 6])]],
    ],
  ],
  [
    OGRES,
    [
      ["ogre", 200, 3, 4, 10, 5, 38, 22, 1600, [hit([2, 5])]],
      ["ogre lord", 201, 1, 6, 12, 3, 16, 42, 1700, [hit([2, 6])]],
      ["ogre king", 202, 5, 8, 14, 4, 6, 123, 1700, [hit([3, 5])]],
    ],
  ],
  [
    TROLLS,
    [
      ["troll", 216, 3, 6, 12, 4, 118, 42, 800, [hit([4, 2]), hit([4, 2]), bite([2, 6])]],
      ["ice troll", 217, 15, 8, 10, 2, 19, 141, 1000, [hit([2, 6]), blow("hits", "cold")([2, 6]), bite([2, 6])]],
      ["rock troll", 218, 6, 8, 12, 0, 19, 127, 1200, [hit([3, 6]), hit([2, 8]), bite([2, 6])]],
      ["Olog-hai", 220, 5, 12, 12, -4, 4, 222, 1500, [hit([2, 8]), hit([2, 8]), bite([2, 6])]],
    ],
  ],
];

/** `first`: the number of the first of them. No draw of any monster chooses one: they are too difficult for the first level. */
export function classMonsters(first: number): readonly MonsterKind[] {
  const rows = KINDS.flatMap(([shared, kinds]) => kinds.map((row) => [shared, row] as const));
  return rows.map(([shared, row], i): MonsterKind => {
    const [name, glyph, colour, level, speed, armorClass, classWeight, experience, corpseWeight, attacks, besides] =
      row;
    return {
      ...BEAST,
      ...shared,
      name,
      glyph,
      colour,
      level,
      speed,
      armorClass,
      attacks,
      besides: besides ?? shared.besides,
      // An ettin alone is a beast.
      mind: name === "ettin" ? "none" : "sapient",
      flies: name === "titan" ? "flies" : shared.flies,
      weight: 0,
      classWeight,
      experience,
      corpse: first + i,
      corpseWeight,
    };
  });
}
