/**
 * The page of a comparison: what is compared, figures side by side, differences pair by pair, and the transitions on which
 * judges differ; or the arms of several trainings on one set of curves.
 */
import { visible } from "../../envs/index.js";
import {
  armRows,
  evaluationWords,
  pairTable,
  partLine,
  partNotes,
  ratioTable,
  resultsTable,
  rowTable,
  settingsTable,
  trainingWords,
  verdictLines,
} from "../compare/report.js";
import type { Comparison, DifferingItem, EvaluationComparison, TrainingComparison } from "../compare/shapes.js";
import { curvesSvg } from "../curves-svg.js";
import { paymentTable } from "../train-report.js";
import { curvesHtml } from "./curves-narrow.js";
import { differingBody } from "./differing-cards.js";
import { dotPlot } from "./intervals.js";
import { inReadingOrder, kindsLegend, rowNotesHtml } from "./kinds.js";
import { type Html, html } from "./markup.js";
import { notesHtml, panelsBox, tableBox } from "./pieces.js";
import { type PageSection, pageText } from "./skeleton.js";

const unit = { from: 0, to: 1, times: 1, digits: 2, floor: "band", scale: "linear" } as const;
const rate = { from: 0, to: 0.05, times: 1000, digits: 1, floor: "none", scale: "root" } as const;
const apart = {
  from: -0.05,
  to: 0.05,
  times: 1,
  digits: 2,
  floor: "none",
  scale: "linear",
  nothing: 0,
  names: 240,
} as const;

const SIDE_WORDS =
  "Every row with the figures of its own result: dots are values, lines 95 % intervals. The grey band is the interval of the best floor. Overlapping intervals do not show that two rows are alike, since both judged the same transitions: the paired differences below do that.";
const APART_WORDS =
  "The first of a pair minus the second, on the same transitions, with 95 % intervals (bootstrap by episode). Right of the line the first is better. A star: the p-value, corrected for all pairs (Holm), is at most 0.05; only those support a claim.";

function sidePanels({ rows }: EvaluationComparison): readonly Html[] {
  const names = [...new Set(rows.flatMap(({ parts }) => parts.map(({ name }) => name)))];
  const ordered = inReadingOrder(rows, ({ provenance }) => provenance.kind);
  return names.flatMap((name) => {
    const of = (figure: "kappa" | "falseRewards") =>
      ordered.flatMap(({ label, provenance: { kind }, parts }) => {
        const part = parts.find((one) => one.name === name);
        return part === undefined ? [] : [{ name: visible(label, 60), kind, figure: part[figure] }];
      });
    const title = visible(name, 40);
    return [
      ...(name === "hard negatives" ? [] : [dotPlot({ title: `κ, ${title}`, dots: of("kappa"), ...unit, names: 170 })]),
      ...(name === "hard negatives" || name === "natural rate"
        ? [dotPlot({ title: `False/1,000, ${title}`, dots: of("falseRewards"), ...rate, names: 170 })]
        : []),
    ];
  });
}

function pairPanels({ rows, parts }: EvaluationComparison): readonly Html[] {
  return parts.flatMap(({ name, differences }) => {
    const dots = differences.flatMap(({ first, second, kappa, holm }) => {
      const [a, b] = [rows[first], rows[second]];
      if (kappa === undefined || a === undefined || b === undefined) return [];
      const star = holm !== undefined && holm <= 0.05 ? " *" : "";
      return [
        { name: `${visible(a.label, 30)} − ${visible(b.label, 30)}${star}`, kind: a.provenance.kind, figure: kappa },
      ];
    });
    return dots.length === 0 ? [] : [dotPlot({ title: `κ difference, ${visible(name, 40)}`, dots, ...apart })];
  });
}

const MOST_PARTS = 12;

