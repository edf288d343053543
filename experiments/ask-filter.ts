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
import { CENTRE, SIDE } from "./crop.js";

export type AskFilter = "every text" | "changes";

const COLUMNS = 79;

/** Whether a cell that both crops show differs, leaving out where the hero stood and stands. */
function cellChanged({ before, after, cell, cellBefore }: JudgedStep): boolean {
  const dx = (cell % COLUMNS) - (cellBefore % COLUMNS);
  const dy = Math.trunc(cell / COLUMNS) - Math.trunc(cellBefore / COLUMNS);
  const left = CENTRE - dy * SIDE - dx;
  for (let y = Math.max(0, -dy); y < Math.min(SIDE, SIDE - dy); y++) {
    for (let x = Math.max(0, -dx); x < Math.min(SIDE, SIDE - dx); x++) {
      const now = y * SIDE + x;
      const then = now + dy * SIDE + dx;
      if (after.crop[now] !== before.crop[then] && now !== CENTRE && now !== left) return true;
    }
  }
  return false;
}

export const passes = (filter: AskFilter, step: JudgedStep): boolean =>
  filter === "every text" || step.after.message[0] !== 0 || cellChanged(step);
