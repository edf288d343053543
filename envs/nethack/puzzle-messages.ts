/**
 * What is said on levels with boulders, pits, boards and fountains.
 */
export const TOO_NARROW = 100;
export const BOULDER_ROLLS_NOT = 101;
export const PIT_FILLED = 102;
export const PIT_PULLS = 103;
/** Argument: the note, from 0. */
export const BOARD_SQUEAKS = 104;
export const SQUEAK_HEARD = 105;
/** Three sounds of fountains. */
export const FOUNTAIN_HEARD = 106;

/** Twelve notes, as the game numbers them. */
const NOTES = ["C", "D flat", "D", "E flat", "E", "F", "F sharp", "G", "G sharp", "A", "B flat", "B"] as const;

export const PUZZLE_TEXTS: Readonly<Record<number, string>> = {
  [TOO_NARROW]: "You cannot pass that way.",
  [BOULDER_ROLLS_NOT]: "The boulder won't roll diagonally on this floor.",
  [PIT_FILLED]: "The boulder fills a pit.",
  [PIT_PULLS]: "Air currents pull you down into a pit!",
  [FOUNTAIN_HEARD]: "You hear bubbling water.",
  [FOUNTAIN_HEARD + 1]: "You hear water falling on coins.",
  [FOUNTAIN_HEARD + 2]: "You hear the splashing of a naiad.",
};

/** What a board says; undefined for another template. */
export function spellBoard(template: number, argument: number): string | undefined {
  if (template !== BOARD_SQUEAKS && template !== SQUEAK_HEARD) return undefined;
  const note = NOTES[argument] ?? "";
  const article = /^[AEF]/.test(note) ? "an" : "a";
  return template === BOARD_SQUEAKS
    ? `A board beneath you squeaks ${article} ${note} loudly.`
    : `You hear ${article} ${note} squeak in the distance.`;
}
