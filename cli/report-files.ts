/**
 * The report's files: Markdown, CSV and one HTML page that needs nothing else.
 */
import type { EvaluationResult } from "../calm/index.js";
import { visible } from "../envs/index.js";
import { headLines, scoresCsv, sections } from "./report.js";
import { escapeHtml, escapeMarkdown, tableHtml, tableMarkdown } from "./text-table.js";

const rowNotes = (result: EvaluationResult): readonly string[] =>
  result.annotators.map(
    ({ provenance }) => `${visible(provenance.name, 60)} (${provenance.kind}): ${visible(provenance.note)}`,
  );

const title = (result: EvaluationResult): string =>
  `Who judges subgoals well? ${visible(result.data.name)} ${visible(result.data.version)}`;

export function reportMarkdown(result: EvaluationResult): string {
  const item = (note: string) => `- ${escapeMarkdown(note).replace(/^\*/, "\\*")}`;
  const body = sections(result, "full").flatMap(({ title: heading, tables, notes }) => [
    `## ${escapeMarkdown(heading)}`,
    ...tables.map(tableMarkdown),
    ...notes.map(item),
  ]);
  const head = [`# ${escapeMarkdown(title(result))}`, ...headLines(result).map(escapeMarkdown)];
  return `${[...head, "## Rows", ...rowNotes(result).map(item), ...body].join("\n\n")}\n`;
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c1c1c}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:1px solid #ddd}
table{display:block;overflow-x:auto;border-collapse:collapse;margin:1rem 0;font-size:.85rem;font-variant-numeric:tabular-nums}
th,td{padding:.2rem .6rem;text-align:left;border-bottom:1px solid #eee;white-space:nowrap}
th{background:#f6f6f6}.number{text-align:right}.note{color:#555;margin:.2rem 0}`;

export function reportHtml(result: EvaluationResult): string {
  const note = (text: string) => `<p class="note">${escapeHtml(text)}</p>`;
  const body = sections(result, "full").flatMap(({ title: heading, tables, notes }) => [
    `<h2>${escapeHtml(heading)}</h2>`,
    ...tables.map(tableHtml),
    ...notes.map(note),
  ]);
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title(result))}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escapeHtml(title(result))}</h1>`,
    ...headLines(result).map((line) => `<p>${escapeHtml(line)}</p>`),
    "<h2>Rows</h2>",
    ...rowNotes(result).map(note),
    ...body,
    "</body></html>",
    "",
  ].join("\n");
}

/** Names and contents of the report files of a result. */
export function reportFiles(result: EvaluationResult): ReadonlyMap<string, string> {
  return new Map([
    ["report.md", reportMarkdown(result)],
    ["report.html", reportHtml(result)],
    ["scores.csv", scoresCsv(result)],
  ]);
}
