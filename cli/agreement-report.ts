/**
 * From agreement to tables and sentences.
 */
import type { Figure, labelling } from "../annotations/index.js";
import { visible } from "../envs/index.js";
import { figureText } from "./report.js";
import type { Table } from "./text-table.js";

export interface RaterSummary {
  readonly rater: string;
  readonly kind: "human" | "script";
  readonly path: string;
  /** SHA-256 of the label file, and of the instructions. */
  readonly hash: string;
  readonly instructions: string;
  readonly began: string;
  readonly ended: string;
  readonly items: number;
  readonly again: number;
  /** Answers "unsure", of the first time. */
  readonly unsure: number;
  readonly skipped: number;
  /** Showings that are not finished. */
  readonly left: number;
  readonly notes: number;
  readonly medianSeconds: number | null;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

export function raterSummary(ratings: labelling.Ratings): RaterSummary {
  const first = [...ratings.first.values()];
  const { rater, path, hash, instructions, began, ended, skipped, left } = ratings;
  return {
    rater: rater.name,
    kind: rater.kind,
    path,
    hash,
    instructions,
    began,
    ended,
    items: first.length,
    again: ratings.second.size,
    unsure: first.flatMap(({ verdicts }) => verdicts).filter((verdict) => verdict === "unanswered").length,
    skipped,
    left,
    notes: first.filter(({ note }) => note !== "").length,
    medianSeconds: median([...first, ...ratings.second.values()].map(({ seconds }) => seconds)),
  };
}

/** "0 human labels" until there are any. */
export function peopleText(raters: readonly Pick<RaterSummary, "kind">[]): string {
  const people = raters.filter(({ kind }) => kind === "human").length;
  const scripts = raters.length - people;
  const programs = scripts === 0 ? "" : `, ${scripts} scripted ${scripts === 1 ? "rater" : "raters"} (programs)`;
  return `${people === 0 ? "0 human labels" : `labels of ${people} ${people === 1 ? "person" : "people"}`}${programs}`;
}

export const raterTable = (raters: readonly RaterSummary[]): Table => ({
  head: ["rater", "when", "items", "again", "unsure", "skipped", "left", "notes", "s/item"],
  rows: raters.map(({ rater, items, again, unsure, skipped, left, notes, medianSeconds, ...when }) => [
    visible(rater, 40),
    when.began.slice(0, 10),
    ...[items, again, unsure, skipped, left, notes].map(String),
    medianSeconds === null ? "–" : medianSeconds.toFixed(1),
  ]),
  numbersFrom: 2,
});

const percent = (share: number | null): string => (share === null ? "–" : `${(100 * share).toFixed(0)} %`);

/** AC1 stands beside the share of yeses: where these are rare it is near 1 whatever the raters do. */
export const columnTable = (column: labelling.ColumnAgreement): Table => ({
  head: [visible(column.name, 30), "yy", "yn", "ny", "nn", "agreed [95 %]", "κ [95 %]", "yes", "AC1 [95 %]"],
  rows: column.pairs.map((pair) => [
    pair.kind === "self"
      ? `${visible(pair.first, 40)}, twice`
      : `${visible(pair.first, 40)} – ${visible(pair.second, 40)}`,
    ...[pair.bothYes, pair.onlyFirst, pair.onlySecond, pair.bothNo].map(String),
    figureText(pair.agreed),
    figureText(pair.kappa),
    percent(pair.yes),
    figureText(pair.ac1),
  ]),
  numbersFrom: 1,
});

const withWhy = (figure: Figure): string => (figure.value === null ? `– (${figure.why})` : figureText(figure));

/** Of all raters together; empty for a single one. */
export function columnNotes(column: labelling.ColumnAgreement, raters: number): readonly string[] {
  if (raters < 2) return [];
  const { alpha, alphaItems, fleiss, fleissItems, humanCeiling } = column;
  return [
    `All ${raters}: Krippendorff's α ${withWhy(alpha)} on ${alphaItems} items with two answers or more; Fleiss' κ ${withWhy(fleiss)} on ${fleissItems} that all answered.`,
    ...(humanCeiling === undefined
      ? []
      : [`Human ceiling (mean κ over the pairs of people): ${withWhy(humanCeiling)}.`]),
  ];
}

export const AGREEMENT_NOTES: readonly string[] = [
  "yy: both yes, yn: only the first, ny: only the second, nn: both no; twice: a rater's first and second time.",
  "unsure, skipped and absent labels are missing, never no. AC1 is near 1 wherever yeses (or noes) are rare: read κ.",
  "95 % intervals: Wilson for agreed, bootstrap by episode for the rest.",
];

/** One line per item and subgoal on which raters differ, with what they noted of the item. */
export function disagreementLine(
  { id, subgoal, said }: labelling.Disagreement,
  ratings: readonly Pick<labelling.Ratings, "rater" | "first">[],
): string {
  const answers = ratings.map(({ rater, first }, i) => {
    const note = first.get(id)?.note ?? "";
    const noted = note === "" ? "" : ` ("${visible(note, 120)}")`;
    return `${visible(rater.name, 40)} ${said[i] === "unanswered" ? "unsure" : said[i]}${noted}`;
  });
  return `${visible(id, 60)}: ${visible(subgoal, 40)}: ${answers.join(", ")}`;
}
