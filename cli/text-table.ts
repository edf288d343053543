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

/** Marks that stand on the letter before them, and characters that a terminal shows two columns wide. */
const MARK = /\p{Mn}|\p{Me}/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

const columns = (character: string): number => (WIDE.test(character) ? 2 : MARK.test(character) ? 0 : 1);

/** Columns that a text takes on a terminal. */
export const width = (text: string): number =>
  /^[\x20-\x7e]*$/.test(text) ? text.length : [...text].reduce((sum, character) => sum + columns(character), 0);

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

/** Text for a Markdown page: no tag, no link, no image, no cell of its own. */
export const escapeMarkdown = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\|`]/g, "\\$&")
    .replaceAll("](", "]\\(")
    .replaceAll("][", "]\\[");

export function tableMarkdown({ head, rows, numbersFrom }: Table): string {
  const line = (cells: readonly string[]) => `| ${head.map((_, c) => escapeMarkdown(cells[c] ?? "")).join(" | ")} |`;
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
    `<tr>${head.map((_, c) => cell(tag, cells[c] ?? "", c)).join("")}</tr>`;
  const body = rows.map((row) => line("td", row)).join("\n");
  return `<table>\n<thead>${line("th", head)}</thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
}

/** A spreadsheet takes a cell that begins with one of these for a formula; a quote in front keeps it text. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

export function csvCell(cell: string): string {
  const isNumber = cell.trim() !== "" && Number.isFinite(Number(cell));
  const safe = !isNumber && FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** CSV with a line break (RFC 4180's content, "\n" line ends). */
export function csvText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\n")}\n`;
}
