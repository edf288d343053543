/**
 * One training run as whoever drives it sees it, whatever learns: experiments, checkpoints and reports know no more.
 * Everything is drawn from named streams of one seed. `advance` is synchronous; between calls a driver may save, load, or
 * wait for verdicts that are still to come.
 */
import type { Shaping } from "../calm/index.js";
import type { RandomStream } from "../envs/index.js";
import type { AgentName } from "./agent-names.js";
import type { Levels } from "./levels.js";
import type { SavedPolicy } from "./network/policy-format.js";
import type { Play, PlayOptions } from "./play.js";
import type { Counts, Evaluation, Termination } from "./run-state.js";
import type { AgentOptions } from "./setting.js";

export interface RunOptions extends PlayOptions {
  /** Absent: Q-learning. */
  readonly agent?: AgentName;
  /** The agent's own settings; absent ones have their defaults. */
  readonly agentOptions?: AgentOptions;
  readonly seed: number;
  /** Budget of training steps. */
  readonly steps: number;
  readonly stepSize: number;
  readonly discount: number;
  readonly epsilon: number;
  /** Value of entries that were never updated. */
  readonly initial: number;
  /** Absent: the task's reward alone. */
  readonly shaping?: Shaping;
  /** "one": the same level in every episode, drawn from the seed; "random": a new one each time. */
  readonly levels: "one" | "random";
  readonly evaluateEvery: number;
}

export interface FinalEvaluation {
  readonly greedy: number;
  /** As it acts while it trains: with the run's own epsilon, or sampled from a policy. */
  readonly exploring: number;
  readonly episodes: number;
}

/** Acts as a run's agent does now, in episodes of somebody else's game; it learns nothing from them. */
export interface Actor {
  /** A new episode begins. */
  begin(): void;
  /** "greedy", or as while training; `stream` breaks ties and explores. */
  act(play: Play, paid: number, manner: "greedy" | "exploring", stream: RandomStream): number;
  /** After the step: bits of the subgoals that the judge took for achieved in it. */
  saw?(achieved: number): void;
}

export interface LearningRun {
  readonly options: RunOptions;
  /** Training steps so far. */
  readonly steps: number;
  /** Names of the actions, in index order. */
  readonly actions: readonly string[];
  /** Absent when 90 % were not held yet: at the end, a run censored at its budget. */
  readonly stepsTo90: number | undefined;
  /** The budget is spent, or nothing that is asked for can change any more. */
  readonly isOver: boolean;
  readonly evaluations: readonly Evaluation[];
  /** Every payment, in the order in which they were made. */
  readonly terminations: readonly Termination[];
  readonly counts: Readonly<Counts>;
  /** States met, of a table; weights, of a network. */
  readonly size: number;
  /** When late verdicts are used: at the barriers of the driver, or always before a stretch is learned from. */
  readonly heard: "at barriers" | "whole stretches";
  /** Of networks: figures of each stretch. */
  readonly metrics?: readonly Readonly<Record<string, number>>[];
  /** Trains until `until` steps were taken, or the run is over; a network may go on to the end of its stretch. */
  advance(until: number): void;
  /** Pays what was judged before `before` steps were taken; the judge must know by now. */
  settle(before: number): void;
  /** Of networks: the present policy as plain data. */
  savedPolicy?(): SavedPolicy;
  evaluateAtEnd(levels: Levels): FinalEvaluation;
  actor(): Actor;
  /** Everything that the next step depends on, as plain data. */
  save(): unknown;
  /** Goes on where a run of the same options was saved. Throws an InputError for another run's state. */
  load(saved: unknown): void;
}

const GOOD = 0.9;

/** Steps before the first of three evaluations in a row at 90 % or more. */
export function stepsTo90(evaluations: readonly Evaluation[]): number | undefined {
  const at = evaluations.findIndex((_, i) => [0, 1, 2].every((next) => (evaluations[i + next]?.success ?? 0) >= GOOD));
  return evaluations[at]?.steps;
}
