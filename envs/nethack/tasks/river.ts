/**
 * River: boulders west of a river, stairs east of it. Subgoals: push a boulder into the water, cross the water.
 */
import type { Frame } from "../../frame.js";
import { BOULDER, LIQUID, movedTo, type Place, signAt } from "./looks.js";
import { type FamilyTask, walk } from "./task.js";

/** Where water is shown. */
const water = ({ rows }: Frame): readonly Place[] =>
  rows.flatMap((row, y) => [...row].flatMap((sign, x) => (sign === LIQUID ? [{ x, y }] : [])));

/** What was water is ground now, and a boulder beside the hero is gone. */
function bridged(before: Frame, after: Frame): boolean {
  const to = movedTo(before, after);
  if (to === undefined || signAt(before, to) !== BOULDER) return false;
  return water(before).some((place) => ![LIQUID, " ", BOULDER].includes(signAt(after, place)));
}

/** All water seen in the hero's row and in those beside it lies west of him, and there is some. */
function isBeyond({ hero, rows }: Frame): boolean {
  if (hero === undefined) return false;
  // Asked of every step: the last water of a row says enough.
  let found = false;
  for (let y = Math.max(0, hero.y - 1); y <= hero.y + 1; y++) {
    const last = rows[y]?.lastIndexOf(LIQUID) ?? -1;
    if (last >= hero.x) return false;
    if (last >= 0) found = true;
  }
  return found;
}

export const RIVER: FamilyTask = {
  subgoals: [
    {
      name: "push a boulder into the water",
      truth: "the hero takes a boulder's place, and a cell that showed water shows ground",
      achieved: (before, _, after) => bridged(before, after),
    },
    {
      name: "cross the water",
      truth: "all water in the rows beside the hero lies west of him, and did not before the step",
      achieved: (before, _, after) => !isBeyond(before) && isBeyond(after),
    },
  ],
  lookAlikes: [
    {
      name: "push a boulder on land",
      holds: (before, _, after) => signAt(before, movedTo(before, after) ?? { x: -1, y: -1 }) === BOULDER,
    },
    walk(),
  ],
};
