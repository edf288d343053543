/**
 * The task of an environment as everything above the engine needs it: its words, its subgoals, what the game's state
 * says of a step, and what only looks like an achievement. KeyRoom is one; MiniHack's other levels, and worlds and
 * subgoals of one's own, are others.
 */
import { environmentCard, InputError, visible, worlds } from "../envs/index.js";
import { KEYROOM } from "./keyroom.js";
import type { TransitionView } from "./transition.js";
import type { Verdict } from "./verdict.js";

/** A step with what the environment's own state said of it (`events` of envs' Info). */
export interface PlayedStep extends Pick<TransitionView, "before" | "action" | "after"> {
  /** Its number in its episode, from 1. */
  readonly number: number;
  readonly events: number;
}

export interface Task {
  /** "levels": MiniHack's other levels. */
  readonly family: "keyroom" | "levels" | "own";
  /** In words, as a player would be told it. */
  readonly task: string;
  /** At most eight; bit i of a set stands for subgoal i. */
  readonly subgoals: readonly string[];
  /** A word for each, for counts. */
  readonly short: readonly string[];
  /** Names of kinds, rarest first. */
  readonly lookAlikes: readonly string[];
  /** One sentence on where labels come from. */
  readonly labels: string;
  /** Aligned with the subgoals. */
  truth(step: PlayedStep): readonly Verdict[];
  /** Of a step that achieved nothing: its kind of look-alike. */
  kind(step: PlayedStep): string | undefined;
}

export const KEYROOM_PLAY: Task = {
  family: "keyroom",
  task: KEYROOM.task,
  subgoals: KEYROOM.subgoals,
  short: ["key", "door"],
  lookAlikes: KEYROOM.lookAlikes.map(({ name }) => name),
  labels:
    "Labels are the game's truth: the inventory gained a key; a cell that showed a closed door shows an open one. " +
    "The message is never read for them.",
  // Frames say it, so recordings of the real game, which have no events of ours, have the same truth.
  truth: KEYROOM.truth,
  kind: (step) => KEYROOM.lookAlikes.find(({ holds }) => holds(step, step.number))?.name,
};

function ownTask({ definition, source }: worlds.Registered): Task {
  const { id, task, kind } = definition;
  const subgoals = definition.subgoals.map(({ name }) => name);
  const lookAlikes = (definition.lookAlikes ?? []).map(({ name }) => name);
  const from = source === undefined ? "" : ` (${visible(source.file, 80)}, SHA-256 ${source.hash})`;
  const read = kind === "world" ? "the state" : "the frames";
  return {
    family: "own",
    task,
    subgoals,
    short: subgoals,
    lookAlikes,
    labels: `Labels are the truth that ${id} itself tells${from}: its functions of ${read} before and after a step.`,
    truth: ({ events }) => subgoals.map((_, i) => ((events >> i) & 1 ? "yes" : "no")),
    kind: ({ events }) => lookAlikes[worlds.lookAlikeIndex(events)],
  };
}

function levelsTask(id: string, { subgoals, lookAlikes }: worlds.FamilyTask): Task {
  const names = subgoals.map(({ name }) => name);
  return {
    family: "levels",
    task: environmentCard(id)?.task ?? id,
    subgoals: names,
    short: names,
    lookAlikes: lookAlikes.map(({ name }) => name),
    labels:
      "Labels are the game's truth, read from what the map shows before and after the step; no message is read for them.",
    truth: ({ before, action, after }) =>
      subgoals.map((subgoal) => (subgoal.achieved(before, action, after) ? "yes" : "no")),
    kind: ({ before, action, after }) => lookAlikes.find(({ holds }) => holds(before, action, after))?.name,
  };
}

/** Throws an InputError for an id without subgoals whose truth is known. */
export function taskOf(id: string): Task {
  const own = worlds.registered(id);
  if (own !== undefined) return ownTask(own);
  if (id.includes("KeyRoom")) return KEYROOM_PLAY;
  const levels = worlds.familyTask(id);
  if (levels !== undefined && environmentCard(id) !== undefined) return levelsTask(id, levels);
  throw new InputError(
    `${visible(id, 80)} has no subgoals whose truth is known; ${worlds.FAMILY_NAMES} have, and worlds and subgoals of your own.`,
  );
}
