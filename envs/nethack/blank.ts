/**
 * MiniHack's last observation. Its game has quit before anybody looks: map, crops, status numbers and message are empty,
 * the pack stays, and `internal` says that the game waits for a key. (All recorded endings; what its terminal then shows
 * is not recorded, and stays here as it was.)
 *
 * The arrays are copies, so that the state, its snapshots and its frame stay true.
 */
import type { ObservationKey, ObservationTable } from "../env.js";
import { BLANK } from "./terrain.js";

const EMPTY = [
  "chars",
  "colors",
  "specials",
  "chars_crop",
  "colors_crop",
  "specials_crop",
  "blstats",
  "message",
] as const satisfies readonly ObservationKey[];
/** Index in `internal`: the game waits behind a "--More--". */
const WAITING = 3;

/** Empties what MiniHack empties. The crop's centre is then (0,0), so its upper and left parts lie beyond the map. */
export function blankTable(table: Partial<ObservationTable>, size: number): void {
  for (const key of EMPTY) table[key]?.fill(0);
  table.glyphs?.fill(BLANK);
  const { glyphs_crop, internal } = table;
  const half = (size - 1) / 2;
  if (glyphs_crop !== undefined) {
    for (let i = 0; i < size * size; i++) glyphs_crop[i] = i % size < half || i < half * size ? 0 : BLANK;
  }
  if (internal !== undefined) internal[WAITING] = 1;
}
