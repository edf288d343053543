/**
 * Episodes that were not played on a level of their id. The old MiniHack does not load some levels and plays an ordinary
 * one of the dungeon instead. Where an id's rooms are wide, frames show it: signs that no such level has, or floor squeezed
 * in between two walls.
 */
import type { Frame } from "../frame.js";
import type { RecordedEpisode } from "../trace-file.js";
import { framesOf, shownFirst } from "./conform-frames.js";
import type { Plan } from "./game.js";
import { COLUMNS } from "./terrain.js";

export const FOREIGN = "a level that is none of this id";

const FOREIGN_SIGNS = "#`^{_\\";
/** What is walked on, the hero's own cell among it. */
const GROUND = ".<>@";

/** What no frame of a level with wide rooms shows; undefined where nothing speaks against it. */
export function foreignSign(plan: Plan, episode: RecordedEpisode): string | undefined {
  if (plan.family !== "written" || plan.signs.rooms !== "wide") return undefined;
  const frames = framesOf(episode);
  const shown = shownFirst(frames);
  const at = shown.findIndex((sign) => FOREIGN_SIGNS.includes(sign));
  if (at >= 0) return `the sign "${shown[at]}" at ${placeOf(at)}`;
  for (const frame of frames) {
    const squeezed = squeezedIn(frame);
    if (squeezed >= 0) return `floor between two walls at ${placeOf(squeezed)}`;
  }
  return undefined;
}

const placeOf = (cell: number): string => `(${cell % COLUMNS},${Math.trunc(cell / COLUMNS)})`;

/** The first ground between walls on both sides: no door, whose wall shows the other sign. */
function squeezedIn({ rows }: Frame): number {
  for (let y = 1; y < rows.length - 1; y++) {
    for (let x = 1; x < COLUMNS - 1; x++) {
      if (!GROUND.includes(rows[y]![x]!)) continue;
      const isColumn = rows[y]![x - 1] === "|" && rows[y]![x + 1] === "|";
      const isRow = rows[y - 1]![x] === "-" && rows[y + 1]![x] === "-";
      if (isColumn || isRow) return y * COLUMNS + x;
    }
  }
  return -1;
}
