/**
 * What pages are put together from: notes, tables that scroll by themselves, figures with a caption, foldable text.
 */
import type { Table } from "../text-table.js";
import { clipped, type Html, html, type Part } from "./markup.js";

export const notesHtml = (notes: readonly string[]): Html =>
  html`${notes.map(
    (note) => html`<p class="note">${note}</p>
`,
  )}`;

/** Rows of a table beyond this are in the folder's other files; the page says so. */
const MOST_ROWS = 400;
const LONGEST_CELL = 300;

function cellHtml(tag: "th" | "td", text: string, isNumber: boolean): Html {
  const cut = text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text;
  const look = isNumber ? html` class="number"` : undefined;
  return tag === "th" ? html`<th${look} scope="col">${cut}</th>` : html`<td${look}>${cut}</td>`;
}

/** A table in a frame of its own that scrolls sideways, its first column in sight. */
export function tableBox({ head, rows, numbersFrom }: Table): Html {
  const kept = rows.slice(0, MOST_ROWS);
  const left = rows.length - kept.length;
  const line = (tag: "th" | "td", cells: readonly string[]) =>
    html`<tr>${head.map((_, c) => cellHtml(tag, cells[c] ?? "", c >= numbersFrom))}</tr>
`;
  return html`<div class="scroll${(head[0]?.length ?? 0) < 3 ? " slim" : ""}" tabindex="0" role="region" aria-label="Table: ${head[0]}"><table>
<thead>${line("th", head)}</thead><tbody>${kept.map((row) => line("td", row))}</tbody></table></div>
${left > 0 ? notesHtml([`${left} more rows are in the other files of the folder.`]) : undefined}`;
}

export const figureBox = (body: Part, caption: string): Html =>
  html`<figure>${body}<figcaption>${caption}</figcaption></figure>
`;

/** Panels side by side where there is room, below each other on a phone. */
export const panelsBox = (panels: readonly Html[], caption: string, width: "narrow" | "wide" = "narrow"): Html =>
  panels.length === 0
    ? html``
    : figureBox(html`<div class="panels${width === "wide" ? " wide" : ""}">${panels}</div>`, caption);

/** Long text behind a line that opens it; what is cut is said, and where the whole is. */
export function foldedText(summary: string, text: string, most: number, whole: string): Html {
  const { body, shown, of } = clipped(text, most);
  const note =
    shown < of ? html`<p class="note">Cut: ${shown} of ${of} characters are shown; ${whole}.</p>` : undefined;
  return html`<details><summary>${summary}</summary><pre>${body}</pre>${note}</details>
`;
}

/** Terms and what they are. */
export const factsList = (facts: readonly (readonly [string, string])[]): Html =>
  html`<dl class="facts">${facts.map(([term, fact]) => html`<dt>${term}</dt><dd>${fact}</dd>`)}</dl>
`;
