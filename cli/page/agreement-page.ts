/**
 * The page of agreement: how far raters agree, pair by pair and together, and the transitions on which they do not.
 */
import type { labelling, ProvenanceKind, Transition } from "../../annotations/index.js";
import { visible } from "../../envs/index.js";
import {
  AGREEMENT_NOTES,
  columnNotes,
  columnTable,
  peopleText,
  type RaterSummary,
  raterTable,
} from "../agreement-report.js";
import { FRAMES_WORDS, framesHtml } from "./frames.js";
import { dotPlot } from "./intervals.js";
import { bytes, type Html, html } from "./markup.js";
import { notesHtml, panelsBox, tableBox } from "./pieces.js";
import { type PageSection, pageText } from "./skeleton.js";

const MOST_COLUMNS = 24;
const MOST_CARDS = 24;
const CARDS_BYTES = 900_000;

export interface AgreementPageInput {
  readonly calmhack: string;
  readonly data: { readonly name: string; readonly version: string; readonly hash: string };
  readonly statistics: { readonly seed: number; readonly repetitions: number };
  readonly raters: readonly RaterSummary[];
  readonly columns: readonly labelling.ColumnAgreement[];
  readonly disagreements: readonly labelling.Disagreement[];
  readonly items: readonly Transition[];
  readonly window: "crop" | "map";
  /** What each rater noted of an item, aligned with the raters; "" for nothing. */
  readonly notesOn: (id: string) => readonly string[];
}

const kindOf = (raters: readonly RaterSummary[], name: string): ProvenanceKind =>
  raters.find(({ rater }) => rater === name)?.kind ?? "given";

const KAPPA_WORDS =
  "Cohen's κ of every pair of raters, with 95 % intervals (bootstrap by episode): 1 is perfect agreement, 0 what chance alone would give at these shares of yeses. “Twice” is a rater against the same rater's second time.";

function kappaPanels({ columns, raters }: AgreementPageInput): readonly Html[] {
  return columns.slice(0, MOST_COLUMNS).flatMap(({ name, pairs }) => {
    const dots = pairs.map(({ first, second, kind, kappa }) => ({
      name: kind === "self" ? `${visible(first, 30)}, twice` : `${visible(first, 20)} – ${visible(second, 20)}`,
      kind: kindOf(raters, first),
      figure: kappa,
    }));
    if (dots.length === 0) return [];
    const look = { from: 0, to: 1, times: 1, digits: 2, floor: "none", scale: "linear", nothing: 0 } as const;
    return [dotPlot({ title: `κ, ${visible(name, 60)}`, dots, ...look, names: 200 })];
  });
}

function figures({ columns, raters }: AgreementPageInput): Html {
  const shown = columns.slice(0, MOST_COLUMNS);
  const left = columns.length - shown.length;
  return html`${shown.map((column) => html`<h3>${visible(column.name, 60)}</h3>${column.pairs.length === 0 ? undefined : tableBox(columnTable(column))}${notesHtml(columnNotes(column, raters.length))}`)}${notesHtml(
    [...AGREEMENT_NOTES, ...(left > 0 ? [`${left} more subgoals are in agreement.json.`] : [])],
  )}`;
}

const saidWord = (said: string): string => (said === "unanswered" ? "unsure" : said);

function card(item: Transition, apart: readonly labelling.Disagreement[], input: AgreementPageInput): Html {
  const lines = apart.map(
    ({ subgoal, said }) =>
      html`<li><b>${visible(subgoal, 80)}</b>: ${said
        .map((verdict, r) => `${visible(input.raters[r]?.rater ?? "", 40)} ${saidWord(verdict)}`)
        .join(", ")}</li>`,
  );
  const notes = input
    .notesOn(item.id)
    .flatMap((note, r) =>
      note === "" ? [] : [html`<li>${visible(input.raters[r]?.rater ?? "", 40)} noted: “${visible(note, 300)}”</li>`],
    );
  const message = item.after.message === "" ? "nothing" : `“${visible(item.after.message, 300)}”`;
  return html`<article class="card"><p class="note"><b>${visible(item.id, 60)}</b></p><p>Action <b class="mono">${visible(item.action, 80)}</b>. The game said: ${message}</p>
<div class="moment">${framesHtml(item, input.window)}<div class="said"><ul class="verdicts">${lines}${notes}</ul></div></div></article>
`;
}

/** Items in the order of the disagreements; each once. */
function cards(input: AgreementPageInput): Html {
  const { disagreements, items } = input;
  const ids = [...new Set(disagreements.map(({ id }) => id))];
  const byId = new Map(items.map((item) => [item.id, item]));
  let room = CARDS_BYTES;
  const shown = ids.slice(0, MOST_CARDS).flatMap((id) => {
    const item = byId.get(id);
    if (item === undefined) return [];
    const one = card(
      item,
      disagreements.filter((apart) => apart.id === id),
      input,
    );
    room -= bytes(one);
    return room < 0 ? [] : [one];
  });
  const note = `Raters differ on ${disagreements.length} verdicts about ${ids.length} transitions; ${shown.length} transitions are shown, in the order of the data. All are in agreement.json.`;
  return html`${notesHtml([note, FRAMES_WORDS])}<div class="cards">${shown}</div>`;
}

export function agreementPage(input: AgreementPageInput): string {
  const { calmhack, data, raters, statistics, disagreements } = input;
  const instructions = [...new Set(raters.map((one) => one.instructions))];
  const about = `${visible(data.name, 60)} ${visible(data.version, 30)}, SHA-256 ${visible(data.hash, 64)}`;
  const sections: readonly PageSection[] = [
    { title: "Agreement at a glance", body: panelsBox(kappaPanels(input), KAPPA_WORDS, "wide") },
    { title: "Who labelled", body: tableBox(raterTable(raters)) },
    { title: "All figures", body: figures(input) },
    ...(disagreements.length === 0 ? [] : [{ title: "Where they differ", body: cards(input) }]),
    {
      title: "To cite and to repeat",
      body: html`<ul><li>calmhack ${visible(calmhack, 30)}</li><li>Data: ${about}</li>${raters.map(({ rater, hash, began, ended, items }) => html`<li>${visible(rater, 60)}: ${items} transitions, ${visible(began, 30)} to ${visible(ended, 30)}, label file SHA-256 ${visible(hash, 64)}</li>`)}${instructions.map((hash) => html`<li>Instructions SHA-256 ${visible(hash, 64)}</li>`)}<li>Bootstrap by episode: seed ${statistics.seed}, ${statistics.repetitions} repetitions.</li></ul>`,
    },
  ];
  return pageText({
    kind: "agreement",
    title: `How far do raters agree? ${visible(data.name, 80)} ${visible(data.version, 40)}`,
    words: [
      `${about}: ${peopleText(raters)}.`,
      "The game's truth is not used here: this is raters against each other, and against themselves.",
      ...(instructions.length > 1 ? [`They labelled under ${instructions.length} different instructions.`] : []),
    ],
    sections,
    foot: `Made by calmhack ${visible(calmhack, 30)}.`,
  });
}
