/**
 * Which cells the hero could see, by geometry alone: NetHack's row-run algorithm (its vision "C"). Rays to each cell
 * are a different rule and miss about 8 % of a KeyRoom-S15's walls.
 *
 * Opaque cells in, marked cells out, as bits. What is found of rows is kept until the caller says that cells have changed.
 */
import { addRun, BIT_WORDS } from "./cell-bits.js";
import { CELLS, COLUMNS, ROWS, X, Y } from "./terrain.js";

const LAST = COLUMNS - 1;

/** Whether no cell strictly between two blocks the line (Bresenham's, with integers) from one to the other. */
export function isClearLine(opaque: Uint8Array, from: number, to: number): boolean {
  const dx = X[to]! - X[from]!;
  const dy = Y[to]! - Y[from]!;
  const columns = Math.abs(dx);
  const rows = Math.abs(dy);
  const side = Math.sign(dx);
  const down = Math.sign(dy) * COLUMNS;
  const isFlat = columns >= rows;
  const along = isFlat ? side : down;
  const aside = isFlat ? down : side;
  const long = isFlat ? columns : rows;
  const short = isFlat ? rows : columns;
  let error = 2 * short - long;
  let cell = from;
  for (let step = 1; step < long; step++) {
    if (error >= 0) {
      cell += aside;
      error -= 2 * long;
    }
    cell += along;
    error += 2 * short;
    if (opaque[cell] !== 0) return false;
  }
  return true;
}

/** The cells that could be seen from one cell, by marks; all arrays are reused by the next look. */
export class View {
  /** The cells that could be seen. */
  readonly marks = new Int32Array(BIT_WORDS);
  /** Ends of the run that a cell belongs to: for a clear cell the first blocking cell (or the map's edge). */
  private readonly leftEnd = new Int16Array(CELLS);
  private readonly rightEnd = new Int16Array(CELLS);
  /** 1 for rows whose runs are known. */
  private readonly known = new Uint8Array(ROWS);
  private opaque: Uint8Array = new Uint8Array(CELLS);
  private hero = 0;
  private hx = 0;

  /** Cells have become opaque or clear. */
  forgetRows(): void {
    this.known.fill(0);
  }

  /** Marks every cell that could be seen from the hero's cell. */
  look(opaque: Uint8Array, heroCell: number): void {
    this.marks.fill(0);
    const hx = X[heroCell]!;
    const hy = Y[heroCell]!;
    this.opaque = opaque;
    this.hero = heroCell;
    this.hx = hx;
    this.findRuns(hy);
    // Within a cloud he sees past a clear neighbour.
    const isClear = (cell: number): boolean => opaque[cell] === 0;
    const from = isClear(heroCell) || hx === 0 ? heroCell : heroCell - 1;
    const to = isClear(heroCell) || hx === LAST ? heroCell : heroCell + 1;
    const left = isClear(from) ? this.leftEnd[from]! : from - hy * COLUMNS;
    const right = isClear(to) ? this.rightEnd[to]! : to - hy * COLUMNS;
    this.mark(hy, left, right);
    const freeRight = this.freeRight(hy);
    const freeLeft = this.freeLeft(hy);
    this.lookRight(hy + 1, 1, hx, right, freeRight);
    this.lookLeft(hy + 1, 1, hx, left, freeLeft);
    this.lookRight(hy - 1, -1, hx, right, freeRight);
    this.lookLeft(hy - 1, -1, hx, left, freeLeft);
  }

  private findRuns(y: number): void {
    const { known, opaque, leftEnd, rightEnd } = this;
    if (known[y] === 1) return;
    known[y] = 1;
    const row = y * COLUMNS;
    let start = 0;
    while (start <= LAST) {
      const blocks = opaque[row + start]!;
      let end = start;
      while (end < LAST && opaque[row + end + 1] === blocks) end++;
      // Clear runs reach to the blocking cells beside them, blocking runs to their own ends.
      const left = blocks || start === 0 ? start : start - 1;
      const right = blocks || end === LAST ? end : end + 1;
      for (let cell = row + start; cell <= row + end; cell++) {
        leftEnd[cell] = left;
        rightEnd[cell] = right;
      }
      start = end + 1;
    }
  }

