/**
 * The last pass over a level, as NetHack's wallification (mkmaze.c): walls with nothing but walls and stone about them
 * become stone, the others get their shapes; then what each wall shows, which cells block sight, and the hash of both.
 */
import { hashGeometry } from "../geometry.js";
import { BOULDER } from "../objects.js";
import type { State } from "../state.js";
import { BARS, blocksSight, CELLS, COLUMNS, DOOR, isWall, ROWS, SECRET, STONE } from "../terrain.js";
import { modeWalls, SPINES } from "../walls.js";

/** A wall, a door, a door that is hidden in a wall. */
const isJamb = (terrain: number): boolean => isWall(terrain) || terrain === DOOR;
/** Whether walls join there: iron bars too. */
const joins = (terrain: number): boolean => isJamb(terrain) || terrain === BARS;
const isSolid = (terrain: number): boolean => terrain === STONE || isWall(terrain);

function at(terrain: Uint8Array, x: number, y: number): number {
  return x < 0 || x >= COLUMNS || y < 0 || y >= ROWS ? STONE : terrain[y * COLUMNS + x]!;
}

function cleanUp({ terrain, door }: State): void {
  const before = terrain.slice();
  for (let cell = 0; cell < CELLS; cell++) {
    if (!isWall(before[cell]!) || door[cell]! >= SECRET) continue;
    const x = cell % COLUMNS;
    const y = Math.trunc(cell / COLUMNS);
    let isBuried = true;
    for (let dy = -1; dy <= 1 && isBuried; dy++) {
      for (let dx = -1; dx <= 1 && isBuried; dx++) isBuried = isSolid(at(before, x + dx, y + dy));
    }
    if (isBuried) terrain[cell] = STONE;
  }
}

/** Whether a wall reaches to its neighbour: not where both and all beside them are solid. */
function reaches(terrain: Uint8Array, x: number, y: number, dx: number, dy: number): boolean {
  if (!joins(at(terrain, x + dx, y + dy))) return false;
  const solid = (cx: number, cy: number) => {
    const kind = at(terrain, cx, cy);
    return joins(kind) || kind === STONE;
  };
  // The two cells beside the wall, and the two beside its neighbour.
  return !(
    solid(x + dy, y + dx) &&
    solid(x - dy, y - dx) &&
    solid(x + dx + dy, y + dy + dx) &&
    solid(x + dx - dy, y + dy - dx)
  );
}

function shape(state: State): void {
  const { terrain, doorVertical } = state;
  const shapes = new Uint8Array(CELLS);
  for (let cell = 0; cell < CELLS; cell++) {
    if (!joins(terrain[cell]!) || terrain[cell] === BARS) continue;
    const x = cell % COLUMNS;
    const y = Math.trunc(cell / COLUMNS);
    if (terrain[cell] === DOOR || state.door[cell]! >= SECRET) {
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
    if (mask !== 0) shapes[cell] = SPINES[mask]!;
  }
  for (let cell = 0; cell < CELLS; cell++) if (shapes[cell] !== 0) terrain[cell] = shapes[cell]!;
}

/** Which cells nothing is seen through, boulders included; and the hash that names what is seen from where. */
export function finishGeometry(state: State): void {
  const { terrain, door, opaque, floorHead, objectKind, objectNext } = state;
  for (let cell = 0; cell < CELLS; cell++) {
    let blocks = blocksSight(terrain[cell]!, door[cell]!);
    for (let link = floorHead[cell]!; link !== 0 && !blocks; link = objectNext[link - 1]!) {
      blocks = objectKind[link - 1] === BOULDER;
    }
    opaque[cell] = blocks ? 1 : 0;
  }
  hashGeometry(state);
}

/** For a whole level whose terrain, doors and things stand. */
export function finishLevel(state: State): void {
  cleanUp(state);
  shapeLevel(state);
  finishGeometry(state);
}

/** Shapes and modes of walls that all stand where they should. */
export function shapeLevel(state: State): void {
  shape(state);
  modeWalls(state);
}
