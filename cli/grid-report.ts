/**
 * The ablation table of a prompt grid: for the terminal, Markdown, HTML and CSV. Pure.
 */
import { ANY, type Figure, type ProvenanceKind } from "../annotations/index.js";
import type { prompting } from "../calm/index.js";
import { visible } from "../envs/index.js";
import { figureText, valueText } from "./report.js";
import type { Table } from "./text-table.js";

type GridResult = prompting.GridResult;
type GridPart = prompting.GridPart;
type Rater = GridResult["raters"][number];

const LEVEL = 0.05;

function perThousand(figure: Figure): string {
  return figure.value === null ? "–" : (1000 * figure.value).toFixed(1);
}

const pText = (p: number | undefined): string => (p === undefined ? "" : p < 0.001 ? "<0.001" : p.toFixed(3));

/** "*": the corrected p-value is at most 0.05. */
const starred = (holm: number | undefined): string =>
  holm === undefined ? "" : `${pText(holm)}${holm <= LEVEL ? "*" : " "}`;

const cellsOf = (part: GridPart, column: string) => part.columns.find(({ name }) => name === column)?.cells ?? [];

/** A part of one class has no kappa that means anything; it counts false rewards. */
const hasKappa = (part: GridPart): boolean => part.differences.some(({ kappa }) => kappa !== undefined);

const SHORT: ReadonlyMap<string, string> = new Map([
  ["balanced + hard negatives", "both"],
  ["balanced", "bal."],
  ["hard negatives", "look-al."],
  ["natural rate", "nat."],
]);

const short = (name: string): string => SHORT.get(name) ?? visible(name, 12);

/** One line per cell: the declared part in full, of every other part one figure. */
export function ablationTable(result: GridResult, rater: Rater): Table {
  const declared = rater.parts.filter(({ role }) => role === "declared");
  const others = rater.parts.filter(({ role }) => role === "other");
  const apart = others.length > 0 && declared.some(({ name }) => name.includes(" + ")) ? others : rater.parts;
  const head = [
    "prompt",
    ...declared.flatMap(() => ["F1", "κ", "κ − base [95 %]", "p Holm "]),
    ...others.map((part) => (hasKappa(part) ? `${short(part.name)} κ` : `${short(part.name)} f/1000`)),
    "?",
  ];
  const rows = result.cells.map(({ label }, k) => [
    visible(label, 60),
    ...declared.flatMap((part) => {
      const figures = cellsOf(part, ANY)[k];
      const { kappa, holm } = part.differences[k] ?? {};
      return [
        figures ? valueText(figures.f1) : "–",
        figures ? valueText(figures.kappa) : "–",
        kappa === undefined ? "" : figureText(kappa),
        starred(holm),
      ];
    }),
    ...others.map((part) => {
      const figures = cellsOf(part, ANY)[k];
      if (!figures) return "–";
      return hasKappa(part) ? valueText(figures.kappa) : perThousand(figures.falseRewards);
    }),
    String(apart.reduce((sum, part) => sum + (cellsOf(part, ANY)[k]?.unanswered ?? 0), 0)),
  ]);
  return { head, rows, numbersFrom: 1 };
}

const isProgram = (kind: ProvenanceKind): boolean => kind === "rules";

/** What is to be known before the table is read. */
export function gridHead(result: GridResult): readonly string[] {
  const { data, cells, leftOut, factors, statistics } = result;
  const { humanLabels } = data;
  const people = `${humanLabels} human label${humanLabels === 1 ? "" : "s"}`;
  return [
    `Prompt grid, ${factors.design} from ${visible(cells[0]?.template.id ?? "", 80)}: ${cells.length} cells, factors version ${factors.version}.`,
    `${visible(data.name, 60)} ${visible(data.version, 20)} (${data.hash.slice(0, 12)}), ${data.selection}: ${data.items} of ${data.of} transitions; ${people}. Truth: ${visible(data.labels, 200)}`,
    ...leftOut.map(({ label, why }) => `Left out: ${visible(label, 120)} (${visible(why, 160)}).`),
    `Episode bootstrap, ${statistics.repetitions} repetitions, seed ${statistics.seed}; the same items and resamples in every cell.`,
  ];
}

