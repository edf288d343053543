/**
 * What the rules know of a kind of monster: the columns of NetHack 3.6's monst.c that are played.
 */

export interface Attack {
  /** How it is told. */
  readonly verb: "bites" | "hits" | "touches you";
  /** Damage: so many dice of so many sides; 0 sides for none. */
  readonly dice: number;
  readonly sides: number;
  readonly effect: "none" | "electric" | "sticky" | "cold";
}

export interface MonsterKind {
  readonly name: string;
  /** Glyph of the monster; its corpse's is 1144 more. */
  readonly glyph: number;
  readonly character: string;
  readonly colour: number;
  /** As it is made on the first level. */
  readonly level: number;
  /** Movement a turn; the hero's is 12. */
  readonly speed: number;
  readonly armorClass: number;
  /** Its blows, in order. */
  readonly attacks: readonly Attack[];
  readonly gait: "any" | "straight";
  /** Whether it can open doors. */
  readonly hands: "hands" | "none";
  readonly swims: "swims" | "none";
  /** Over water and lava. */
  readonly flies: "flies" | "none";
  /** "big": it squeezes between no two trees; "dragon": big, and with d4 for hit points. */
  readonly build: "any" | "big" | "dragon";
  readonly heals: "slowly" | "each turn";
  /** "tracker": it follows the hero's steps where it does not see him. */
  readonly senses: "tracker" | "none";
  readonly life: "living" | "undead";
  /** "sapient": when it is hurt it leaves by stairs. */
  readonly mind: "sapient" | "none";
  /** Shares of a draw of any monster, and of a draw of its class. */
  readonly weight: number;
  readonly classWeight: number;
  readonly company: "alone" | "small group";
  /** Experience for killing it. */
  readonly experience: number;
  /** A corpse is left one time in so many. */
  readonly corpseChance: number;
  /** The corpse that it leaves: the kind's number, from 1; and its weight. */
  readonly corpse: number;
  readonly corpseWeight: number;
  /** What the game's monster does besides, which is not played. */
  readonly besides: readonly ("spell" | "breath" | "weapon" | "boulder")[];
}

/** One blow of one die. */
export const attack = (verb: Attack["verb"], sides: number, effect: Attack["effect"] = "none"): Attack => ({
  verb,
  dice: 1,
  sides,
  effect,
});

export const BEAST = {
  gait: "any",
  hands: "none",
  swims: "none",
  senses: "tracker",
  life: "living",
  mind: "none",
  company: "alone",
  flies: "none",
  build: "any",
  heals: "slowly",
  classWeight: 0,
  besides: [],
} as const;