  private mark(y: number, from: number, to: number): void {
    addRun(this.marks, y * COLUMNS + from, y * COLUMNS + to);
  }

  /** Up to which column a row is clear, from the hero's on; one less than the hero's for none. */
  private freeRight(y: number): number {
    const cell = y * COLUMNS + this.hx;
    if (this.opaque[cell]) return this.hx - 1;
    const end = this.rightEnd[cell]!;
    return this.opaque[y * COLUMNS + end] ? end - 1 : end;
  }

  private freeLeft(y: number): number {
    const cell = y * COLUMNS + this.hx;
    if (this.opaque[cell]) return this.hx + 1;
    const end = this.leftEnd[cell]!;
    return this.opaque[y * COLUMNS + end] ? end + 1 : end;
  }

  /**
   * The right half of the rows in direction `dy`, from row `y` on; `mark` is the visible span's end in the row before. Up
   * to column `free` all rows before this one are clear: then a line to there is, and need not be walked.
   */
  private lookRight(y: number, dy: number, from: number, mark: number, free: number): void {
    if (y < 0 || y >= ROWS) return;
    this.findRuns(y);
    const { opaque, rightEnd, hx, hero } = this;
    const row = y * COLUMNS;
    const own = this.freeRight(y);
    const open = Math.min(free, own + 1);
    const previous = (y - dy) * COLUMNS;
    let left = from;
    while (left <= mark) {
      const end = rightEnd[row + left]!;
      if (opaque[row + left]) {
        const last = end <= mark ? end : !opaque[previous + mark] && mark < LAST ? mark + 1 : mark;
        this.mark(y, left, last);
        left = end + 1;
        continue;
      }
      if (left !== hx) {
        while (left <= end && left > open && !isClearLine(opaque, hero, row + left)) left++;
        if (left > LAST) return;
        if (left === LAST) {
          this.mark(y, left, left);
          return;
        }
        if (left >= end) {
          left = end;
          continue;
        }
      }
      let right = end;
      if (mark < end) {
        right = mark;
        while (right <= end && (right <= open || isClearLine(opaque, hero, row + right))) right++;
        right--;
      }
      if (left <= right) {
        if (left === right && left === hx && hx < LAST && opaque[row + hx + 1]) right = hx + 1;
        this.mark(y, left, right);
        this.lookRight(y + dy, dy, left, right, Math.min(free, own));
        left = right + 1;
      } else left++;
    }
  }

  /** The mirror image of `lookRight`. */
  private lookLeft(y: number, dy: number, from: number, mark: number, free: number): void {
    if (y < 0 || y >= ROWS) return;
    this.findRuns(y);
    const { opaque, leftEnd, hx, hero } = this;
    const row = y * COLUMNS;
    const own = this.freeLeft(y);
    const open = Math.max(free, own - 1);
    const previous = (y - dy) * COLUMNS;
    let right = from;
    while (right >= mark) {
      const end = leftEnd[row + right]!;
      if (opaque[row + right]) {
        const last = end >= mark ? end : !opaque[previous + mark] && mark > 0 ? mark - 1 : mark;
        this.mark(y, last, right);
        right = end - 1;
        continue;
      }
      if (right !== hx) {
        while (right >= end && right < open && !isClearLine(opaque, hero, row + right)) right--;
        if (right < 0) return;
        if (right === 0) {
          this.mark(y, 0, 0);
          return;
        }
        if (right <= end) {
          right = end;
          continue;
        }
      }
      let left = end;
      if (mark > end) {
        left = mark;
        while (left >= end && (left >= open || isClearLine(opaque, hero, row + left))) left--;
        left++;
      }
      if (right >= left) {
        if (left === right && right === hx && hx > 0 && opaque[row + hx - 1]) left = hx - 1;
        this.mark(y, left, right);
        this.lookLeft(y + dy, dy, right, left, Math.max(free, own));
        right = left - 1;
      } else right--;
    }
  }
}
