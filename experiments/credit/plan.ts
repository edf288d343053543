/**
 * What a study of credit is, as data: arms that differ in one thing, worlds to learn in, and the pairs that the question is
 * about. `study.ts` runs any of them.
 */
import type { softmax } from "../../agents/index.js";

export interface StudyWorld {
  readonly id: string;
  readonly actions: "default" | "paper";
  /** Chance with which the policy wins that every arm starts from; 0: the uniform policy. */
  readonly start: number;
  /** Environment steps of a run, everything included. */
  readonly budget: number;
}

export interface StudyArm extends softmax.LearningArm {
  /** Who answers; "nobody" where nobody is asked. */
  readonly answers: string;
  /** A reference knows what no contestant may. */
  readonly role: "contestant" | "floor" | "reference";
  /** Rates of this arm alone instead of the study's grid. */
  readonly rates?: readonly number[];
}

export interface StudyPlan {
  readonly name: string;
  /** A question. */
  readonly title: string;
  /** Sentences: what differs between arms, and what does not. */
  readonly told: readonly string[];
  readonly worlds: readonly StudyWorld[];
  readonly arms: readonly StudyArm[];
  /** Labels of arms: is the first faster than the second? Fixed before anything ran. */
  readonly pairs: readonly (readonly [string, string])[];
  /** Update rates to choose from, ascending. */
  readonly rates: readonly number[];
}

/** Unique in a study. */
export const armLabel = ({ name, answers }: Pick<StudyArm, "name" | "answers">): string =>
  answers === "nobody" ? name : `${name} < ${answers}`;
