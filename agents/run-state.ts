/**
 * The state of a training run as plain data, for checkpoints: everything that the next step depends on.
 */
import { z } from "zod";
import { savedPlay } from "./play.js";

const integer = z.number().int();

const transition = z.strictObject({
  /** Training steps before it. */
  at: integer,
  key: z.number(),
  episode: integer,
  state: z.number(),
  /** Memory's code after it: the next state but for the paid set. */
  next: z.number(),
  action: integer,
  reward: z.number(),
  end: z.enum(["running", "terminated", "truncated"]),
  /** Bits paid before it. */
  paid: integer,
  truth: integer,
  /** What the learner wants again. */
  aside: z.unknown().optional(),
});

/** A transition whose verdict is still to come. */
export type Pending = z.infer<typeof transition>;

export const runEvaluation = z.strictObject({
  steps: integer,
  /** Of a table and of DQN greedy, of PPO sampled from its policy. */
  success: z.number(),
  /** The other manner, where it was played. */
  greedy: z.number().optional(),
  exploring: z.number().optional(),
});

/** Training steps before it, and the share of episodes won. */
export type Evaluation = Readonly<z.infer<typeof runEvaluation>>;

export const runTermination = z.strictObject({
  /** Training steps before the transition, and before its payment (later where the verdict came later). */
  at: integer,
  paidAt: integer,
  episode: integer,
  /** Bits of the subgoals that were paid, and of those that the game's state says were achieved in that step. */
  subgoals: integer,
  truth: integer,
  bonus: z.number(),
});

export type Termination = Readonly<z.infer<typeof runTermination>>;

export const runCounts = z.strictObject({
  episodes: integer,
  /** Subgoals paid; those of them that were not achieved in that step; achieved ones that went unpaid. */
  payments: integer,
  falsePayments: integer,
  missedPayments: integer,
});

export type Counts = z.infer<typeof runCounts>;

const words = z.array(integer).length(4);

export const runState = z.strictObject({
  steps: integer,
  ...savedPlay.shape,
  learner: z.unknown(),
  exploration: words,
  paid: integer,
  /** Bits paid late in episodes that are over, by episode, while a verdict on them is still to come. */
  paidLate: z.array(z.tuple([integer, integer])),
  pending: z.array(transition),
  evaluations: z.array(runEvaluation),
  terminations: z.array(runTermination),
  counts: runCounts,
  judge: z.unknown(),
});

export type RunState = z.infer<typeof runState>;
