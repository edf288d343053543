/**
 * Selections as sets of cells: one byte a cell, 1 within.
 */
import { CELLS, COLUMNS, ROWS } from "../../terrain.js";
import { TERRAIN_OF } from "./canvas.js";
import type { Direction, Ground, NumberTerm, Place, Selection } from "./syntax.js";

export type Cells = Uint8Array;

const none = (): Cells => new Uint8Array(CELLS);

/** Cells outside the level are left out. */
function set(cells: Cells, x: number, y: number): void {
  if (x >= 0 && x < COLUMNS && y >= 0 && y < ROWS) cells[y * COLUMNS + x] = 1;
}

const columnOf = (cell: number): number => cell % COLUMNS;
const rowOf = (cell: number): number => Math.trunc(cell / COLUMNS);

/** Bresenham's line, both ends within. */
function line(cells: Cells, from: number, to: number): void {
  let [x, y] = [columnOf(from), rowOf(from)];
  const [x2, y2] = [columnOf(to), rowOf(to)];
  const dx = Math.abs(x2 - x);
  const dy = Math.abs(y2 - y);
  const sx = Math.sign(x2 - x);
  const sy = Math.sign(y2 - y);
  set(cells, x, y);
  if (dx >= dy) {
    let error = 2 * dy - dx;
    while (x !== x2) {
      if (error >= 0) {
        y += sy;
        error -= 2 * dx;
      }
      x += sx;
      error += 2 * dy;
      set(cells, x, y);
    }
  } else {
    let error = 2 * dx - dy;
    while (y !== y2) {
      if (error >= 0) {
        x += sx;
        error -= 2 * dy;
      }
      y += sy;
      error += 2 * dx;
      set(cells, x, y);
    }
  }
}

type Roll = (sides: number) => number;

/** A line whose middle is moved at random, and then those of its halves. */
function randomLine(
  cells: Cells,
  ends: readonly [number, number, number, number],
  roughness: number,
  roll: Roll,
): void {
  const halve = (x1: number, y1: number, x2: number, y2: number, rough: number, depth: number): void => {
    if (depth < 1) return;
    if (x1 === x2 && y1 === y2) {
      set(cells, x1, y1);
      return;
    }
    const most = Math.min(rough, Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1)));
    let mx = Math.trunc((x1 + x2) / 2);
    let my = Math.trunc((y1 + y2) / 2);
    if (most >= 2) {
      const [cx, cy] = [mx, my];
      do {
        mx = cx + roll(most) - Math.trunc(most / 2);
        my = cy + roll(most) - Math.trunc(most / 2);
      } while (mx < 0 || mx >= COLUMNS || my < 0 || my >= ROWS);
    }
    set(cells, mx, my);
    const next = Math.trunc((most * 2) / 3);
    halve(x1, y1, mx, my, next, depth - 1);
    halve(mx, my, x2, y2, next, depth - 1);
  };
  halve(...ends, roughness, 12);
}

const STEPS: Readonly<Record<Direction, readonly [dx: number, dy: number]>> = {
  north: [0, -1],
  south: [0, 1],
  east: [1, 0],
  west: [-1, 0],
};

function grown(cells: Cells, directions: readonly Direction[]): Cells {
  const all = directions.length === 0 ? (Object.keys(STEPS) as Direction[]) : directions;
  const more = cells.slice();
  for (let cell = 0; cell < CELLS; cell++) {
    if (!cells[cell]) continue;
    for (const direction of all) {
      const [dx, dy] = STEPS[direction];
      set(more, columnOf(cell) + dx, rowOf(cell) + dy);
    }
    // Between two straight directions the corner grows too.
    for (const [dx, dy, one, other] of CORNERS) {
      if (all.includes(one) && all.includes(other)) set(more, columnOf(cell) + dx, rowOf(cell) + dy);
    }
  }
  return more;
}

const CORNERS: readonly (readonly [dx: number, dy: number, one: Direction, other: Direction])[] = [
  [1, -1, "north", "east"],
  [1, 1, "south", "east"],
  [-1, 1, "south", "west"],
  [-1, -1, "north", "west"],
];

