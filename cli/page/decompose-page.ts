/**
 * The page of lists of subgoals: what was named, what it was grounded in, what of the reference it matches.
 */
import type { prompting } from "../../calm/index.js";
import { visible } from "../../envs/index.js";
import { decomposeCiteLines } from "../cite-lines.js";
import {
  type DecomposeResult,
  type Decomposition,
  listsTable,
  matchNote,
  matchTable,
  referenceLine,
  sourceLine,
  subgoalTable,
} from "../decompose-report.js";
import { humanLabels } from "../report.js";
import { type Html, html } from "./markup.js";
import { notesHtml, tableBox } from "./pieces.js";
import { type PageSection, pageText } from "./skeleton.js";

/** Lists shown one by one; all are in the first table and in result.json. */
const MOST_LISTS = 40;

function matchHtml(by: string, matching: prompting.Matching | undefined): Html {
  if (matching === undefined) return html``;
  const table = matchTable(by, matching);
  return html`<h3>Against the reference, by ${by}</h3>${table === undefined ? notesHtml([`Nothing matches by ${by}.`]) : tableBox(table)}${notesHtml([matchNote(by, matching)])}`;
}

const described = ({ subgoals }: Decomposition): Html => {
  const told = subgoals.filter(({ description }) => description !== "");
  return told.length === 0
    ? html``
    : html`<ul>${told.map(({ name, description }) => html`<li><b>${visible(name, 80)}</b>: ${visible(description, 400)}</li>`)}</ul>`;
};

const listSection = (list: Decomposition): PageSection => ({
  title: `Named by ${visible(list.source.name, 80)}`,
  body: html`${notesHtml([sourceLine(list)])}${tableBox(subgoalTable(list))}${described(list)}${matchHtml("name", list.byName)}${matchHtml("firing", list.byFiring)}`,
});

const WORDS = [
  "Grounded in: the event of the game that the subgoal was tied to; fires: on how many transitions it happens; ?: not answered.",
  "By name: the words in common (Jaccard, a few words of one meaning taken together). By firing: the transitions in common. Precision is the sum of the matched similarities over the subgoals that were named, recall the same over the reference. Each is matched once, as a whole the best way there is.",
];

export function decomposePage(result: DecomposeResult): string {
  const { lists, task, reference, calmhack } = result;
  const table = listsTable(lists);
  const isAsked = lists.some(({ source: { kind } }) => kind === "model" || kind === "replayed");
  const left = lists.length - MOST_LISTS;
  return pageText({
    kind: "subgoals",
    title: "Which subgoals does the task have?",
    words: [
      `Task: ${visible(task, 600)}`,
      referenceLine(result),
      ...(reference === undefined
        ? []
        : [`${visible(reference.data.labels, 300)} ${humanLabels(reference.data.humanLabels)}.`]),
      ...(isAsked ? [] : ["No language model was asked."]),
    ],
    sections: [
      ...(table === undefined ? [] : [{ title: "The lists compared", body: tableBox(table) }]),
      ...lists.slice(0, MOST_LISTS).map(listSection),
      {
        title: "How to read this, and to cite it",
        body: html`${notesHtml([...WORDS, ...(left > 0 ? [`${left} more lists are in result.json.`] : [])])}<ul>${decomposeCiteLines(result).map((line) => html`<li>${line}</li>`)}</ul>`,
      },
    ],
    foot: `Made by calmhack ${visible(calmhack, 30)}.`,
  });
}
