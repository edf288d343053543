/**
 * What a comparison says: tables and sentences for the terminal, Markdown and the page.
 */
import type { Figure } from "../../annotations/index.js";
import type { comparing } from "../../calm/index.js";
import { visible } from "../../envs/index.js";
import { figureText, humanLabels, valueText } from "../report.js";
import { type Table, tableText } from "../text-table.js";
import { armTable, ratioText } from "../train-report.js";
import { momentLines, referenceName } from "../view-model.js";
import type { ArmRatio, Comparison, DifferingItem, EvaluationComparison, TrainingComparison } from "./shapes.js";

const LEVEL = 0.05;
const pText = (p: number | undefined): string => (p === undefined ? "" : p < 0.001 ? "<0.001" : p.toFixed(3));
const perThousand = (figure: Figure): string => (figure.value === null ? "–" : (1000 * figure.value).toFixed(1));

export function resultsTable({ kind, results }: Comparison): Table {
  const about = (one: (typeof results)[number]): readonly string[] =>
    "data" in one
      ? [
          `${visible(one.data.name, 40)} ${visible(one.data.version, 20)}, ${visible(one.data.selection, 40)}: ${one.data.items} of ${one.data.of}`,
          `${visible(one.prompt.id, 40)} (${one.prompt.hash.slice(0, 12)})`,
        ]
      : [visible(one.settings.id, 60), `${one.settings.seeds} seeds, ${one.settings.steps} steps`];
  return {
    head: ["", "result", ...(kind === "evaluations" ? ["data", "prompt"] : ["environment", "size"]), "SHA-256"],
    rows: results.map((one) => [one.letter, visible(one.folder, 60), ...about(one), one.hash.slice(0, 12)]),
    numbersFrom: 9,
  };
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["balanced + hard negatives", "both"],
  ["balanced", "bal."],
  ["hard negatives", "look-al."],
  ["natural rate", "nat."],
]);
const short = (name: string): string => SHORT.get(name) ?? visible(name, 14);

/** Look-alikes hold nothing achieved; at the natural rate both figures speak. */
const hasKappa = (name: string): boolean => name !== "hard negatives";
const hasRate = (name: string): boolean => name === "hard negatives" || name === "natural rate";

/** One line a row: the figures of its own result. */
export function rowTable({ rows }: EvaluationComparison, style: "full" | "short"): Table {
  const names = [...new Set(rows.flatMap(({ parts }) => parts.map(({ name }) => name)))];
  const show = style === "full" ? figureText : valueText;
  return {
    head: [
      "any flagged",
      "kind",
      "prompt",
      ...names.flatMap((name) => [
        ...(hasKappa(name) ? [`${short(name)} F1`, `${short(name)} κ${style === "full" ? " [95 %]" : ""}`] : []),
        ...(hasRate(name) ? [`${short(name)} f/1000`] : []),
      ]),
      "?",
    ],
    rows: rows.map(({ label, provenance, prompt, parts }) => [
      visible(label, 48),
      provenance.kind,
      visible(prompt, 30),
      ...names.flatMap((name) => {
        const part = parts.find((one) => one.name === name);
        return [
          ...(hasKappa(name) ? [part ? valueText(part.f1) : "–", part ? show(part.kappa) : "–"] : []),
          ...(hasRate(name) ? [part ? perThousand(part.falseRewards) : "–"] : []),
        ];
      }),
      String(parts.filter(({ name }) => !name.includes(" + ")).reduce((sum, { unanswered }) => sum + unanswered, 0)),
    ]),
    numbersFrom: 3,
  };
}

