/**
 * The level that commands work on: where the last map lies, the room that they stand in, what cells may hold, and how
 * terrain is set. Columns and rows are the screen's, one column less than the game's own.
 */
import type { Dice } from "../../dice.js";
import { BOULDER } from "../../objects.js";
import type { State } from "../../state.js";
import {
  AIR,
  ALTAR,
  BARS,
  CLOUD,
  COLUMNS,
  CORRIDOR,
  CROSS,
  DOOR,
  FLOOR,
  FOUNTAIN,
  HORIZONTAL,
  ICE,
  isWall,
  isWater,
  LAVA,
  MOAT,
  NO_DOOR,
  POOL,
  ROWS,
  SECRET,
  SINK,
  STONE,
  THRONE,
  TREE,
  VERTICAL,
  WATER,
} from "../../terrain.js";
import { LevelError } from "./errors.js";
import type { Humidity, Light } from "./syntax.js";

/** A rectangle, both corners within. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A room's floor. Its subrooms are no part of it. */
export interface RoomBox extends Rectangle {
  readonly parent: RoomBox | undefined;
  readonly subrooms: RoomBox[];
  doors: number;
}

/** The terrain of a map character; undefined for "x", which leaves what is there. */
export const TERRAIN_OF: Readonly<Record<string, number | undefined>> = {
  " ": STONE,
  "#": CORRIDOR,
  ".": FLOOR,
  "-": HORIZONTAL,
  "|": VERTICAL,
  "+": DOOR,
  A: AIR,
  B: CROSS,
  C: CLOUD,
  S: HORIZONTAL,
  H: STONE,
  "{": FOUNTAIN,
  "\\": THRONE,
  K: SINK,
  "}": MOAT,
  P: POOL,
  L: LAVA,
  I: ICE,
  W: WATER,
  T: TREE,
  F: BARS,
};

/** Draws for a place before the first that fits is taken. */
const DRAWS = 100;

export class Canvas {
  /** Where the last map lies; the whole level before the first. */
  map: Rectangle = { left: 0, top: 0, right: COLUMNS - 1, bottom: ROWS - 1 };
  room: RoomBox | undefined;
  readonly rooms: RoomBox[] = [];
  /** Line of the command under way. */
  line = 0;

  constructor(
    readonly state: State,
    readonly dice: Dice,
  ) {}

  fail(found: string, accepted: string): never {
    throw new LevelError({ line: this.line, column: 1 }, found, accepted);
  }

  /** What this engine does not play yet is refused, never left out. */
  unsupported(what: string): never {
    return this.fail(
      `${what}, which this engine does not play yet`,
      "terrain, doors, light, stairs, mazes, rooms, boulders, apples, the Master Key, traps that teleport or squeak, pits of premapped levels, and monsters of the first level and of the classes D, H, L, N, O, T",
    );
  }

  at(x: number, y: number): number {
    return x < 0 || x >= COLUMNS || y < 0 || y >= ROWS ? STONE : this.state.terrain[y * COLUMNS + x]!;
  }

  isWithin(x: number, y: number): boolean {
    return x >= 0 && x < COLUMNS && y >= 0 && y < ROWS;
  }

  /** The cell of a coordinate of the room or map that commands stand in. */
  cellOf(x: number, y: number): number {
    const { left, top } = this.room ?? this.map;
    const [column, row] = [left + x, top + y];
    if (!this.isWithin(column, row)) this.fail(`(${x},${y}) lies outside the level`, "a cell of the level");
    return row * COLUMNS + column;
  }

  /** Sets a cell as a map's character does; what stood there goes. */
  draw(cell: number, character: string): void {
    const { terrain, door, lit } = this.state;
    const kind = TERRAIN_OF[character];
    if (kind === undefined) return;
    terrain[cell] = kind;
    door[cell] = character === "S" || character === "H" ? SECRET : NO_DOOR;
    lit[cell] = kind === LAVA ? 1 : 0;
  }

