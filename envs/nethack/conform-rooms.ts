/**
 * Rooms that recorded signs let guess: they are rectangles, so what was never seen within one is floor.
 */
import type { Rectangle } from "./levels/des/canvas.js";
import { CELLS, COLUMNS, ROWS } from "./terrain.js";

const FLOOR_SIGNS = ".@<>%`^";

export const isFloorSign = (sign: string | undefined): boolean =>
  sign !== undefined && sign !== " " && FLOOR_SIGNS.includes(sign);

/** Floor signs that touch each other, as boxes: rooms are rectangles. */
function boxesOf(shown: readonly string[]): readonly Rectangle[] {
  const boxes: Rectangle[] = [];
  const done = new Uint8Array(CELLS);
  for (let first = 0; first < CELLS; first++) {
    if (done[first] || !isFloorSign(shown[first])) continue;
    const box = { left: COLUMNS, top: CELLS, right: 0, bottom: 0 };
    const open = [first];
    done[first] = 1;
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      const x = cell % COLUMNS;
      const y = Math.trunc(cell / COLUMNS);
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const beside = cell + dy * COLUMNS + dx;
          if (done[beside] || !isFloorSign(shown[beside])) continue;
          done[beside] = 1;
          open.push(beside);
        }
      }
    }
    boxes.push(box);
  }
  return boxes;
}

/** What was never seen between floor on both sides is floor: lava, which is as well seen, does not hide it. */
export function joinRooms(shown: string[]): void {
  const isBetween = (cell: number) =>
    [1, COLUMNS].some((step) => isFloorSign(shown[cell - step]) && isFloorSign(shown[cell + step]));
  const cells = [...shown.keys()].filter((cell) => shown[cell] === " " && isBetween(cell));
  for (const cell of cells) shown[cell] = ".";
}

/** What was never seen within a room is floor; with a sign for walls, what about it was never seen is wall. */
export function fillRooms(shown: string[], wall: string): void {
  for (const { left, top, right, bottom } of boxesOf(shown)) {
    for (let y = Math.max(0, top - 1); y <= Math.min(ROWS - 1, bottom + 1); y++) {
      for (let x = Math.max(0, left - 1); x <= Math.min(COLUMNS - 1, right + 1); x++) {
        if (shown[y * COLUMNS + x] !== " ") continue;
        const isInside = x >= left && x <= right && y >= top && y <= bottom;
        shown[y * COLUMNS + x] = isInside ? "." : wall;
      }
    }
  }
}
