/**
 * What sight depends on: which cells are clear, which are lit, and beside which no wall is seen from afar (open doors and
 * bars). Clear and lit cells stand in the state as bits too, and a hash names all of it: words of 32 cells, each mixed
 * with a key of its own (Murmur3's finalizer), and a key for each door and bar, joined by exclusive or (Zobrist 1970),
 * so that a change costs two operations.
 */
import { mixBits } from "../hashing.js";
import { RandomStream } from "../seeds.js";
import { BIT_WORDS, fourBits } from "./cell-bits.js";
import type { State } from "./state.js";
import { BARS, CELLS, DOOR, joinsWalls } from "./terrain.js";
import { hasByte, ONES, wordsOf } from "./wordwise.js";

const random = new RandomStream(Uint32Array.of(0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x1f83d9ab));
const keys = (length: number): Int32Array => Int32Array.from({ length }, () => random.next());
/** Two keys for a word of clear cells, two for one of lit cells, two for a cell that walls join. */
const CLEAR = keys(2 * BIT_WORDS);
const LIT = keys(2 * BIT_WORDS);
const JOIN = keys(2 * CELLS);

/** The cells of the last word that there are. */
const LAST_CELLS = -1 >>> (32 * BIT_WORDS - CELLS);

/** What a word adds to a hash; nothing, nothing. */
const mixed = (word: number, key: number): number => (word === 0 ? 0 : mixBits(word ^ key));

/** Recomputes bits and hash from all cells; call once a level is built. */
export function hashGeometry(state: State): void {
  const { opaque, lit, terrain, geometry, clearBits, litBits } = state;
  const blocks = wordsOf(opaque);
  const shines = wordsOf(lit);
  const grounds = wordsOf(terrain);
  let first = 0;
  let second = 0;
  for (let word = 0; word < BIT_WORDS; word++) {
    let clear = 0;
    let light = 0;
    const end = Math.min(blocks.length, 8 * word + 8);
    for (let four = 8 * word; four < end; four++) {
      const shift = 4 * (four & 7);
      if (shines[four] !== 0) light |= fourBits(shines[four]!) << shift;
      if (blocks[four] === ONES) continue;
      clear |= fourBits(blocks[four]! ^ ONES) << shift;
      if (!hasByte(grounds[four]!, DOOR * ONES) && !hasByte(grounds[four]!, BARS * ONES)) continue;
      for (let cell = 4 * four; cell < 4 * four + 4; cell++) {
        if (opaque[cell] !== 0 || !joinsWalls(terrain[cell]!)) continue;
        first ^= JOIN[2 * cell]!;
        second ^= JOIN[2 * cell + 1]!;
      }
    }
    if (word === BIT_WORDS - 1) clear &= LAST_CELLS;
    clearBits[word] = clear;
    litBits[word] = light;
    first ^= mixed(clear, CLEAR[2 * word]!) ^ mixed(light, LIT[2 * word]!);
    second ^= mixed(clear, CLEAR[2 * word + 1]!) ^ mixed(light, LIT[2 * word + 1]!);
  }
  geometry[0] = first;
  geometry[1] = second;
}

/** A closed door becomes clear, and the hash says so: what is seen beside an open door differs from beside floor. */
export const clearDoor = (state: State, cell: number): void => setOpaque(state, cell, 0);

/** A cell becomes opaque or clear, as a boulder comes or goes, and the hash says so. */
export function setOpaque(state: State, cell: number, value: 0 | 1): void {
  const { opaque, geometry, terrain, clearBits } = state;
  if (opaque[cell] === value) return;
  opaque[cell] = value;
  const word = cell >> 5;
  const before = clearBits[word]!;
  const after = before ^ (1 << (cell & 31));
  clearBits[word] = after;
  const joins = joinsWalls(terrain[cell]!);
  for (let half = 0; half < 2; half++) {
    const key = CLEAR[2 * word + half]!;
    geometry[half]! ^= mixed(before, key) ^ mixed(after, key) ^ (joins ? JOIN[2 * cell + half]! : 0);
  }
}
