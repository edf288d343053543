/**
 * A transition: the frame before, the action, the frame after, and the subgoals that are asked about. The published
 * line format for everybody's data, one JSON object a line.
 */
import type { Frame } from "../envs/index.js";

/** What an annotator may see of a transition. Labels are not part of it, so they cannot leak. */
export interface TransitionView {
  /** The task in words, as a player would be told it. */
  readonly task: string;
  /** Names of the subgoals that are asked about, at least one, all different. */
  readonly subgoals: readonly string[];
  readonly before: Frame;
  /** The action's name, e.g. "PICKUP". */
  readonly action: string;
  /** The frame after; its message is the consequence of the action. */
  readonly after: Frame;
}
