/**
 * Corridors between rooms, as NetHack's mklev.c digs them: each room to the next, then whatever is not joined, then some
 * more that may end nowhere. Doors are rolled where a corridor leaves a room; one in eight is hidden.
 */
import type { Dice } from "../dice.js";
import { BOULDER, layOnFloor, makeObject, UNUSED } from "../objects.js";
import type { State } from "../state.js";
import {
  CLOSED,
  COLUMNS,
  CORRIDOR,
  DOOR,
  HORIZONTAL,
  isWall,
  LOCKED,
  NO_DOOR,
  OPEN,
  ROWS,
  SECRET,
  STONE,
} from "../terrain.js";

/** A room's floor, both corners within. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const MOST_STEPS = 500;
/** Levels hold so many things only; a corridor's boulders come last. */
const FREE_ROWS = 12;

class Digger {
  /** Rooms that are joined share a number. */
  private readonly groups: number[];

  constructor(
    private readonly state: State,
    private readonly dice: Dice,
    private readonly rooms: readonly Box[],
  ) {
    this.groups = rooms.map((_, i) => i);
  }

  run(): void {
    const { rooms, groups } = this;
    const count = rooms.length;
    for (let a = 0; a < count - 1; a++) {
      this.join(a, a + 1, false);
      if (this.roll(50) === 0) break;
    }
    for (let a = 0; a < count - 2; a++) if (groups[a] !== groups[a + 2]) this.join(a, a + 2, false);
    for (let a = 0, any = true; any && a < count; a++) {
      any = false;
      for (let b = 0; b < count; b++) {
        if (groups[a] === groups[b]) continue;
        this.join(a, b, false);
        any = true;
      }
    }
    if (count <= 2) return;
    for (let left = this.roll(count) + 4; left > 0; left--) {
      const a = this.roll(count);
      const b = this.roll(count - 2);
      this.join(a, b >= a ? b + 2 : b, true);
    }
  }

  private roll(sides: number): number {
    return this.dice.roll("level: corridor", sides);
  }

  private at(x: number, y: number): number {
    return this.state.terrain[y * COLUMNS + x]!;
  }

  private isDoor(x: number, y: number): boolean {
    if (x < 0 || x >= COLUMNS || y < 0 || y >= ROWS) return false;
    return this.at(x, y) === DOOR || (isWall(this.at(x, y)) && this.state.door[y * COLUMNS + x]! >= SECRET);
  }

  /** A wall without a door beside it. */
  private isDoorPlace(x: number, y: number): boolean {
    const isBeside = this.isDoor(x - 1, y) || this.isDoor(x + 1, y) || this.isDoor(x, y - 1) || this.isDoor(x, y + 1);
    // Corners, which join across and down, take no door; they are drawn as such before walls get their shapes.
    return this.isStraight(x, y) && !this.isDoor(x, y) && !isBeside;
  }

  private isStraight(x: number, y: number): boolean {
    const across =
      isWall(this.at(x - 1, y)) || this.isDoor(x - 1, y) || isWall(this.at(x + 1, y)) || this.isDoor(x + 1, y);
    const down =
      isWall(this.at(x, y - 1)) || this.isDoor(x, y - 1) || isWall(this.at(x, y + 1)) || this.isDoor(x, y + 1);
    return isWall(this.at(x, y)) && across !== down;
  }

  /** A cell for a door along a wall. */
  private doorPlace(x1: number, y1: number, x2: number, y2: number): readonly [x: number, y: number] {
    const x = x1 + this.roll(x2 - x1 + 1);
    const y = y1 + this.roll(y2 - y1 + 1);
    if (this.isDoorPlace(x, y)) return [x, y];
    for (const fits of [this.isDoorPlace, this.isDoor]) {
      for (let column = x1; column <= x2; column++) {
        for (let row = y1; row <= y2; row++) if (fits.call(this, column, row)) return [column, row];
      }
    }
    return [x1, y2];
  }

  private setDoor(x: number, y: number): void {
    const { terrain, door } = this.state;
    const cell = y * COLUMNS + x;
    const isHidden = this.roll(8) === 0 && isWall(terrain[cell]!);
    if (isHidden) {
      if (terrain[cell] !== DOOR) terrain[cell] = HORIZONTAL;
      door[cell] = SECRET + (this.roll(5) === 0 ? LOCKED : CLOSED);
      return;
    }
    terrain[cell] = DOOR;
    if (this.roll(3) !== 0) door[cell] = NO_DOOR;
    else if (this.roll(5) === 0) door[cell] = OPEN;
    else door[cell] = this.roll(6) === 0 ? LOCKED : CLOSED;
  }