function evaluationSections(result: EvaluationComparison, differing: readonly DifferingItem[]): readonly PageSection[] {
  const pairs: PageSection = {
    title: "Pair by pair",
    body: html`${notesHtml(verdictLines(result))}${panelsBox(pairPanels(result), APART_WORDS, "wide")}${result.parts
      .slice(0, MOST_PARTS)
      .map(
        (part) => html`<h3>${partLine(part)}</h3>${tableBox(pairTable(result, part))}${notesHtml(partNotes(part))}`,
      )}`,
  };
  return [
    { title: "What is compared", body: tableBox(resultsTable(result)) },
    {
      title: "Side by side",
      body: html`${panelsBox(sidePanels(result), SIDE_WORDS)}${tableBox(rowTable(result, "full"))}`,
    },
    ...(result.parts.length === 0 ? [] : [pairs]),
    ...(differing.length === 0
      ? []
      : [{ title: "Where they differ", body: differingBody(differing, result.results[0]?.data.items ?? 0) }]),
    {
      title: "Rows",
      body: html`${kindsLegend(result.rows.map(({ provenance }) => provenance.kind))}${rowNotesHtml(
        result.rows.map(({ label, provenance }) => ({ ...provenance, name: label })),
      )}`,
    },
  ];
}

function trainingSections(result: TrainingComparison): readonly PageSection[] {
  const budget = Math.max(...result.arms.map((arm) => arm.budget));
  const curves = { title: "Arms of several results", budget, arms: result.arms };
  const ratios = result.ratios.map(({ first, second, ratio }) => ({
    name: `${visible(second, 30)} – ${visible(first, 30)}`,
    kind: "given" as const,
    figure: ratio,
  }));
  const look = {
    scale: "log",
    from: 0.8,
    to: 1.25,
    times: 1,
    digits: 2,
    floor: "none",
    nothing: 1,
    names: 240,
  } as const;
  const ratioBody = html`${panelsBox(
    [dotPlot({ title: "Times faster: second against first", dots: ratios, ...look })],
    "Ratio of the steps to 90 %, seed by seed, geometric mean with its 95 % interval over seeds; the axis is logarithmic. Right of the line the second was faster. Uncorrected.",
    "wide",
  )}${tableBox(ratioTable(result))}`;
  return [
    { title: "What is compared", body: tableBox(resultsTable(result)) },
    {
      title: "Settings that differ",
      body: result.settings.length === 0 ? notesHtml(["None."]) : tableBox(settingsTable(result)),
    },
    { title: "Curves and seeds", body: curvesHtml(curves, curvesSvg(curves)) },
    { title: "Steps to 90 %", body: tableBox(armRows(result)) },
    ...(ratios.length === 0 ? [] : [{ title: "The same arm in two results", body: ratioBody }]),
    { title: "What was paid, rightly and falsely", body: tableBox(paymentTable(result.arms)) },
    {
      title: "Arms",
      body: html`<ul>${result.arms.map(({ name, what, form }) => html`<li><b>${visible(name, 60)}</b> (${visible(form, 20)}): ${visible(what, 300)}</li>`)}</ul>`,
    },
  ];
}

export function comparisonPage(result: Comparison, differing: readonly DifferingItem[]): string {
  const names = result.results.map(({ letter, folder }) => `${letter}: ${visible(folder, 60)}`).join(", ");
  const isEvaluation = result.kind === "evaluations";
  return pageText({
    kind: `comparison of ${result.kind}`,
    title: isEvaluation ? "Who judges better?" : "Which training was faster?",
    words: [`${names}.`, ...(isEvaluation ? evaluationWords(result) : trainingWords(result))],
    sections: isEvaluation ? evaluationSections(result, differing) : trainingSections(result),
    foot: `Made by calmhack ${visible(result.calmhack, 30)}. ${result.results.map(({ letter, hash, calmhack }) => `${letter}: result.json SHA-256 ${visible(hash, 64)}, made by calmhack ${visible(calmhack, 30)}`).join("; ")}.`,
  });
}
