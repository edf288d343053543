/**
 * What a step did, a bit each, and the eight directions.
 */
/** Events, a bit each. */
export const MOVED = 1;
export const BUMPED = 2;
export const TOOK = 4;
export const UNLOCKED = 8;
export const OPENED = 16;
/** A door that was closed; one that was kicked in; a hidden one that came to light; something eaten. */
export const CLOSED_UP = 32;
export const BROKE = 64;
export const FOUND = 128;
export const ATE = 256;
/** A blow that was struck; one that killed. */
export const HIT = 512;
export const KILLED = 1024;
/** A boulder that was pushed; a fall into a pit. */
export const PUSHED = 2048;
export const FELL = 4096;
/** What is carried is used otherwise, or less of it is left. */
export const HANDLED = 8192;

/** Directions N NE E SE S SW W NW. */
export const DX = [0, 1, 1, 1, 0, -1, -1, -1] as const;
export const DY = [-1, -1, 0, 1, 1, 1, 0, -1] as const;
