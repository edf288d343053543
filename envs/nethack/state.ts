/**
 * The state of one game as one block. Everything that a step reads or writes is here: level, hero, things, what the
 * hero remembers, the message as a template number with arguments, generators, and the observation's planes and numbers.
 * What can be derived from these (crops, spelled message, pack, terminal) is made beside it for whoever asks, so the
 * block is the same whatever is asked for.
 */
import { BIT_WORDS } from "./cell-bits.js";
import { defineLayout } from "./layout.js";
import { CELLS } from "./terrain.js";

/** Things on a level and in a pack; rows of the object table. */
export const MOST_OBJECTS = 64;
/** Texts that one step can say. */
export const MOST_PARTS = 24;
/** Monsters of a level, and cells that each remembers to have been on. */
export const MOST_MONSTERS = 24;
export const TRACKS_KEPT = 4;
/** Events of a reward of one's own. */
export const MOST_EVENTS = 64;
/** Steps of the hero that monsters can follow. */
export const STEPS_KEPT = 100;

export const layout = defineLayout({
  // The level
  terrain: ["u8", CELLS],
  /** A door's state, or a trap of `traps.ts` on other ground. */
  door: ["u8", CELLS],
  /** 1 for a door in a vertical wall. */
  doorVertical: ["u8", CELLS],
  lit: ["u8", CELLS],
  /** Blocks sight: stone, wall, closed or locked door. */
  opaque: ["u8", CELLS],
  /** How a wall shows itself: mode and side bits of `walls.ts`. */
  wallMode: ["u8", CELLS],
  /**
   * Directions from which a wall was seen, a bit each: N NE E SE S SW W NW. Of floor, where the hero knew the level from the
   * start: 1 once it was in sight.
   */
  seenFrom: ["u8", CELLS],
  /** Cells that are not opaque and cells that are lit, as bits: kept by `geometry.ts`, for sight. */
  clearBits: ["i32", BIT_WORDS],
  litBits: ["i32", BIT_WORDS],
  /** Hash of clear and lit cells, two words: names the geometry of sight. */
  geometry: ["u32", 2],
  /** The hash at the last look. */
  lastGeometry: ["u32", 2],
  // Things: columns of a table with links; 0 is "none", row i is index i + 1 in links
  floorHead: ["u8", CELLS],
  objectKind: ["u8", MOST_OBJECTS],
  objectCount: ["u8", MOST_OBJECTS],
  /** ASCII of the pack's letter, 0 on the floor. */
  objectLetter: ["u8", MOST_OBJECTS],
  /** Spell, use and blessing, as `objects.ts` reads them. */
  objectDetail: ["u8", MOST_OBJECTS],
  objectNext: ["u8", MOST_OBJECTS],
  /** 1 once a thing on the floor was drawn from beside it: then it is described by its full name. */
  objectClose: ["u8", MOST_OBJECTS],
  /** First of the pack; first free row. */
  packHead: ["u8", 1],
  freeHead: ["u8", 1],
  // Monsters: columns of a table
  monsterKind: ["u8", MOST_MONSTERS],
  monsterCell: ["i16", MOST_MONSTERS],
  monsterHp: ["i16", MOST_MONSTERS],
  monsterHpMax: ["i16", MOST_MONSTERS],
  monsterMove: ["u8", MOST_MONSTERS],
  monsterFlags: ["u8", MOST_MONSTERS],
  /** Turns that it still flees; 255 for ever. */
  monsterFlees: ["u8", MOST_MONSTERS],
  monsterTrack: ["i16", MOST_MONSTERS * TRACKS_KEPT],
  /** Row + 1 of who stands on a cell. */
  monsterAt: ["u8", CELLS],
  heroTrack: ["i16", STEPS_KEPT],
  /** Cells on which a monster is drawn, and the glyph remembered beneath. */
  drawnCell: ["i16", MOST_MONSTERS],
  drawnUnder: ["i16", MOST_MONSTERS],
  drawnCount: ["u8", 1],
  // What the hero remembers: NLE's planes
  glyphs: ["i16", CELLS],
  chars: ["u8", CELLS],
  colors: ["u8", CELLS],
  specials: ["u8", CELLS],
  // The hero
  hero: ["i32", 48],
  // The message: how many parts, then each one's template and argument
  messageParts: ["i32", 1 + 2 * MOST_PARTS],
  blstats: ["i32", 27],
  internal: ["i32", 9],
  /** What the events of a reward of one's own have in mind, a byte each. */
  rewardMemory: ["u8", MOST_EVENTS],
  // Generators, one a concern
  levelStream: ["u32", 4],
  dynamicsStream: ["u32", 4],
});

