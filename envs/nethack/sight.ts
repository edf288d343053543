/**
 * Which cells the hero could see, by geometry alone: NetHack's row-run algorithm (its vision "C"). Rays to each cell
 * are a different rule and miss about 8 % of a KeyRoom-S15's walls.
 *
 * Pure: opaque cells in, a mark per cell out.
 */
import { CELLS, COLUMNS, ROWS } from "./terrain.js";

const LAST = COLUMNS - 1;

/** Ends of the run that a cell belongs to, per row: for a clear cell the first blocking cell (or the map's edge). */
export interface Runs {
  readonly leftEnd: Int16Array;
  readonly rightEnd: Int16Array;
}

export const makeRuns = (): Runs => ({ leftEnd: new Int16Array(CELLS), rightEnd: new Int16Array(CELLS) });

function findRuns(opaque: Uint8Array, { leftEnd, rightEnd }: Runs): void {
  for (let y = 0; y < ROWS; y++) {
    const row = y * COLUMNS;
    let start = 0;
    while (start <= LAST) {
      const blocks = opaque[row + start]!;
      let end = start;
      while (end < LAST && opaque[row + end + 1] === blocks) end++;
      // Clear runs reach to the blocking cells beside them, blocking runs to their own ends.
      const left = blocks ? start : Math.max(0, start - 1);
      const right = blocks ? end : Math.min(LAST, end + 1);
      for (let x = start; x <= end; x++) {
        leftEnd[row + x] = left;
        rightEnd[row + x] = right;
      }
      start = end + 1;
    }
  }
}

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

interface Look extends Runs {
  readonly opaque: Uint8Array;
  readonly marks: Uint8Array;
  readonly hx: number;
  readonly hy: number;
}

/** The right half of the rows in direction `dy`, from row `y` on; `mark` is the visible span's end in the row before. */
function lookRight(look: Look, y: number, dy: number, from: number, mark: number): void {
  const { opaque, marks, rightEnd, hx, hy } = look;
  if (y < 0 || y >= ROWS) return;
  const row = y * COLUMNS;
  const previous = (y - dy) * COLUMNS;
  let left = from;
  while (left <= mark) {
    const end = rightEnd[row + left]!;
    if (opaque[row + left]) {
      const last = end <= mark ? end : !opaque[previous + mark] && mark < LAST ? mark + 1 : mark;
      for (let x = left; x <= last; x++) marks[row + x] = 1;
      left = end + 1;
      continue;
    }
    if (left !== hx) {
      while (left <= end && !isClearPath(opaque, hx, hy, left, y)) left++;
      if (left > LAST) return;
      if (left === LAST) {
        marks[row + left] = 1;
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
      while (right <= end && isClearPath(opaque, hx, hy, right, y)) right++;
      right--;
    }
    if (left <= right) {
      if (left === right && left === hx && hx < LAST && opaque[row + hx + 1]) right = hx + 1;
      for (let x = left; x <= right; x++) marks[row + x] = 1;
      lookRight(look, y + dy, dy, left, right);
      left = right + 1;
    } else left++;
  }
}

/** The mirror image of `lookRight`. */
function lookLeft(look: Look, y: number, dy: number, from: number, mark: number): void {
  const { opaque, marks, leftEnd, hx, hy } = look;
  if (y < 0 || y >= ROWS) return;
  const row = y * COLUMNS;
  const previous = (y - dy) * COLUMNS;
  let right = from;
  while (right >= mark) {
    const end = leftEnd[row + right]!;
    if (opaque[row + right]) {
      const last = end >= mark ? end : !opaque[previous + mark] && mark > 0 ? mark - 1 : mark;
      for (let x = right; x >= last; x--) marks[row + x] = 1;
      right = end - 1;
      continue;
    }
    if (right !== hx) {
      while (right >= end && !isClearPath(opaque, hx, hy, right, y)) right--;
      if (right < 0) return;
      if (right === 0) {
        marks[row + right] = 1;
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
      while (left >= end && isClearPath(opaque, hx, hy, left, y)) left--;
      left++;
    }
    if (right >= left) {
      if (left === right && right === hx && hx > 0 && opaque[row + hx - 1]) left = hx - 1;
      for (let x = right; x >= left; x--) marks[row + x] = 1;
      lookLeft(look, y + dy, dy, right, left);
      right = left - 1;
    } else right--;
  }
}

/** Writes 1 into `marks` for every cell that could be seen from the hero's cell; clears it first. `runs` is scratch. */
export function couldSee(opaque: Uint8Array, heroCell: number, marks: Uint8Array, runs: Runs): void {
  marks.fill(0);
  findRuns(opaque, runs);
  const { leftEnd, rightEnd } = runs;
  const hx = heroCell % COLUMNS;
  const hy = (heroCell - hx) / COLUMNS;
  const row = hy * COLUMNS;
  const left = opaque[heroCell] ? Math.max(0, hx - 1) : leftEnd[heroCell]!;
  const right = opaque[heroCell] ? Math.min(LAST, hx + 1) : rightEnd[heroCell]!;
  for (let x = left; x <= right; x++) marks[row + x] = 1;
  const look: Look = { ...runs, opaque, marks, hx, hy };
  for (const dy of [1, -1]) {
    lookRight(look, hy + dy, dy, hx, right);
    lookLeft(look, hy + dy, dy, hx, left);
  }
}
