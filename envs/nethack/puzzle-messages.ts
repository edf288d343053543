/**
 * What is said on levels with boulders, pits, boards and fountains.
 */
import { monsterKind } from "./monster-kinds.js";

export const BOULDER_STUCK = 20;
export const BOULDER_MOVED = 21;
export const BOULDER_FILLS = 22;
export const BOULDER_SPLASHES = 23;
export const BOULDER_SINKS = 24;
export const TOO_NARROW = 100;
export const BOULDER_ROLLS_NOT = 101;
export const PIT_FILLED = 102;
export const PIT_PULLS = 103;
/** Argument: the note, from 0. */
export const BOARD_SQUEAKS = 104;
export const SQUEAK_HEARD = 105;
/** Argument: 16 times the monster's kind, and the note. */
export const MONSTER_SQUEAKS = 106;
export const BOARD_ESCAPED = 107;
/** Three sounds of fountains. */
export const FOUNTAIN_HEARD = 108;

/** Twelve notes, as the game numbers them. */
const NOTES = [
  "a C note",
  "a D flat",
  "a D note",
  "an E flat",
  "an E note",
  "an F note",
  "an F sharp",
  "a G note",
  "a G sharp",
  "an A note",
  "a B flat",
  "a B note",
] as const;

const TEXTS: Readonly<Record<number, string>> = {
  [BOULDER_STUCK]: "You try to move the boulder, but in vain.",
  [BOULDER_MOVED]: "With great effort you move the boulder.",
  [BOULDER_FILLS]: "You push the boulder into the water.  Now you can cross it!",
  [BOULDER_SPLASHES]: "There is a large splash as the boulder falls into the water.",
  [BOULDER_SINKS]: "It sinks without a trace!",
  [TOO_NARROW]: "You cannot pass that way.",
  [BOULDER_ROLLS_NOT]: "The boulder won't roll diagonally on this floor.",
  [PIT_FILLED]: "The boulder fills a pit.",
  [PIT_PULLS]: "Air currents pull you down into a pit!",
  [BOARD_ESCAPED]: "You escape a squeaky board.",
  [FOUNTAIN_HEARD]: "You hear bubbling water.",
  [FOUNTAIN_HEARD + 1]: "You hear water falling on coins.",
  [FOUNTAIN_HEARD + 2]: "You hear the splashing of a naiad.",
};

export function spellPuzzle(template: number, argument: number): string {
  const note = NOTES[argument % 16] ?? "";
  switch (template) {
    case BOARD_SQUEAKS:
      return `A board beneath you squeaks ${note} loudly.`;
    case MONSTER_SQUEAKS:
      return `A board beneath the ${monsterKind(Math.trunc(argument / 16)).name} squeaks ${note} loudly.`;
    case SQUEAK_HEARD:
      return `You hear ${note} squeak in the distance.`;
    default:
      return TEXTS[template] ?? "";
  }
}
