/**
 * Words and signs for kinds of rows, shared by all pages: a reader must know at once who is a model and who a program.
 */
import type { Provenance, ProvenanceKind } from "../../annotations/index.js";
import { visible } from "../../envs/index.js";
import { signHtml } from "./intervals.js";
import { type Html, html } from "./markup.js";

const KIND_WORDS: Readonly<Record<ProvenanceKind, string>> = {
  model: "a language model, asked for this result",
  replayed: "recorded answers of a language model",
  mock: "a test server, no language model",
  rules: "a program that follows written rules; no evidence about language models",
  simulated: "the truth with errors at a stated rate; it knows the labels",
  floor: "a program that reads less than the transition: what a judge must beat",
  human: "a person",
  script: "a program in the place of a person",
  given: "labels found in the file",
  truth: "the game's state",
};

const ORDER: readonly ProvenanceKind[] = [
  "model",
  "replayed",
  "mock",
  "human",
  "script",
  "given",
  "truth",
  "rules",
  "simulated",
  "floor",
];

/** Who is judged comes first, what it has to beat last; within a kind the order of the result. */
export const inReadingOrder = <T>(rows: readonly T[], kindOf: (row: T) => ProvenanceKind): readonly T[] =>
  ORDER.flatMap((kind) => rows.filter((row) => kindOf(row) === kind));

/** The signs of the kinds that occur, each with what it is. */
export function kindsLegend(kinds: readonly ProvenanceKind[]): Html {
  const present = ORDER.filter((kind) => kinds.includes(kind));
  return html`<ul>${present.map((kind) => {
    const count = kinds.filter((one) => one === kind).length;
    return html`<li><svg viewBox="0 0 14 14" width="14" height="14" style="display:inline;vertical-align:-2px" class="k-${kind}" aria-hidden="true">${signHtml(kind, 7, 7)}</svg> <b>${kind}</b> (${count} ${count === 1 ? "row" : "rows"}): ${KIND_WORDS[kind]}</li>`;
  })}</ul>
`;
}

export const rowNotesHtml = (rows: readonly Provenance[]): Html =>
  html`<ul>${rows.map(({ name, kind, note }) => html`<li><b>${visible(name, 80)}</b> <span class="chip k-${kind}">${kind}</span> ${visible(note, 400)}</li>`)}</ul>
`;
