/**
 * Wall shapes. A wall's shape follows from the walls and doors beside it; what of it is shown follows from the
 * directions from which it was seen: a T seen from one side only may show as a corner, a straight wall with rock behind
 * it shows only from the open side (NetHack's "wall modes", display.c).
 *
 * Directions are bits and indices in compass order: N 0, NE 1, E 2, SE 3, S 4, SW 5, W 6, NW 7, from wall to hero.
 */
import type { State } from "./state.js";
import {
  BLANK,
  BOTTOM_LEFT,
  BOTTOM_RIGHT,
  CELLS,
  COLUMNS,
  CORRIDOR,
  CROSS,
  DOOR,
  HORIZONTAL,
  isWall,
  joinsWalls,
  ROWS,
  SECRET,
  STONE,
  T_DOWN,
  T_LEFT,
  T_RIGHT,
  T_UP,
  TOP_LEFT,
  TOP_RIGHT,
  VERTICAL,
} from "./terrain.js";

const N = 1;
const NE = 2;
const E = 4;
const SE = 8;
const S = 16;
const SW = 32;
const W = 64;
const NW = 128;

const DX = [0, 1, 1, 1, 0, -1, -1, -1];
const DY = [-1, -1, 0, 1, 1, 1, 0, -1];

/** Modes kept in `wallMode`. */
const PLAIN = 0;
/** Straight walls with rock on one side: shown from the other, or along the wall. */
const ROCK_BEFORE = 1; // west of a vertical, north of a horizontal wall
const ROCK_BEHIND = 2;
/** T walls with rock at one of three places, the stem turned south. */
const ROCK_NORTH = 3;
const ROCK_SOUTHWEST = 4;
const ROCK_SOUTHEAST = 5;
/** Corners with rock on all three outer sides, and with rock at the inner one. */
const ROCK_OUTSIDE = 6;
const ROCK_INSIDE = 7;

/** Shape by which of N 1, E 2, S 4, W 8 are walls or doors. */
export const SPINES = [
  HORIZONTAL,
  VERTICAL,
  HORIZONTAL,
  BOTTOM_LEFT,
  VERTICAL,
  VERTICAL,
  TOP_LEFT,
  T_RIGHT,
  HORIZONTAL,
  BOTTOM_RIGHT,
  HORIZONTAL,
  T_UP,
  TOP_RIGHT,
  T_LEFT,
  T_DOWN,
  CROSS,
];

/** For a T by where its stem points: what to add to a direction's index to turn the stem south. */
function turn(terrain: number): number {
  if (terrain === T_DOWN) return 0;
  if (terrain === T_RIGHT) return 2;
  return terrain === T_UP ? 4 : 6;
}

const isT = (terrain: number): boolean => terrain >= T_UP && terrain <= T_RIGHT;

function terrainAt(terrain: Uint8Array, cell: number, direction: number): number {
  const x = (cell % COLUMNS) + DX[direction]!;
  const y = (cell - (cell % COLUMNS)) / COLUMNS + DY[direction]!;
  return x < 0 || x >= COLUMNS || y < 0 || y >= ROWS ? STONE : terrain[y * COLUMNS + x]!;
}

/** Rock as walls take it: a corridor is dug through it. */
const isRock = (terrain: number): boolean => terrain === STONE || terrain === CORRIDOR || isWall(terrain);

/** The direction into a corner, between its two walls; -1 for other shapes. */
function inward(terrain: number): number {
  if (terrain === TOP_LEFT) return 3;
  if (terrain === TOP_RIGHT) return 5;
  if (terrain === BOTTOM_LEFT) return 1;
  return terrain === BOTTOM_RIGHT ? 7 : -1;
}

/** Whether rock lies in a direction from a cell. */
const hasRock = (terrain: Uint8Array, cell: number, direction: number): boolean =>
  isRock(terrainAt(terrain, cell, direction));

