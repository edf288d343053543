/**
 * The subgoals of a family of levels: in words, as a judge is asked for them, with their truth in the frames before and
 * after a step. An annotator with the same two frames could say the same: nothing hidden is read.
 */
import type { Frame } from "../../frame.js";
import type { OwnLookAlike, OwnSubgoal } from "../../world.js";
import { isShown, movedTo, STAIRS_DOWN } from "./looks.js";

export interface FamilySubgoal extends OwnSubgoal<Frame> {
  /** When the frames say that it is achieved, in words. */
  readonly truth: string;
}

export interface FamilyTask {
  /** At most eight. */
  readonly subgoals: readonly FamilySubgoal[];
  readonly lookAlikes: readonly OwnLookAlike<Frame>[];
}

/** The kind of a step that went somewhere and is nothing else. */
export const walk = (name = "walk"): OwnLookAlike<Frame> => ({
  name,
  holds: (before, _, after) => movedTo(before, after) !== undefined,
});

export const SEE_STAIRS: FamilySubgoal = {
  name: "see the stairs down",
  truth: "the map shows the stairs down (>) and did not before the step",
  achieved: (before, _, after) => !isShown(before, STAIRS_DOWN) && isShown(after, STAIRS_DOWN),
};
