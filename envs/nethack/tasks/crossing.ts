/**
 * LavaCrossing and SimpleCrossing (MiniGrid's crossings): lines of lava, or walls, from side to side of a square room, each
 * with one gap. The subgoal is to stand in a gap: with several lines it is met several times, and the form "every time"
 * pays each.
 *
 * A gap is seen as such where both neighbours along the line show the line or the room's wall, one of them the line, and
 * the two neighbours across are free. Where lines cross, a gap's neighbour may be another line's.
 */
import type { Frame } from "../../frame.js";
import { LIQUID, movedTo, type Place, signAt } from "./looks.js";
import { type FamilyTask, walk } from "./task.js";

interface Line {
  /** Signs of the line itself, by its direction. */
  readonly across: string;
  readonly down: string;
}

const WALLS = "-|";
const FREE = ".>";

/** Whether this place is a gap in a line that runs along (dx, dy). */
function isGapAlong(frame: Frame, { x, y }: Place, dx: number, dy: number, signs: string): boolean {
  const along = [signAt(frame, { x: x - dx, y: y - dy }), signAt(frame, { x: x + dx, y: y + dy })];
  const aside = [signAt(frame, { x: x - dy, y: y - dx }), signAt(frame, { x: x + dy, y: y + dx })];
  const isLine = (sign: string) => signs.includes(sign);
  return (
    along.some(isLine) &&
    along.every((sign) => isLine(sign) || WALLS.includes(sign)) &&
    aside.every((sign) => FREE.includes(sign))
  );
}

const isInGap = (frame: Frame, place: Place, { across, down }: Line): boolean =>
  isGapAlong(frame, place, 1, 0, across) || isGapAlong(frame, place, 0, 1, down);

function crossing(line: Line, name: string, beside: string): FamilyTask {
  const arrives = (before: Frame, after: Frame): boolean => {
    const to = movedTo(before, after);
    return to !== undefined && isInGap(after, to, line);
  };
  return {
    subgoals: [
      {
        name,
        truth: "the hero has stepped between two cells of a line, with free cells before and behind him",
        achieved: (before, _, after) => arrives(before, after),
      },
    ],
    lookAlikes: [
      {
        name: `walk along ${beside}`,
        holds: (before, _, after) => {
          const to = movedTo(before, after);
          if (to === undefined) return false;
          const signs = line.across + line.down;
          return [-1, 1].some(
            (d) =>
              signs.includes(signAt(after, { x: to.x, y: to.y + d })) ||
              signs.includes(signAt(after, { x: to.x + d, y: to.y })),
          );
        },
      },
      walk(),
    ],
  };
}

export const LAVA_CROSSING = crossing({ across: LIQUID, down: LIQUID }, "go through a gap in the lava", "the lava");
export const SIMPLE_CROSSING = crossing({ across: "-", down: "|" }, "go through a gap in the wall", "a wall");
