/**
 * What training shows of one transition to whoever pays for subgoals, and how such a judge looks to training.
 *
 * Training is synchronous between barriers, so a judge answers at once or says UNKNOWN and is heard at a barrier
 * (`barrier.ts`). The object and its arrays are reused by every step: a judge copies what it keeps.
 */

import type { Frame } from "../envs/index.js";

/** What an observer has before their eyes: the crop and the message; in a world of one's own the whole frame. */
export interface Seen {
  /** 9 x 9 characters round the hero, row by row; 0 beyond the map. */
  readonly crop: Uint8Array;
  /** 256 bytes, zero-padded. */
  readonly message: Uint8Array;
  /** In a world of one's own. Absent in KeyRoom, where the crop is all. */
  readonly frame?: Frame;
}

export interface JudgedStep {
  /** Steps of training before this one; in evaluation the steps of training so far. */
  readonly at: number;
  /** The action's name. */
  readonly action: string;
  readonly before: Seen;
  readonly after: Seen;
  /** The hero's cell after the step, row * width + column (KeyRoom's width is 79); -1 where nobody says where it is. */
  readonly cell: number;
  readonly cellBefore: number;
  /** KeyRoom: subgoals that the agent's own memory holds for achieved after the step, as bits: key held, door open. */
  readonly remembered: number;
  /** Subgoals that the game's state says were achieved, as bits. TRUTH: for its arm, for simulated errors, for counts. */
  readonly truth: number;
  /** What kind of step did nothing: bits of `envs` Info.events; TRUTH as well. */
  readonly events: number;
  /** 53 bits of hash of crop before, action, crop after and message: the key of the text that a judge would read. */
  readonly key: number;
}

/** An answer that is still to come. */
export const UNKNOWN = -1;

export interface TrainingJudge {
  /** "text": it needs `before`, `after` and `key`, which cost time to fill in. */
  readonly reads: "text" | "numbers";
  /** Bits of the subgoals that it takes for achieved in the step, or UNKNOWN. */
  judge(step: JudgedStep): number;
  /** The key under which it has its answer to a step that it called UNKNOWN; absent: the step's own. */
  keyOf?(step: JudgedStep): number;
  /** For one that says UNKNOWN: resolves when everything asked before `before` steps of training has its answer. */
  settle?(before: number): Promise<void>;
  /** After that: the bits for a key that it was asked about. */
  answer?(key: number): number;
  /** A new episode begins. */
  begin?(): void;
  /**
   * This judge for one of several games side by side: what it learns, asks, draws and counts it shares with this one, what
   * belongs to an episode is its own, and `save` holds no more than that. Absent: nothing belongs to an episode.
   */
  lane?(game: number): TrainingJudge;
  /**
   * A judge for one evaluation: says what this one would, asks nobody, and leaves this one's streams and counts alone.
   * `name` seeds what it draws.
   */
  tester(name: string): TrainingJudge;
  /** What asking took so far: calls, texts, recall of a filter and the like. */
  report?(): Record<string, number>;
  /** Plain data for a checkpoint, and back; absent where there is nothing to keep. */
  save?(): unknown;
  load?(saved: unknown): void;
}

/** The key under which a judge that said UNKNOWN will answer. */
export const questionKey = (judge: TrainingJudge, step: JudgedStep): number => judge.keyOf?.(step) ?? step.key;
