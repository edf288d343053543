/**
 * The page of a training result: who was faster, curves, seeds, what was paid rightly and falsely, settings.
 */
import type { ProvenanceKind } from "../../annotations/index.js";
import { visible } from "../../envs/index.js";
import type { ArmResult, ExperimentSettings } from "../../experiments/index.js";
import { trainingCiteLines } from "../cite-lines.js";
import { armCurve, bandNote, dotsNote, endedNotes } from "../curves.js";
import { curvesSvg } from "../curves-svg.js";
import { errorReports } from "../errors-report.js";
import { sweepTables } from "../sweep-report.js";
import { armTable, paymentTable, rulesText, seedTable, trainNotes } from "../train-report.js";
import { curvesHtml } from "./curves-narrow.js";
import { dotPlot } from "./intervals.js";
import { type Html, html } from "./markup.js";
import { foldedText, notesHtml, panelsBox, tableBox } from "./pieces.js";
import { type PageSection, pageText } from "./skeleton.js";

export interface TrainingPageInput {
  readonly calmhack: string;
  readonly rules: number;
  readonly settings: ExperimentSettings;
  readonly arms: readonly ArmResult[];
}

/** Who may be asked in the loop, besides a model. */
const ASKED = ["mock", "replayed", "rules", "distilled"] as const;

const kindOf = (provenance: unknown): unknown =>
  typeof provenance === "object" && provenance !== null && "kind" in provenance ? provenance.kind : undefined;

/** The sign of an arm is that of the kind of judge that pays it. */
export function armKind({ source }: Pick<ArmResult, "source">): ProvenanceKind {
  switch (source.kind) {
    case "truth":
      return "truth";
    case "memory":
    case "rules":
    case "hand-made events":
      return "rules";
    case "noisy":
    case "measured":
      return "simulated";
    case "distilled":
      return "distilled";
    case "asked":
      return ASKED.find((kind) => kind === kindOf(source.who.provenance)) ?? "model";
    default:
      return "floor";
  }
}

/** Who paid the bonuses, in a sentence of its own for every kind that occurs. */
function judgeWords(arms: readonly ArmResult[]): readonly string[] {
  const kinds = new Set(arms.map(armKind));
  const isAsked = kinds.has("model") || kinds.has("replayed");
  return [
    ...(isAsked ? [] : ["No language model was asked: every bonus comes from a program."]),
    ...(kinds.has("rules")
      ? ["Text rules, memory and events are hand-made bonuses: a gain from them is no evidence about language models."]
      : []),
    ...(kinds.has("truth")
      ? ["The truth is the game's state, which no player sees: an arm with that name is privileged."]
      : []),
    ...(kinds.has("simulated")
      ? ["Noisy and measured arms are simulated: the truth with errors at stated rates."]
      : []),
    ...(kinds.has("distilled")
      ? [
          "Distilled arms are paid by a small program that learned from the answers of another (its teacher is named below).",
        ]
      : []),
    ...(kinds.has("mock") ? ["The mock arm asked a test server, no language model."] : []),
  ];
}

const SPEED_WORDS =
  "How many times fewer steps than without a bonus (none, the line at 1), geometric mean over paired seeds with its 95 % interval over seeds; the axis is logarithmic. Left of the line it took longer. Seeds that never held 90 % count as the budget, so ratios with such seeds are bounds (see the table).";

export function speedPlot(arms: readonly ArmResult[]): Html {
  const dots = arms.flatMap((arm) =>
    arm.speedUp === undefined ? [] : [{ name: visible(arm.name, 60), kind: armKind(arm), figure: arm.speedUp }],
  );
  if (dots.length === 0) return html``;
  const look = { scale: "log", from: 0.8, to: 1.25, times: 1, digits: 2, floor: "none", nothing: 1 } as const;
  return panelsBox([dotPlot({ title: "Times faster than none", dots, ...look, names: 190 })], SPEED_WORDS, "wide");
}

function paid(arms: readonly ArmResult[]): Html {
  return html`${tableBox(paymentTable(arms))}${notesHtml([
    "A judge's yes ends a subgoal (a termination) and pays its bonus. False: paid for what was not achieved in that step. Missed: achieved for the first time in the episode and not paid. Sums over all seeds; every single payment is in terminations.csv.",
  ])}`;
}

function settingsBody({ settings, arms, ...about }: TrainingPageInput): Html {
  return html`${tableBox(seedTable(arms))}${foldedText("All settings", JSON.stringify(settings, null, 1), 20_000, "result.json has all of them")}<h3>To cite and to repeat</h3>
<ul>${trainingCiteLines({ settings, ...about }).map((line) => html`<li>${line}</li>`)}</ul>`;
}

export function trainingPage(input: TrainingPageInput): string {
  const { calmhack, rules, settings, arms } = input;
  const title = `Does a judge help? ${visible(settings.id, 80)}`;
  const curves = { title, budget: settings.steps, arms };
  const drawn = arms.map(armCurve);
  const curveNotes = [
    bandNote(drawn),
    ...endedNotes(curves.arms),
    dotsNote(settings.steps, { seed: "Dots", median: "bar", censored: "hollow" }),
  ];
  const tables = [...sweepTables(arms), ...errorReports(arms)];
  const sections: readonly PageSection[] = [
    {
      title: "Steps to 90 %",
      body: html`${speedPlot(arms)}${tableBox(armTable(arms))}${notesHtml(trainNotes(arms, settings).map((note) => visible(note)))}`,
    },
    {
      title: "Curves and seeds",
      body: html`${curvesHtml(curves, curvesSvg(curves))}<div class="only-narrow">${notesHtml(curveNotes)}</div>`,
    },
    { title: "What was paid, rightly and falsely", body: paid(arms) },
    ...tables.map(({ heading, table }) => ({ title: visible(heading), body: tableBox(table) })),
    { title: "Seed by seed, and settings", body: settingsBody(input) },
  ];
  return pageText({
    kind: "training",
    title,
    words: [
      `${visible(settings.id, 80)}, ${rulesText(rules, settings.modules)}${rules === 0 ? "" : ": a re-implementation, no NetHack was played"}. Tabular Q-learning; truth is the game's state; 0 human labels.`,
      ...judgeWords(arms),
      `${arms.length} arms, each on the same ${settings.seeds} ${settings.seeds === 1 ? "seed" : "seeds"}, ${settings.steps} steps at most.`,
    ],
    sections,
    foot: `Made by calmhack ${visible(calmhack, 30)}. The viewer walks through recorded episodes: calmhack view RESULT.`,
  });
}
