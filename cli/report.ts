/**
 * From a result to tables and sentences: the terminal, Markdown, HTML and CSV all show these.
 */
import {
  ANY,
  type Difference,
  type Figure,
  isBetter,
  type Row,
  SCORES,
  type ScoredPart,
} from "../annotations/index.js";
import type { EvaluationResult } from "../calm/index.js";
import { visible } from "../envs/index.js";
import type { Table } from "./text-table.js";

const two = (value: number): string => value.toFixed(2);

/** "–" where there is no value. */
export const valueText = (figure: Figure): string => (figure.value === null ? "–" : two(figure.value));

export function figureText(figure: Figure): string {
  if (figure.value === null) return "–";
  if (figure.low === null || figure.high === null) return two(figure.value);
  return `${two(figure.value)} [${two(figure.low)}, ${two(figure.high)}]`;
}

function perThousand(figure: Figure): string {
  if (figure.value === null) return "–";
  const show = (value: number | null) => (value === null ? "?" : (1000 * value).toFixed(1));
  return `${show(figure.value)} [${show(figure.low)}, ${show(figure.high)}]`;
}

/** "always yes (floor)": every row says what it is. */
const rowName = ({ provenance }: Row): string => `${visible(provenance.name, 40)} (${provenance.kind})`;

const better = (figure: Figure, best: number): boolean => figure.value !== null && figure.value >= best;

/** Scores of a column in which a floor has the best value of all rows, and that value is better than nothing. */
function floorWins(rows: readonly Row[]): ReadonlySet<string> {
  const best = (kind: "floor" | "other", score: (typeof SCORES)[number]) =>
    Math.max(
      ...rows
        .filter((row) => (row.provenance.kind === "floor") === (kind === "floor"))
        .map((row) => row.asWrong[score].value ?? Number.NEGATIVE_INFINITY),
    );
  return new Set(SCORES.filter((score) => best("floor", score) > 0 && best("floor", score) >= best("other", score)));
}

/** full: every score with its interval; wide: F1 and κ with theirs; narrow: no intervals, for small terminals. */
export type TableStyle = "full" | "wide" | "narrow";

const WITH_INTERVAL: Readonly<Record<TableStyle, readonly (typeof SCORES)[number][]>> = {
  full: SCORES,
  wide: ["f1", "kappa"],
  narrow: [],
};

const SCORE_HEADS: Readonly<Record<(typeof SCORES)[number], string>> = {
  precision: "prec",
  recall: "rec",
  f1: "F1",
  mcc: "MCC",
  kappa: "κ",
};

const COUNT_HEAD = ["TP", "FP", "FN", "TN", "?"];

/** Only where steps come as often as in play, or where nothing else can be counted, does a rate per 1,000 mean much. */
const hasRate = (part: ScoredPart): boolean => part.name === "natural rate" || part.name === "hard negatives";

function scoreCells(
  row: Row,
  figures: Row["asWrong"],
  wins: ReadonlySet<string>,
  rows: readonly Row[],
  style: TableStyle,
) {
  return SCORES.map((score) => {
    const best = Math.max(...rows.map((other) => other.asWrong[score].value ?? Number.NEGATIVE_INFINITY));
    const mark = row.provenance.kind === "floor" && wins.has(score) && better(row.asWrong[score], best) ? "*" : "";
    const text = WITH_INTERVAL[style].includes(score) ? figureText(figures[score]) : valueText(figures[score]);
    return mark + text;
  });
}

