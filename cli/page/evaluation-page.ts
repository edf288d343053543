/**
 * The page of an evaluation: who judges, with intervals; part by part the figures, confusion and tables; false rewards
 * by kind; what was not read; reliability; cost; the worst errors; how to cite and repeat it.
 */
import { ANY, type Figure, type Row, type ScoredPart } from "../../annotations/index.js";
import type { Evaluation, EvaluationResult } from "../../calm/index.js";
import { visible } from "../../envs/index.js";
import { confidenceTitle } from "../calibration-report.js";
import { citeLines } from "../cite-lines.js";
import { headLines, partTitle } from "../report.js";
import { reportSections } from "../report-sections.js";
import { summaryNote, summaryTable } from "../summary.js";
import { CONFUSION_WORDS, confusionPicture } from "./confusion.js";
import { errorSection } from "./error-cards.js";
import { failureBody, kindBody } from "./heat.js";
import { type DotPlot, dotPlot } from "./intervals.js";
import { inReadingOrder, kindsLegend, rowNotesHtml } from "./kinds.js";
import { type Html, html } from "./markup.js";
import { figureBox, foldedText, notesHtml, panelsBox, tableBox } from "./pieces.js";
import { RELIABILITY_WORDS, reliabilityPicture } from "./reliability.js";
import { type PageSection, pageText } from "./skeleton.js";

/** Subgoals of a part that get pictures and tables; scores.csv has all. */
const MOST_COLUMNS = 12;
const MOST_MATRIX_ROWS = 30;

const INTERVAL_WORDS =
  "Dots are values, lines their 95 % intervals (values at the right; intervals in the tables). The grey band is the interval of the best floor: a row inside it has shown no judgement in this figure.";

const RATE_WORDS =
  "Of false rewards fewer is better; the axis is a square root, so that small rates are seen beside an always yes. Who always says no pays none: read them together with κ.";

const unit = { from: 0, to: 1, times: 1, digits: 2, floor: "band", scale: "linear" } as const;
const rate = { from: 0, to: 0.05, times: 1000, digits: 1, floor: "none", scale: "root" } as const;

function plotOf(
  title: string,
  rows: readonly Row[],
  of: (row: Row) => Figure,
  look: Omit<DotPlot, "title" | "dots">,
): Html {
  const dots = inReadingOrder(rows, ({ provenance }) => provenance.kind).map((row) => ({
    name: row.provenance.name,
    kind: row.provenance.kind,
    figure: of(row),
  }));
  return dotPlot({ title, dots, ...look });
}

const rowsOf = (part: ScoredPart, column: string): readonly Row[] =>
  part.columns.find(({ name }) => name === column)?.rows ?? [];

function hasBothClasses(rows: readonly Row[]): boolean {
  const counts = rows[0]?.counts;
  if (counts === undefined) return false;
  const { tp, fn, unansweredYes, fp, tn, unansweredNo } = counts;
  return tp + fn + unansweredYes > 0 && fp + tn + unansweredNo > 0;
}

const kappa = (row: Row): Figure => row.asWrong.kappa;

const kappaPlot = (title: string, rows: readonly Row[]): Html => plotOf(title, rows, kappa, unit);
const falsePlot = (title: string, rows: readonly Row[]): Html => plotOf(title, rows, (row) => row.falseRewards, rate);

/** One look for all: the first part or both together for judgement, and what false rewards there are. */
function overviewPanels({ parts, together }: EvaluationResult): readonly Html[] {
  const judged = together ?? parts.find((part) => hasBothClasses(rowsOf(part, ANY)));
  const hard = parts.find(({ name }) => name === "hard negatives");
  const natural = parts.find(({ name }) => name === "natural rate");
  return [
    ...(judged === undefined ? [] : [kappaPlot(`κ, ${judged.name}`, rowsOf(judged, ANY))]),
    ...(hard === undefined ? [] : [falsePlot("False rewards per 1,000 look-alikes", rowsOf(hard, ANY))]),
    ...(natural === undefined ? [] : [falsePlot("False rewards per 1,000 steps of play", rowsOf(natural, ANY))]),
  ];
}

/** As in the tables: where steps come as in play, or where nothing else can be counted. */
const hasRate = ({ name }: ScoredPart): boolean => name === "hard negatives" || name === "natural rate";

function partPanels(part: ScoredPart): readonly Html[] {
  const any = rowsOf(part, ANY);
  const own = part.columns.slice(0, MOST_COLUMNS);
  return [
    ...(hasBothClasses(any) ? [plotOf(`F1, ${ANY}`, any, (row) => row.asWrong.f1, unit)] : []),
    ...own.flatMap(({ name, rows }) => (hasBothClasses(rows) ? [kappaPlot(`κ, ${visible(name, 60)}`, rows)] : [])),
    ...(hasRate(part) ? own.map(({ name, rows }) => falsePlot(`False/1,000, ${visible(name, 60)}`, rows)) : []),
  ];
}

function matrices(part: ScoredPart): Html {
  const columns = part.columns.slice(0, MOST_COLUMNS);
  const rows = (columns[0]?.rows ?? []).map(({ provenance }, r) => ({ ...provenance, r }));
  const lines = inReadingOrder(rows, ({ kind }) => kind)
    .slice(0, MOST_MATRIX_ROWS)
    .map(({ name, kind, r }) => {
      const pictures = columns.flatMap(({ name: column, rows: own }) => {
        const counts = own[r]?.counts;
        return counts === undefined ? [] : [html`<div>${visible(column, 40)}${confusionPicture(counts)}</div>`];
      });
      const who = html`<b>${visible(name, 60)}</b> <span class="chip k-${kind}">${kind}</span>`;
      return html`<div class="row"><div>${who}</div><div class="matrices">${pictures}</div></div>
`;
    });
  return figureBox(html`<div class="rows">${lines}</div>`, CONFUSION_WORDS);
}

