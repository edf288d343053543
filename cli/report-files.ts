/**
 * The report's files: Markdown, CSV and one HTML page that needs nothing else.
 */
import type { Evaluation, EvaluationResult } from "../calm/index.js";
import { visible } from "../envs/index.js";
import { calibrationCsv } from "./calibration-report.js";
import { evaluationPage } from "./page/evaluation-page.js";
import { headLines } from "./report.js";
import { reportSections } from "./report-sections.js";
import { scoresCsv } from "./scores-csv.js";
import { escapeMarkdown, tableMarkdown } from "./text-table.js";

const rowNotes = (result: EvaluationResult): readonly string[] =>
  result.annotators.map(
    ({ provenance }) => `${visible(provenance.name, 60)} (${provenance.kind}): ${visible(provenance.note)}`,
  );

const title = (result: EvaluationResult): string =>
  `Who judges subgoals well? ${visible(result.data.name)} ${visible(result.data.version)}`;

export function reportMarkdown(result: EvaluationResult): string {
  const item = (note: string) => `- ${escapeMarkdown(note).replace(/^\*/, "\\*")}`;
  const body = reportSections(result, "full").flatMap(({ title: heading, tables, notes }) => [
    `## ${escapeMarkdown(heading)}`,
    ...tables.map(tableMarkdown),
    ...notes.map(item),
  ]);
  const head = [`# ${escapeMarkdown(title(result))}`, ...headLines(result).map(escapeMarkdown)];
  return `${[...head, "## Rows", ...rowNotes(result).map(item), ...body].join("\n\n")}\n`;
}

/** Names and contents of the report files of a result. */
export function reportFiles(evaluation: Evaluation): ReadonlyMap<string, string> {
  const { result } = evaluation;
  const calibration = calibrationCsv(result);
  return new Map([
    ...(calibration === undefined ? [] : [["calibration.csv", calibration] as const]),
    ["report.md", reportMarkdown(result)],
    ["report.html", evaluationPage(evaluation)],
    ["scores.csv", scoresCsv(result)],
  ]);
}
