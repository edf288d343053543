/**
 * Traps. They stand in the state's `door`, on ground that has no door, so that levels without traps cost nothing. One
 * that the hero knows of shows in the terrain besides (`KNOWN_TRAP`).
 */
export const TELEPORT_TRAP = 16;