  private join(a: number, b: number, isExtra: boolean): void {
    const from = this.rooms[a]!;
    const to = this.rooms[b]!;
    const { dx, dy } = towards(from, to);
    const near = sideOf(from, dx, dy);
    const far = sideOf(to, -dx, -dy);
    const [x, y] = this.doorPlace(...near);
    const [tx, ty] = this.doorPlace(...far);
    if (isExtra && this.at(x + dx, y + dy) !== STONE) return;
    if (this.isDoorPlace(x, y) || !isExtra) this.setDoor(x, y);
    if (!this.dig(x + dx, y + dy, tx - dx, ty - dy, isExtra)) return;
    if (this.isDoorPlace(tx, ty) || !isExtra) this.setDoor(tx, ty);
    const { groups } = this;
    if (groups[a]! < groups[b]!) groups[b] = groups[a]!;
    else groups[a] = groups[b]!;
  }

  private isDiggable(x: number, y: number): boolean {
    if (x < 0 || x >= COLUMNS || y < 0 || y >= ROWS) return false;
    return this.at(x, y) === STONE || this.at(x, y) === CORRIDOR;
  }

  private digCell(x: number, y: number, isExtra: boolean): void {
    const { state } = this;
    const cell = y * COLUMNS + x;
    if (state.terrain[cell] === CORRIDOR || state.door[cell] === SECRET) return;
    if (this.roll(100) === 0) {
      state.door[cell] = SECRET;
      return;
    }
    state.terrain[cell] = CORRIDOR;
    if (isExtra && this.roll(50) === 0 && this.hasRows())
      layOnFloor(state, makeObject(state, BOULDER, 1, UNUSED), cell);
  }

  private hasRows(): boolean {
    let free = 0;
    for (let link = this.state.freeHead[0]!; link !== 0; link = this.state.objectNext[link - 1]!) free++;
    return free > FREE_ROWS;
  }

  /** Digs towards a cell, turning where it is nearer or the way is barred; false when it gives up on the way. */
  private dig(x1: number, y1: number, tx: number, ty: number, isExtra: boolean): boolean {
    if (Math.min(x1, tx) < 0 || Math.min(y1, ty) <= 0 || Math.max(x1, tx) >= COLUMNS || Math.max(y1, ty) >= ROWS) {
      return false;
    }
    let dx = tx > x1 ? 1 : 0;
    let dy = 0;
    if (dx === 0) {
      if (ty > y1) dy = 1;
      else if (tx < x1) dx = -1;
      else dy = -1;
    }
    let x = x1 - dx;
    let y = y1 - dy;
    for (let step = 0; x !== tx || y !== ty; step++) {
      if (step > MOST_STEPS || (isExtra && this.roll(35) === 0)) return false;
      x += dx;
      y += dy;
      if (x >= COLUMNS - 1 || x < 0 || y <= 0 || y >= ROWS - 1 || !this.isDiggable(x, y)) return false;
      this.digCell(x, y, isExtra);
      let dix = Math.abs(x - tx);
      let diy = Math.abs(y - ty);
      if (dix > diy && diy > 0 && this.roll(dix - diy + 1) === 0) dix = 0;
      else if (diy > dix && dix > 0 && this.roll(diy - dix + 1) === 0) diy = 0;
      const sideways = x > tx ? -1 : 1;
      const updown = y > ty ? -1 : 1;
      if (dy !== 0 && dix > diy && this.isDiggable(x + sideways, y)) [dx, dy] = [sideways, 0];
      else if (dx !== 0 && diy > dix && this.isDiggable(x, y + updown)) [dx, dy] = [0, updown];
      else if (!this.isDiggable(x + dx, y + dy)) {
        // Barred: to the side that is nearer, else to the other.
        if (dx !== 0) [dx, dy] = [0, this.isDiggable(x, y + (ty < y ? -1 : 1)) ? (ty < y ? -1 : 1) : ty < y ? 1 : -1];
        else [dx, dy] = [this.isDiggable(x + (tx < x ? -1 : 1), y) ? (tx < x ? -1 : 1) : tx < x ? 1 : -1, 0];
      }
    }
    return true;
  }
}

/** In which direction one room lies from another. */
function towards(from: Box, to: Box): { readonly dx: number; readonly dy: number } {
  if (to.left > from.right) return { dx: 1, dy: 0 };
  if (to.bottom < from.top) return { dx: 0, dy: -1 };
  if (to.right < from.left) return { dx: -1, dy: 0 };
  return { dx: 0, dy: 1 };
}

/** First and last cell of the wall in a direction. */
function sideOf({ left, top, right, bottom }: Box, dx: number, dy: number): [number, number, number, number] {
  if (dx > 0) return [right + 1, top, right + 1, bottom];
  if (dx < 0) return [left - 1, top, left - 1, bottom];
  return dy > 0 ? [left, bottom + 1, right, bottom + 1] : [left, top - 1, right, top - 1];
}

/** Joins rooms, on a level where their floors and walls stand. */
export function joinBoxes(state: State, rooms: readonly Box[], dice: Dice): void {
  new Digger(state, dice, rooms).run();
}
