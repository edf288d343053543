/**
 * Messages as template numbers with an argument, spelled out only when somebody reads them. Several texts of one step
 * are joined by two blanks as long as the line has room; otherwise the game shows what it had, waits, and only the rest
 * stays: so the last screenful is what the observation holds.
 */
import { commandText } from "./command-texts.js";
import { monsterKind } from "./monster-kinds.js";
import { objectName, plainName } from "./objects.js";
import { spellPuzzle } from "./puzzle-messages.js";
import { remarkText } from "./remark-texts.js";
import { ROLES } from "./roles.js";
import { MOST_PARTS, type State } from "./state.js";

/** Argument: the hero's role. */
export const WELCOME = 1;
export const WALL = 2;
export const SOLID_STONE = 3;
export const DOOR_LOCKED = 4;
export const DIAGONAL_IN = 5;
export const DIAGONAL_OUT = 6;
export const NEVER_MIND = 7;
/** Argument: row of the thing. */
export const SEE_HERE = 8;
export const STAIRS_UP_HERE = 9;
export const STAIRS_DOWN_HERE = 10;
/** Argument: row of the thing, which carries its letter. */
export const TAKEN = 11;
export const NOTHING_HERE = 12;
export const STAIRS_FIXED = 13;
export const DOOR_OPENS = 14;
export const DOOR_RESISTS = 15;
/** Argument: direction, N 0 … NW 7. */
export const MAP_EDGE = 16;
export const DOOR_FIXED = 17;
export const BARS_HERE = 18;
export const TREE_HERE = 19;
export const FALL_INTO_WATER = 25;
export const CRAWL_OUT = 26;
export const PHEEW = 27;
export const TRAP_ESCAPED = 28;
export const WHICH_DIRECTION = 29;
export const STRANGE_DIRECTION = 30;
export const NO_DOOR_THERE = 31;
export const DOOR_BROKEN = 32;
export const DOORWAY_EMPTY = 33;
export const DOOR_IS_OPEN = 34;
export const DOOR_IS_CLOSED = 35;
export const DOOR_CLOSES = 36;
export const IN_THE_WAY = 37;
export const SOMETHING_IN_THE_WAY = 38;
export const NOTHING_TO_LOOT = 39;
export const KICK_FAILS = 40;
export const KICK_OPENS = 41;
export const KICK_SHATTERS = 42;
export const KICK_SPACE = 43;
export const KICK_STRAINS = 44;
export const KICK_HURTS = 45;
export const KICK_UNCOVERS = 46;
export const KICK_OPENS_HIDDEN = 47;
export const KICK_PASSAGE = 48;
export const KICK_SPLASHES = 49;
export const KICK_THUMP = 50;
export const LEG_BETTER = 51;
export const BANSHEE = 52;
export const FOUND_DOOR = 53;
export const FOUND_PASSAGE = 54;
export const NOTHING_TO_EAT = 55;
/** Argument: row of the thing, as of the next. */
export const EAT_QUESTION = 56;
export const EATS_APPLE = 57;
export const ROTTEN = 58;
export const LIGHT_HEADED = 59;
export const LESS_CONFUSED = 60;
/** Arguments: the monster's kind, from 1. */
export const HERO_MISSES = 61;
export const HERO_HITS = 62;
export const HERO_KILLS = 63;
export const MONSTER_HITS = 64;
export const MONSTER_MISSES = 65;
export const MONSTER_JUST_MISSES = 66;
export const MONSTER_OPENS = 67;
export const MONSTER_VANISHES = 68;
export const CANNOT_ESCAPE = 69;
export const PULL_FREE = 70;
export const BEHIND_BOULDER = 78;
export const CAITIFF = 119;
/** Argument of these: the monster's kind. */
export const KICK_MONSTER = 120;
export const KICK_BLOCKED = 121;
export const KICK_EVADED = 122;
export const MONSTER_FLEES = 79;
export const MONSTER_ESCAPES = 80;
/** A blow that takes more than four hit points. */
export const HERO_HITS_HARD = 81;
export const GETS_ZAPPED = 71;
export const DOOR_HEARD = 72;
/** Argument: the level. */
export const GAIN_LEVEL = 74;
export const LOAD_BURDENED = 75;
export const LOAD_STRESSED = 76;
export const MONSTER_IN_WAY = 77;
export const NO_STAMINA = 85;
/** Argument: row of the thing, and 256 times what it had of it before. */
export const RUSTS = 86;
export const DILUTES = 87;
export const WATER_IN_SACK = 88;
export const SINK_LIKE_ROCK = 89;
export const COVERED_IN_FROST = 90;
/** Argument: row of the thing. */
export const SIT_ON_THING = 91;
export const EAT_DECLINED = 92;

