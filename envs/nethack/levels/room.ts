/**
 * Room: a bare square of floor without walls. Fixed ids start at the top left and end at the bottom right; the others
 * draw the goal uniformly over the floor, and the start over the whole level, which favours the first floor cell a
 * little: 200 draws over all cells, the first free floor cell wins, else the first one column by column.
 */
import type { Dice } from "../dice.js";
import { CELL, type State } from "../state.js";
import { CELLS, COLUMNS, FLOOR, STAIRS_DOWN, STAIRS_UP } from "../terrain.js";

export interface Room {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly light: "lit" | "dark";
  readonly places: "fixed" | "random";
}

const DRAWS = 200;

/** Floor and light on a cleared state. */
export function buildRoom(state: State, { x, y, side, light }: Room): void {
  for (let row = y; row < y + side; row++) {
    const from = row * COLUMNS + x;
    state.terrain.fill(FLOOR, from, from + side);
    state.opaque.fill(0, from, from + side);
    if (light === "lit") state.lit.fill(1, from, from + side);
  }
}

function rollStart(state: State, { x, y }: Room, dice: Dice): number {
  for (let draw = 0; draw < DRAWS; draw++) {
    const cell = dice.roll("level: start", CELLS);
    if (state.terrain[cell] === FLOOR) return cell;
  }
  const first = y * COLUMNS + x;
  return state.terrain[first] === FLOOR ? first : first + COLUMNS;
}

/** Goal and start, by dice, into a state with a floor. */
export function furnishRoom(state: State, plan: Room, dice: Dice): void {
  const { x, y, side, places } = plan;
  const at = (column: number, row: number) => (y + row) * COLUMNS + x + column;
  const place = places === "fixed" ? side * side - 1 : dice.roll("level: goal", side * side);
  state.terrain[at(place % side, Math.trunc(place / side))] = STAIRS_DOWN;
  const start = places === "fixed" ? at(0, 0) : rollStart(state, plan, dice);
  state.terrain[start] = STAIRS_UP;
  state.hero[CELL] = start;
}

const SMALL = { x: 36, y: 9, side: 5 } as const;
const LARGE = { x: 32, y: 3, side: 15 } as const;

/** By MiniHack's id. */
export const ROOMS: Readonly<Record<string, Room & { readonly limit: number }>> = {
  "MiniHack-Room-5x5-v0": { ...SMALL, light: "lit", places: "fixed", limit: 100 },
  "MiniHack-Room-Random-5x5-v0": { ...SMALL, light: "lit", places: "random", limit: 100 },
  "MiniHack-Room-Dark-5x5-v0": { ...SMALL, light: "dark", places: "random", limit: 100 },
  "MiniHack-Room-15x15-v0": { ...LARGE, light: "lit", places: "fixed", limit: 300 },
  "MiniHack-Room-Random-15x15-v0": { ...LARGE, light: "lit", places: "random", limit: 300 },
  "MiniHack-Room-Dark-15x15-v0": { ...LARGE, light: "dark", places: "random", limit: 300 },
};
