/**
 * The page of a prompt grid: for each rater the difference that every cell makes, with intervals; all figures; what the
 * words of each cell change.
 */
import type { prompting } from "../../calm/index.js";
import { visible } from "../../envs/index.js";
import { citeRows, gridCiteLines } from "../cite-lines.js";
import { ablationTable, cellTable, fullTable, GRID_TITLE, gridHead, gridNotes, raterLine } from "../grid-report.js";
import { dotPlot } from "./intervals.js";
import { kindsLegend } from "./kinds.js";
import { bytes, clipped, type Html, html } from "./markup.js";
import { notesHtml, panelsBox, tableBox } from "./pieces.js";
import { type PageSection, pageText } from "./skeleton.js";

type GridResult = prompting.GridResult;
type Rater = GridResult["raters"][number];

/** Bytes of the page for the words of all cells, and for one part of one of them. */
const WORDS_BYTES = 500_000;
const PART_BYTES = 4_000;
const MOST_COLUMNS = 12;
const LEVEL = 0.05;

const DIFFERENCE_WORDS =
  "κ of the cell minus κ of the base, on the same transitions, with 95 % intervals (bootstrap by episode, uncorrected). Right of the line the cell is better than the base. A star: the p-value, corrected for all comparisons of this rater (Holm), is at most 0.05; only those support a claim.";

function differencePlot({ cells }: GridResult, { provenance, parts }: Rater): Html {
  const declared = parts.find(({ role }) => role === "declared");
  const dots = cells.flatMap(({ label }, k) => {
    const { kappa, holm } = declared?.differences[k] ?? {};
    const star = holm !== undefined && holm <= LEVEL ? " *" : "";
    return kappa === undefined ? [] : [{ name: `${visible(label, 60)}${star}`, kind: provenance.kind, figure: kappa }];
  });
  if (declared === undefined || dots.length === 0) return html``;
  const look = { from: -0.05, to: 0.05, times: 1, digits: 2, floor: "none", scale: "linear", nothing: 0 } as const;
  const plot = dotPlot({ title: `κ − base, ${visible(declared.name, 60)}`, dots, ...look, names: 220 });
  return panelsBox([plot], DIFFERENCE_WORDS, "wide");
}

const raterSection = (result: GridResult, rater: Rater): PageSection => ({
  title: `What each part does to ${visible(rater.provenance.name, 60)} (${rater.provenance.kind})`,
  body: html`${differencePlot(result, rater)}${tableBox(ablationTable(result, rater))}${notesHtml([
    raterLine(rater),
    ...gridNotes(result, rater),
  ])}`,
});

function figuresSection(result: GridResult, { provenance, parts }: Rater): PageSection {
  const body = parts.map(({ name, items, episodes, role, columns }, p) => {
    const tables = columns.slice(0, MOST_COLUMNS).map((column) => tableBox(fullTable(result, parts[p]!, column.name)));
    const left = columns.length - tables.length;
    const notes = [
      ...(role === "declared" ? [] : ["Not the declared part: intervals are uncorrected and support no claim."]),
      ...(left > 0 ? [`${left} more subgoals are in cells.csv.`] : []),
    ];
    return html`<details${p === 0 ? html` open` : undefined}><summary>${visible(name, 60)}: ${items} transitions of ${episodes} episodes</summary>${notesHtml(notes)}${tables}</details>
`;
  });
  return { title: `All figures of ${visible(provenance.name, 60)}`, body: html`${body}` };
}

/** Per cell the parts that differ from the base's; the base whole. */
function wordsBody({ cells }: GridResult): Html {
  const base = cells[0];
  let room = WORDS_BYTES;
  const shown = cells.flatMap(({ label, template }, k) => {
    const parts = (Object.keys(template.parts) as (keyof typeof template.parts)[]).filter(
      (name) => k === 0 || template.parts[name] !== base?.template.parts[name],
    );
    const about = [
      ...(["window", "separator", "answer", "message"] as const).flatMap((name) =>
        k > 0 && template[name] === base?.template[name] ? [] : [`${name}: ${JSON.stringify(template[name] ?? "")}`],
      ),
    ];
    const words = parts.map((name) => {
      const text = template.parts[name];
      return html`<p class="note"><b>${name}</b>${text === "" ? " (left out)" : ""}</p>${text === "" ? undefined : html`<pre>${clipped(text, PART_BYTES).body}</pre>`}`;
    });
    const cell = html`<details><summary>${visible(label, 120)}</summary>${about.length > 0 ? notesHtml([about.join(", ")]) : undefined}${words}</details>
`;
    const size = bytes(cell);
    if (size > room) return [];
    room -= size;
    return [cell];
  });
  const left = cells.length - shown.length;
  return html`${tableBox(cellTable({ cells }))}${notesHtml([
    "Of the base all parts, of every other cell what differs from it.",
    ...(left > 0 ? [`${left} more cells are in result.json.`] : []),
  ])}${shown}`;
}

export function gridPage(result: GridResult): string {
  const { raters, data, calmhack } = result;
  const kinds = raters.map(({ provenance }) => provenance.kind);
  const isAsked = kinds.some((kind) => kind === "model" || kind === "replayed");
  return pageText({
    kind: "prompt grid",
    title: GRID_TITLE,
    words: [
      ...gridHead(result),
      ...(isAsked ? [] : ["No language model was asked: what a part does to these raters is no evidence about any."]),
    ],
    sections: [
      ...raters.map((rater) => raterSection(result, rater)),
      ...raters.map((rater) => figuresSection(result, rater)),
      { title: "The prompts", body: wordsBody(result) },
      {
        title: "Raters, to cite and to repeat",
        body: html`${kindsLegend(kinds)}<ul>${[...gridCiteLines(result), ...citeRows(raters)].map((line) => html`<li>${line.replace(/^ {2}- /, "")}</li>`)}</ul>`,
      },
    ],
    foot: `Made by calmhack ${visible(calmhack, 30)}, data SHA-256 ${visible(data.hash, 64)}. One cell's transitions: calmhack view RESULT --cell LABEL.`,
  });
}
