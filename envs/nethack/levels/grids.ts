/**
 * MiniGrid's levels as MiniHack redraws them: crossings (rows and columns of lava or wall, each with one gap, so that a
 * way exists) and chains of rooms (each behind a door in a wall of the one before). Rules of MiniGrid's CrossingEnv and
 * MultiRoomEnv; a level is a tree of the level language, which `printLevel` shows as text.
 *
 * What we do differently: a chain of rooms that MiniHack could not put on the map (it starts in the first three rows of
 * MiniGrid's 25) is drawn anew.
 */
import type { Dice } from "../dice.js";
import type { DoorState, Level, Statement } from "./des/syntax.js";

type Roll = (sides: number) => number;

interface Cell {
  readonly x: number;
  readonly y: number;
}

/** A map with start and goal, whose doors are all alike. */
function levelOf(
  rows: readonly string[],
  start: Cell,
  goal: Cell,
  doors: readonly Cell[],
  state: DoorState,
  monsters = 0,
): Level {
  const line = 0;
  const width = Math.max(...rows.map((row) => row.length));
  const area = { kind: "map", x1: start.x, y1: start.y, x2: start.x, y2: start.y } as const;
  // Any other cell: nothing is forbidden.
  const not = { kind: "map", x1: goal.x, y1: goal.y, x2: goal.x, y2: goal.y } as const;
  const body: Statement[] = [
    { kind: "INIT_MAP", how: { kind: "solidfill", ground: { kind: "ground", character: " " } }, line },
    { kind: "MAP", where: { kind: "aligned", horizontal: "center", vertical: "center" }, rows, line },
    {
      kind: "REGION",
      area: { kind: "area", x1: 0, y1: 0, x2: width, y2: rows.length },
      light: "lit",
      type: "ordinary",
      flags: [],
      line,
    },
    ...doors.map(
      ({ x, y }) => ({ kind: "DOOR", state, cells: { kind: "point", place: { kind: "at", x, y } }, line }) as const,
    ),
    { kind: "BRANCH", area, not, line },
    { kind: "STAIR", place: { kind: "at", ...goal }, way: "down", line },
    ...Array.from(
      { length: monsters },
      (): Statement => ({
        kind: "MONSTER",
        monster: { kind: "monster" },
        place: { kind: "random", ground: [] },
        details: [],
        line,
      }),
    ),
  ];
  return { name: "mylevel", type: { kind: "MAZE", fill: " " }, flags: ["hardfloor"], body };
}

function shuffled<T>(items: readonly T[], roll: Roll): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = roll(i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

export interface Crossing {
  /** Side of the square, border included. */
  readonly size: number;
  readonly lines: number;
  readonly sign: "L" | "|";
}

export function drawCrossing({ size, lines, sign }: Crossing, dice: Dice): Level {
  const roll: Roll = (sides) => dice.roll("level: grid", sides);
  const even = Array.from({ length: Math.ceil((size - 4) / 2) }, (_, i) => 2 + 2 * i);
  const all = [...even.map((at) => ["column", at] as const), ...even.map((at) => ["row", at] as const)];
  const drawn = shuffled(all, roll).slice(0, lines);
  const of = (kind: "column" | "row") => drawn.flatMap(([one, at]) => (one === kind ? [at] : [])).sort((a, b) => a - b);
  const columns = of("column");
  const rows = of("row");
  const isBorder = (x: number, y: number) => x === 0 || y === 0 || x === size - 1 || y === size - 1;
  const grid = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => {
      if (isBorder(x, y)) return "|";
      return columns.includes(x) || rows.includes(y) ? sign : ".";
    }),
  );
  // A staircase of rooms from the upper left to the lower right: one gap in each line that it crosses.
  const way = shuffled([...columns.map(() => "column" as const), ...rows.map(() => "row" as const)], roll);
  const acrossLimits = [0, ...columns, size - 1];
  const downLimits = [0, ...rows, size - 1];
  const between = (from: number, to: number) => from + 1 + roll(to - from - 1);
  let i = 0;
  let j = 0;
  for (const kind of way) {
    if (kind === "column") grid[between(downLimits[j]!, downLimits[j + 1]!)]![acrossLimits[++i]!] = ".";
    else grid[downLimits[++j]!]![between(acrossLimits[i]!, acrossLimits[i + 1]!)] = ".";
  }
  // The map has room for 18 rows only beside its edges: the largest crossing loses its last border.
  const shown = grid.slice(0, size === 19 ? 18 : size).map((row) => row.join(""));
  return levelOf(shown, { x: 1, y: 1 }, { x: size - 2, y: size - 2 }, [], "closed");
}

