/**
 * How far a row's confidence can be believed, for the report: figures, the bins behind them, and a picture.
 */
import type { EvaluationResult } from "../calm/index.js";
import { visible } from "../envs/index.js";
import { figureText, type Section, type TableStyle } from "./report.js";
import { csvText, type Table } from "./text-table.js";

type RowCalibration = NonNullable<EvaluationResult["calibration"]>[number];
type Part = RowCalibration["parts"][number];
type Column = Part["columns"][number];

const missingOf = ({ missing }: Column): number => Object.values(missing).reduce((sum, count) => sum + count, 0);

function figuresTable(row: string, part: Part): Table {
  return {
    head: [
      `${visible(row, 50)}: ${visible(part.name, 40)}`,
      "stated",
      "missing",
      "Brier [95 %]",
      "skill [95 %]",
      "ECE [95 %]",
    ],
    rows: part.columns.map((column) => [
      visible(column.name, 40),
      String(column.stated),
      String(missingOf(column)),
      ...[column.brier, column.skill, column.error].map(figureText),
    ]),
    numbersFrom: 1,
  };
}

/** Characters of the picture from 0 to 1, both ends included. */
const SCALE = 41;

/** "│" where the row says it is, "●" where it is, "◆" where both are. */
function picture(meanForecast: number, meanOutcome: number): string {
  const place = (share: number) => Math.round(share * (SCALE - 1));
  const [said, so] = [place(meanForecast), place(meanOutcome)];
  return Array.from({ length: SCALE }, (_, i) =>
    i === said && i === so ? "◆" : i === so ? "●" : i === said ? "│" : "·",
  ).join("");
}

function binsTable(column: Column, bins: number, style: TableStyle): Table {
  const edge = (index: number) => (index / bins).toFixed(bins > 10 ? 2 : 1);
  const drawn = style !== "full";
  return {
    head: [
      `${visible(column.name, 40)}: P(yes)`,
      "verdicts",
      "mean P(yes)",
      "is so",
      ...(drawn ? [`0${" ".repeat(SCALE - 2)}1`] : []),
    ],
    rows: column.reliability.map(({ index, count, meanForecast, meanOutcome }) => [
      `${edge(index)} to ${edge(index + 1)}`,
      String(count),
      meanForecast.toFixed(2),
      meanOutcome.toFixed(2),
      ...(drawn ? [picture(meanForecast, meanOutcome)] : []),
    ]),
    numbersFrom: 1,
  };
}

const SOURCES: Readonly<Record<RowCalibration["source"], string>> = {
  "log-probabilities":
    "P(yes) = p(yes) / (p(yes) + p(no)) over the likely tokens where the verdict stands, as the server states them",
  votes: "P(yes) is the share of yes among the readable answers",
  "the row's own": "P(yes) is what the row states",
};

function missingNote({ missing, stated }: Column): string {
  const reasons = Object.entries(missing)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${reason} ${count}`);
  const total = Object.values(missing).reduce((sum, count) => sum + count, 0);
  if (total === 0) return `Every one of ${stated} labelled verdicts has a confidence.`;
  return `${total} of ${stated + total} labelled verdicts have no confidence: ${reasons.join(", ")}.`;
}

function notesOf({ source, bins }: RowCalibration, declared: Part | undefined, style: TableStyle): readonly string[] {
  const last = declared?.columns.at(-1);
  return [
    `${SOURCES[source]}.`,
    ...(last === undefined ? [] : [missingNote(last)]),
    ...(style === "full" && declared !== undefined ? [`Pictures and bins: ${visible(declared.name, 40)}.`] : []),
    `Brier: mean squared error, 0 is best; skill: 1 perfect, 0 no better than always stating how often it is so; ECE: mean distance of stated and true over B = ${bins} bins, above 0 for any small sample.`,
    ...(style === "full" ? [] : ["│ stated, ● so in truth, ◆ both; report.html has every part and a picture."]),
  ];
}

const hasBins = ({ reliability }: Column): boolean => reliability.length > 0;

/** What a row's section is called. */
export const confidenceTitle = ({ row }: RowCalibration): string => `Confidence: ${visible(row, 60)}`;

function sectionOf(row: RowCalibration, style: TableStyle): Section {
  const declared = row.parts.find(({ role }) => role === "declared");
  const shown = style === "full" ? row.parts : row.parts.filter(({ role }) => role === "declared");
  const binned = (declared?.columns ?? []).filter(hasBins);
  const detailed = style === "full" ? binned : binned.slice(-1);
  return {
    title: confidenceTitle(row),
    tables: [
      ...shown.map((part) => figuresTable(row.row, part)),
      ...detailed.map((column) => binsTable(column, row.bins, style)),
    ],
    notes: notesOf(row, declared, style),
  };
}

export const calibrationSections = ({ calibration = [] }: EvaluationResult, style: TableStyle): readonly Section[] =>
  calibration.map((row) => sectionOf(row, style));

/** A line per row, part, subgoal and bin, unrounded; undefined where no row states confidence. */
export function calibrationCsv({ calibration }: EvaluationResult): string | undefined {
  if (calibration === undefined) return undefined;
  const head = ["row", "source", "part", "column", "bins", "stated", "missing", "brier", "skill", "ece"];
  const bin = ["bin_from", "bin_to", "bin_verdicts", "bin_mean_p_yes", "bin_share_so"];
  const rows = calibration.flatMap((row) =>
    row.parts.flatMap((part) =>
      part.columns.flatMap((column) => {
        const who = [visible(row.row), row.source, visible(part.name), visible(column.name), String(row.bins)];
        const figures = [column.brier, column.skill, column.error].map(({ value }) => String(value ?? ""));
        const own = [...who, String(column.stated), String(missingOf(column)), ...figures];
        return column.reliability.map(({ index, count, meanForecast, meanOutcome }) => [
          ...own,
          ...[index / row.bins, (index + 1) / row.bins, count, meanForecast, meanOutcome].map(String),
        ]);
      }),
    ),
  );
  return csvText([...head, ...bin], rows);
}
