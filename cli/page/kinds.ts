/**
 * Words and order of kinds of rows, shared by all pages: a reader must know at once who is a model and who a program.
 */
import type { Provenance, ProvenanceKind } from "../../annotations/index.js";
import { visible } from "../../envs/index.js";
import { signHtml } from "./intervals.js";
import { type Html, html } from "./markup.js";

/** In the order in which rows are read: who is judged comes first, what it has to beat last. */
const KIND_WORDS: ReadonlyMap<string, string> = new Map([
  ["model", "a language model, asked for this result"],
  ["replayed", "recorded answers of a language model"],
  ["mock", "a test server, no language model"],
  ["human", "a person"],
  ["script", "a program in the place of a person"],
  ["given", "labels found in the file"],
  ["distilled", "a small program that learned from the answers of another"],
  ["truth", "the game's state"],
  ["rules", "a program that follows written rules; no evidence about language models"],
  ["simulated", "the truth with errors at a stated rate; it knows the labels"],
  ["floor", "a program that reads less than the transition: what a judge must beat"],
]);

const ORDER = [...KIND_WORDS.keys()];

/** Rows by kind, within a kind in the order of the result. */
export const inReadingOrder = <T>(rows: readonly T[], kindOf: (row: T) => ProvenanceKind): readonly T[] =>
  [...rows.entries()]
    .sort(([i, a], [j, b]) => ORDER.indexOf(kindOf(a)) - ORDER.indexOf(kindOf(b)) || i - j)
    .map(([, row]) => row);

/** The signs of the kinds that occur, each with what it is. */
export function kindsLegend(kinds: readonly ProvenanceKind[]): Html {
  const present = inReadingOrder([...new Set(kinds)], (kind) => kind);
  return html`<ul>${present.map((kind) => {
    const count = kinds.filter((one) => one === kind).length;
    return html`<li><svg viewBox="0 0 14 14" width="14" height="14" style="display:inline;vertical-align:-2px" class="k-${kind}" aria-hidden="true">${signHtml(kind, 7, 7)}</svg> <b>${kind}</b> (${count} ${count === 1 ? "row" : "rows"}): ${KIND_WORDS.get(kind) ?? kind}</li>`;
  })}</ul>
`;
}

export const rowNotesHtml = (rows: readonly Provenance[]): Html =>
  html`<ul>${rows.map(
    ({ name, kind, note }) =>
      html`<li><b>${visible(name, 80)}</b> <span class="chip k-${kind}">${kind}</span> ${visible(note, 400)}</li>`,
  )}</ul>
`;