export type State = ReturnType<typeof layout.views>;

/** Indices into `hero`. */
export const CELL = 0;
export const TIME = 1;
export const HP = 2;
export const HP_MAX = 3;
export const POWER = 4;
export const POWER_MAX = 5;
export const STRENGTH = 6;
/** Strength as 3..125, where 19..118 is 18/01..18/100. */
export const STRENGTH_125 = 7;
export const DEXTERITY = 8;
export const CONSTITUTION = 9;
export const INTELLIGENCE = 10;
export const WISDOM = 11;
export const CHARISMA = 12;
export const ARMOR_CLASS = 13;
export const ALIGNMENT = 14;
/** Steps taken in this episode. */
export const STEPS = 15;
/** -1 step limit, 0 running, 1 death, 2 success. */
export const END_STATUS = 16;
/** Raised whenever something that can be seen changes. */
export const CHANGES = 17;
/** Where the hero stood when the last look was taken, -1 before the first. */
export const LAST_LOOK = 18;
/** `CHANGES` at the last look. */
export const LAST_CHANGES = 19;
/** Turn of the last boulder that was pushed. */
export const LAST_PUSH = 20;
/** What happens to the hero where he now stands, before the step is over: a number of `hazards.ts`. */
export const PENDING = 21;
/** What the game has asked and the next key answers: a number of `prompts.ts`, 0 for nothing. */
export const PROMPT = 22;
/** Values of it from here on are prefixes, which wait for a key and ask nothing. */
export const PREFIXES = 16;
/** A Knight is asked where to jump, with the cursor. */
export const JUMPING = PREFIXES + 5;
/** Whether the game waits for the answer to a question. */
export const isAsked = ({ hero }: State): boolean => hero[PROMPT] !== 0 && hero[PROMPT]! < PREFIXES;
/** 1 while something runs with the clock: a wound, a spell of confusion. A healthy hero's turns cost nothing more. */
export const AILING = 23;
/** Turns until the leg is better; until then dexterity is one less. */
export const WOUNDED = 24;
/** Turns until the head is clear. */
export const CONFUSED = 25;
/** Nutrition beside what the clock takes: what was eaten. */
export const EATEN = 26;
/** Turn of the last warning that the hero is nearly dead. */
export const LAST_WAIL = 27;
/** Monsters that live. */
export const LIVE = 28;
/** Row + 1 of a monster that holds the hero. */
export const STUCK = 29;
export const EXPERIENCE_LEVEL = 30;
export const EXPERIENCE = 31;
/** 0 unencumbered … 5 overloaded. */
export const LOAD = 32;
/** Movement that a burdened hero has left. */
export const MOVEMENT = 33;
/** 1 where what lies on the floor is taken up by walking on it. */
export const AUTOPICKUP = 35;
/** A value of it: the hero neither takes nor is told what he walks over, for one command. */
export const PASSES_BY = 2;
/** A number of `roles.ts`. */
export const ROLE = 36;
/** Steps noted in `heroTrack`. */
export const STEPS_NOTED = 34;
/** 1 where NetHack's rules of Sokoban hold: a level known from the start that has a pit. */
export const SOKOBAN = 40;
/** 1 on a level with a fountain, which is heard now and then. */
export const FOUNTAINS = 41;
/** Boulders on fountains, or pits that are left, where these are paid. */
export const COUNTED = 42;

/** 1 where the hero knew the level from the start. */
export const MAPPED = 45;
/** 0 not hungry, 1 hungry, 2 weak. */
export const HUNGER = 38;
/** 1 while the hero prays, and is not struck. */
export const PRAYING = 37;
/** Steps in a row in which the clock stood still, where a penalty of one's own counts them. */
export const FROZEN = 44;

export function makeState(buffer: ArrayBuffer = new ArrayBuffer(layout.bytes)): State {
  return layout.views(buffer);
}
