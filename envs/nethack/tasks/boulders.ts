/**
 * Boxoban and Sokoban: boulders have their places. Boxoban's subgoal is to push one onto a fountain; Sokoban's are to push
 * one into a pit, and to fill the last pit. Both levels are known from the start, so the frames show every pit and every
 * fountain that no boulder covers.
 */
import type { Frame } from "../../frame.js";
import { BOULDER, besideHero, FOUNTAIN, movedTo, PIT, type Place, signAt } from "./looks.js";
import { type FamilyTask, walk } from "./task.js";

/** Where a boulder was, and where it went, in a step that pushed one. */
interface Push {
  readonly from: Place;
  readonly to: Place;
}

function pushed(before: Frame, after: Frame): Push | undefined {
  const from = movedTo(before, after);
  const { hero } = before;
  if (from === undefined || hero === undefined || signAt(before, from) !== BOULDER) return undefined;
  return { from, to: { x: 2 * from.x - hero.x, y: 2 * from.y - hero.y } };
}

/** Whether a boulder rolled to a place of a sign, which then shows something else. */
function pushedTo(before: Frame, after: Frame, sign: string): boolean {
  const push = pushed(before, after);
  return push !== undefined && signAt(before, push.to) === sign && signAt(after, push.to) !== sign;
}

const pits = ({ rows }: Frame): number => rows.reduce((sum, row) => sum + row.split(PIT).length - 1, 0);

const PUSH = {
  name: "push a boulder over floor",
  holds: (before: Frame, _: string, after: Frame) => pushed(before, after) !== undefined,
};

export const BOXOBAN: FamilyTask = {
  subgoals: [
    {
      name: "push a boulder onto a fountain",
      truth: "the hero takes a boulder's place, and the cell behind it showed a fountain ({) and shows the boulder",
      achieved: (before, _, after) => pushedTo(before, after, FOUNTAIN),
    },
  ],
  lookAlikes: [PUSH, walk()],
};

export const SOKOBAN: FamilyTask = {
  subgoals: [
    {
      name: "push a boulder into a pit",
      truth: "the hero takes a boulder's place, and the cell behind it showed a pit (^) and shows floor",
      achieved: (before, _, after) => pushedTo(before, after, PIT),
    },
    {
      name: "fill the last pit",
      truth: "the same, and no pit is left on the map",
      achieved: (before, _, after) => pushedTo(before, after, PIT) && pits(after) === 0,
    },
  ],
  lookAlikes: [
    PUSH,
    {
      name: "stand at a pit",
      holds: (_before, _, after) => besideHero(after).some((place) => signAt(after, place) === PIT),
    },
    walk(),
  ],
};