  /** Sets a cell's terrain as TERRAIN does: light stays where nothing is said of it, and lava always shines. */
  paint(cell: number, character: string, light: Light | undefined): void {
    const { terrain, door, lit } = this.state;
    const kind = TERRAIN_OF[character];
    if (kind === undefined) return;
    terrain[cell] = kind;
    door[cell] = character === "S" || character === "H" ? SECRET : NO_DOOR;
    if (kind === LAVA) lit[cell] = 1;
    else if (light !== undefined) lit[cell] = this.isLit(light) ? 1 : 0;
  }

  isLit(light: Light): boolean {
    return light === "random" ? this.dice.roll("level: light", 2) === 1 : light === "lit";
  }

  /** A room's or region's light: random is nearly always lit so near the surface. */
  isRoomLit(light: Light): boolean {
    return light === "random" ? this.dice.roll("level: light", 77) !== 0 : light === "lit";
  }

  hasBoulder(cell: number): boolean {
    const { floorHead, objectKind, objectNext } = this.state;
    for (let link = floorHead[cell]!; link !== 0; link = objectNext[link - 1]!) {
      if (objectKind[link - 1] === BOULDER) return true;
    }
    return false;
  }

  /** Whether a random place may be here. */
  fits(cell: number, ground: readonly Humidity[]): boolean {
    for (let i = 0; i < ground.length; i++) if (this.isOf(cell, ground[i]!, ground)) return true;
    return false;
  }

  private isOf(cell: number, one: Humidity, ground: readonly Humidity[]): boolean {
    const kind = this.state.terrain[cell]!;
    switch (one) {
      case "any":
        return true;
      case "solid":
        return kind === STONE || isWall(kind) || kind === TREE || kind === BARS;
      case "wet":
        return isWater(kind);
      case "hot":
        return kind === LAVA;
      case "dry": {
        const isFree = !this.hasBoulder(cell) || ground.includes("solid");
        return isFree && (kind === FLOOR || kind === AIR || kind === CLOUD || kind === ICE || kind === CORRIDOR);
      }
      default:
        return false;
    }
  }

  /** A cell of the room or map, uniformly among those that fit; -1 when none does. */
  randomCell(ground: readonly Humidity[]): number {
    const { room, dice } = this;
    const { left, top, right, bottom } = room ?? this.map;
    const width = right - left + 1;
    const height = bottom - top + 1;
    const fits = (cell: number) => (room === undefined || isOwn(room, cell)) && this.fits(cell, ground);
    for (let draw = 0; draw < DRAWS; draw++) {
      const place = dice.roll("level: place", width * height);
      const cell = (top + Math.trunc(place / width)) * COLUMNS + left + (place % width);
      if (this.isWithin(cell % COLUMNS, Math.trunc(cell / COLUMNS)) && fits(cell)) return cell;
    }
    for (let x = left; x <= right; x++) {
      for (let y = top; y <= bottom; y++) {
        if (this.isWithin(x, y) && fits(y * COLUMNS + x)) return y * COLUMNS + x;
      }
    }
    return -1;
  }

  /** Whether the hero may arrive here, or stairs be put. */
  isFreeFloor(cell: number): boolean {
    const { terrain, door } = this.state;
    const kind = terrain[cell]!;
    return (kind === FLOOR || kind === AIR || kind === CORRIDOR) && door[cell] === 0;
  }

  /** Sets a feature such as a fountain; on another feature nothing happens. */
  setFeature(cell: number, kind: number): void {
    const { terrain, door } = this.state;
    if (terrain[cell]! >= FOUNTAIN && terrain[cell]! <= ALTAR) return;
    terrain[cell] = kind;
    door[cell] = NO_DOOR;
  }
}

/** Whether a cell is the room's own: no subroom's, nor a subroom's wall. */
function isOwn(room: RoomBox, cell: number): boolean {
  const x = cell % COLUMNS;
  const y = Math.trunc(cell / COLUMNS);
  return !room.subrooms.some(
    ({ left, top, right, bottom }) => x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1,
  );
}
