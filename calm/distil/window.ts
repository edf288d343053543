/**
 * Two crops of one step, laid over each other. Each is centred on the hero, so after a walk the same cell stands at
 * another place; by how much is found from the crops alone: the one of nine shifts under which most signs agree.
 */
import { type Frame, windowRows } from "../../envs/index.js";

export const BLANK = 32;

export interface Shift {
  readonly x: number;
  readonly y: number;
}

/** Standing still, then the eight neighbours. */
export const SHIFTS: readonly Shift[] = [
  { x: 0, y: 0 },
  ...[-1, 0, 1].flatMap((y) => [-1, 0, 1].flatMap((x) => (x === 0 && y === 0 ? [] : [{ x, y }]))),
];

/** Code points row by row; rows shorter than the longest end in blanks. */
function cellsOf(rows: readonly string[]): { readonly cells: Int32Array; readonly width: number } {
  const lines = rows.map((row) => (/[\ud800-\udfff]/.test(row) ? [...row].map((c) => c.codePointAt(0)!) : row));
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const cells = new Int32Array(width * rows.length).fill(BLANK);
  lines.forEach((line, y) => {
    for (let x = 0; x < line.length; x++) {
      cells[y * width + x] = typeof line === "string" ? line.charCodeAt(x) : line[x]!;
    }
  });
  return { cells, width };
}

export class CentredPair {
  /** Row by row. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** Both frames say where the hero is: places are counted from there. */
  readonly isCentred: boolean;
  /** By how many cells the hero moved, as far as the crops tell. */
  readonly shift: Shift;
  private readonly width: number;
  private readonly widthBefore: number;
  /** The hero's column and row; of frames without a hero the first cell. */
  private readonly centre: number;

  constructor(before: Frame, after: Frame) {
    this.isCentred = before.hero !== undefined && after.hero !== undefined;
    const window = this.isCentred ? "crop" : "map";
    const [then, now] = [cellsOf(windowRows(before, window)), cellsOf(windowRows(after, window))];
    this.before = then.cells;
    this.after = now.cells;
    this.width = now.width;
    this.widthBefore = then.width;
    this.centre = this.isCentred ? (now.width - 1) / 2 : 0;
    this.shift = this.isCentred ? this.bestShift() : SHIFTS[0]!;
  }

  private static signAt(cells: Int32Array, width: number, x: number, y: number): number {
    return x < 0 || x >= width ? BLANK : (cells[y * width + x] ?? BLANK);
  }

  /** The sign so many cells from the hero, before the step. */
  signBefore(x: number, y: number): number {
    return CentredPair.signAt(this.before, this.widthBefore, this.centre + x, this.centre + y);
  }

  signAfter(x: number, y: number): number {
    return CentredPair.signAt(this.after, this.width, this.centre + x, this.centre + y);
  }

  /** Signs that agree less signs that differ where the crops overlap, blanks and the hero's two cells left out. */
  private agreement({ x: right, y: down }: Shift): number {
    const { before, after, width, centre } = this;
    const height = after.length / width;
    const hero = centre * width + centre;
    const left = hero - down * width - right;
    let sum = 0;
    for (let y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
      for (let x = Math.max(0, -right); x < Math.min(width, width - right); x++) {
        const at = y * width + x;
        const sign = after[at]!;
        const was = before[at + down * width + right]!;
        if (sign === BLANK || was === BLANK || at === hero || at === left) continue;
        sum += was === sign ? 1 : -1;
      }
    }
    return sum;
  }

  /** The first best of nine, standing still before others. */
  private bestShift(): Shift {
    let [best, most] = [SHIFTS[0]!, Number.NEGATIVE_INFINITY];
    for (const shift of SHIFTS) {
      const sum = this.agreement(shift);
      if (sum > most) [best, most] = [shift, sum];
    }
    return best;
  }

  /** Cells that both show and that changed, but for the hero's two; places as seen before the step. */
  eachChange(found: (was: number, now: number, x: number, y: number) => void): void {
    const { before, after, width, widthBefore, centre, shift, isCentred } = this;
    const heights = [before.length / (widthBefore || 1), after.length / (width || 1)] as const;
    for (let y = 0; y < heights[1]; y++) {
      const up = y + shift.y;
      if (up < 0 || up >= heights[0]) continue;
      for (let x = 0; x < width; x++) {
        const side = x + shift.x;
        if (side < 0 || side >= widthBefore) continue;
        const [was, now] = [before[up * widthBefore + side]!, after[y * width + x]!];
        if (was === now) continue;
        if (isCentred && ((x === centre && y === centre) || (side === centre && up === centre))) continue;
        found(was, now, side - centre, up - centre);
      }
    }
  }
}
