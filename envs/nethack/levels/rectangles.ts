/**
 * The free rectangles of a level of rooms (NetHack's rect.c): a room takes one, and what is left about it is split into
 * others that are large enough for more. Columns count from 0 at the game's unused one, so the screen's are one less.
 */
import type { Dice } from "../dice.js";

export interface Rect {
  readonly lx: number;
  readonly ly: number;
  readonly hx: number;
  readonly hy: number;
}

export const GAME_COLUMNS = 80;
export const GAME_ROWS = 21;
/** Room between rooms, across and down. */
export const XLIM = 4;
export const YLIM = 3;
const MOST = 50;

const contains = (outer: Rect, inner: Rect): boolean =>
  inner.lx >= outer.lx && inner.ly >= outer.ly && inner.hx <= outer.hx && inner.hy <= outer.hy;

export class FreeRectangles {
  private rects: Rect[] = [{ lx: 0, ly: 0, hx: GAME_COLUMNS - 1, hy: GAME_ROWS - 1 }];

  /** Any of them. */
  random(dice: Dice): Rect | undefined {
    return this.rects.length === 0 ? undefined : this.rects[dice.roll("level: room", this.rects.length)];
  }

  /** The first that has room for another. */
  around(inner: Rect): Rect | undefined {
    return this.rects.find((rect) => contains(rect, inner));
  }

  /** Takes `used` out of one of them. */
  split(from: Rect, used: Rect): void {
    this.rects = this.rects.filter((rect) => rect !== from);
    for (const rect of [...this.rects].reverse()) {
      const lx = Math.max(rect.lx, used.lx);
      const ly = Math.max(rect.ly, used.ly);
      const hx = Math.min(rect.hx, used.hx);
      const hy = Math.min(rect.hy, used.hy);
      if (lx <= hx && ly <= hy && this.rects.includes(rect)) this.split(rect, { lx, ly, hx, hy });
    }
    const across = (far: boolean) => (far ? XLIM + 1 : 2 * XLIM) + 4;
    const down = (far: boolean) => (far ? YLIM + 1 : 2 * YLIM) + 4;
    if (used.ly - from.ly - 1 > down(from.hy >= GAME_ROWS - 1)) this.add({ ...from, hy: used.ly - 2 });
    if (used.lx - from.lx - 1 > across(from.hx >= GAME_COLUMNS - 1)) this.add({ ...from, hx: used.lx - 2 });
    if (from.hy - used.hy - 1 > down(from.ly <= 0)) this.add({ ...from, ly: used.hy + 2 });
    if (from.hx - used.hx - 1 > across(from.lx <= 0)) this.add({ ...from, lx: used.hx + 2 });
  }

  private add(rect: Rect): void {
    if (this.rects.length < MOST && this.around(rect) === undefined) this.rects.push(rect);
  }
}
