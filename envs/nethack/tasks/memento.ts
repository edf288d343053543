/**
 * Memento: a dark corridor to a fork, a grid bug asleep in one arm, boards that squeak in the others. Subgoals: reach the
 * fork, take an arm of it, see the grid bug, kill it. Which arm is the right one no frame says but the first.
 */
import type { Frame } from "../../frame.js";
import { besideHero, isShown, movedTo, type Place, signAt } from "./looks.js";
import { type FamilyTask, walk } from "./task.js";

const BUG = "x";
const FLOOR = ".<";

const isFloor = (frame: Frame, x: number, y: number): boolean => FLOOR.includes(signAt(frame, { x, y }));
const isOpen = (frame: Frame, { x, y }: Place): boolean => [-1, 0, 1].some((dx) => isFloor(frame, x + dx, y));

/** The corridor comes from the west, and there is floor above and below. */
function isAtFork(frame: Frame): boolean {
  const { hero } = frame;
  if (hero === undefined || !isFloor(frame, hero.x - 1, hero.y)) return false;
  return isOpen(frame, { x: hero.x, y: hero.y - 1 }) && isOpen(frame, { x: hero.x, y: hero.y + 1 });
}

function takesArm(before: Frame, after: Frame): boolean {
  const to = movedTo(before, after);
  return to !== undefined && to.y !== before.hero?.y && isAtFork(before);
}

const bugBeside = (frame: Frame): readonly Place[] => besideHero(frame).filter((place) => signAt(frame, place) === BUG);

/** It was beside the hero, who has not moved, and no grid bug is to be seen beside him. */
function killed(before: Frame, after: Frame): boolean {
  if (movedTo(before, after) !== undefined) return false;
  return bugBeside(before).length > 0 && after.rows.length > 0 && !isShown(after, BUG);
}

export const MEMENTO: FamilyTask = {
  subgoals: [
    {
      name: "reach the fork",
      truth: "floor shows above and below the hero, with the corridor west of him, and did not before the step",
      achieved: (before, _, after) => !isAtFork(before) && isAtFork(after) && movedTo(before, after) !== undefined,
    },
    {
      name: "take an arm of the fork",
      truth: "the hero leaves the corridor's row where floor showed above and below",
      achieved: (before, _, after) => takesArm(before, after),
    },
    {
      name: "see the grid bug",
      truth: "the map shows a grid bug (x) and did not before the step",
      achieved: (before, _, after) => !isShown(before, BUG) && isShown(after, BUG),
    },
    {
      name: "kill the grid bug",
      truth: "a grid bug (x) was beside the hero, who has not moved, and is gone",
      achieved: (before, _, after) => killed(before, after),
    },
  ],
  lookAlikes: [
    { name: "stand beside the grid bug", holds: (_before, _, after) => bugBeside(after).length > 0 },
    { name: "walk at the fork", holds: (before, _, after) => isAtFork(after) && movedTo(before, after) !== undefined },
    walk(),
  ],
};
