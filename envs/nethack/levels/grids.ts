/**
 * MiniGrid's levels as MiniHack redraws them: crossings (rows and columns of lava or wall, each with one gap, so that a
 * way exists) and chains of rooms (each behind a door in a wall of the one before). Rules of MiniGrid's CrossingEnv and
 * MultiRoomEnv.
 *
 * What we do differently: a chain of rooms that MiniHack could not put on the map (it starts in the first three rows of
 * MiniGrid's 25) is drawn anew.
 */
import type { Dice } from "../dice.js";
import { DOOR, FLOOR, LAVA, VERTICAL } from "../terrain.js";
import { type Grid, PITCH } from "./grid.js";

const SITE = "level: grid";
const KINDS = { L: LAVA, "|": VERTICAL } as const;

/** Fisher-Yates, in place. */
function shuffle(items: number[], dice: Dice): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = dice.roll(SITE, i + 1);
    const held = items[i]!;
    items[i] = items[j]!;
    items[j] = held;
  }
}

export interface Crossing {
  /** Side of the square, border included. */
  readonly size: number;
  readonly lines: number;
  readonly sign: "L" | "|";
}

const byNumber = (a: number, b: number): number => a - b;

export function drawCrossing(grid: Grid, { size, lines, sign }: Crossing, dice: Dice): void {
  // Lines by number: columns from 2 on, then rows from 2 on, every other one.
  const each = Math.ceil((size - 4) / 2);
  const drawn = Array.from({ length: 2 * each }, (_, i) => i);
  shuffle(drawn, dice);
  drawn.length = Math.min(lines, drawn.length);
  const columns = drawn.filter((line) => line < each).sort(byNumber);
  const rows = drawn.filter((line) => line >= each).sort(byNumber);
  const place = (line: number) => 2 + 2 * (line % each);
  grid.clear();
  // The map has room for 18 rows only beside its edges: the largest crossing loses its last border.
  grid.width = size;
  grid.height = size === 19 ? 18 : size;
  const { terrain } = grid;
  for (let y = 0; y < size; y++) {
    const isEdge = y === 0 || y === size - 1;
    terrain.fill(isEdge ? VERTICAL : FLOOR, y * PITCH, y * PITCH + size);
    if (!isEdge) terrain[y * PITCH] = terrain[y * PITCH + size - 1] = VERTICAL;
  }
  for (const line of columns) for (let y = 1; y < size - 1; y++) terrain[y * PITCH + place(line)] = KINDS[sign];
  for (const line of rows) terrain.fill(KINDS[sign], place(line) * PITCH + 1, place(line) * PITCH + size - 1);
  // A staircase of rooms from the upper left to the lower right: one gap in each line that it crosses.
  const way = [...columns, ...rows];
  for (let i = 0; i < way.length; i++) way[i] = i < columns.length ? 0 : 1;
  shuffle(way, dice);
  const across = (i: number) => (i === 0 ? 0 : i > columns.length ? size - 1 : place(columns[i - 1]!));
  const down = (j: number) => (j === 0 ? 0 : j > rows.length ? size - 1 : place(rows[j - 1]!));
  const between = (from: number, to: number) => from + 1 + dice.roll(SITE, to - from - 1);
  let i = 0;
  let j = 0;
  for (const kind of way) {
    if (kind === 0) terrain[between(down(j), down(j + 1)) * PITCH + across(++i)] = FLOOR;
    else terrain[down(++j) * PITCH + between(across(i), across(i + 1))] = FLOOR;
  }
  grid.start = PITCH + 1;
  grid.goal = (size - 2) * PITCH + size - 2;
}

export interface RoomChain {
  readonly rooms: number;
  /** Longest side of a room, walls included. */
  readonly most: number;
  readonly doors: "open" | "closed" | "locked";
  readonly sign: "L" | "|";
  /** Random monsters anywhere. */
  readonly monsters?: number;
  /** What the rooms are drawn in; MiniGrid's square when absent. */
  readonly grid?: Size;
}

interface Size {
  readonly columns: number;
  readonly rows: number;
  /** Rows above are dropped. */
  readonly first: number;
}

/** More than 21 rows have no place on the map. */
const SQUARE: Size = { columns: 25, rows: 25, first: 3 };
/** All of the map, as newer forks of MiniHack draw ten rooms: in the square they have no place. */
export const WHOLE_MAP: Size = { columns: 76, rows: 21, first: 0 };
const LEAST = 4;
/** MiniGrid tries so many exits of a room. */
const EXITS = 8;

/** Rooms of the chain under way: corner, size, and the cell of the door that leads into each. */
class Rooms {
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly w: number[] = [];
  readonly h: number[] = [];
  readonly entryX: number[] = [];
  readonly entryY: number[] = [];
  count = 0;
  size = SQUARE;

