/**
 * A training result as one HTML page: tables, notes, and curves that are drawn inside it.
 */
import { visible } from "../envs/index.js";
import { headingHtml, htmlPage, noteHtml } from "./html-page.js";
import { type Table, tableHtml } from "./text-table.js";

export interface TrainingSection {
  readonly heading: string;
  /** Cells are made visible by whoever fills them, as for every table. */
  readonly table?: Table | undefined;
  /** Markup as `curvesSvg` makes it: put in as it is. */
  readonly svg?: string | undefined;
  readonly notes: readonly string[];
}

export interface TrainingPage {
  readonly title: string;
  readonly sections: readonly TrainingSection[];
}

/** Title, headings and notes are foreign text and shown as such. */
export function trainingHtml({ title, sections }: TrainingPage): string {
  return htmlPage(
    visible(title),
    sections.flatMap(({ heading, table, svg, notes }) => [
      headingHtml(visible(heading)),
      ...(table === undefined ? [] : [tableHtml(table)]),
      ...(svg === undefined ? [] : [`<figure style="margin:1rem 0">\n${svg.trimEnd()}\n</figure>`]),
      ...notes.map((note) => noteHtml(visible(note))),
    ]),
  );
}