function partBody(part: ScoredPart): Html {
  const left = part.columns.length - MOST_COLUMNS;
  return html`${panelsBox(partPanels(part), hasRate(part) ? `${INTERVAL_WORDS} ${RATE_WORDS}` : INTERVAL_WORDS)}<h3>Right and wrong, counted</h3>
${matrices(part)}${left > 0 ? notesHtml([`${left} more subgoals are in scores.csv and result.json.`]) : undefined}`;
}

/** The title under which the report lists pairs. */
const COMPARED = "Compared, pair by pair on the same transitions";

/** Pairs as dots: what of κ the first has more than the second. */
function differencePanels({ parts, together, annotators }: EvaluationResult): readonly Html[] {
  const kinds = new Map(annotators.map(({ provenance: { name, kind } }) => [name, kind]));
  return [...(together === undefined ? [] : [together]), ...parts].flatMap((part) => {
    const dots = part.differences
      .filter(({ column }) => column === ANY)
      .map(({ first, second, kappa: figure }) => ({
        name: `${visible(first, 24)} − ${visible(second, 24)}`,
        kind: kinds.get(first) ?? "given",
        figure,
      }));
    if (dots.length === 0) return [];
    return [dotPlot({ ...unit, title: `κ difference, ${visible(part.name, 40)}`, dots, ...APART })];
  });
}

const APART = { from: -0.05, to: 0.05, floor: "none", nothing: 0, names: 220 } as const;
const APART_WORDS =
  "The first of a pair minus the second, on the same transitions. Right of the line the first is better; an interval that crosses the line shows no difference.";

type RowCalibration = NonNullable<EvaluationResult["calibration"]>[number];

/** A reliability diagram for every column of the declared part that states probabilities. */
function reliabilityPanels(row: RowCalibration | undefined): Html | undefined {
  const columns = row?.parts.find(({ role }) => role === "declared")?.columns ?? [];
  const shown = columns.filter(({ reliability }) => reliability.length > 0).slice(0, MOST_COLUMNS);
  if (row === undefined || shown.length === 0) return undefined;
  const panels = shown.map(({ name, reliability }) => {
    const picture = reliabilityPicture({ bins: reliability, count: row.bins });
    return html`<div>${picture}<p class="note">${visible(name, 60)}</p></div>`;
  });
  return figureBox(html`<div class="panels">${panels}</div>`, RELIABILITY_WORDS);
}

/** The report's sections, with pictures before the tables of each part. */
function tableSections(result: EvaluationResult): readonly PageSection[] {
  const parts = new Map(
    [...result.parts, ...(result.raters?.columns ?? []).map(({ part }) => part)].map((part) => [partTitle(part), part]),
  );
  const confidence = new Map((result.calibration ?? []).map((row) => [confidenceTitle(row), row]));
  return reportSections(result, "full").map(({ title, tables, notes }) => {
    const part = parts.get(title);
    // Kinds of look-alikes have a section of their own, shaded.
    const shown = part === undefined ? tables : tables.slice(0, Math.min(MOST_COLUMNS, part.columns.length));
    const pairs = title === COMPARED ? panelsBox(differencePanels(result), APART_WORDS, "wide") : undefined;
    const heading = part === undefined || shown.length === 0 ? undefined : html`<h3>All figures</h3>`;
    return {
      title,
      ...(part === undefined ? {} : { anchor: part.name }),
      body: html`${pairs}${reliabilityPanels(confidence.get(title))}${part === undefined ? undefined : partBody(part)}${heading}${shown.map(tableBox)}${notesHtml(notes)}`,
    };
  });
}

function overview(result: EvaluationResult): PageSection {
  const table = summaryTable(result);
  const summary =
    table === undefined ? undefined : html`${tableBox(table)}${notesHtml([summaryNote(result).replaceAll("\n", " ")])}`;
  return {
    title: "At a glance",
    body: html`${panelsBox(overviewPanels(result), `${INTERVAL_WORDS} ${RATE_WORDS}`)}${summary}<h3>Kinds of rows</h3>
${kindsLegend(result.annotators.map(({ provenance }) => provenance.kind))}`,
  };
}

function citing(result: EvaluationResult): Html {
  const template = JSON.stringify(result.prompt.template, null, 1);
  return html`<ul>${citeLines(result).map((line) => html`<li>${line}</li>`)}</ul>
${foldedText(`The prompt's words (${visible(result.prompt.template.id, 60)})`, template, 30_000, "result.json has all of it")}`;
}

export function evaluationPage({ result, items, answers }: Evaluation): string {
  const rows = answers.map(({ provenance: { name, kind }, judgements }) => ({ name, kind, judgements }));
  const errors = errorSection({ items, rows, template: result.prompt.template });
  const optional = (title: string, body: Html | undefined): readonly PageSection[] =>
    body === undefined ? [] : [{ title, body }];
  return pageText({
    kind: "evaluation",
    title: `Who judges subgoals well? ${visible(result.data.name, 80)} ${visible(result.data.version, 40)}`,
    words: headLines(result),
    sections: [
      overview(result),
      ...tableSections(result),
      ...optional("False rewards by kind of look-alike", kindBody(result)),
      ...optional("Answers that could not be read", failureBody(result)),
      ...optional("Worst errors", errors),
      { title: "Rows", body: rowNotesHtml(result.annotators.map(({ provenance }) => provenance)) },
      { title: "To cite and to repeat", body: citing(result) },
    ],
    foot: `Made by calmhack ${visible(result.calmhack, 30)}, result format ${visible(result.format, 40)}, data SHA-256 ${visible(result.data.hash, 64)}.`,
  });
}