function modeOf(terrain: Uint8Array, cell: number): number {
  const shape = terrain[cell]!;
  if (shape === VERTICAL || shape === HORIZONTAL) {
    const before = hasRock(terrain, cell, shape === VERTICAL ? 6 : 0);
    const behind = hasRock(terrain, cell, shape === VERTICAL ? 2 : 4);
    if (before === behind) return PLAIN;
    return before ? ROCK_BEFORE : ROCK_BEHIND;
  }
  const inner = inward(shape);
  if (inner >= 0) {
    if (hasRock(terrain, cell, inner)) return ROCK_INSIDE;
    for (let turned = 3; turned <= 5; turned++) if (!hasRock(terrain, cell, (inner + turned) % 8)) return PLAIN;
    return ROCK_OUTSIDE;
  }
  if (!isT(shape)) return PLAIN;
  const back = 8 - turn(shape);
  const north = hasRock(terrain, cell, back % 8);
  const southwest = hasRock(terrain, cell, (5 + back) % 8);
  const southeast = hasRock(terrain, cell, (3 + back) % 8);
  if (Number(north) + Number(southwest) + Number(southeast) !== 1) return PLAIN;
  if (north) return ROCK_NORTH;
  return southwest ? ROCK_SOUTHWEST : ROCK_SOUTHEAST;
}

/** What a wall shows, by its shape and the rock beside it; of no wall, nothing. */
export function modeWall({ terrain, wallMode, door }: State, cell: number): void {
  // A hidden door shows as a straight wall from wherever it is seen.
  const isPlain = !isWall(terrain[cell]!) || door[cell]! >= SECRET;
  wallMode[cell] = isPlain ? PLAIN : modeOf(terrain, cell);
}

/** Gives every wall its shape and mode; doors learn which way their wall runs. For a whole level, not for a step. */
export function shapeWalls(state: State): void {
  const { terrain, wallMode, doorVertical } = state;
  const joins = (cell: number, direction: number) => {
    const beside = terrainAt(terrain, cell, direction);
    return isWall(beside) || beside === DOOR;
  };
  const shapes = new Uint8Array(CELLS);
  for (let cell = 0; cell < CELLS; cell++) {
    if (isWall(terrain[cell]!)) {
      const mask = [0, 2, 4, 6].reduce((sum, direction, bit) => sum | (joins(cell, direction) ? 1 << bit : 0), 0);
      shapes[cell] = SPINES[mask]!;
    }
  }
  for (let cell = 0; cell < CELLS; cell++) if (shapes[cell]) terrain[cell] = shapes[cell]!;
  for (let cell = 0; cell < CELLS; cell++) {
    const kind = terrain[cell]!;
    if (isWall(kind)) wallMode[cell] = modeOf(terrain, cell);
    if (kind === DOOR) doorVertical[cell] = joins(cell, 0) && joins(cell, 4) ? 1 : 0;
  }
}

/**
 * The bits to add when a wall is seen: the direction to the hero, and, from a diagonal, each straight neighbour of it
 * whose cell beside the wall is clear. An open door there does not count (recordings: 26 of 26 junctions beside a door
 * keep their shape when it opens), nor do iron bars.
 */
export function seenDirection(state: State, cell: number, heroCell: number): number {
  const dx = Math.sign((heroCell % COLUMNS) - (cell % COLUMNS));
  const dy = Math.sign(Math.trunc(heroCell / COLUMNS) - Math.trunc(cell / COLUMNS));
  return seenBits(state, cell, dx, dy);
}

/** The same by the signs of the way to the hero. */
export function seenBits({ opaque, terrain }: State, cell: number, dx: number, dy: number): number {
  if (dx === 0) return dy < 0 ? N : S;
  if (dy === 0) return dx < 0 ? W : E;
  const diagonal = dy < 0 ? (dx < 0 ? NW : NE) : dx < 0 ? SW : SE;
  const above = cell + dy * COLUMNS;
  const aside = cell + dx;
  const vertical = opaque[above] === 0 && !joinsWalls(terrain[above]!) ? (dy < 0 ? N : S) : 0;
  const horizontal = opaque[aside] === 0 && !joinsWalls(terrain[aside]!) ? (dx < 0 ? W : E) : 0;
  return diagonal | vertical | horizontal;
}

