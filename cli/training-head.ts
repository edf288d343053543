/**
 * What of a training result's `result.json` others read back: which format it names, and what is needed to cite it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { InputError, visible } from "../envs/index.js";

export const TRAINING_FORMAT = "calmhack-training/2";

/** The format that a folder's result names; undefined where none can be read, which the evaluation's reader explains. */
export function resultFormat(folder: string): string | undefined {
  try {
    const result: unknown = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
    const isNamed = typeof result === "object" && result !== null && "format" in result;
    return isNamed && typeof result.format === "string" ? result.format : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the folder holds a training result. Throws an InputError for one of another format. */
export function isTraining(folder: string): boolean {
  const format = resultFormat(folder);
  if (format === undefined || !format.startsWith("calmhack-training/")) return false;
  if (format === TRAINING_FORMAT) return true;
  throw new InputError(
    `${visible(folder)} is a training result of format ${visible(format, 40)}, which this version does not open; ${TRAINING_FORMAT} it does.`,
  );
}

const headSchema = z.looseObject({
  calmhack: z.string(),
  rules: z.number(),
  settings: z.looseObject({
    id: z.string(),
    steps: z.number(),
    seeds: z.number(),
    evaluateEvery: z.number(),
    modules: z.array(z.object({ file: z.string(), hash: z.string() })).optional(),
  }),
  arms: z.array(z.looseObject({ name: z.string(), what: z.string(), form: z.string() })),
});

export type TrainingHead = z.infer<typeof headSchema>;

/** Of a folder for which `isTraining` holds. Throws an InputError that names the member that does not fit. */
export function trainingHead(folder: string): TrainingHead {
  const path = join(folder, "result.json");
  const outcome = headSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (outcome.success) return outcome.data;
  const place = visible(outcome.error.issues[0]?.path.join(".") || "the whole", 80);
  throw new InputError(`${visible(path)} is not what a result of format ${TRAINING_FORMAT} holds (${place}).`);
}
