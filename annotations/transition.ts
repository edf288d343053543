/**
 * A transition: the frame before, the action, the frame after, and the subgoals that are asked about.
 */
import type { Frame } from "../envs/index.js";
import type { Verdict } from "./verdict.js";

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

/** A transition of a data set: the view, what is known about it, and where it comes from. */
export interface Transition extends TransitionView {
  /** Unique within its data set. */
  readonly id: string;
  /** Aligned with `subgoals`; "unanswered" where nobody labelled that subgoal. */
  readonly labels?: readonly Verdict[];
  /** Who labelled: "truth", "human:NAME", "script:NAME", or "given" when the file does not say. */
  readonly labelledBy?: string;
  /** Transitions of one episode share this; intervals resample episodes. */
  readonly episode?: string;
  /** Number of the action within its episode, from 1. */
  readonly step?: number;
  /** Part of the data set, e.g. "balanced". */
  readonly part?: string;
  /** Kind within a part, e.g. "apply without a key". */
  readonly kind?: string;
  /** "dev" for trying things out, "test" for reporting. */
  readonly split?: string;
}

/** Only what an annotator may see; a fresh object, so nothing else travels along. */
export function viewOf(transition: Transition): TransitionView {
  const { task, subgoals, before, action, after } = transition;
  return { task, subgoals, before, action, after };
}

/** True when at least one subgoal has a label. */
export function isLabelled(transition: Transition): boolean {
  return transition.labels?.some((label) => label !== "unanswered") ?? false;
}