/** A blow's argument: the monster's kind, and so many times the blow's place among its attacks. */
export const OF_ATTACK = 256;

const FIXED: Readonly<Record<number, string>> = {
  [WALL]: "It's a wall.",
  [SOLID_STONE]: "It's solid stone.",
  [DOOR_LOCKED]: "This door is locked.",
  [DIAGONAL_IN]: "You can't move diagonally into an intact doorway.",
  [DIAGONAL_OUT]: "You can't move diagonally out of an intact doorway.",
  [NEVER_MIND]: "Never mind.",
  [STAIRS_UP_HERE]: "There is a staircase up here.",
  [STAIRS_DOWN_HERE]: "There is a staircase down here.",
  [NOTHING_HERE]: "There is nothing here to pick up.",
  [STAIRS_FIXED]: "The stairs are solidly fixed to the floor.",
  [DOOR_FIXED]: "It won't come off the hinges.",
  [DOOR_OPENS]: "The door opens.",
  [DOOR_RESISTS]: "The door resists!",
  [BARS_HERE]: "You cannot pass through the bars.",
  [TREE_HERE]: "It's a tree.",
  [FALL_INTO_WATER]: "You fall into the water!",
  [SINK_LIKE_ROCK]: "You sink like a rock.",
  [CRAWL_OUT]: "You try to crawl out of the water.",
  [PHEEW]: "Pheew!  That was close.",
  [TRAP_ESCAPED]: "You escape a teleportation trap.",
  [WHICH_DIRECTION]: "In what direction? ",
  [STRANGE_DIRECTION]: "What a strange direction!",
  [NO_DOOR_THERE]: "You see no door there.",
  [DOOR_BROKEN]: "This door is broken.",
  [DOORWAY_EMPTY]: "This doorway has no door.",
  [DOOR_IS_OPEN]: "This door is already open.",
  [DOOR_IS_CLOSED]: "This door is already closed.",
  [DOOR_CLOSES]: "The door closes.",
  [IN_THE_WAY]: "You are in the way!",
  [SOMETHING_IN_THE_WAY]: "Something's in the way.",
  [NOTHING_TO_LOOT]: "You don't find anything here to loot.",
  [KICK_FAILS]: "WHAMMM!!!",
  [KICK_OPENS]: "As you kick the door, it crashes open!",
  [KICK_SHATTERS]: "As you kick the door, it shatters to pieces!",
  [KICK_SPACE]: "You kick at empty space.",
  [KICK_STRAINS]: "Dumb move!  You strain a muscle.",
  [KICK_HURTS]: "Ouch!  That hurts!",
  [KICK_UNCOVERS]: "Crash!  Your kick uncovers a secret door!",
  [KICK_OPENS_HIDDEN]: "Crash!  You kick open a secret door!",
  [KICK_PASSAGE]: "Crash!  You kick open a secret passage!",
  [KICK_SPLASHES]: "You splash some water around.",
  [KICK_THUMP]: "Thump!",
  [CAITIFF]: "You caitiff!",
  [LEG_BETTER]: "Your leg feels better.",
  [BANSHEE]: "You hear the wailing of the Banshee...",
  [FOUND_DOOR]: "You find a hidden door.",
  [FOUND_PASSAGE]: "You find a hidden passage.",
  [NOTHING_TO_EAT]: "You don't have anything to eat.",
  [EATS_APPLE]: "Core dumped.",
  [ROTTEN]: "Blecch!  Rotten food!",
  [LIGHT_HEADED]: "You feel rather light headed.",
  [LESS_CONFUSED]: "You feel less confused now.",
  [GETS_ZAPPED]: "You get zapped!",
  [COVERED_IN_FROST]: "You're covered in frost!",
  [DOOR_HEARD]: "You hear a door open.",
  [LOAD_BURDENED]: "Your movements are slowed slightly because of your load.",
  [LOAD_STRESSED]: "You rebalance your load.  Movement is difficult.",
  [WATER_IN_SACK]: "Water gets into your sack!",
  [NO_STAMINA]: "You don't have enough stamina to move.",
  [MONSTER_IN_WAY]: "Perhaps that's why you cannot move past it.",
};

const EDGES = ["north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"];

