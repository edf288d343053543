/**
 * What a tabular learner is to a training run: it chooses actions, learns one transition at a time, and is told once more
 * what a judge said late. States are whole numbers and hold the set of paid subgoals in their lowest bits
 * (`stateNumber` in `evaluation.ts`).
 */
import type { StepEnd } from "../../calm/index.js";
import type { RandomStream } from "../../envs/index.js";

/** A transition as it is learned. The object is reused by the next step: a learner copies what it keeps. */
export interface LearnedStep {
  readonly state: number;
  readonly action: number;
  /** The task's own. */
  readonly reward: number;
  /** What a judge's verdict paid on top of it. */
  readonly bonus: number;
  readonly next: number;
  readonly end: StepEnd;
  /** Bits of the subgoals that the judge took for achieved in it; 0 while nobody has said. */
  readonly achieved: number;
}

/** Acts as the learner does now, in somebody else's game. */
export interface TabularActor {
  begin(): void;
  act(state: number, manner: "greedy" | "exploring", stream: RandomStream): number;
  saw?(achieved: number): void;
}

export interface TabularLearner {
  /** States met. */
  readonly size: number;
  /** A new episode begins. */
  begin(): void;
  /** The action to take while training; `stream` explores and breaks ties. */
  act(state: number, stream: RandomStream): number;
  learn(step: LearnedStep): void;
  /** What of the step just learned is wanted again, as plain data, when its verdict is still to come. Absent: nothing. */
  aside?(): unknown;
  /** A verdict came late and was a yes: the transition once more, with its bonus and where it led with that paid. */
  again(step: LearnedStep, aside: unknown): void;
  actor(): TabularActor;
  /** Everything that the next step depends on, as plain data. */
  save(): unknown;
  /** Throws an InputError for what `save` did not give. */
  load(saved: unknown): void;
}

export interface LearnerSettings {
  readonly actions: number;
  readonly subgoals: number;
  readonly stepSize: number;
  readonly discount: number;
  readonly epsilon: number;
  readonly initial: number;
  /** "nobody": no verdict will ever come. */
  readonly judgedBy: "a judge" | "nobody";
  /** Names the streams of a learner's own draws. */
  readonly seed: number;
}