/** Joined cells of the same terrain. */
function flood(terrain: Uint8Array, from: number): Cells {
  const cells = none();
  const kind = terrain[from];
  const open = [from];
  cells[from] = 1;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    for (const [dx, dy] of Object.values(STEPS)) {
      const x = columnOf(cell) + dx;
      const y = rowOf(cell) + dy;
      const beside = y * COLUMNS + x;
      if (x < 0 || x >= COLUMNS || y < 0 || y >= ROWS || cells[beside] || terrain[beside] !== kind) continue;
      cells[beside] = 1;
      open.push(beside);
    }
  }
  return cells;
}

/** Cells whose middles lie within the ellipse; unfilled, those of them with a cell outside beside them. */
function ellipse(center: number, a: number, b: number, isFilled: boolean): Cells {
  const inside = (x: number, y: number) => {
    const dx = (x - columnOf(center)) / (a + 0.5);
    const dy = (y - rowOf(center)) / (b + 0.5);
    return dx * dx + dy * dy <= 1;
  };
  const cells = none();
  for (let y = 0; y < ROWS; y++) {
    for (let x = 0; x < COLUMNS; x++) {
      if (!inside(x, y)) continue;
      const isEdge = Object.values(STEPS).some(([dx, dy]) => !inside(x + dx, y + dy));
      if (isFilled || isEdge) set(cells, x, y);
    }
  }
  return cells;
}

/** What a selection needs of the level's other values. */
export interface Sources {
  readonly terrain: Uint8Array;
  readonly lit: Uint8Array;
  roll(sides: number): number;
  /** Of a place; random ones may be anywhere. */
  cell(place: Place): number;
  ground(ground: Ground): Extract<Ground, { kind: "ground" }>;
  number(term: NumberTerm): number;
  selection(name: string): Cells;
  /** Corner cells of an area, each on the level. */
  corners(area: Extract<Selection, { kind: "rect" | "fillrect" }>["area"]): readonly [number, number, number, number];
}

export function cellsOf(selection: Selection | Cells, sources: Sources): Cells {
  if (selection instanceof Uint8Array) return selection;
  const inner = (other: Selection) => cellsOf(other, sources);
  const kept = (of: Selection, keeps: (cell: number) => boolean) =>
    inner(of).map((has, cell) => (has && keeps(cell) ? 1 : 0));
  switch (selection.kind) {
    case "point": {
      const cells = none();
      cells[sources.cell(selection.place)] = 1;
      return cells;
    }
    case "rect":
    case "fillrect": {
      const cells = none();
      const [x1, y1, x2, y2] = sources.corners(selection.area);
      for (let y = y1; y <= y2; y++) {
        for (let x = x1; x <= x2; x++) {
          if (selection.kind === "fillrect" || x === x1 || x === x2 || y === y1 || y === y2) set(cells, x, y);
        }
      }
      return cells;
    }
    case "line": {
      const cells = none();
      line(cells, sources.cell(selection.from), sources.cell(selection.to));
      return cells;
    }
    case "randline": {
      const cells = none();
      const [from, to] = [sources.cell(selection.from), sources.cell(selection.to)];
      const ends = [columnOf(from), rowOf(from), columnOf(to), rowOf(to)] as const;
      randomLine(cells, ends, sources.number(selection.roughness), (sides) => sources.roll(sides));
      return cells;
    }
    case "grow":
      return grown(inner(selection.cells), selection.directions);
    case "thinned":
      return kept(selection.cells, () => sources.roll(100) < selection.percent);
    case "of ground": {
      const { character, light } = sources.ground(selection.ground);
      const kind = TERRAIN_OF[character];
      const isLit = light === "lit" ? 1 : 0;
      return kept(
        selection.cells,
        (cell) =>
          sources.terrain[cell] === kind && (light === undefined || light === "random" || sources.lit[cell] === isLit),
      );
    }
    case "within": {
      const other = inner(selection.other);
      return kept(selection.cells, (cell) => other[cell] === 1);
    }
    case "flood":
      return flood(sources.terrain, sources.cell(selection.from));
    case "ellipse": {
      const center = sources.cell(selection.center);
      const radius = sources.number(selection.radius);
      const second = selection.second === undefined ? radius : sources.number(selection.second);
      return ellipse(center, radius, second, selection.filling !== "unfilled");
    }
    case "complement":
      return inner(selection.cells).map((has) => 1 - has);
    case "join": {
      const right = inner(selection.right);
      return inner(selection.left).map((has, cell) => has | right[cell]!);
    }
    case "use":
      return cellsOf(sources.selection(selection.name), sources);
  }
}
