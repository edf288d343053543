/**
 * Which steps a judge in the loop is asked about.
 *
 * - "every text": each text that was not met before.
 * - "changes": of those, only steps after which a message stands (whatever enters the pack is told by one), or that
 *   changed a cell in sight other than the hero's. The rest counts as "nothing achieved", unasked; how many achievements
 *   that loses is measured against the truth and stands in the result.
 *
 * Both frames are crops round the hero, so they are compared where they overlap: a cell that only enters the crop is no
 * change.
 */
import type { JudgedStep } from "../agents/index.js";
import type { Frame } from "../envs/index.js";
import { someChangedCell } from "./crop.js";

export type AskFilter = "every text" | "changes";

/** Whole frames are compared cell by cell, the hero's left out, and in what the hero carries. */
function frameChanged(before: Frame, after: Frame): boolean {
  const isHeros = (x: number, y: number) =>
    [before.hero, after.hero].some((hero) => hero !== undefined && hero.x === x && hero.y === y);
  const carried = ({ inventory, status }: Frame) => JSON.stringify([inventory, status]);
  if (carried(before) !== carried(after)) return true;
  return after.rows.some((row, y) => {
    const then = before.rows[y] ?? "";
    if (row === then) return false;
    for (let x = 0; x < row.length; x++) if (row[x] !== then[x] && !isHeros(x, y)) return true;
    return row.length !== then.length;
  });
}

export function passes(filter: AskFilter, step: JudgedStep): boolean {
  if (filter === "every text") return true;
  const [before, after] = [step.before.frame, step.after.frame];
  if (before !== undefined && after !== undefined) return after.message !== "" || frameChanged(before, after);
  return step.after.message[0] !== 0 || someChangedCell(step, () => true);
}