/** One column of a part: a row per annotator, and a second row where something was left unanswered. */
export function columnTable(part: ScoredPart, columnName: string, style: TableStyle): Table {
  const rows = part.columns.find((column) => column.name === columnName)?.rows ?? [];
  const wins = floorWins(rows);
  const rate = hasRate(part) ? [style === "narrow" ? "f/1000" : "false/1000 [95 %]"] : [];
  const scoreHeads = SCORES.map(
    (score) => SCORE_HEADS[score] + (WITH_INTERVAL[style].includes(score) ? " [95 %]" : ""),
  );
  const head = [visible(columnName, 30), ...COUNT_HEAD, ...rate, ...scoreHeads];
  const body = rows.flatMap((row) => {
    const { tp, fp, fn, tn, unansweredYes, unansweredNo } = row.counts;
    const open = unansweredYes + unansweredNo;
    const rateText = style === "narrow" ? perThousand(row.falseRewards).split(" ")[0]! : perThousand(row.falseRewards);
    const rateCell = hasRate(part) ? [rateText] : [];
    const counts = [tp, fp, fn, tn, open].map(String);
    const main = [rowName(row), ...counts, ...rateCell, ...scoreCells(row, row.asWrong, wins, rows, style)];
    if (open === 0) return [main];
    const answered = `  left out: ${tp + fp + fn + tn} of ${tp + fp + fn + tn + open}`;
    const empty = [...counts, ...rateCell].map(() => "");
    const leftOut = [answered, ...empty, ...scoreCells(row, row.leftOut, new Set(), rows, style)];
    return [main, leftOut];
  });
  return { head, rows: body, numbersFrom: 1 };
}

/** How often each kind of look-alike was taken for an achievement; undefined for a part without kinds. */
export function kindTable(part: ScoredPart): Table | undefined {
  if (part.name !== "hard negatives" || part.kinds.length === 0) return undefined;
  const names = part.columns[0]?.rows.map((row) => visible(row.provenance.name, 24)) ?? [];
  return {
    head: ["false rewards by kind", "items", ...names],
    rows: part.kinds.map(({ kind, items, falseRewards }) => [
      visible(kind),
      String(items),
      ...falseRewards.map(String),
    ]),
    numbersFrom: 1,
  };
}

/** "better" only where the interval of the paired difference lies above zero. */
export function differenceSentence(difference: Difference): string {
  const { first, second, column, kappa } = difference;
  const figures = `κ difference on ${column} ${figureText(kappa)}`;
  const [a, b] = [visible(first, 40), visible(second, 40)];
  if (isBetter(difference)) return `${a} is better than ${b}: ${figures}.`;
  if (kappa.value !== null && kappa.high !== null && kappa.low !== null && kappa.high < 0) {
    const turned = { value: -kappa.value, low: -kappa.high, high: -kappa.low };
    return `${b} is better than ${a}: κ difference on ${column} ${figureText(turned)}.`;
  }
  return `No difference between ${a} and ${b} is shown: ${figures}.`;
}

const kinds = (result: EvaluationResult): readonly string[] =>
  result.annotators.map(({ provenance }) => provenance.kind);

/** How many people labelled, in words. */
export const humanLabels = (people: number): string =>
  people === 0 ? "0 human labels" : `Human labels of ${people} ${people === 1 ? "person" : "people"}`;

/** What a reader must know before any figure. */
export function headLines(result: EvaluationResult): readonly string[] {
  const { data, prompt, statistics } = result;
  const asked = kinds(result).some((kind) => kind === "model" || kind === "replayed");
  const rows = kinds(result).includes("mock")
    ? "every other row is a program, the mock rows are a test server."
    : kinds(result).includes("human")
      ? "every other row than a person's is a program."
      : "every row is a program.";
  const learned = result.annotators.some(({ provenance: { from } }) => from === "model" || from === "replayed");
  const none = learned
    ? "No language model was asked: distilled rows are programs that learned from the answers of one."
    : `No language model was used: ${rows}`;
  const raters = result.raters?.columns.map(
    ({ rater, part, when }) => `${visible(rater, 40)}, ${part.items} transitions, ${visible(when, 30)}`,
  );
  return [
    `${visible(data.name)} ${visible(data.version)}, ${visible(data.selection)}: ${data.items} of ${data.of} transitions (data ${data.hash.slice(0, 12)}).`,
    `${visible(data.labels)} ${humanLabels(data.humanLabels)}.`,
    ...(raters === undefined ? [] : [`Raters, each a column beside the truth: ${raters.join("; ")}.`]),
    asked
      ? `Prompt ${visible(prompt.template.id)} (${prompt.hash.slice(0, 12)}).`
      : `${none} The text rules read prompt ${visible(prompt.template.id)} (${prompt.hash.slice(0, 12)}).`,
    `Unanswered counts as wrong; the second line leaves it out and says how many are left. 95 % intervals: Wilson for precision, recall and rates (items taken as independent), bootstrap by episode for the rest (seed ${statistics.seed}, ${statistics.repetitions} repetitions).`,
  ];
}