/** One line a pair, on one part. */
export function pairTable({ rows }: EvaluationComparison, part: comparing.ComparedPart): Table {
  const isDeclared = part.role === "declared";
  return {
    head: [
      "first − second",
      "κ [95 %]",
      ...(isDeclared ? ["p", "p Holm "] : []),
      "F1 [95 %]",
      "false/1000 [95 %]",
      "only first right",
      "only second right",
    ],
    rows: part.differences.map(({ first, second, kappa, f1, falseRewards, p, holm, onlyFirst, onlySecond }) => [
      `${visible(rows[first]?.label ?? "", 40)} − ${visible(rows[second]?.label ?? "", 40)}`,
      kappa === undefined ? "" : figureText(kappa),
      ...(isDeclared ? [pText(p), holm === undefined ? "" : `${pText(holm)}${holm <= LEVEL ? "*" : " "}`] : []),
      f1 === undefined ? "" : figureText(f1),
      falseRewards === undefined || falseRewards.value === null ? "" : rateText(falseRewards),
      String(onlyFirst),
      String(onlySecond),
    ]),
    numbersFrom: 1,
  };
}

function rateText(figure: Extract<Figure, { readonly low: number | null }>): string {
  const show = (value: number | null) => (value === null ? "?" : (1000 * value).toFixed(1));
  return `${show(figure.value)} [${show(figure.low)}, ${show(figure.high)}]`;
}

export const partLine = ({ name, items, episodes }: comparing.ComparedPart): string =>
  `${visible(name, 60)}: ${items} transitions of ${episodes} episodes`;

/** Of a part that was not declared. */
export const partNotes = ({ role }: comparing.ComparedPart): readonly string[] =>
  role === "declared" ? [] : ["Not the declared part: its intervals are uncorrected and support no claim."];

/** "better" only where the corrected p-value is at most 0.05. */
export function verdictLines({ rows, parts }: EvaluationComparison): readonly string[] {
  const declared = parts.find(({ role }) => role === "declared");
  return (declared?.differences ?? []).map(({ first, second, kappa, holm }) => {
    const [a, b] = [rows[first], rows[second]].map((row) => visible(row?.label ?? "", 48));
    if (kappa === undefined || kappa.value === null) return `${a} and ${b} cannot be compared here.`;
    if (holm === undefined || holm > LEVEL)
      return `No difference between ${a} and ${b} is shown: κ ${figureText(kappa)}.`;
    const [better, worse] = kappa.value > 0 ? [a, b] : [b, a];
    return `${better} is better than ${worse}: κ difference ${figureText(kappa)} (first minus second), p ${pText(holm)} after correction.`;
  });
}

export function evaluationWords(result: EvaluationComparison): readonly string[] {
  const labels = new Set(
    result.results.map(({ data }) => `${visible(data.labels, 300)} ${humanLabels(data.humanLabels)}.`),
  );
  const kinds = new Set(result.rows.map(({ provenance: { kind } }) => kind));
  const isAsked = kinds.has("model") || kinds.has("replayed");
  return [
    ...labels,
    ...(isAsked
      ? []
      : [
          kinds.has("mock")
            ? "No language model was used; mock rows are a test server."
            : "No language model was used: every row is a program or a person.",
        ]),
    "A row that answers alike everywhere in several results stands once; A, B, … name the result where it does not.",
    result.unpaired === null && result.statistics.comparisons === 0
      ? "There is no pair to compare: what the results do not share are floors, simulations, or rows of one result alone."
      : result.unpaired === null
        ? `Pairs are of different results, on the same transitions: ${result.statistics.comparisons} of them. Unanswered counts as wrong. Bootstrap by episode, seed ${result.statistics.seed}, ${result.statistics.repetitions} repetitions; p on κ of the declared part, corrected by Holm (1979).`
        : `No paired differences: ${result.unpaired}. The figures are each of their own result.`,
  ];
}

export function armRows({ arms }: TrainingComparison): Table {
  const cells = arms.map((arm) => {
    const own = armTable([arm]).rows[0] ?? [];
    const ratio = arm.speedUp === undefined ? "" : ratioText(arm.speedUp, arm.censored, arm.baseCensored);
    return [visible(arm.name, 48), own[1] ?? "", `${arm.censored} of ${arm.runs.length}`, ratio, ...own.slice(4)];
  });
  return {
    head: [
      "arm",
      "median, 1,000 steps",
      "censored",
      "faster than its none [95 %]",
      "won at the end, %",
      "exploring, %",
      "false pay, %",
    ],
    rows: cells,
    numbersFrom: 1,
  };
}

