/**
 * One run as plain data: what to train, and what comes out. Both cross to workers and stand in files, so what is read
 * back is checked.
 */
import { z } from "zod";
import { type Levels, policies, type RunOptions, runEvaluation, runTermination } from "../agents/index.js";
import type { Shaping } from "../calm/index.js";
import type { Episode } from "../envs/index.js";
import type { ArmSpec } from "./arm.js";

/** What an arm's grid may set. */
export interface Tunables {
  readonly epsilon: number;
  readonly stepSize: number;
  /** Value of entries that were never updated. */
  readonly initial: number;
  /** Bonus per subgoal. */
  readonly weight: number;
}

/** As plain data, forms of one's own by their names. */
export interface ShapingSpec extends Omit<Shaping, "form"> {
  readonly form: string;
}

export interface RunSpec {
  readonly arm: ArmSpec;
  readonly options: Omit<RunOptions, "shaping"> & { readonly shaping?: ShapingSpec };
  /** Evaluated on all levels after training, or not: for tuning, steps to 90 % are all that is asked. */
  readonly final: "evaluated" | "skipped";
  /** Greedy episodes to play with frames after training. */
  readonly episodes: number;
  /** "kept": the greedy action of every state met, or the network, is part of the record. */
  readonly policy: "kept" | "dropped";
}

export interface EvaluationLevels {
  /** While training. */
  readonly during: Levels;
  readonly atEnd: Levels;
}

const integer = z.number().int();
const share = z.number().min(0).max(1);

/** The greedy action of a state of the agent's memory; cells are row * 79 + column, -1 where unknown. */
const policyState = z.strictObject({
  door: integer,
  key: integer,
  goal: integer,
  phase: z.enum(["locked", "held", "open"]),
  hero: integer,
  /** Index. */
  action: integer,
});

/** Written and read whole, under the record's hash; `view` checks its lines when it opens the file. */
const playedEpisode = z.custom<Episode>((value) => typeof value === "object" && value !== null && "steps" in value);

export const runRecord = z.strictObject({
  seed: integer,
  /** Training steps taken. */
  steps: integer,
  /** Absent: censored at the budget. */
  stepsTo90: integer.optional(),
  evaluations: z.array(runEvaluation),
  /** Shares of episodes won after training. */
  final: z.strictObject({ greedy: share, exploring: share, episodes: integer }).optional(),
  /** States met by a table; weights of a network. */
  states: integer,
  episodes: integer,
  payments: integer,
  falsePayments: integer,
  missedPayments: integer,
  terminations: z.array(runTermination),
  /** For a judge in the loop: what asking took. */
  asked: z.record(z.string(), z.number()).optional(),
  policy: z.array(policyState).optional(),
  /** Of a network: the policy after training. */
  network: policies.savedPolicy.optional(),
  /** Of a network: figures of each stretch. */
  metrics: z.array(z.record(z.string(), z.number())).optional(),
  played: z.array(playedEpisode).readonly().optional(),
});

export type RunRecord = z.infer<typeof runRecord>;
