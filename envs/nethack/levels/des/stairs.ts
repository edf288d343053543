/**
 * Stairs, and with them where the hero starts: those of a place at once, those of an area when all else stands. Stairs up
 * whose one cell is no floor are left out, as the game does; the hero then starts anywhere, on bare floor.
 */
import { COLUMNS, ROWS, STAIRS_UP } from "../../terrain.js";
import type { Canvas } from "./canvas.js";

/** Draws for stairs in an area before its cells are tried in order. */
const DRAWS = 200;

type Corners = readonly [x1: number, y1: number, x2: number, y2: number];

export interface StairsArea {
  readonly corners: Corners;
  readonly not: Corners;
  readonly kind: number;
  readonly line: number;
}

const NOWHERE: Corners = [-1, -1, -1, -1];
const WHOLE_MAP: Corners = [0, 0, COLUMNS - 1, ROWS - 1];

export class Stairs {
  readonly areas: StairsArea[] = [];
  /** The first stairs up; -1 before. */
  start = -1;
  private isLeftOut = false;

  constructor(private readonly canvas: Canvas) {}

  set(cell: number, kind: number): void {
    const { state } = this.canvas;
    state.terrain[cell] = kind;
    state.door[cell] = 0;
    if (kind === STAIRS_UP && this.start < 0) this.start = cell;
  }

  later(area: StairsArea): void {
    this.areas.push(area);
  }

  /** Those of areas; a level without a start of its own has it anywhere. */
  finish(): void {
    for (const area of this.areas) this.place(area);
    if (this.start >= 0) return;
    if (this.isLeftOut) {
      this.start = this.find(WHOLE_MAP, NOWHERE);
      return;
    }
    this.place({ corners: WHOLE_MAP, not: NOWHERE, kind: STAIRS_UP, line: 1 });
  }

  private place({ corners, not, kind, line }: StairsArea): void {
    const { canvas } = this;
    const [x1, y1, x2, y2] = corners;
    canvas.line = line;
    const cell = this.find(corners, not);
    if (cell >= 0) this.set(cell, kind);
    else if (kind === STAIRS_UP && x1 === x2 && y1 === y2) this.isLeftOut = true;
    else canvas.fail("no free floor in the stairs' area", "floor that is not forbidden");
  }

  /** Draws, then the area's cells column by column; -1 where none is free. */
  private find([x1, y1, x2, y2]: Corners, not: Corners): number {
    const { canvas } = this;
    const isFree = (x: number, y: number): boolean => {
      const isForbidden = x >= not[0] && x <= not[2] && y >= not[1] && y <= not[3];
      return !isForbidden && canvas.isWithin(x, y) && canvas.isFreeFloor(y * COLUMNS + x);
    };
    const width = Math.max(1, x2 - x1 + 1);
    const height = Math.max(1, y2 - y1 + 1);
    for (let draw = 0; draw < DRAWS; draw++) {
      const place = canvas.dice.roll("level: start", width * height);
      const x = x1 + (place % width);
      const y = y1 + Math.trunc(place / width);
      if (isFree(x, y)) return y * COLUMNS + x;
    }
    for (let x = x1; x <= x2; x++) {
      for (let y = y1; y <= y2; y++) if (isFree(x, y)) return y * COLUMNS + x;
    }
    return -1;
  }
}
