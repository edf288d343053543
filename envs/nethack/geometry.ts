/**
 * What sight depends on, as a hash in the state: which cells are clear, which are lit, which are open doors (Zobrist
 * 1970: words of the cells that have a property, joined by exclusive or, so that a change costs one operation).
 */
import { RandomStream } from "../seeds.js";
import type { State } from "./state.js";
import { CELLS, DOOR } from "./terrain.js";
import { ONES, wordsOf } from "./wordwise.js";

/** Two words a cell for "clear", two for "lit", two for "an open door". */
const WORDS = 6;
const ZOBRIST = (() => {
  const words = new RandomStream(Uint32Array.of(0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x1f83d9ab));
  return Uint32Array.from({ length: CELLS * WORDS }, () => words.next());
})();

/** The words of "lit" of all cells before one, joined: those of a run of cells are two of these, joined. */
const LIT_BEFORE = (() => {
  const words = new Uint32Array(2 * CELLS + 2);
  for (let cell = 0; cell < CELLS; cell++) {
    words[2 * cell + 2] = words[2 * cell]! ^ ZOBRIST[WORDS * cell + 2]!;
    words[2 * cell + 3] = words[2 * cell + 1]! ^ ZOBRIST[WORDS * cell + 3]!;
  }
  return words;
})();

/** Recomputes the geometry's hash from all cells; call once a level is built. */
export function hashGeometry(state: State): void {
  const { opaque, lit, geometry, terrain } = state;
  let first = 0;
  let second = 0;
  const blocks = wordsOf(opaque);
  const opaqueAt = opaque.byteOffset;
  for (let word = opaqueAt >> 2; 4 * word < opaqueAt + CELLS; word++) {
    if (blocks[word] === ONES) continue;
    const end = Math.min(CELLS, 4 * word + 4 - opaqueAt);
    for (let cell = Math.max(0, 4 * word - opaqueAt); cell < end; cell++) {
      if (opaque[cell] !== 0) continue;
      first ^= ZOBRIST[WORDS * cell]!;
      second ^= ZOBRIST[WORDS * cell + 1]!;
      if (terrain[cell] !== DOOR) continue;
      first ^= ZOBRIST[WORDS * cell + 4]!;
      second ^= ZOBRIST[WORDS * cell + 5]!;
    }
  }
  const shines = wordsOf(lit);
  let isLit = 0;
  const litAt = lit.byteOffset;
  for (let word = litAt >> 2; 4 * word < litAt + CELLS; word++) {
    if (shines[word] === (isLit === 1 ? ONES : 0)) continue;
    const end = Math.min(CELLS, 4 * word + 4 - litAt);
    for (let cell = Math.max(0, 4 * word - litAt); cell < end; cell++) {
      if (lit[cell] === isLit) continue;
      // A run begins or ends: either way all words before it are joined once.
      isLit = 1 - isLit;
      first ^= LIT_BEFORE[2 * cell]!;
      second ^= LIT_BEFORE[2 * cell + 1]!;
    }
  }
  if (isLit === 1) {
    first ^= LIT_BEFORE[2 * CELLS]!;
    second ^= LIT_BEFORE[2 * CELLS + 1]!;
  }
  geometry[0] = first;
  geometry[1] = second;
}

/** A closed door becomes clear, and the hash says so: what is seen beside an open door differs from beside floor. */
export const clearDoor = (state: State, cell: number): void => setOpaque(state, cell, 0);

/** A cell becomes opaque or clear, as a boulder comes or goes, and the hash says so. */
export function setOpaque(state: State, cell: number, value: 0 | 1): void {
  const { opaque, geometry, terrain } = state;
  if (opaque[cell] === value) return;
  opaque[cell] = value;
  const isDoor = terrain[cell] === DOOR;
  geometry[0]! ^= ZOBRIST[WORDS * cell]! ^ (isDoor ? ZOBRIST[WORDS * cell + 4]! : 0);
  geometry[1]! ^= ZOBRIST[WORDS * cell + 1]! ^ (isDoor ? ZOBRIST[WORDS * cell + 5]! : 0);
}
