/**
 * The files of a comparison's folder, and the folder read back.
 */
import { join } from "node:path";
import { z } from "zod";
import { parseTransition, transitionText } from "../../annotations/index.js";
import { canonicalJson } from "../../calm/index.js";
import { comparisonPage } from "../page/comparison-page.js";
import { storedLines, storedResult } from "../stored-json.js";
import type { Comparison, DifferingItem } from "./shapes.js";

const DIFFERING = "differing.jsonl";

const lineOf = ({ item, said }: DifferingItem): string =>
  canonicalJson({ item: JSON.parse(transitionText(item)), said });

/** `differing` is empty where nothing was paired, and for trainings. */
export function comparisonFiles(result: Comparison, differing: readonly DifferingItem[]): ReadonlyMap<string, string> {
  return new Map([
    ["result.json", `${canonicalJson(result, 1)}\n`],
    ["report.html", comparisonPage(result, differing)],
    ...(result.kind === "evaluations"
      ? [[DIFFERING, differing.map((one) => `${lineOf(one)}\n`).join("")] as const]
      : []),
  ]);
}

const about = { letter: z.string(), folder: z.string(), hash: z.string(), calmhack: z.string() };

const comparisonSchema = z.discriminatedUnion("kind", [
  z.looseObject({
    kind: z.literal("evaluations"),
    calmhack: z.string(),
    results: z.array(
      z.looseObject({
        ...about,
        data: z.looseObject({
          name: z.string(),
          version: z.string(),
          hash: z.string(),
          selection: z.string(),
          labels: z.string(),
          humanLabels: z.number(),
          items: z.number(),
          of: z.number(),
        }),
        prompt: z.object({ id: z.string(), hash: z.string() }),
      }),
    ),
    unpaired: z.string().nullable(),
    statistics: z.object({
      seed: z.number(),
      repetitions: z.number(),
      correction: z.string(),
      comparisons: z.number(),
    }),
    rows: z.array(
      z.looseObject({
        label: z.string(),
        provenance: z.looseObject({ kind: z.string(), name: z.string(), note: z.string() }),
        prompt: z.string(),
        parts: z.array(z.looseObject({ name: z.string() })),
      }),
    ),
    parts: z.array(
      z.looseObject({
        name: z.string(),
        role: z.string(),
        differences: z.array(z.looseObject({ first: z.number(), second: z.number() })),
      }),
    ),
    differing: z.number(),
  }),
  z.looseObject({
    kind: z.literal("trainings"),
    calmhack: z.string(),
    results: z.array(
      z.looseObject({
        ...about,
        rules: z.number(),
        settings: z.looseObject({ id: z.string(), steps: z.number(), seeds: z.number(), evaluateEvery: z.number() }),
      }),
    ),
    settings: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    arms: z.array(
      z.looseObject({ name: z.string(), what: z.string(), form: z.string(), runs: z.array(z.looseObject({})) }),
    ),
    unpaired: z.string().nullable(),
    ratios: z.array(z.looseObject({ first: z.string(), second: z.string() })),
  }),
]);

/** The schema checks what readers rely on; the file was written from this type. */
export const readComparison = (folder: string): Comparison =>
  storedResult(folder, comparisonSchema) as unknown as Comparison;

const differingSchema = z.object({
  item: z.looseObject({}),
  said: z.array(z.object({ row: z.string(), verdicts: z.array(z.enum(["yes", "no", "unanswered"])) })),
});

export function readDiffering(folder: string): readonly DifferingItem[] {
  const made = "calmhack compare writes it";
  return storedLines(folder, DIFFERING, differingSchema, made).map(({ item, said }, i) => ({
    item: parseTransition({ number: i + 1, text: JSON.stringify(item) }, join(folder, DIFFERING)),
    said,
  }));
}
