/**
 * A training result read back with its runs, for comparisons.
 */
import { z } from "zod";
import { storedResult } from "./stored-json.js";
import type { TrainingResult } from "./training-files.js";

const figure = z.union([
  z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() }),
  z.object({ value: z.null(), why: z.string() }),
]);

const share = z.number().min(0).max(1);
const count = z.number().int().min(0);

const trainingSchema = z.looseObject({
  calmhack: z.string(),
  rules: z.number(),
  settings: z.looseObject({
    id: z.string(),
    agent: z.string().optional(),
    actions: z.string(),
    levels: z.enum(["one", "random"]),
    steps: z.number().positive(),
    seeds: count,
    evaluateEvery: z.number(),
  }),
  arms: z
    .array(
      z.looseObject({
        name: z.string(),
        what: z.string(),
        form: z.string(),
        source: z.looseObject({ kind: z.string() }),
        settings: z.object({ epsilon: z.number(), stepSize: z.number(), initial: z.number(), weight: z.number() }),
        tried: count,
        runs: z
          .array(
            z.looseObject({
              seed: z.number().int(),
              steps: count,
              stepsTo90: z.number().optional(),
              evaluations: z.array(z.object({ steps: count, success: share })),
              payments: count,
              falsePayments: count,
              missedPayments: count,
            }),
          )
          .min(1),
        medianSteps: z.number(),
        censored: count,
        speedUp: figure.optional(),
      }),
    )
    .min(1),
});

/** The schema checks what readers rely on; the file was written from this type. */
export const readTraining = (folder: string): TrainingResult =>
  storedResult(folder, trainingSchema) as unknown as TrainingResult;
