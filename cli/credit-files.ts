/**
 * The folder of a result of credit: figures as JSON and CSV, the tables as Markdown and as a page, read back for `view`
 * and `cite`.
 */
import { z } from "zod";
import { canonicalJson } from "../calm/index.js";
import { packageVersion, RULES, visible } from "../envs/index.js";
import {
  CREDIT_CSV_HEAD,
  CREDIT_FORMAT,
  CREDIT_WORDS,
  type CreditPart,
  type CreditResult,
  costTable,
  creditCsvRows,
  creditHead,
  factLines,
  repairLine,
  scoreTable,
  terminalTable,
} from "./credit-report.js";
import { html } from "./page/markup.js";
import { notesHtml, tableBox } from "./page/pieces.js";
import { pageText } from "./page/skeleton.js";
import { storedResult } from "./stored-json.js";
import { csvText, escapeMarkdown, tableMarkdown, tableText } from "./text-table.js";

const TITLE = "Which steps deserve the outcome?";

export const creditResult = (about: Omit<CreditResult, "format" | "calmhack" | "rules">): CreditResult => ({
  format: CREDIT_FORMAT,
  calmhack: packageVersion(),
  rules: RULES,
  ...about,
});

const toldLines = ({ parts }: CreditResult): readonly string[] => [
  ...new Set(parts.flatMap(({ rows }) => rows.map(({ name, told }) => `${visible(name, 60)}: ${visible(told, 300)}`))),
];

const noteLines = ({ parts }: CreditResult): readonly string[] => [
  ...new Set(
    parts.flatMap(({ rows }) =>
      rows.flatMap(({ name, notes }) => notes.map((note) => `${visible(name, 60)}: ${visible(note, 200)}`)),
    ),
  ),
];

const repairs = (part: CreditPart): readonly string[] => [repairLine(part) ?? []].flat();

/** As the terminal shows it. */
export function creditText(result: CreditResult): string {
  const body = result.parts.flatMap((part) => [
    "",
    visible(part.title, 120),
    ...factLines(part),
    "",
    tableText(terminalTable(part)),
    ...repairs(part),
  ]);
  return [
    ...creditHead(result),
    ...body,
    "",
    ...CREDIT_WORDS,
    ...noteLines(result).map((note) => `Note. ${note}`),
  ].join("\n");
}

function creditMarkdown(result: CreditResult): string {
  const item = (text: string) => `- ${escapeMarkdown(text)}`;
  const body = result.parts.flatMap((part) => [
    `## ${escapeMarkdown(visible(part.title, 120))}`,
    factLines(part).map(escapeMarkdown).join("\n\n"),
    tableMarkdown(scoreTable(part)),
    ...repairs(part).map(escapeMarkdown),
    tableMarkdown(costTable(part)),
  ]);
  const tail = ["## The assigners", toldLines(result).map(item).join("\n"), "## How to read this"];
  const words = [...CREDIT_WORDS, ...noteLines(result)].map(item).join("\n");
  return `${[`# ${TITLE}`, creditHead(result).map(item).join("\n"), ...body, ...tail, words].join("\n\n")}\n`;
}

function creditPage(result: CreditResult): string {
  return pageText({
    kind: "credit",
    title: TITLE,
    words: creditHead(result),
    sections: [
      ...result.parts.map((part) => ({
        title: visible(part.title, 120),
        body: html`${notesHtml(factLines(part))}${tableBox(scoreTable(part))}${notesHtml(repairs(part))}<h3>What it cost</h3>${tableBox(costTable(part))}`,
      })),
      { title: "The assigners", body: html`<ul>${toldLines(result).map((line) => html`<li>${line}</li>`)}</ul>` },
      { title: "How to read this", body: notesHtml([...CREDIT_WORDS, ...noteLines(result)]) },
    ],
    foot: `Made by calmhack ${visible(result.calmhack, 30)}, seed ${result.statistics.seed}, ${result.statistics.repetitions} resamples.`,
  });
}

export const creditFiles = (result: CreditResult): ReadonlyMap<string, string> =>
  new Map([
    ["result.json", `${canonicalJson(result, 1)}\n`],
    ["scores.csv", csvText(CREDIT_CSV_HEAD, creditCsvRows(result.parts))],
    ["report.md", creditMarkdown(result)],
    ["report.html", creditPage(result)],
  ]);

const mean = z.looseObject({ mean: z.number().optional(), episodes: z.number() });
const resultSchema = z.looseObject({
  calmhack: z.string(),
  policy: z.string(),
  against: z.string(),
  statistics: z.looseObject({ seed: z.number(), repetitions: z.number() }),
  parts: z.array(
    z.looseObject({
      title: z.string(),
      told: z.string(),
      facts: z.looseObject({ groups: z.number(), episodes: z.number(), steps: z.number() }),
      rows: z.array(
        z.looseObject({
          name: z.string(),
          kind: z.string(),
          told: z.string(),
          notes: z.array(z.string()),
          figures: z.looseObject({
            scores: z.looseObject({ known: z.record(z.string(), mean), all: z.record(z.string(), mean) }),
          }),
          costs: z.looseObject({ envSteps: z.number(), calls: z.number() }),
        }),
      ),
    }),
  ),
});

/** The schema checks what readers rely on; the file was written from this type. */
export const readCredit = (folder: string): CreditResult =>
  storedResult(folder, resultSchema) as unknown as CreditResult;

/** What a paper has to name. */
export const creditCiteLines = ({
  calmhack,
  rules,
  policy,
  against,
  statistics,
  parts,
}: CreditResult): readonly string[] => [
  `calmhack ${visible(calmhack)}, calmhack rules ${rules}`,
  `Reference: exact credit, ${visible(against)}, policy: ${visible(policy, 120)}.`,
  ...parts.map(({ title, told }) => `Episodes: ${visible(title, 120)}: ${visible(told, 400)}`),
  `Statistics: means over episodes, bootstrap 95 % intervals over groups, seed ${statistics.seed}, ${statistics.repetitions} repetitions.`,
];
