/**
 * A trained network as plain data: all that is needed to act as it did, in a process of its own. What pays the subgoals
 * is part of what the network is shown (the paid set), so whoever plays it needs the judge as well.
 */
import { z } from "zod";
import { INPUTS } from "./input-names.js";

const count = z.int().min(1).max(10_000_000);

export const savedPolicy = z.strictObject({
  agent: z.enum(["dqn", "ppo", "ppo-gru", "options-ppo"]),
  inputs: z.enum(INPUTS),
  features: count,
  slots: count,
  /** How many. */
  actions: count.max(1000),
  trunk: z.tuple([count.max(4096), count.max(4096)]),
  /** Width of the recurrent layer. */
  memory: count.max(4096).optional(),
  /** Of options: how many, what ends one, how one is chosen. */
  options: z
    .strictObject({
      count: count.max(31),
      longest: count,
      interrupts: z.enum(["never", "when another is better"]),
      /** Of exploring play. */
      temperature: z.number().min(0).max(1000),
    })
    .optional(),
  /** Of DQN: the epsilon of exploring play. */
  epsilon: z.number().min(0).max(1).optional(),
  /** Base64 of 32-bit floats, little-endian: table [features x first], bias, then each layer's matrix [in x out] and bias. */
  weights: z.string(),
});

export type SavedPolicy = z.infer<typeof savedPolicy>;
