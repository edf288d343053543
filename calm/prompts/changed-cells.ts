/**
 * A step as its changed cells alone: the canonical text of a transition, of which there are few. Ten thousand steps of a
 * wide room have as many crops, and a few dozen texts of this kind.
 *
 * A cell counts when the 9x9 windows round the hero before and after both show it and differ. Left out are the two cells
 * of the hero's, and cells that were blank before: they were not seen, so nobody can say that they changed. Both frames
 * have the same coordinates. Where a frame does not say where its hero is, all its cells count.
 */
import type { Frame } from "../../envs/index.js";

type Position = NonNullable<Frame["hero"]>;

export interface ChangedCell {
  /** From where the hero stands after the action: columns to the east, rows to the south. */
  readonly east: number;
  readonly south: number;
  readonly before: string;
  readonly after: string;
}

/** How far a window goes to each side. */
const FAR = 4;

const sees = (hero: Position | undefined, x: number, y: number): boolean =>
  hero === undefined || (Math.abs(x - hero.x) <= FAR && Math.abs(y - hero.y) <= FAR);

const isAt = (hero: Position | undefined, x: number, y: number): boolean => hero?.x === x && hero.y === y;

/** Row by row from the north-west. */
export function changedCells(before: Frame, after: Frame): readonly ChangedCell[] {
  const changed: ChangedCell[] = [];
  const { x: heroX, y: heroY } = after.hero ?? { x: 0, y: 0 };
  for (const [y, line] of before.rows.entries()) {
    const now = after.rows[y] ?? "";
    if (line === now) continue;
    const [cells, cellsNow] = [[...line], [...now]];
    for (const [x, sign] of cells.entries()) {
      const signNow = cellsNow[x] ?? " ";
      if (sign === signNow || sign === " ") continue;
      if (!sees(before.hero, x, y) || !sees(after.hero, x, y)) continue;
      if (isAt(before.hero, x, y) || isAt(after.hero, x, y)) continue;
      changed.push({ east: x - heroX, south: y - heroY, before: sign, after: signNow });
    }
  }
  return changed;
}

function place({ east, south }: ChangedCell): string {
  const parts = [
    ...(south === 0 ? [] : [`${Math.abs(south)} ${south < 0 ? "north" : "south"}`]),
    ...(east === 0 ? [] : [`${Math.abs(east)} ${east < 0 ? "west" : "east"}`]),
  ];
  return parts.length === 0 ? "here" : parts.join(" ");
}

/** A line a cell: where it is, and its sign at that moment; the same number of lines for both moments. */
export const changedLines = (before: Frame, after: Frame, moment: "before" | "after"): readonly string[] =>
  changedCells(before, after).map((cell) => `${place(cell)}: ${cell[moment]}`);
