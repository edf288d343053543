/**
 * A maze walked through solid stone, as NetHack's walkfrom (mkmaze.c): steps of two cells in a random direction where
 * stone is, back when there is none. Every cell of it is on an odd column and row of the game's own counting.
 */
import type { Dice } from "../dice.js";
import { COLUMNS, DOOR, STONE } from "../terrain.js";

/** N E S W. */
const DX = [0, 1, 0, -1] as const;
const DY = [-1, 0, 1, 0] as const;
/** Bounds of cells that a walk may enter, on the screen. */
const FIRST_COLUMN = 2;
const LAST_COLUMN = 77;
const FIRST_ROW = 3;
const LAST_ROW = 20;

export interface Walk {
  readonly terrain: Uint8Array;
  /** What is dug. */
  readonly ground: number;
  readonly dice: Dice;
}

/** Walks from a cell, whose own ground is dug unless a door stands there. */
export function walkFrom({ terrain, ground, dice }: Walk, start: number): void {
  const isOpen = (cell: number, direction: number): boolean => {
    const x = (cell % COLUMNS) + 2 * DX[direction]!;
    const y = Math.trunc(cell / COLUMNS) + 2 * DY[direction]!;
    const isInside = x >= FIRST_COLUMN && x <= LAST_COLUMN && y >= FIRST_ROW && y <= LAST_ROW;
    return isInside && terrain[y * COLUMNS + x] === STONE;
  };
  const dig = (cell: number): void => {
    if (terrain[cell] !== DOOR) terrain[cell] = ground;
  };
  dig(start);
  const open = [0, 0, 0, 0];
  const way = [start];
  while (way.length > 0) {
    const cell = way[way.length - 1]!;
    let count = 0;
    for (let direction = 0; direction < 4; direction++) if (isOpen(cell, direction)) open[count++] = direction;
    if (count === 0) {
      way.pop();
      continue;
    }
    const direction = open[dice.roll("level: maze", count)]!;
    const step = DY[direction]! * COLUMNS + DX[direction]!;
    terrain[cell + step] = ground;
    dig(cell + 2 * step);
    // The game never comes back to where it began.
    if (way.length === 1 && cell === start) way.pop();
    way.push(cell + 2 * step);
  }
}
