/**
 * What sight depends on, as a hash in the state: which cells are clear, which are lit, which are open doors (Zobrist
 * 1970: words of the cells that have a property, joined by exclusive or, so that a change costs one operation).
 */
import { RandomStream } from "../seeds.js";
import type { State } from "./state.js";
import { CELLS, DOOR } from "./terrain.js";

/** Two words a cell for "clear", two for "lit", two for "an open door". */
const WORDS = 6;
const ZOBRIST = (() => {
  const words = new RandomStream(Uint32Array.of(0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x1f83d9ab));
  return Uint32Array.from({ length: CELLS * WORDS }, () => words.next());
})();

/** Recomputes the geometry's hash from all cells; call once a level is built. */
export function hashGeometry(state: State): void {
  const { opaque, lit, geometry, terrain } = state;
  let first = 0;
  let second = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    if (!opaque[cell]) {
      first ^= ZOBRIST[WORDS * cell]!;
      second ^= ZOBRIST[WORDS * cell + 1]!;
      if (terrain[cell] === DOOR) {
        first ^= ZOBRIST[WORDS * cell + 4]!;
        second ^= ZOBRIST[WORDS * cell + 5]!;
      }
    }
    if (lit[cell]) {
      first ^= ZOBRIST[WORDS * cell + 2]!;
      second ^= ZOBRIST[WORDS * cell + 3]!;
    }
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
