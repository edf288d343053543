/**
 * Which cells the hero could see, by geometry alone: NetHack's row-run algorithm (its vision "C"). Rays to each cell
 * are a different rule and miss about 8 % of a KeyRoom-S15's walls.
 *
 * Opaque cells in, a mark per cell out. What is found of rows is kept until the caller says that cells have changed.
 */
import { CELLS, COLUMNS, ROWS } from "./terrain.js";

const LAST = COLUMNS - 1;

/** Integer Bresenham over the cells strictly between; false when one blocks. */
function isClearPath(opaque: Uint8Array, x0: number, y0: number, x1: number, y1: number): boolean {
  const dx = Math.abs(x1 - x0);
  const dy = Math.abs(y1 - y0);
  const sx = Math.sign(x1 - x0);
  const sy = Math.sign(y1 - y0);
  const long = Math.max(dx, dy);
  const short = Math.min(dx, dy);
  const steep = dy > dx;
  let error = 2 * short - long;
  let x = x0;
  let y = y0;
  for (let step = 1; step < long; step++) {
    if (error >= 0) {
      if (steep) x += sx;
      else y += sy;
      error -= 2 * long;
    }
    if (steep) y += sy;
    else x += sx;
    error += 2 * short;
    if (opaque[y * COLUMNS + x]) return false;
  }
  return true;
}

/** The cells that could be seen from one cell, by marks; all arrays are reused by the next look. */
export class View {
  /** 1 for every cell that could be seen. */
  readonly marks = new Uint8Array(CELLS);
  /** First and last marked column of each row; where none is marked, the first lies beyond the last. */
  readonly firsts = new Int16Array(ROWS);
  readonly lasts = new Int16Array(ROWS);
  /** Ends of the run that a cell belongs to: for a clear cell the first blocking cell (or the map's edge). */
  private readonly leftEnd = new Int16Array(CELLS);
  private readonly rightEnd = new Int16Array(CELLS);
  /** 1 for rows whose runs are known. */
  private readonly known = new Uint8Array(ROWS);
  private opaque: Uint8Array = this.marks;
  private hx = 0;
  private hy = 0;

  /** Cells have become opaque or clear. */
  forgetRows(): void {
    this.known.fill(0);
  }

  /** Marks every cell that could be seen from the hero's cell. */
  look(opaque: Uint8Array, heroCell: number): void {
    const { marks, firsts, lasts } = this;
    marks.fill(0);
    firsts.fill(COLUMNS);
    lasts.fill(-1);
    const hx = heroCell % COLUMNS;
    const hy = (heroCell - hx) / COLUMNS;
    this.opaque = opaque;
    this.hx = hx;
    this.hy = hy;
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
    const { marks, firsts, lasts } = this;
    const row = y * COLUMNS;
    for (let cell = row + from; cell <= row + to; cell++) marks[cell] = 1;
    if (from < firsts[y]!) firsts[y] = from;
    if (to > lasts[y]!) lasts[y] = to;
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
    const { opaque, rightEnd, hx, hy } = this;
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
        while (left <= end && left > open && !isClearPath(opaque, hx, hy, left, y)) left++;
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
        while (right <= end && (right <= open || isClearPath(opaque, hx, hy, right, y))) right++;
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
    const { opaque, leftEnd, hx, hy } = this;
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
        while (right >= end && right < open && !isClearPath(opaque, hx, hy, right, y)) right--;
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
        while (left >= end && (left >= open || isClearPath(opaque, hx, hy, left, y))) left--;
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
