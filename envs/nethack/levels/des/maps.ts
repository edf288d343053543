/**
 * Where a map lies on the level, and its characters.
 */
import type { State } from "../../state.js";
import { COLUMNS, ROWS, STONE } from "../../terrain.js";
import { type Canvas, TERRAIN_OF } from "./canvas.js";
import type { Command } from "./syntax.js";

/** The game's bounds of mazes. */
const MAZE_COLUMNS = 78;
const MAZE_ROWS = 20;

/** First column in the game's own counting. */
function columnOf(horizontal: string, width: number): number {
  const left = Math.trunc((MAZE_COLUMNS - 2 - width) / (horizontal === "half-left" ? 4 : 2));
  switch (horizontal) {
    case "left":
      return 1;
    case "half-left":
    case "center":
      return 2 + left;
    case "half-right":
      return 2 + Math.trunc(((MAZE_COLUMNS - 2 - width) * 3) / 4);
    default:
      return MAZE_COLUMNS - width - 1;
  }
}

function rowOf(vertical: string, height: number): number {
  if (vertical === "top") return 3;
  return vertical === "center" ? 2 + Math.trunc((MAZE_ROWS - 2 - height) / 2) : MAZE_ROWS - height - 1;
}

const odd = (value: number): number => (value % 2 === 0 ? value + 1 : value);

/** The upper left corner, on the screen. */
function cornerOf(canvas: Canvas, where: Extract<Command, { kind: "MAP" }>["where"], width: number, height: number) {
  if (where.kind === "at") return { left: where.x - 1, top: where.y };
  if (where.kind !== "aligned") return canvas.unsupported("a map at a random place");
  return mapCorner(width, height, where.horizontal, where.vertical);
}

/** The upper left corner of a map that stands somewhere on the level; in the middle, if nothing else is said. */
export function mapCorner(width: number, height: number, horizontal = "center", vertical = "center") {
  const column = odd(columnOf(horizontal, width));
  let row = odd(rowOf(vertical, height));
  if (row < 0 || row + height > ROWS) row += row > 0 ? -2 : 2;
  if (height === ROWS) row = 0;
  return { left: column - 1, top: row };
}

export function drawMap(canvas: Canvas, { where, rows }: Extract<Command, { kind: "MAP" }>): void {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const height = rows.length;
  const { left, top } = cornerOf(canvas, where, width, height);
  if (left < 0 || top < 0 || left + width > COLUMNS || top + height > ROWS) {
    canvas.fail(`a map of ${width} x ${height} at (${left},${top})`, "a map that lies on the level");
  }
  canvas.map = { left, top, right: left + width - 1, bottom: top + height - 1 };
  rows.forEach((row, y) => {
    for (let x = 0; x < width; x++) canvas.draw((top + y) * COLUMNS + left + x, row[x] ?? " ");
  });
}

/** A grid of walls with stone between, for mazes to be walked. */
export function initMaze(state: State, character: string, isCorridorMaze: boolean): void {
  const kind = isCorridorMaze ? STONE : (TERRAIN_OF[character] ?? STONE);
  for (let y = 0; y <= MAZE_ROWS; y++) {
    for (let x = 2; x <= MAZE_COLUMNS; x++) {
      const isStone = y < 2 || (x % 2 === 1 && y % 2 === 1);
      state.terrain[y * COLUMNS + x - 1] = isStone ? STONE : kind;
    }
  }
}
