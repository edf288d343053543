/**
 * The last pass over a level, as NetHack's wallification (mkmaze.c): walls with nothing but walls and stone about them
 * become stone, the others get their shapes; then what each wall shows, which cells block sight, and the hash of both.
 */
import { hashGeometry } from "../geometry.js";
import { BOULDER } from "../objects.js";
import type { State } from "../state.js";
import { BARS, blocksSight, CELLS, COLUMNS, DOOR, ROWS, SECRET, STONE } from "../terrain.js";
import { modeWall, SPINES } from "../walls.js";
import { wordsOf } from "../wordwise.js";

/** A wall, a door, a door that is hidden in a wall. STONE and these are up to DOOR. */
const isJamb = (terrain: number): boolean => terrain !== STONE && terrain <= DOOR;
/** Whether walls join there: iron bars too. */
const joins = (terrain: number): boolean => isJamb(terrain) || terrain === BARS;
/** Neither stone nor what walls join. */
const isOpen = (terrain: number): boolean => terrain > DOOR && terrain !== BARS;

function at(terrain: Uint8Array, x: number, y: number): number {
  return x < 0 || x >= COLUMNS || y < 0 || y >= ROWS ? STONE : terrain[y * COLUMNS + x]!;
}

// Scratch: walls and doors of the level under way, and what becomes of each.
const cells = new Int16Array(CELLS);
const shapes = new Uint8Array(CELLS);

/** Fills `cells` with the walls and doors, ascending; returns how many. */
function findWalls(terrain: Uint8Array): number {
  let count = 0;
  const words = wordsOf(terrain);
  for (let word = 0; word < words.length; word++) {
    if (words[word] === STONE) continue;
    const end = Math.min(CELLS, 4 * word + 4);
    for (let cell = 4 * word; cell < end; cell++) {
      if (isJamb(terrain[cell]!)) cells[count++] = cell;
    }
  }
  return count;
}

/** Whether a cell and all about it are walls and stone. */
function isBuried(terrain: Uint8Array, cell: number): boolean {
  const x = cell % COLUMNS;
  const y = (cell - x) / COLUMNS;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) if (at(terrain, x + dx, y + dy) >= DOOR) return false;
  }
  return true;
}

/** Of so many walls and doors; returns how many are left. */
function cleanUp({ terrain, door }: State, count: number): number {
  for (let i = 0; i < count; i++) {
    const cell = cells[i]!;
    // What is buried stays solid as stone, so that one does not change another.
    if (terrain[cell] !== DOOR && door[cell]! < SECRET && isBuried(terrain, cell)) terrain[cell] = STONE;
  }
  let left = 0;
  for (let i = 0; i < count; i++) if (terrain[cells[i]!] !== STONE) cells[left++] = cells[i]!;
  return left;
}

/** Whether a wall reaches to its neighbour: not where both and all beside them are solid. */
function reaches(terrain: Uint8Array, x: number, y: number, dx: number, dy: number): boolean {
  if (!joins(at(terrain, x + dx, y + dy))) return false;
  // The two cells beside the wall, and the two beside its neighbour.
  return (
    isOpen(at(terrain, x + dy, y + dx)) ||
    isOpen(at(terrain, x - dy, y - dx)) ||
    isOpen(at(terrain, x + dx + dy, y + dy + dx)) ||
    isOpen(at(terrain, x + dx - dy, y + dy - dx))
  );
}

function shape({ terrain, door, doorVertical }: State, count: number): void {
  for (let i = 0; i < count; i++) {
    const cell = cells[i]!;
    const x = cell % COLUMNS;
    const y = (cell - x) / COLUMNS;
    shapes[i] = 0;
    if (terrain[cell] === DOOR || door[cell]! >= SECRET) {
      // The game looks left and right only.
      doorVertical[cell] = isJamb(at(terrain, x - 1, y)) || isJamb(at(terrain, x + 1, y)) ? 0 : 1;
      if (terrain[cell] === DOOR) continue;
    }
    const mask =
      (reaches(terrain, x, y, 0, -1) ? 1 : 0) |
      (reaches(terrain, x, y, 1, 0) ? 2 : 0) |
      (reaches(terrain, x, y, 0, 1) ? 4 : 0) |
      (reaches(terrain, x, y, -1, 0) ? 8 : 0);
    // A wall that reaches nowhere stays what it was.
    if (mask !== 0) shapes[i] = SPINES[mask]!;
  }
  for (let i = 0; i < count; i++) if (shapes[i] !== 0) terrain[cells[i]!] = shapes[i]!;
}

/** Which cells nothing is seen through, boulders included; and the hash that names what is seen from where. */
export function finishGeometry(state: State): void {
  const { terrain, door, opaque, floorHead } = state;
  opaque.fill(1);
  const words = wordsOf(terrain);
  for (let word = 0; word < words.length; word++) {
    if (words[word] === STONE) continue;
    const end = Math.min(CELLS, 4 * word + 4);
    for (let cell = 4 * word; cell < end; cell++) {
      const blocks = blocksSight(terrain[cell]!, door[cell]!) || (floorHead[cell] !== 0 && holdsBoulder(state, cell));
      opaque[cell] = blocks ? 1 : 0;
    }
  }
  hashGeometry(state);
}

function holdsBoulder({ floorHead, objectKind, objectNext }: State, cell: number): boolean {
  for (let link = floorHead[cell]!; link !== 0; link = objectNext[link - 1]!) {
    if (objectKind[link - 1] === BOULDER) return true;
  }
  return false;
}

/** For a whole level whose terrain, doors and things stand. */
export function finishLevel(state: State): void {
  finishWalls(state, cleanUp(state, findWalls(state.terrain)));
  finishGeometry(state);
}

/** Shapes and modes of walls that all stand where they should. */
export function shapeLevel(state: State): void {
  finishWalls(state, findWalls(state.terrain));
}

function finishWalls(state: State, count: number): void {
  shape(state, count);
  state.wallMode.fill(0);
  for (let i = 0; i < count; i++) modeWall(state, cells[i]!);
}
