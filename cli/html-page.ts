/**
 * A page from pieces that are markup already, in the frame of every result page: what stands before the first heading is
 * said first, each heading begins a section, tables scroll by themselves. Whoever makes the pieces escapes foreign text.
 */
import { type Html, html, madeMarkup } from "./page/markup.js";
import { type PageSection, pageText } from "./page/skeleton.js";
import { escapeHtml } from "./text-table.js";

export const noteHtml = (text: string): string => `<p class="note">${escapeHtml(text)}</p>`;

export const headingHtml = (text: string): string => `<h2>${escapeHtml(text)}</h2>`;

const HEADING = /^<h2>(.*)<\/h2>$/s;

const shown = (piece: string): Html =>
  piece.startsWith("<table")
    ? html`<div class="scroll" tabindex="0">${madeMarkup(piece)}</div>`
    : html`${madeMarkup(piece)}
`;

export function htmlPage(title: string, body: readonly string[]): string {
  const starts = body.flatMap((piece, i) => (HEADING.test(piece) ? [i] : []));
  const head = body.slice(0, starts[0] ?? body.length);
  const sections = starts.map(
    (start, k): PageSection => ({
      title: madeMarkup(HEADING.exec(body[start] ?? "")?.[1] ?? ""),
      body: html`${body.slice(start + 1, starts[k + 1] ?? body.length).map(shown)}`,
    }),
  );
  const words = head.map((piece) => madeMarkup(piece.replace(/^<p>(.*)<\/p>$/s, "$1")));
  return pageText({ kind: "result", title, words, sections, foot: "Made by calmhack." });
}
