/**
 * The one table: a value that is written as terminal text, Markdown, HTML or CSV. Cells are text already; whoever fills
 * them makes foreign text visible first.
 */

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns from this one on are right-aligned (numbers). */
  readonly numbersFrom: number;
}

const width = (text: string): number => [...text].length;

/** Lines of padded columns, two blanks between them; a rule under the head. */
export function tableText({ head, rows, numbersFrom }: Table): string {
  const widths = head.map((title, c) => Math.max(width(title), ...rows.map((row) => width(row[c] ?? ""))));
  const pad = (cell: string, c: number) => {
    const blanks = " ".repeat(widths[c]! - width(cell));
    return c >= numbersFrom ? blanks + cell : cell + blanks;
  };
  const line = (cells: readonly string[]) =>
    head
      .map((_, c) => pad(cells[c] ?? "", c))
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((w) => "─".repeat(w)).join("──"), ...rows.map(line)].join("\n");
}

/** Columns that a terminal needs for the table. */
export const tableWidth = (table: Table): number => width(tableText(table).split("\n")[1] ?? "");

const markdownCell = (cell: string): string =>
  cell.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("<", "&lt;");

export function tableMarkdown({ head, rows, numbersFrom }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownCell).join(" | ")} |`;
  const rule = head.map((_, c) => (c >= numbersFrom ? "---:" : "---"));
  return [line(head), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** Text for an HTML page: nothing in it is markup. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

export function tableHtml({ head, rows, numbersFrom }: Table): string {
  const cell = (tag: "th" | "td", text: string, c: number) =>
    `<${tag}${c >= numbersFrom ? ' class="number"' : ""}>${escapeHtml(text)}</${tag}>`;
  const line = (tag: "th" | "td", cells: readonly string[]) =>
    `<tr>${cells.map((t, c) => cell(tag, t, c)).join("")}</tr>`;
  const body = rows.map((row) => line("td", row)).join("\n");
  return `<table>\n<thead>${line("th", head)}</thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
}

/** A spreadsheet takes a cell that begins with one of these for a formula; a quote in front keeps it text. */
const FORMULA = /^[=+\-@\t\r]/;

export function csvCell(cell: string): string {
  const isNumber = cell !== "" && Number.isFinite(Number(cell));
  const safe = !isNumber && FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** CSV with a line break (RFC 4180's content, "\n" line ends). */
export function csvText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\n")}\n`;
}
