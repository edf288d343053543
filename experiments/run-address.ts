/**
 * Names a run by all that it depends on: what has the same address must have the same record.
 */
import { contentHash } from "../calm/index.js";
import { packageVersion, RULES } from "../envs/index.js";
import type { EvaluationLevels, RunSpec } from "./run-spec.js";

export const RUN_FORMAT = "calmhack-run/1";

/** `more`: what else it depends on, such as the model behind a judge. */
export function runAddress(spec: RunSpec, levels: EvaluationLevels, more: unknown = null): string {
  const what = { format: RUN_FORMAT, calmhack: packageVersion(), rules: RULES, spec, levels, more };
  return contentHash(what).slice(0, 24);
}