/** What is said of a monster and the hero. */
function spellMonster(template: number, argument: number): string | undefined {
  const isOf =
    (template >= HERO_MISSES && template <= PULL_FREE) ||
    (template >= BEHIND_BOULDER && template <= HERO_HITS_HARD) ||
    (template >= KICK_MONSTER && template <= KICK_EVADED);
  if (!isOf) return undefined;
  const { name, attacks, life } = monsterKind(argument % OF_ATTACK);
  switch (template) {
    case HERO_MISSES:
      return `You miss the ${name}.`;
    case HERO_HITS:
      return `You hit the ${name}.`;
    case HERO_HITS_HARD:
      return `You hit the ${name}!`;
    case HERO_KILLS:
      return `You ${life === "undead" ? "destroy" : "kill"} the ${name}!`;
    case MONSTER_HITS:
      return `The ${name} ${attacks[Math.trunc(argument / OF_ATTACK)]!.verb}!`;
    case MONSTER_MISSES:
      return `The ${name} misses!`;
    case MONSTER_JUST_MISSES:
      return `The ${name} just misses!`;
    case MONSTER_FLEES:
      return `The ${name} turns to flee.`;
    case MONSTER_ESCAPES:
      return `The ${name} escapes the dungeon!`;
    case MONSTER_OPENS:
      return `The ${name} opens a door.`;
    case MONSTER_VANISHES:
      return `The ${name} suddenly disappears!`;
    case KICK_MONSTER:
      return `You kick the ${name}.`;
    case KICK_BLOCKED:
      return `The ${name} blocks your kick.`;
    case KICK_EVADED:
      return `The ${name} jumps, nimbly evading your kick.`;
    case BEHIND_BOULDER:
      return `There's a ${name} on the other side.`;
    case CANNOT_ESCAPE:
      return `You cannot escape from the ${name}!`;
    default:
      return `You pull free from the ${name}.`;
  }
}

function spell(state: State, template: number, argument: number): string {
  const ofMonster = spellMonster(template, argument);
  if (ofMonster !== undefined) return ofMonster;
  if (template === WELCOME) return ROLES[argument]!.welcome;
  if (template === GAIN_LEVEL) return `Welcome to experience level ${argument}.`;
  if (template === SEE_HERE) return `You see here ${objectName(state, argument)}.`;
  if (template === SIT_ON_THING) {
    return `You sit on the ${objectName(state, argument).replace(/^(an?|\d+) (uncursed )?/, "")}.`;
  }
  if (template === TAKEN) {
    return `${String.fromCharCode(state.objectLetter[argument]!)} - ${objectName(state, argument)}.`;
  }
  if (template === RUSTS || template === DILUTES) {
    const row = argument & 255;
    const isMany = state.objectCount[row]! > 1;
    const what = `Your ${plainName(state.objectKind[row]!)}${isMany ? "s" : ""}`;
    if (template === DILUTES) return `${what} dilutes${argument > 255 ? " further" : ""}.`;
    return `${what} ${isMany ? "rust" : "rusts"}${["", " further", " completely"][argument >> 8]}!`;
  }
  if (template === EAT_QUESTION || template === EAT_DECLINED) {
    const count = state.objectCount[argument]!;
    const what = objectName(state, argument);
    return `There ${count === 1 ? "is" : "are"} ${what} here; eat ${count === 1 ? "it" : "one"}? [ynq] (n) ${template === EAT_QUESTION ? "" : "q"}`;
  }
  if (template === MAP_EDGE) return `You have already gone as far ${EDGES[argument]} as possible.`;
  return FIXED[template] ?? remarkText(template) ?? commandText(template, argument) ?? spellPuzzle(template, argument);
}

/** A top line has 80 columns; the game keeps 8 of them for its "--More--". */
const ROOM = 72;

export const clearMessage = (state: State): void => {
  state.messageParts[0] = 0;
};

/** Adds a text to what this step says. Where too much is said the first is lost: it is no longer on the line anyhow. */
export function say(state: State, template: number, argument = 0): void {
  let count = state.messageParts[0]!;
  if (count === MOST_PARTS) {
    state.messageParts.copyWithin(1, 3);
    count--;
  }
  state.messageParts[1 + 2 * count] = template;
  state.messageParts[2 + 2 * count] = argument;
  state.messageParts[0] = count + 1;
}

/** The message line as the observation holds it. */
export function messageText(state: State): string {
  const parts = state.messageParts;
  let line = "";
  for (let i = 0; i < parts[0]!; i++) {
    const text = spell(state, parts[1 + 2 * i]!, parts[2 + 2 * i]!);
    line = line !== "" && line.length + text.length + 3 < ROOM ? `${line}  ${text}` : text;
  }
  return line;
}
