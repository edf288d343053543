/**
 * Keys: what MiniHack sends for each action.
 */
/** Key codes that a step understands, as MiniHack sends them. */
export const KEYS: Readonly<Record<string, number>> = {
  N: 107,
  E: 108,
  S: 106,
  W: 104,
  NE: 117,
  SE: 110,
  SW: 98,
  NW: 121,
  PICKUP: 44,
  APPLY: 97,
  OPEN: 111,
  CLOSE: 99,
  KICK: 4,
  SEARCH: 115,
  EAT: 101,
};

/** Direction index N 0 … NW 7 by key code, -1 for other keys. */
export const DIRECTION_OF_KEY = new Int8Array(256).fill(-1);
for (const [index, name] of ["N", "NE", "E", "SE", "S", "SW", "W", "NW"].entries()) {
  DIRECTION_OF_KEY[KEYS[name]!] = index;
}
