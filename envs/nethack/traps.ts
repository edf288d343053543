/**
 * Traps, as the state's `trap` holds them: a kind per cell. One that the hero knows of shows in the terrain besides
 * (`KNOWN_TRAP`), so that looking costs nothing where there are none.
 */
export const NO_TRAP = 0;
export const TELEPORT_TRAP = 1;
