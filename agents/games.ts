/**
 * Games side by side, as an agent with a network plays them. What a game shows is a list of features that are on (rows
 * of the first layer's table), written where the learner wants it; so nothing is allocated in a step.
 */
import type { StepEnd } from "../calm/index.js";

export interface Outcome {
  /** The task's. */
  readonly reward: number;
  /** What the judge's verdict pays on top. */
  readonly bonus: number;
  /** Bits of the subgoals that the judge took for achieved; a verdict that is still to come says none. */
  readonly achieved: number;
  readonly end: StepEnd;
}

export interface Games {
  readonly count: number;
  readonly actions: number;
  /** How many features there are, and the most that are on at once. */
  readonly features: number;
  readonly slots: number;
  /** Subgoals that a judge says are achieved; 0 where nobody judges. */
  readonly subgoals: number;
  /** Steps after which a game truncates an episode; first episodes are cut at random before it (staggered clocks). */
  readonly limit: number;
  /** Starts a new episode of one game. */
  begin(game: number): void;
  /** Writes the features that are on to `into` from `at` on; -1 in the places that are left. */
  observe(game: number, into: Int32Array, at: number): void;
  /** Bits of the subgoals that were paid in the episode. */
  paid(game: number): number;
  /** After the end the game still shows its last state, until `begin`. The outcome is reused by the next step. */
  step(game: number, action: number): Outcome;
}
