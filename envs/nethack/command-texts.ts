/**
 * What runs, prefixes and the rarer commands say: texts of the real MiniHack 1.0.2 (NLE 1.3.0). Arguments are numbers, so
 * that the state holds no text.
 */
import { monsterKind } from "./monster-kinds.js";
import { TRAP_LOOKS, trapGlyph } from "./traps.js";

export const THAT_DOOR_CLOSED = 440;
/** Argument: the kind of trap. */
export const STOP_AT_TRAP = 441;
export const BOULDER_BLOCKS = 442;
/** Argument: the monster's kind. */
export const MONSTER_BLOCKS = 443;
export const MOVE_INTO = 444;
export const NOT_SADDLED = 445;
export const EDGE_OF_WATER = 446;
export const EDGE_OF_LAVA = 447;
export const STOP_AT_DOOR = 448;
export const CORRIDOR_WIDENS = 449;
/** Argument of the next three: the prefix's key. */
export const INVALID_DIRECTION = 450;
export const NOT_DOWNWARD = 451;
export const NOT_AT_YOURSELF = 452;
export const THIN_AIR = 453;
/** Argument: the terrain; 255 for a boulder, 254 for what was never seen. */
export const HARMLESS = 454;
export const NOBODY_THERE = 455;
export const LEGS_UNFIT = 456;
export const NO_TRAP_SEEN = 457;
/** Argument: the kind of trap. */
export const TRAP_SEEN = 458;
export const NO_TRAPS_KNOWN = 459;
export const CANNOT_DISABLE = 460;
export const DOOR_SAFELY_OPEN = 461;
export const NO_TRAPS_ON_DOOR = 462;
export const SIT_ON_FLOOR = 463;
export const SIT_ON_GROUND = 464;
export const SIT_ON_FOUNTAIN = 465;
export const SIT_ON_STAIRS = 466;
export const SIT_ON_SINK = 467;
export const SIT_DOWN = 468;
export const UNCOMFORTABLE = 469;
export const TWO_BEGUN = 470;
export const TWO_ENDED = 471;
export const SHIELD_IN_WAY = 472;
export const SUIT_OFF = 473;
export const NOTHING_WORN = 474;
export const NO_ARMOR_WORN = 475;
export const NO_ACCESSORIES = 476;
export const NOTHING_TO_WEAR = 477;
export const NOTHING_TO_PUT_ON = 478;
export const NOTHING_TO_DRINK = 479;
export const SURE_TO_PRAY = 481;
export const NOT_PRAYED = 482;
/** Argument: the role. */
export const BEGIN_PRAYER = 483;
export const FINISH_PRAYER = 484;
/** Argument: the role. */
export const DISPLEASED = 485;
/** Argument: the role, and 16 times how the voice sounds. */
export const VOICE = 486;
export const STRAYED = 487;
export const RELEARN = 488;
export const FOOLISH = 489;
/** Argument: the monster's kind. */
export const PULLS_BACK = 490;
/** Argument: the letters that may be eaten: 16 times the first beyond "a", and the last. */
export const EAT_WHAT = 491;
export const CARROT_EATEN = 492;
export const NO_GOLD_EATEN = 493;
export const CHANT = 494;
export const CAN_MOVE = 495;
export const EAT_REFUSED = 496;
/** Argument: the monster's kind. */
export const LOOSENS = 497;
export const LOOT_WHERE = 498;
export const NOTHING_THERE = 499;
export const HUNGRY = 500;
export const WEAK = 501;
export const JUMP_WHERE = 502;
export const ILLEGAL_MOVE = 503;
/** Argument: the kind of trap. */
export const TRAP_FOUND = 504;