const only = (seen: number, of: number): boolean => seen !== 0 && (seen & ~of) === 0;

/** What a T with its stem turned south shows. */
type Shown = "blank" | "left corner" | "right corner" | "straight" | "T";

function shownT(mode: number, seen: number): Shown {
  if (mode === ROCK_NORTH) {
    const fromRight = (seen & (E | SE)) !== 0;
    const fromLeft = (seen & (W | SW)) !== 0;
    if ((seen & S) !== 0 || (fromRight && fromLeft)) return "T";
    if (fromRight) return "left corner";
    return fromLeft ? "right corner" : "blank";
  }
  if (mode === ROCK_SOUTHWEST) {
    if (only(seen, SE | S)) return "left corner";
    if ((seen & (NW | N | NE | W)) !== 0 && (seen & (E | SE | S)) === 0) return "straight";
    return only(seen, SW) ? "blank" : "T";
  }
  if (mode === ROCK_SOUTHEAST) {
    if (only(seen, SW | S)) return "right corner";
    if ((seen & (NW | N | NE | E)) !== 0 && (seen & (W | SW | S)) === 0) return "straight";
    return only(seen, SE) ? "blank" : "T";
  }
  if (seen === SE) return "left corner";
  if (seen === SW) return "right corner";
  if ((seen & (E | S | W)) !== 0 || (seen & (SE | SW)) === (SE | SW)) return "T";
  return (seen & (SE | SW)) !== 0 ? "T" : "straight";
}

/** Corner glyphs of a T by stem, as [left corner, right corner] of the turned one. */
const CORNERS: Readonly<Record<number, readonly [number, number]>> = {
  [T_DOWN]: [TOP_LEFT, TOP_RIGHT],
  [T_LEFT]: [TOP_RIGHT, BOTTOM_RIGHT],
  [T_UP]: [BOTTOM_RIGHT, BOTTOM_LEFT],
  [T_RIGHT]: [BOTTOM_LEFT, TOP_LEFT],
};

const turned = (seen: number, by: number): number => ((seen << by) | (seen >> (8 - by))) & 255;

/** The bits of a direction and of its two neighbours. */
const around = (direction: number): number => turned(0b111, (direction + 7) % 8);

/** The glyph of a wall cell as seen from the directions in `seen`. */
export function wallGlyph(terrain: number, mode: number, seen: number): number {
  if (terrain === VERTICAL || terrain === HORIZONTAL) {
    if (mode === PLAIN) return BLANK + terrain;
    const vertical = terrain === VERTICAL;
    const open =
      mode === ROCK_BEFORE
        ? vertical
          ? N | NE | E | SE | S
          : E | SE | S | SW | W
        : vertical
          ? N | NW | W | SW | S
          : E | NE | N | NW | W;
    return (seen & open) !== 0 ? BLANK + terrain : BLANK;
  }
  if (mode === ROCK_OUTSIDE || mode === ROCK_INSIDE) {
    const inner = inward(terrain);
    const shows = mode === ROCK_INSIDE ? seen & ~(1 << inner) : seen & around(inner);
    return shows !== 0 ? BLANK + terrain : BLANK;
  }
  if (!isT(terrain)) return BLANK + terrain;
  const shown = shownT(mode, turned(seen, turn(terrain)));
  if (shown === "blank") return BLANK;
  if (shown === "T") return BLANK + terrain;
  if (shown === "straight") return BLANK + (terrain === T_DOWN || terrain === T_UP ? HORIZONTAL : VERTICAL);
  return BLANK + CORNERS[terrain]![shown === "left corner" ? 0 : 1];
}
