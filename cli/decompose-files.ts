/**
 * The result of `decompose`: lists of subgoals as they are read back, and the files of its folder.
 */
import { z } from "zod";
import { canonicalJson, type prompting } from "../calm/index.js";
import { packageVersion } from "../envs/index.js";
import { type DecomposeResult, SUBGOALS_FORMAT } from "./decompose-report.js";
import { decomposePage } from "./page/decompose-page.js";
import { storedResult } from "./stored-json.js";

export const decomposeResult = (about: Omit<DecomposeResult, "format" | "calmhack">): DecomposeResult => ({
  format: SUBGOALS_FORMAT,
  calmhack: packageVersion(),
  ...about,
});

export const decomposeFiles = (result: DecomposeResult): ReadonlyMap<string, string> =>
  new Map([
    ["result.json", `${canonicalJson(result, 1)}\n`],
    ["report.html", decomposePage(result)],
  ]);

const matching: z.ZodType<prompting.Matching> = z.object({
  pairs: z.array(
    z.object({
      found: z.string(),
      reference: z.string(),
      similarity: z.number(),
      scored: z.object({ precision: z.number(), recall: z.number(), f1: z.number() }).exactOptional(),
    }),
  ),
  unmatchedFound: z.array(z.string()),
  unmatchedReference: z.array(z.string()),
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
});

const resultSchema = z.looseObject({
  calmhack: z.string(),
  task: z.string(),
  prompt: z.looseObject({ id: z.string(), hash: z.string() }),
  reference: z
    .looseObject({
      data: z.looseObject({
        name: z.string(),
        version: z.string(),
        hash: z.string(),
        labels: z.string(),
        humanLabels: z.number(),
      }),
      transitions: z.number(),
      events: z.array(z.object({ name: z.string(), yes: z.number() })),
    })
    .optional(),
  lists: z.array(
    z.looseObject({
      source: z.looseObject({ kind: z.string(), name: z.string(), note: z.string() }),
      subgoals: z.array(z.looseObject({ name: z.string(), order: z.number(), grounding: z.string() })),
      byName: matching.optional(),
      byFiring: matching.optional(),
    }),
  ),
});

/** The schema checks what readers rely on; the file was written from this type. */
export const readDecomposition = (folder: string): DecomposeResult =>
  storedResult(folder, resultSchema) as unknown as DecomposeResult;