export const settingsTable = ({ settings, results }: TrainingComparison): Table => ({
  head: ["setting", ...results.map(({ letter }) => letter)],
  rows: settings.map(({ name, values }) => [visible(name, 40), ...values.map((value) => visible(value, 60))]),
  numbersFrom: 9,
});

const ratioMark = ({ censored }: ArmRatio): string => (censored === 0 ? "" : "~ ");

export const ratioTable = ({ ratios }: TrainingComparison): Table => ({
  head: ["second against first", "times faster [95 %]", "seeds", "with a censored one"],
  rows: ratios.map((ratio) => [
    `${visible(ratio.second, 40)} – ${visible(ratio.first, 40)}`,
    ratioMark(ratio) + figureText(ratio.ratio),
    String(ratio.seeds),
    String(ratio.censored),
  ]),
  numbersFrom: 1,
});

export function trainingWords({ unpaired, settings, arms }: TrainingComparison): readonly string[] {
  return [
    "The engine is a re-implementation, no NetHack was played; truth is the game's state, 0 human labels.",
    "An arm that is the same in several results, run by run, stands once; A, B, … name the result where it is not.",
    settings.length === 0
      ? "All settings are the same."
      : `Settings that differ: ${settings.map(({ name }) => visible(name, 40)).join(", ")}.`,
    unpaired === null
      ? "Arms of one name are compared seed by seed: geometric mean of ratios, 95 % interval over seeds, uncorrected; “~”: with seeds that count as the budget."
      : `Arms are not compared seed by seed: ${unpaired}.`,
    `${arms.length} arms; a censored seed counts as the budget of its own result.`,
  ];
}

/** The comparison as terminal text. */
export function comparisonText(result: Comparison): string {
  const body =
    result.kind === "evaluations"
      ? [
          ...evaluationWords(result),
          "",
          tableText(rowTable(result, "short")),
          ...result.parts.flatMap((part) => [
            "",
            partLine(part),
            tableText(pairTable(result, part)),
            ...partNotes(part),
          ]),
          ...(result.parts.length === 0 ? [] : ["", ...verdictLines(result)]),
          ...(result.unpaired === null && result.parts.length > 0
            ? [`They answer differently on ${result.differing} of ${result.results[0]?.data.items ?? 0} transitions.`]
            : []),
        ]
      : [
          ...trainingWords(result),
          "",
          tableText(armRows(result)),
          ...(result.settings.length === 0 ? [] : ["", tableText(settingsTable(result))]),
          ...(result.ratios.length === 0 ? [] : ["", tableText(ratioTable(result))]),
        ];
  return [tableText(resultsTable(result)), "", ...body].join("\n");
}

/** One transition on which rows differ, as terminal text. */
export function differingText({ item, said }: DifferingItem): string {
  const place = [item.part, item.kind].flatMap((text) => (text === undefined ? [] : [visible(text, 40)])).join(": ");
  return [
    `${visible(item.id, 60)}${place === "" ? "" : `, ${place}`}`,
    ...momentLines(item, item.before.hero === undefined ? "map" : "crop"),
    ...item.subgoals.flatMap((name, s) => {
      const label = item.labels?.[s] ?? "unanswered";
      const isKnown = label !== "unanswered";
      const rows = said.map(({ row, verdicts }) => {
        const verdict = verdicts[s] ?? "unanswered";
        return `  ${isKnown && verdict !== label ? "✗" : " "} ${visible(row, 60)}: ${verdict}`;
      });
      return [`${visible(name, 40)}: ${referenceName(item)} ${isKnown ? label : "no label"}`, ...rows];
    }),
  ].join("\n");
}
