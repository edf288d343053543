/**
 * The transitions on which judges of different results differ, as cards: one of each kind of step in turn, so that the few
 * that are shown are of as many kinds as there are.
 */
import { partOf, type Verdict } from "../../annotations/index.js";
import { visible } from "../../envs/index.js";
import type { DifferingItem } from "../compare/shapes.js";
import { referenceName } from "../view-model.js";
import { FRAMES_WORDS, framesHtml } from "./frames.js";
import { bytes, type Html, html } from "./markup.js";
import { notesHtml } from "./pieces.js";
import { inTurn } from "./worst.js";

const MOST_CARDS = 24;
const MOST_ROWS = 12;
const MOST_SUBGOALS = 12;
const CARDS_BYTES = 900_000;

const groupOf = ({ item }: DifferingItem): string => item.kind ?? partOf(item);

/** Groups of more transitions come first; within one the order of the data. */
export function chosenDiffering(differing: readonly DifferingItem[], most: number): readonly DifferingItem[] {
  const names = [...new Set(differing.map(groupOf))];
  const groups = names.map((name) => differing.filter((one) => groupOf(one) === name));
  return inTurn(groups.sort((a, b) => b.length - a.length)).slice(0, most);
}

function mark(
  label: Verdict | undefined,
  verdict: Verdict | undefined,
): { readonly sign: string; readonly look: string } {
  if (label === undefined || label === "unanswered") return { sign: "·", look: "" };
  if (verdict === label) return { sign: "✓", look: "right" };
  return verdict === "yes" || verdict === "no" ? { sign: "✗", look: "wrong" } : { sign: "?", look: "openv" };
}

function card({ item, said }: DifferingItem): Html {
  const lines = item.subgoals.slice(0, MOST_SUBGOALS).map((name, s) => {
    const label = item.labels?.[s];
    const truth = label === undefined || label === "unanswered" ? "not labelled" : label;
    const rows = said.slice(0, MOST_ROWS).map(({ row, verdicts }) => {
      const { sign, look } = mark(label, verdicts[s]);
      return html`<li class="${look}">${sign} ${visible(row, 60)}: ${verdicts[s] ?? "unanswered"}</li>`;
    });
    return html`<p><b>${visible(name, 80)}</b>: ${referenceName(item)} ${truth}</p><ul class="verdicts">${rows}</ul>`;
  });
  const left = said.length - MOST_ROWS;
  const message = item.after.message === "" ? "nothing" : `“${visible(item.after.message, 300)}”`;
  return html`<article class="card"><p class="note"><b>${visible(item.id, 60)}</b>: ${visible(groupOf({ item, said }), 80)}</p><p>Action <b class="mono">${visible(item.action, 80)}</b>. The game said: ${message}</p>
<div class="moment">${framesHtml(item, item.before.hero === undefined ? "map" : "crop")}<div class="said">${lines}${left > 0 ? html`<p>and ${left} more rows</p>` : undefined}</div></div></article>
`;
}

export function differingBody(differing: readonly DifferingItem[], of: number): Html {
  let room = CARDS_BYTES;
  const cards = chosenDiffering(differing, MOST_CARDS).flatMap((one) => {
    const shown = card(one);
    room -= bytes(shown);
    return room < 0 ? [] : [shown];
  });
  return html`${notesHtml([
    `On ${differing.length} of ${of} transitions two rows of a pair answer differently; ${cards.length} are shown: one of each kind of step in turn, frequent kinds first, within a kind in the order of the data. All are in differing.jsonl; calmhack view RESULT prints them.`,
    FRAMES_WORDS,
  ])}<div class="cards">${cards}</div>`;
}