  /** Adds a room behind a door in one of its walls (right 0, bottom 1, left 2, top 3); false when it has no place. */
  add(most: number, wall: number, entryX: number, entryY: number, dice: Dice): boolean {
    const w = LEAST + dice.roll(SITE, most - LEAST + 1);
    const h = LEAST + dice.roll(SITE, most - LEAST + 1);
    let x = entryX;
    let y = entryY;
    if (this.count > 0) {
      if (wall === 0 || wall === 2) y = entryY - h + 2 + dice.roll(SITE, h - 2);
      else x = entryX - w + 2 + dice.roll(SITE, w - 2);
      if (wall === 0) x = entryX - w + 1;
      if (wall === 1) y = entryY - h + 1;
    }
    const { columns, rows, first } = this.size;
    if (x < 0 || y < first || x + w > columns || y + h >= rows) return false;
    // The room before may touch it.
    for (let i = 0; i < this.count - 1; i++) if (this.meets(i, x, y, w, h)) return false;
    const at = this.count++;
    this.x[at] = x;
    this.y[at] = y;
    this.w[at] = w;
    this.h[at] = h;
    this.entryX[at] = entryX;
    this.entryY[at] = entryY;
    return true;
  }

  private meets(i: number, x: number, y: number, w: number, h: number): boolean {
    const isApart =
      x + w < this.x[i]! || this.x[i]! + this.w[i]! <= x || y + h < this.y[i]! || this.y[i]! + this.h[i]! <= y;
    return !isApart;
  }

  /** A chain as long as it goes from a first room; whether it has all its rooms. */
  grow({ rooms, most, grid = SQUARE }: RoomChain, dice: Dice): boolean {
    this.count = 0;
    this.size = grid;
    let wall = 2;
    const x = dice.roll(SITE, this.size.columns - 2);
    const y = dice.roll(SITE, this.size.rows - 2);
    if (!this.add(most, wall, x, y, dice)) return false;
    while (this.count < rooms) {
      const last = this.count - 1;
      for (let attempt = 0; attempt < EXITS && this.count === last + 1; attempt++) {
        const drawn = dice.roll(SITE, 3);
        const exit = drawn >= wall ? drawn + 1 : drawn;
        let exitX = this.x[last]!;
        let exitY = this.y[last]!;
        if (exit === 0) exitX += this.w[last]! - 1;
        if (exit === 1) exitY += this.h[last]! - 1;
        if (exit === 0 || exit === 2) exitY += 1 + dice.roll(SITE, this.h[last]! - 2);
        else exitX += 1 + dice.roll(SITE, this.w[last]! - 2);
        if (this.add(most, (exit + 2) % 4, exitX, exitY, dice)) wall = (exit + 2) % 4;
      }
      if (this.count === last + 1) return false;
    }
    return true;
  }
}

const chainRooms = new Rooms();

export function drawRoomChain(grid: Grid, chain: RoomChain, dice: Dice): void {
  const rooms = chainRooms;
  const size = chain.grid ?? SQUARE;
  while (!rooms.grow(chain, dice));
  grid.clear();
  const { terrain, doors } = grid;
  let first = size.rows;
  let width = 0;
  for (let i = 0; i < rooms.count; i++) {
    first = Math.min(first, rooms.y[i]!);
    width = Math.max(width, rooms.x[i]! + rooms.w[i]!);
  }
  for (let i = 0; i < rooms.count; i++) {
    const w = rooms.w[i]!;
    const h = rooms.h[i]!;
    const corner = (rooms.y[i]! - first) * PITCH + rooms.x[i]!;
    for (let row = 0; row < h; row++) {
      const at = corner + row * PITCH;
      const isEdge = row === 0 || row === h - 1;
      for (let column = 0; column < w; column++) {
        terrain[at + column] = isEdge || column === 0 || column === w - 1 ? KINDS[chain.sign] : FLOOR;
      }
    }
  }
  for (let i = 1; i < rooms.count; i++) {
    const place = (rooms.entryY[i]! - first) * PITCH + rooms.entryX[i]!;
    terrain[place] = DOOR;
    doors.push(place);
  }
  const inside = (i: number) => {
    const x = rooms.x[i]! + 1 + dice.roll(SITE, rooms.w[i]! - 2);
    const y = rooms.y[i]! + 1 + dice.roll(SITE, rooms.h[i]! - 2) - first;
    return y * PITCH + x;
  };
  grid.width = width;
  grid.height = size.rows - 1 - first;
  grid.start = inside(0);
  grid.goal = inside(rooms.count - 1);
  grid.state = chain.doors;
  grid.monsters = chain.monsters ?? 0;
}
