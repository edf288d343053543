/**
 * MultiRoom: rooms in a row, joined by doors. Subgoals: open a door, go through a door, see the stairs down. With more
 * than two rooms the first two are met more than once; the form "every time" pays each.
 */
import type { Frame } from "../../frame.js";
import { besideHero, CLOSED_DOOR, movedTo, type Place, signAt } from "./looks.js";
import { type FamilyTask, SEE_STAIRS, walk } from "./task.js";

const isClosedDoor = (frame: Frame) => (place: Place) => signAt(frame, place) === CLOSED_DOOR;

/** Where a closed door was beside the hero something else is seen. */
function opened(before: Frame, after: Frame): boolean {
  return besideHero(before)
    .filter(isClosedDoor(before))
    .some((place) => ![CLOSED_DOOR, " "].includes(signAt(after, place)));
}

/** The hero stands where an open door was seen. Walls have its signs, and nobody can stand on a wall. */
function entered(before: Frame, after: Frame): boolean {
  const to = movedTo(before, after);
  return to !== undefined && ["-", "|"].includes(signAt(before, to));
}

export const MULTIROOM: FamilyTask = {
  subgoals: [
    {
      name: "open a door",
      truth: "a cell beside the hero that showed a closed door (+) shows something else",
      achieved: (before, _, after) => opened(before, after),
    },
    {
      name: "go through a door",
      truth: "the hero stands where the map showed an open door (- or |)",
      achieved: (before, _, after) => entered(before, after),
    },
    SEE_STAIRS,
  ],
  lookAlikes: [
    { name: "stand at a closed door", holds: (_before, _, after) => besideHero(after).some(isClosedDoor(after)) },
    walk("walk in a room"),
  ],
};