/** How the table is read, and how far it may be. */
export function gridNotes(result: GridResult, rater: Rater): readonly string[] {
  const declared = rater.parts.find(({ role }) => role === "declared");
  const { comparisons, repetitions } = result.statistics;
  const tested = declared?.differences.filter(({ p }) => p !== undefined).length ?? 0;
  const least = (2 / (repetitions + 1)) * tested;
  const starred = declared?.differences.filter(({ holm }) => holm !== undefined && holm <= LEVEL).length ?? 0;
  const part = declared === undefined ? "" : ` on ${visible(declared.name, 60)}`;
  return [
    `"any flagged"${part}; unanswered (?) counts as wrong. Other parts show values only.`,
    tested === 0
      ? "No difference could be tested: the declared part has one class, or one episode."
      : `p: two-sided bootstrap, corrected over ${tested} of ${comparisons} comparisons (Holm 1979); * at most ${LEVEL}: ${starred}.`,
    ...(tested > 0 && least > LEVEL
      ? [`With ${repetitions} repetitions no corrected p can fall to ${LEVEL}; ask for more with --repetitions.`]
      : []),
    ...(isProgram(rater.provenance.kind)
      ? ["The text rules are a program: what a part does to them is no evidence about language models."]
      : []),
  ];
}

export const raterLine = ({ provenance }: Rater): string =>
  `${visible(provenance.name, 60)} (${provenance.kind}): ${visible(provenance.note, 400)}`;

export function fullTable(result: GridResult, part: GridPart, column: string): Table {
  const cells = cellsOf(part, column);
  const isAny = column === ANY;
  return {
    head: [
      visible(column, 40),
      "F1 [95 %]",
      "κ [95 %]",
      "false/1000",
      "?",
      ...(isAny ? ["F1 − base", "κ − base", "p", "p Holm"] : []),
    ],
    rows: result.cells.flatMap(({ label }, k) => {
      const figures = cells[k];
      if (!figures) return [];
      const { f1, kappa, p, holm } = part.differences[k] ?? {};
      const differences = [f1 ? figureText(f1) : "", kappa ? figureText(kappa) : "", pText(p), starred(holm)];
      const own = [figureText(figures.f1), figureText(figures.kappa), perThousand(figures.falseRewards)];
      return [[visible(label, 120), ...own, String(figures.unanswered), ...(isAny ? differences : [])]];
    }),
    numbersFrom: 1,
  };
}

export const cellTable = ({ cells }: Pick<GridResult, "cells">): Table => ({
  head: ["prompt", "id", "hash", "texts"],
  rows: cells.map(({ label, template, hash, texts }) => [
    visible(label, 120),
    visible(template.id, 80),
    hash.slice(0, 12),
    String(texts),
  ]),
  numbersFrom: 3,
});

interface Section {
  readonly title: string;
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
}

export const gridSections = (result: GridResult): readonly Section[] => [
  ...result.raters.flatMap((rater): Section[] => [
    {
      title: visible(rater.provenance.name, 60),
      tables: [ablationTable(result, rater)],
      notes: [raterLine(rater), ...gridNotes(result, rater)],
    },
    ...rater.parts.map((part) => ({
      title: `${visible(rater.provenance.name, 60)}: ${visible(part.name, 60)}, ${part.items} transitions of ${part.episodes} episodes`,
      tables: part.columns.map(({ name }) => fullTable(result, part, name)),
      notes: part.role === "declared" ? [] : ["Not the declared part: intervals are uncorrected and support no claim."],
    })),
  ]),
  { title: "Prompts", tables: [cellTable(result)], notes: ["The words of each stand in result.json."] },
];

export const GRID_TITLE = "Which part of the prompt matters?";
