/**
 * What a step did, a bit each, and the eight directions.
 */
/** Events, a bit each. */
export const MOVED = 1;
export const BUMPED = 2;
export const TOOK = 4;
export const UNLOCKED = 8;
export const OPENED = 16;

/** Directions N NE E SE S SW W NW. */
export const DX = [0, 1, 1, 1, 0, -1, -1, -1] as const;
export const DY = [-1, -1, 0, 1, 1, 1, 0, -1] as const;