const FIXED: Readonly<Record<number, string>> = {
  [THAT_DOOR_CLOSED]: "That door is closed.",
  [BOULDER_BLOCKS]: "A boulder blocks your path.",
  [EDGE_OF_WATER]: "You stop at the edge of the water.",
  [EDGE_OF_LAVA]: "You stop at the edge of the lava.",
  [STOP_AT_DOOR]: "You stop in front of the door.",
  [CORRIDOR_WIDENS]: "The corridor widens here.",
  [THIN_AIR]: "You attack thin air.",
  [NOBODY_THERE]: "I see nobody there.",
  [LEGS_UNFIT]: "Your legs are in no shape for riding.",
  [NO_TRAP_SEEN]: "I can't see a trap there.",
  [NO_TRAPS_KNOWN]: "You know of no traps there.",
  [CANNOT_DISABLE]: "You cannot disable that trap.",
  [DOOR_SAFELY_OPEN]: "This door is safely open.",
  [NO_TRAPS_ON_DOOR]: "You find no traps on the door.",
  [SIT_ON_FLOOR]: "Having fun sitting on the floor?",
  [SIT_ON_GROUND]: "Having fun sitting on the ground?",
  [SIT_ON_FOUNTAIN]: "Having fun sitting on the fountain?",
  [SIT_ON_STAIRS]: "You sit on the stairs.",
  [SIT_ON_SINK]: "You sit on the sink.  Your rump gets wet.",
  [SIT_DOWN]: "You sit down.",
  [UNCOMFORTABLE]: "It's not very comfortable...",
  [TWO_BEGUN]: "You begin two-weapon combat.",
  [TWO_ENDED]: "You switch to your primary weapon.",
  [SHIELD_IN_WAY]: "You can't use two weapons while wearing a shield.",
  [SUIT_OFF]: "You finish taking off your suit.",
  [NOTHING_WORN]: "Not wearing any armor or accessories.",
  [NO_ARMOR_WORN]: "You are not wearing any armor.",
  [NO_ACCESSORIES]: "Not wearing any accessories or armor.",
  [NOTHING_TO_WEAR]: "You don't have anything else to wear.",
  [NOTHING_TO_PUT_ON]: "You don't have anything else to put on.",
  [NOTHING_TO_DRINK]: "You don't have anything to drink.",
  [SURE_TO_PRAY]: "Are you sure you want to pray? [yn] (n) ",
  [NOT_PRAYED]: "Are you sure you want to pray? [yn] (n) n",
  [FINISH_PRAYER]: "You finish your prayer.",
  [STRAYED]: '"Thou hast strayed from the path, mortal."',
  [RELEARN]: '"Thou must relearn thy lessons!"',
  [FOOLISH]: "You feel foolish!",
  [CARROT_EATEN]: "This carrot is delicious!",
  [NO_GOLD_EATEN]: "You cannot eat gold.",
  [CHANT]: "Calling upon Lugh, you chant an arcane formula.",
  [LOOT_WHERE]: "Loot in what direction? ",
  [NOTHING_THERE]: "You don't find anything there to loot.",
  [HUNGRY]: "You are beginning to feel hungry.",
  [WEAK]: "You are beginning to feel weak.",
  [JUMP_WHERE]: "Where do you want to jump?  (For instructions type a '?')",
  [ILLEGAL_MOVE]: "Illegal move!",
  [CAN_MOVE]: "You can move again.",
  [EAT_REFUSED]: "You cannot eat that!",
};

/** What the blow without a foe falls upon, by terrain from 0: rock, eleven walls, a door; then from the bars on. */
const HARD = ["solid rock", ...Array.from({ length: 11 }, () => "the wall"), "the closed door"];
const HARD_BEYOND: Readonly<Record<number, string>> = {
  26: "the iron bars",
  27: "the tree",
  28: "the water",
  29: "the water",
  30: "the water",
  31: "the molten lava",
  254: "unknown obstacle",
  255: "a boulder",
};

/** By the prefix's key. */
const PREFIX_VERBS: Readonly<Record<number, string>> = {
  70: "fight",
  77: "run",
  103: "rush",
  71: "run",
};

const GODS = ["Kos", "Lugh"];
const VOICES = ["booms out", "thunders", "rings out", "booms"];

const withArticle = (name: string): string => `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;

const trapName = (trap: number): string => TRAP_LOOKS.find(([glyph]) => glyph === trapGlyph(trap))?.[2] ?? "trap";

/** The text of a template of this file. */
export function commandText(template: number, argument: number): string | undefined {
  switch (template) {
    case STOP_AT_TRAP:
      return `You stop in front of ${withArticle(trapName(argument))}.`;
    case TRAP_FOUND:
      return `You find ${withArticle(trapName(argument))}.`;
    case TRAP_SEEN:
      return `That is ${withArticle(trapName(argument))}.`;
    case MONSTER_BLOCKS: {
      const name = withArticle(monsterKind(argument).name);
      return `${name[0]!.toUpperCase()}${name.slice(1)} blocks your path.`;
    }
    case MOVE_INTO:
      return `You move right into the ${monsterKind(argument).name}.`;
    case NOT_SADDLED:
      return `The ${monsterKind(argument).name} is not saddled.`;
    case PULLS_BACK:
      return `The ${monsterKind(argument).name} starts to attack you, but pulls back.`;
    case LOOSENS:
      return `The ${monsterKind(argument).name} loosens its grip slightly.`;
    case INVALID_DIRECTION:
      return `Invalid direction for '${String.fromCharCode(argument)}' prefix.`;
    case NOT_DOWNWARD:
      return `You can't ${PREFIX_VERBS[argument] ?? "move"} downward.`;
    case NOT_AT_YOURSELF: {
      const verb = PREFIX_VERBS[argument] ?? "move";
      return `You can't ${verb === "fight" ? verb : `${verb} at`} yourself.`;
    }
    case HARMLESS:
      return `You harmlessly attack ${HARD[argument] ?? HARD_BEYOND[argument] ?? "thin air"}.`;
    case BEGIN_PRAYER:
      return `You begin praying to ${GODS[argument] ?? ""}.`;
    case DISPLEASED:
      return `You feel that ${GODS[argument] ?? ""} is displeased.`;
    case VOICE:
      return `The voice of ${GODS[argument % 16] ?? ""} ${VOICES[argument >> 4] ?? ""}: `;
    case EAT_WHAT: {
      const [first, last] = [argument >> 4, argument % 16].map((letter) => String.fromCharCode(97 + letter));
      return `What do you want to eat? [${first}${first === last ? "" : last} or ?*] `;
    }
    default:
      return FIXED[template];
  }
}
