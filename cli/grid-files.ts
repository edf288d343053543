/**
 * The files of a prompt grid beside its result: Markdown, the page, and every figure as CSV.
 */
import { ANY, type Figure } from "../annotations/index.js";
import type { prompting } from "../calm/index.js";
import { GRID_TITLE, gridHead, gridSections } from "./grid-report.js";
import { gridPage } from "./page/grid-page.js";
import { csvText, escapeMarkdown, tableMarkdown } from "./text-table.js";

type GridResult = prompting.GridResult;

const CSV_HEAD =
  "rater,kind,part,role,column,cell,prompt,hash,f1,f1 low,f1 high,kappa,kappa low,kappa high,false rewards,unanswered,kappa difference,low,high,p,p holm";

const limits = (figure: Figure | undefined): readonly string[] =>
  figure === undefined || figure.value === null
    ? ["", "", ""]
    : [figure.value, figure.low, figure.high].map((value) => (value === null ? "" : String(value)));

function csv(result: GridResult): string {
  const rows = result.raters.flatMap(({ provenance, parts }) =>
    parts.flatMap((part) =>
      part.columns.flatMap(({ name, cells }) =>
        result.cells.flatMap(({ label, template, hash }, k) => {
          const figures = cells[k];
          if (!figures) return [];
          const { kappa, p, holm } = (name === ANY ? part.differences[k] : undefined) ?? {};
          const who = [provenance.name, provenance.kind, part.name, part.role, name, label, template.id, hash];
          const own = [
            ...limits(figures.f1),
            ...limits(figures.kappa),
            String(figures.falseRewards.value ?? ""),
            String(figures.unanswered),
          ];
          return [[...who, ...own, ...limits(kappa), String(p ?? ""), String(holm ?? "")]];
        }),
      ),
    ),
  );
  return csvText(CSV_HEAD.split(","), rows);
}

export function gridFiles(result: GridResult): ReadonlyMap<string, string> {
  const sections = gridSections(result);
  const markdown = [
    `# ${GRID_TITLE}`,
    ...gridHead(result).map(escapeMarkdown),
    ...sections.flatMap(({ title, tables, notes }) => [
      `## ${escapeMarkdown(title)}`,
      ...tables.map(tableMarkdown),
      ...notes.map((note) => `- ${escapeMarkdown(note).replace(/^\*/, "\\*")}`),
    ]),
  ];
  return new Map([
    ["report.md", `${markdown.join("\n\n")}\n`],
    ["report.html", gridPage(result)],
    ["cells.csv", csv(result)],
  ]);
}
