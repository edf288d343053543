/**
 * Settings of PPO, and the recipe that learned KeyRoom-S15.
 */
import { z } from "zod";
import { INPUTS } from "../network/inputs.js";

export interface PpoOptions {
  readonly seed: number;
  /** Budget of environment steps; the rate's schedule runs over it. */
  readonly budget: number;
  /** Steps of each game per iteration. */
  readonly steps: number;
  /** Passes over a stretch. */
  readonly epochs: number;
  /** Rows per minibatch; with memory it is rounded to whole games. */
  readonly minibatch: number;
  readonly rate: number;
  readonly lastRate: number;
  readonly discount: number;
  readonly lambda: number;
  readonly clip: number;
  /** Of the entropy in the loss; falls linearly to the second over the budget, as the rate does. */
  readonly entropyWeight: number;
  readonly lastEntropyWeight: number;
  readonly valueWeight: number;
  readonly gradientClip: number;
  /** Least divisor of the advantages; 0: none but their deviation. */
  readonly floor: number;
  readonly trunk: readonly [number, number];
  readonly memory?: number;
  readonly kernel: "wasm" | "reference";
}

/** The recipe that learned KeyRoom-S15 in sketches (docs/algorithms); a place to begin. */
export const PPO_DEFAULTS = {
  steps: 64,
  epochs: 3,
  minibatch: 2048,
  rate: 1e-3,
  lastRate: 1e-4,
  discount: 0.99,
  lambda: 0.95,
  clip: 0.2,
  entropyWeight: 0.02,
  lastEntropyWeight: 0.02,
  valueWeight: 0.5,
  gradientClip: 0.5,
  floor: 0.1,
  trunk: [128, 128],
  kernel: "wasm",
} as const;

const count = (most: number) => z.int().min(1).max(most);
const share = z.number().min(0).max(1);

/** What `--agent-option` may set. */
export const ppoAgentOptions = z.strictObject({
  games: count(4096).default(256),
  inputs: z.enum(INPUTS).default("auto"),
  steps: count(4096).default(PPO_DEFAULTS.steps),
  epochs: count(100).default(PPO_DEFAULTS.epochs),
  minibatch: count(1_000_000).default(PPO_DEFAULTS.minibatch),
  rate: z.number().positive().max(1).default(PPO_DEFAULTS.rate),
  lastRate: z.number().min(0).max(1).default(PPO_DEFAULTS.lastRate),
  lambda: share.default(PPO_DEFAULTS.lambda),
  clip: z.number().positive().max(10).default(PPO_DEFAULTS.clip),
  entropyWeight: z.number().min(0).max(10).default(PPO_DEFAULTS.entropyWeight),
  lastEntropyWeight: z.number().min(0).max(10).default(PPO_DEFAULTS.lastEntropyWeight),
  valueWeight: z.number().min(0).max(10).default(PPO_DEFAULTS.valueWeight),
  gradientClip: z.number().positive().max(1e6).default(PPO_DEFAULTS.gradientClip),
  floor: z.number().min(0).max(1e6).default(PPO_DEFAULTS.floor),
  width: count(1024).default(PPO_DEFAULTS.trunk[0]),
  memory: count(1024).default(128),
});