const FLOOR_NOTE = "* A floor has the best value of this column: the figure alone shows no judgement.";

/** Items of a part on which some subgoal was achieved. */
export function achievements(part: ScoredPart): number {
  const counts = part.columns.find(({ name }) => name === ANY)?.rows[0]?.counts;
  return counts === undefined ? 0 : counts.tp + counts.fn + counts.unansweredYes;
}

export function partTitle(part: ScoredPart): string {
  return `${part.name}: ${part.items} transitions from ${part.episodes} episodes, ${achievements(part)} with an achievement`;
}

const OPEN_NOTE =
  "Unanswered adds to FN or FP in prec, rec, F1, MCC and κ, so these cannot be recomputed from the counts alone; it pays no false reward.";
const EXACT_NOTE = "[1.00, 1.00] and [0.00, 0.00] mean that no resample differed, not that no error is possible.";

/** What a reader of one part must know. */
function partNotes(part: ScoredPart, result: EvaluationResult): readonly string[] {
  const rows = part.columns.flatMap((column) => column.rows);
  const isOpen = rows.some(({ counts }) => counts.unansweredYes + counts.unansweredNo > 0);
  const floors = part.columns.some((column) => floorWins(column.rows).size > 0);
  const own: Readonly<Record<string, string>> = {
    balanced: "Look-alikes are left out of the transitions without achievement here, so floors can be perfect.",
    "hard negatives": "Nothing is achieved here: only false rewards can be counted.",
    "natural rate": `false/1000: steps with a false reward per 1,000 steps, ${visible(result.data.sampling ?? "as drawn")}.`,
  };
  const words = own[part.name];
  return [
    ...(floors ? [FLOOR_NOTE] : []),
    ...(isOpen ? [OPEN_NOTE] : []),
    ...(words === undefined ? [] : [words]),
    EXACT_NOTE,
  ];
}

export interface Section {
  readonly title: string;
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
}

const CEILING_NOTE = "No row can be asked to agree with people better than people do among themselves.";

/** A section for each rater's column, and the human ceiling. */
function raterSections({ raters }: EvaluationResult, style: TableStyle): readonly Section[] {
  if (raters === undefined) return [];
  const columns = raters.columns.map(
    ({ part, kind }): Section => ({
      title: partTitle(part),
      tables: part.columns.map((column) => columnTable(part, column.name, style)),
      notes: [
        ...(kind === "human" ? [] : ["This rater is a script, no person."]),
        "Rows are scored on the items that this rater labelled, other raters on those that both labelled.",
        ...(part.columns.some((column) => floorWins(column.rows).size > 0) ? [FLOOR_NOTE] : []),
        EXACT_NOTE,
      ],
    }),
  );
  const ceiling = raters.humanCeiling.map(({ column, kappa }) => `${visible(column, 40)}: κ ${figureText(kappa)}.`);
  const none = "None: it takes the labels of two people.";
  const notes = ceiling.length === 0 ? [none] : [...ceiling, CEILING_NOTE];
  return [...columns, { title: "Human ceiling: mean agreement over the pairs of people", tables: [], notes }];
}

/** Rows against the labels, part by part, and compared. */
export function sections(result: EvaluationResult, style: TableStyle): readonly Section[] {
  const parts = result.parts.map((part): Section => {
    const tables = part.columns.map((column) => columnTable(part, column.name, style));
    const kindsHere = kindTable(part);
    return {
      title: partTitle(part),
      tables: kindsHere === undefined ? tables : [...tables, kindsHere],
      notes: partNotes(part, result),
    };
  });
  const compared = [...(result.together === undefined ? [] : [result.together]), ...result.parts];
  const differences = compared.flatMap((part) =>
    part.differences
      .filter((difference) => difference.column === ANY)
      .map((difference) => `${part.name}: ${differenceSentence(difference)}`),
  );
  return [
    ...parts,
    ...raterSections(result, style),
    ...(differences.length === 0
      ? []
      : [{ title: "Compared, pair by pair on the same transitions", tables: [], notes: differences }]),
  ];
}