export interface RoomChain {
  readonly rooms: number;
  /** Longest side of a room, walls included. */
  readonly most: number;
  readonly doors: "open" | "closed" | "locked";
  readonly sign: "L" | "|";
  /** Random monsters anywhere. */
  readonly monsters?: number;
  /** Columns and rows of the grid that the rooms are drawn in; MiniGrid's square when absent. */
  readonly grid?: Grid;
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Rows above are dropped. */
  readonly first: number;
}

interface Room {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly entry: Cell;
}

/** More than 21 rows have no place on the map. */
const SQUARE: Grid = { columns: 25, rows: 25, first: 3 };
/** All of the map, as newer forks of MiniHack draw ten rooms: in the square they have no place. */
export const WHOLE_MAP: Grid = { columns: 76, rows: 21, first: 0 };
const LEAST = 4;
/** MiniGrid tries so many exits of a room. */
const EXITS = 8;

const apart = (a: Room, b: Room): boolean => a.x + a.w < b.x || b.x + b.w <= a.x || a.y + a.h < b.y || b.y + b.h <= a.y;

/** Walls: right 0, bottom 1, left 2, top 3. */
function exitOf({ x, y, w, h }: Room, wall: number, roll: Roll): Cell {
  if (wall === 0) return { x: x + w - 1, y: y + 1 + roll(h - 2) };
  if (wall === 1) return { x: x + 1 + roll(w - 2), y: y + h - 1 };
  if (wall === 2) return { x, y: y + 1 + roll(h - 2) };
  return { x: x + 1 + roll(w - 2), y };
}

/** Adds a room behind a door, and the rest of the chain behind it as far as it goes; false when it has no place. */
function addRooms(chain: RoomChain, rooms: Room[], left: number, wall: number, entry: Cell, roll: Roll): boolean {
  const w = LEAST + roll(chain.most - LEAST + 1);
  const h = LEAST + roll(chain.most - LEAST + 1);
  const beside = (at: number, size: number) => at - size + 2 + roll(size - 2);
  let { x, y } = entry;
  if (rooms.length > 0) {
    if (wall === 0 || wall === 2) y = beside(entry.y, h);
    else x = beside(entry.x, w);
    if (wall === 0) x = entry.x - w + 1;
    if (wall === 1) y = entry.y - h + 1;
  }
  const { columns, rows, first } = chain.grid ?? SQUARE;
  if (x < 0 || y < first || x + w > columns || y + h >= rows) return false;
  const room = { x, y, w, h, entry };
  // The room before shares a wall with it.
  for (let i = rooms.length - 2; i >= 0; i--) if (!apart(room, rooms[i]!)) return false;
  rooms.push(room);
  if (left === 1) return true;
  for (let attempt = 0; attempt < EXITS; attempt++) {
    // One of the other three walls.
    const drawn = roll(3);
    const exit = drawn < wall ? drawn : drawn + 1;
    if (addRooms(chain, rooms, left - 1, (exit + 2) % 4, exitOf(room, exit, roll), roll)) break;
  }
  return true;
}

export function drawRoomChain(chain: RoomChain, dice: Dice): Level {
  const roll: Roll = (sides) => dice.roll("level: grid", sides);
  const { columns, rows: height } = chain.grid ?? SQUARE;
  let rooms: Room[] = [];
  while (rooms.length < chain.rooms) {
    const found: Room[] = [];
    addRooms(chain, found, chain.rooms, 2, { x: roll(columns - 2), y: roll(height - 2) }, roll);
    if (found.length > rooms.length) rooms = found;
  }
  const grid = Array.from({ length: height }, () => Array.from({ length: columns }, () => " "));
  for (const { x, y, w, h } of rooms) {
    for (let row = y; row < y + h; row++) {
      for (let column = x; column < x + w; column++) {
        const isWall = row === y || row === y + h - 1 || column === x || column === x + w - 1;
        if (isWall) grid[row]![column] = chain.sign;
        else grid[row]![column] = ".";
      }
    }
  }
  const first = Math.min(...rooms.map(({ y }) => y));
  const doors = rooms.slice(1).map(({ entry }) => entry);
  for (const { x, y } of doors) grid[y]![x] = "+";
  const inside = ({ x, y, w, h }: Room): Cell => ({ x: x + 1 + roll(w - 2), y: y + 1 + roll(h - 2) - first });
  const shown = grid.slice(first, height - 1).map((row) => row.join("").trimEnd());
  const start = inside(rooms[0]!);
  const goal = inside(rooms.at(-1)!);
  return levelOf(
    shown,
    start,
    goal,
    doors.map(({ x, y }) => ({ x, y: y - first })),
    chain.doors,
    chain.monsters,
  );
}
