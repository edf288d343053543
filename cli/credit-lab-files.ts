/**
 * The folder of a study of learning with credit, written and read back for `view` and `cite`.
 */
import { z } from "zod";
import { canonicalJson } from "../calm/index.js";
import { visible } from "../envs/index.js";
import {
  type CreditLearningResult,
  correlationTable,
  differenceTable,
  LEARNING_CSV_HEAD,
  LEARNING_WORDS,
  learningCosts,
  learningCsvRows,
  learningHead,
  learningTable,
  tellsCorrelation,
} from "./credit-lab-report.js";
import { creditLearningSvg } from "./credit-lab-svg.js";
import { storedResult } from "./stored-json.js";
import { csvText, escapeMarkdown, tableMarkdown, tableText } from "./text-table.js";

/** As the terminal shows it. */
export function creditLearningText(result: CreditLearningResult): string {
  return [
    visible(result.title, 200),
    "",
    ...learningHead(result),
    ...result.worlds.flatMap(({ id }) => ["", visible(id, 80), tableText(learningTable(result, id))]),
    "",
    tableText(differenceTable(result)),
    ...(tellsCorrelation(result) ? ["", tableText(correlationTable(result))] : []),
    "",
    ...LEARNING_WORDS,
  ].join("\n");
}

function markdown(result: CreditLearningResult): string {
  const item = (text: string) => `- ${escapeMarkdown(text)}`;
  return `${[
    `# ${escapeMarkdown(result.title)}`,
    learningHead(result).map(item).join("\n"),
    "![area by arm](figure.svg)",
    "## Verdicts",
    tableMarkdown(differenceTable(result)),
    ...(tellsCorrelation(result) ? ["## Do scores foretell learning?", tableMarkdown(correlationTable(result))] : []),
    ...result.worlds.flatMap(({ id }) => [
      `## ${escapeMarkdown(visible(id, 80))}`,
      tableMarkdown(learningTable(result, id)),
      "What it took, mean of a run",
      tableMarkdown(learningCosts(result, id)),
    ]),
    "## How to read this",
    LEARNING_WORDS.map(item).join("\n"),
  ].join("\n\n")}\n`;
}

export function creditLearningFiles(result: CreditLearningResult): ReadonlyMap<string, string> {
  const budgetOf = new Map(result.worlds.map(({ id, budget }) => [id, budget]));
  const curves = result.rows.flatMap(({ world, name, answers, seeds }) =>
    (seeds[0]?.curve ?? []).map((_, k, all) => {
      const success = seeds.reduce((sum, { curve }) => sum + curve[k]!, 0) / seeds.length;
      return [world, name, answers, String(((budgetOf.get(world) ?? 0) * k) / (all.length - 1)), String(success)];
    }),
  );
  return new Map([
    ["result.json", `${canonicalJson(result, 1)}\n`],
    ["seeds.csv", csvText(LEARNING_CSV_HEAD, learningCsvRows(result))],
    ["curves.csv", csvText(["world", "arm", "critic", "env_steps", "success"], curves)],
    ["report.md", markdown(result)],
    ["figure.svg", creditLearningSvg(result, tellsCorrelation(result) ? "areas and scores" : "areas")],
  ]);
}

const figure = z.looseObject({ mean: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() });
const score = z.number().nullable();
const resultSchema = z.looseObject({
  calmhack: z.string(),
  rules: z.number(),
  study: z.string(),
  title: z.string(),
  told: z.array(z.string()),
  worlds: z.array(z.looseObject({ id: z.string(), actions: z.string(), start: z.number(), budget: z.number() })).min(1),
  rates: z.array(z.number()),
  settings: z.looseObject({
    seeds: z.number(),
    groupSize: z.number(),
    bonusWeight: z.number(),
    discount: z.number(),
    repetitions: z.number(),
  }),
  rows: z.array(
    z.looseObject({
      label: z.string(),
      name: z.string(),
      answers: z.string(),
      role: z.string(),
      world: z.string(),
      rate: z.number(),
      area: figure,
      scores: z.looseObject({ alignment: figure, wrongAuc: figure, spearman: figure }),
      seeds: z.array(
        z.looseObject({
          area: z.number(),
          reached: score,
          updates: z.number(),
          played: z.number(),
          costs: z.looseObject({
            envSteps: z.number(),
            calls: z.number(),
            tokensIn: z.number(),
            tokensOut: z.number(),
          }),
        }),
      ),
    }),
  ),
  differences: z.array(
    z.looseObject({
      world: z.string(),
      first: z.string(),
      second: z.string(),
      difference: figure,
      p: z.number(),
      verdict: z.string(),
    }),
  ),
  correlations: z.array(
    z.looseObject({ world: z.string(), measure: z.string(), arms: z.number(), correlation: figure }),
  ),
});

/** The schema checks what readers rely on; the file was written from this type. */
export const readCreditLearning = (folder: string): CreditLearningResult =>
  storedResult(folder, resultSchema) as unknown as CreditLearningResult;

/** What a paper has to name. */
export const creditLearningCiteLines = (result: CreditLearningResult): readonly string[] => [
  `calmhack ${visible(result.calmhack)}, calmhack rules ${result.rules}`,
  `Study: ${visible(result.study, 40)}: ${visible(result.title, 200)}`,
  ...learningHead(result),
  `Statistics: bootstrap over ${result.settings.seeds} seeds, ${result.settings.repetitions} repetitions, Holm's correction over ${result.differences.length} comparisons.`,
];
