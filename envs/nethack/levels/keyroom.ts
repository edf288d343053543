/**
 * KeyRoom: one outer room, centred, holding a subroom whose only door is locked; a key and the start outside, the
 * stairs down inside. The distributions are those of MiniHack's room-type level in NetHack 3.6: subroom offset 1
 * becomes 0, the door's wall is drawn before its place, start and key are independent (and may coincide).
 */
import type { Dice } from "../dice.js";
import { layOnFloor, MASTER_KEY, makeObject, UNUSED } from "../objects.js";
import { CELL, type State } from "../state.js";
import { COLUMNS, DOOR, FLOOR, HORIZONTAL, LOCKED, STAIRS_DOWN, STAIRS_UP } from "../terrain.js";
import { shapeWalls } from "../walls.js";

export interface KeyRoom {
  /** Corner and side of the outer floor. */
  readonly x: number;
  readonly y: number;
  readonly side: number;
  /** Side of the subroom's floor. */
  readonly inner: number;
  /** How many offsets are drawn from, per axis; 1: always 0. */
  readonly offsets: number;
  readonly light: "lit" | "dark";
  /** Cell of a door that is always the same. */
  readonly fixedDoor?: readonly [x: number, y: number];
}

/** A floor of `side` cells with walls round it; walls get their shapes later. */
function room(state: State, x: number, y: number, side: number): void {
  for (let row = y - 1; row <= y + side; row++) {
    for (let column = x - 1; column <= x + side; column++) {
      const cell = row * COLUMNS + column;
      const inside = row >= y && row < y + side && column >= x && column < x + side;
      state.terrain[cell] = inside ? FLOOR : HORIZONTAL;
      state.opaque[cell] = inside ? 0 : 1;
    }
  }
}

function light(state: State, { x, y, side, light: kind }: KeyRoom): void {
  if (kind === "dark") return;
  for (let row = y - 1; row <= y + side; row++) {
    state.lit.fill(1, row * COLUMNS + x - 1, row * COLUMNS + x + side + 1);
  }
}

export interface Offset {
  readonly dx: number;
  readonly dy: number;
}

/** Rolls where the subroom lies within the outer floor. */
export function rollOffset({ offsets }: KeyRoom, dice: Dice): Offset {
  const one = (site: "level: subroom x" | "level: subroom y") => {
    if (offsets === 1) return 0;
    const drawn = dice.roll(site, offsets);
    return drawn === 1 ? 0 : drawn;
  };
  return { dx: one("level: subroom x"), dy: one("level: subroom y") };
}

/** All that does not depend on further dice: rooms, walls and light, on a cleared state. */
export function buildRooms(state: State, plan: KeyRoom, { dx, dy }: Offset): void {
  room(state, plan.x, plan.y, plan.side);
  room(state, plan.x + dx, plan.y + dy, plan.inner);
  light(state, plan);
  shapeWalls(state);
}

function rollDoor(plan: KeyRoom, { dx, dy }: Offset, dice: Dice): { cell: number; vertical: 0 | 1 } {
  const left = plan.x + dx;
  const top = plan.y + dy;
  if (plan.fixedDoor !== undefined) return { cell: plan.fixedDoor[1] * COLUMNS + plan.fixedDoor[0], vertical: 1 };
  // A wall that is also the outer room's has rock behind it and takes no door. Order: north, south, west, east.
  const walls = [0, 1, 2, 3].filter((wall) => (wall === 0 ? dy > 0 : wall === 2 ? dx > 0 : true));
  const wall = walls[dice.roll("level: door wall", walls.length)]!;
  const along = dice.roll("level: door place", plan.inner);
  const x = wall === 2 ? left - 1 : wall === 3 ? left + plan.inner : left + along;
  const y = wall === 0 ? top - 1 : wall === 1 ? top + plan.inner : top + along;
  return { cell: y * COLUMNS + x, vertical: wall >= 2 ? 1 : 0 };
}

/** Draws a cell of the outer floor that is neither in the subroom nor on its walls. */
function rollOutside(plan: KeyRoom, { dx, dy }: Offset, dice: Dice, site: "level: key" | "level: start"): number {
  const right = Math.min(plan.side, dx + plan.inner + 1);
  const bottom = Math.min(plan.side, dy + plan.inner + 1);
  const left = Math.max(0, dx - 1);
  const top = Math.max(0, dy - 1);
  const width = right - left;
  const blocked = width * (bottom - top);
  let place = dice.roll(site, plan.side * plan.side - blocked);
  for (let row = 0; row < plan.side; row++) {
    const crosses = row >= top && row < bottom;
    const free = crosses ? plan.side - width : plan.side;
    if (place < free) {
      const column = crosses && place >= left ? place + width : place;
      return (plan.y + row) * COLUMNS + plan.x + column;
    }
    place -= free;
  }
  throw new RangeError("the outer floor has no free cell");
}

/** Door, key, start and goal, by dice, into a state with rooms. */
export function furnish(state: State, plan: KeyRoom, offset: Offset, dice: Dice): void {
  const door = rollDoor(plan, offset, dice);
  state.terrain[door.cell] = DOOR;
  state.door[door.cell] = LOCKED;
  state.doorVertical[door.cell] = door.vertical;
  const goal = dice.roll("level: goal", plan.inner * plan.inner);
  const column = goal % plan.inner;
  const row = (goal - column) / plan.inner;
  state.terrain[(plan.y + offset.dy + row) * COLUMNS + plan.x + offset.dx + column] = STAIRS_DOWN;
  const start = rollOutside(plan, offset, dice, "level: start");
  state.terrain[start] = STAIRS_UP;
  state.hero[CELL] = start;
  const key = rollOutside(plan, offset, dice, "level: key");
  layOnFloor(state, makeObject(state, MASTER_KEY, 1, UNUSED), key);
}

const S5 = { x: 37, y: 9, side: 5, inner: 2, offsets: 1 } as const;
const S15 = { x: 32, y: 4, side: 15, inner: 5, offsets: 9 } as const;

/** By MiniHack's id. */
export const KEYROOMS: Readonly<Record<string, KeyRoom & { readonly limit: number }>> = {
  "MiniHack-KeyRoom-Fixed-S5-v0": { ...S5, light: "lit", fixedDoor: [39, 10], limit: 200 },
  "MiniHack-KeyRoom-S5-v0": { ...S5, light: "lit", limit: 200 },
  "MiniHack-KeyRoom-S15-v0": { ...S15, light: "lit", limit: 400 },
  "MiniHack-KeyRoom-Dark-S5-v0": { ...S5, light: "dark", limit: 200 },
  "MiniHack-KeyRoom-Dark-S15-v0": { ...S15, light: "dark", limit: 400 },
};
