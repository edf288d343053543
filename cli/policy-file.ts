/**
 * A file of a saved network: the policy, and what pays the subgoals that it is shown as paid.
 */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { policies } from "../agents/index.js";
import { InputError, visible } from "../envs/index.js";
import type { JudgeSource } from "../experiments/index.js";

export const NETWORK_FORMAT = "calmhack-network/1";

const networkFile = z.strictObject({
  format: z.literal(NETWORK_FORMAT),
  id: z.string(),
  rules: z.int().min(0),
  /** Names, in index order. */
  actions: z.array(z.string()).min(1),
  arm: z.string(),
  source: z.custom<JudgeSource>((value) => typeof value === "object" && value !== null && "kind" in value),
  form: z.string(),
  weight: z.number(),
  seed: z.int(),
  network: policies.savedPolicy,
});

export type NetworkFile = z.infer<typeof networkFile>;

/** Throws an InputError for what is no such file. */
export function readNetworkFile(path: string): NetworkFile {
  if (!existsSync(path))
    throw new InputError(`There is no policy "${visible(path, 80)}"; train writes policy-ARM-SEED.json.`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw new InputError(`${visible(path, 80)} is no JSON; a policy that train wrote is needed.`);
  }
  const parsed = networkFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `${visible(path, 80)} is no saved network (${visible(issue?.path.join(".") || "format", 60)} does not fit); train --agent ppo, options-ppo or dqn writes them.`,
  );
}
