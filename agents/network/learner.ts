/**
 * What a rule for a network is to a run: it plays stretches of the games and learns from them.
 */
import type { z } from "zod";
import { InputError } from "../../envs/index.js";
import type { RowPolicy } from "./policy.js";
import type { SavedPolicy } from "./policy-format.js";

/** What plays stretches and learns from them: PPO, DQN, options. */
export interface NetworkLearner {
  /** Weights. */
  readonly size: number;
  /** Environment steps so far. */
  readonly steps: number;
  play(): void;
  /** A late bonus of a step of the stretch that was played, counted over all games from 0, and what it is for as bits. */
  pay(step: number, extra: number, achieved: number): void;
  /** Learns from the stretch that was played; figures of it by name. */
  learn(): Readonly<Record<string, number>>;
  /** The present policy, for one game. */
  policy(): RowPolicy;
  /** The present policy as plain data, but for what the run knows. */
  saved(): Omit<SavedPolicy, "agent" | "inputs" | "features" | "slots" | "actions">;
  save(): unknown;
  /** Throws an InputError for the state of another learner. */
  load(saved: unknown): void;
}

/** A learner's saved state as it should be. Throws an InputError that names the agent's rule. */
export function loadedRun<T>(schema: z.ZodType<T>, saved: unknown, rule: string): T {
  const parsed = schema.safeParse(saved);
  if (!parsed.success) throw new InputError(`The saved run is damaged: it is no run of ${rule}.`);
  return parsed.data;
}
