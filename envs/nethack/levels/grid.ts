/**
 * A level that was drawn on a grid: its terrain, start, goal and doors, in arrays that the next draw reuses.
 * `gridTree` says the same in the level language, and `buildGrid` puts it into a state at once, without the tree: a test
 * holds both to the same levels.
 */
import type { Dice } from "../dice.js";
import { CELL, type State } from "../state.js";
import { COLUMNS, DOOR, FLOOR, LAVA, ROWS, STAIRS_DOWN, STAIRS_UP, STONE, VERTICAL } from "../terrain.js";
import { Canvas } from "./des/canvas.js";
import { setDoor } from "./des/doors.js";
import { Evaluator } from "./des/evaluate.js";
import { mapCorner } from "./des/maps.js";
import { clearStart, placeMonster } from "./des/place-monsters.js";
import { Stairs } from "./des/stairs.js";
import type { Command, DoorState, Level, Statement } from "./des/syntax.js";
import { finishLevel } from "./shapes.js";

/** Cells from row to row. */
export const PITCH = 80;
const MOST_ROWS = 25;

const SIGNS: Readonly<Record<number, string>> = {
  [STONE]: " ",
  [FLOOR]: ".",
  [VERTICAL]: "|",
  [LAVA]: "L",
  [DOOR]: "+",
};

export class Grid {
  /** Row by row, `PITCH` cells each. */
  readonly terrain = new Uint8Array(PITCH * MOST_ROWS);
  width = 0;
  height = 0;
  /** Places are `y * PITCH + x`. */
  start = 0;
  goal = 0;
  doors: number[] = [];
  state: DoorState = "closed";
  /** Random monsters anywhere. */
  monsters = 0;

  clear(): void {
    this.terrain.fill(STONE);
    this.doors.length = 0;
    this.monsters = 0;
  }
}

const MONSTER: Extract<Command, { kind: "MONSTER" }> = {
  kind: "MONSTER",
  monster: { kind: "monster" },
  place: { kind: "random", ground: [] },
  details: [],
};

const xOf = (place: number): number => place % PITCH;
const yOf = (place: number): number => Math.trunc(place / PITCH);

/** The grid in the level language. */
export function gridTree({ terrain, width, height, start, goal, doors, state, monsters }: Grid): Level {
  const line = 0;
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from(terrain.subarray(y * PITCH, y * PITCH + width), (kind) => SIGNS[kind])
      .join("")
      .trimEnd(),
  );
  const area = (place: number) =>
    ({ kind: "map", x1: xOf(place), y1: yOf(place), x2: xOf(place), y2: yOf(place) }) as const;
  const at = (place: number) => ({ kind: "at", x: xOf(place), y: yOf(place) }) as const;
  const body: Statement[] = [
    { kind: "INIT_MAP", how: { kind: "solidfill", ground: { kind: "ground", character: " " } }, line },
    { kind: "MAP", where: { kind: "aligned", horizontal: "center", vertical: "center" }, rows, line },
    {
      kind: "REGION",
      area: { kind: "area", x1: 0, y1: 0, x2: width, y2: height },
      light: "lit",
      type: "ordinary",
      flags: [],
      line,
    },
    ...doors.map((place) => ({ kind: "DOOR", state, cells: { kind: "point", place: at(place) }, line }) as const),
    // The forbidden place is any other: nothing is forbidden.
    { kind: "BRANCH", area: area(start), not: area(goal), line },
    { kind: "STAIR", place: at(goal), way: "down", line },
    ...Array.from({ length: monsters }, (): Statement => ({ ...MONSTER, line })),
  ];
  return { name: "mylevel", type: { kind: "MAZE", fill: " " }, flags: ["hardfloor"], body };
}

/** Builds the grid into a blank state, by the same dice as its tree. */
export function buildGrid(state: State, grid: Grid, dice: Dice): void {
  const { width, height, monsters, doors } = grid;
  const canvas = new Canvas(state, dice);
  const stairs = new Stairs(canvas);
  const { left, top } = mapCorner(width, height);
  canvas.map = { left, top, right: left + width - 1, bottom: top + height - 1 };
  const cellOf = (place: number) => (top + yOf(place)) * COLUMNS + left + xOf(place);
  for (let y = 0; y < height; y++) {
    const to = (top + y) * COLUMNS + left;
    for (let x = 0; x < width; x++) state.terrain[to + x] = grid.terrain[y * PITCH + x]!;
  }
  // Light falls on the cells about the map, and the region is one larger than it.
  const right = Math.min(COLUMNS - 1, left + width + 1);
  for (let y = Math.max(0, top - 1); y <= Math.min(ROWS - 1, top + height + 1); y++) {
    state.lit.fill(1, y * COLUMNS + Math.max(0, left - 1), y * COLUMNS + right + 1);
  }
  for (let i = 0; i < doors.length; i++) setDoor(canvas, cellOf(doors[i]!), grid.state);
  const [x, y] = [left + xOf(grid.start), top + yOf(grid.start)];
  const [gx, gy] = [left + xOf(grid.goal), top + yOf(grid.goal)];
  stairs.later({ corners: [x, y, x, y], not: [gx, gy, gx, gy], kind: STAIRS_UP, line: 0 });
  stairs.set(cellOf(grid.goal), STAIRS_DOWN);
  if (monsters > 0) {
    const values = new Evaluator(canvas);
    for (let i = 0; i < monsters; i++) placeMonster(canvas, values, MONSTER);
  }
  stairs.finish();
  finishLevel(state);
  state.hero[CELL] = stairs.start;
  clearStart(canvas, stairs.start);
}
