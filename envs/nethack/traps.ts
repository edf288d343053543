/**
 * Traps. They stand in the state's `door`, on ground that has no door, so that levels without traps cost nothing. One
 * that the hero knows of shows in the terrain besides (`KNOWN_TRAP`).
 */
export const TELEPORT_TRAP = 16;
/** Only on levels that are known from the start, by the rules of NetHack's Sokoban. */
export const PIT = 17;
/** A board squeaks one of twelve notes: the first, and those after it. */
export const SQUEAKY_BOARD = 32;
export const NOTES = 12;

export const isBoard = (trap: number): boolean => trap >= SQUEAKY_BOARD && trap < SQUEAKY_BOARD + NOTES;

const TELEPORT_GLYPH = 2415;
const PIT_GLYPH = 2411;
const BOARD_GLYPH = 2404;

/** Glyph, colour and description of each kind. */
export const TRAP_LOOKS = [
  [TELEPORT_GLYPH, 5, "teleportation trap"],
  [PIT_GLYPH, 8, "pit"],
  [BOARD_GLYPH, 3, "squeaky board"],
] as const;

export function trapGlyph(trap: number): number {
  if (trap === PIT) return PIT_GLYPH;
  return isBoard(trap) ? BOARD_GLYPH : TELEPORT_GLYPH;
}
