/**
 * Corridor: rooms joined by corridors. Subgoals: enter a corridor, leave it, see the stairs down.
 */
import type { Frame } from "../../frame.js";
import { CORRIDOR, movedTo, type Place, signAt } from "./looks.js";
import { type FamilyTask, SEE_STAIRS, walk } from "./task.js";

/** What the frame after shows where the hero stood. */
const left = (before: Frame, after: Frame): string => signAt(after, before.hero ?? { x: -1, y: -1 });

interface Walk {
  readonly at: Place;
  /** Whether the step left, and reached, what is known to be a corridor. */
  readonly from: boolean;
  readonly to: boolean;
}

function steps(before: Frame, after: Frame): Walk | undefined {
  const at = movedTo(before, after);
  if (at === undefined) return undefined;
  return { at, from: left(before, after) === CORRIDOR, to: signAt(before, at) === CORRIDOR };
}

export const CORRIDORS: FamilyTask = {
  subgoals: [
    {
      name: "enter a corridor",
      truth: "the hero steps from what is no corridor to a cell that showed one (#)",
      achieved: (before, _, after) => {
        const step = steps(before, after);
        return step?.to === true && !step.from;
      },
    },
    {
      name: "leave the corridor",
      truth: "the hero steps from a corridor (#) to a cell that showed something else",
      achieved: (before, _, after) => {
        const step = steps(before, after);
        // A place that was not seen before may be more corridor; what is known to be none is a room or its doorway.
        return step?.from === true && !step.to && signAt(before, step.at) !== " ";
      },
    },
    SEE_STAIRS,
  ],
  lookAlikes: [{ name: "walk in a corridor", holds: (before, _, after) => steps(before, after)?.to === true }, walk()],
};
