/**
 * Raters beside the truth: every rater's labels as a column of their own, against which the truth, all rows and the
 * other raters are scored, and the human ceiling: how well people agree among themselves.
 *
 * A row is scored on the items that the rater labelled; another rater on those that both labelled. The counts of a row
 * say how many these are.
 */
import { InputError } from "../../envs/index.js";
import type { Answers, Figure, Scorecard, ScoredPart, ScoreOptions } from "../score.js";
import { scorecard } from "../scorecard.js";
import { isLabelled, type Transition } from "../transition.js";
import { agreement } from "./agreement.js";
import type { RaterKind } from "./rater.js";
import type { Ratings } from "./ratings.js";
import { daysOf, type GivenRow, ratedRow } from "./reference.js";

export interface RaterColumn {
  readonly rater: string;
  readonly kind: RaterKind;
  /** In words, e.g. "2026-11-23". */
  readonly when: string;
  /** SHA-256 of the label file, and of the instructions. */
  readonly hash: string;
  readonly instructions: string;
  /** The rows against this rater's labels. */
  readonly part: ScoredPart;
}

export interface RaterColumns {
  readonly columns: readonly RaterColumn[];
  /** Mean kappa over the pairs of people, per column of the tables; empty with fewer than two people. */
  readonly humanCeiling: readonly { readonly column: string; readonly kappa: Figure }[];
}

/** The labels that the data came with, as a row: the truth where it is the game's state. */
export function ownRow({ items }: { readonly items: readonly Transition[] }): GivenRow {
  const isTruth = items.every(({ labels, labelledBy }) => labels === undefined || labelledBy === "truth");
  const labels = new Map(items.map((item) => [item.id, item.labels]));
  return {
    provenance: isTruth
      ? { kind: "truth", name: "truth", note: "What the game's state says." }
      : { kind: "given", name: "the file's labels", note: "Labels as found in the data." },
    judgementOf: ({ id, subgoals }) => ({ verdicts: labels.get(id) ?? subgoals.map(() => "unanswered") }),
  };
}

function ownLabels(items: readonly Transition[]): readonly Answers[] {
  if (!items.some(isLabelled)) return [];
  const { provenance, judgementOf } = ownRow({ items });
  return [{ provenance, judgements: items.map(judgementOf) }];
}

/** One part of all items, whatever parts they are of, scored against the rater's labels. */
function scoredAgainst(
  rater: Ratings,
  items: readonly Transition[],
  answers: readonly Answers[],
  options: ScoreOptions,
): ScoredPart | undefined {
  const kept = items.flatMap(({ id }, i) => (rater.first.has(id) ? [i] : []));
  const relabelled = kept.map((i): Transition => {
    const { part: _part, kind: _kind, ...item } = items[i]!;
    return { ...item, labels: rater.first.get(item.id)!.verdicts };
  });
  const within = answers.map(({ provenance, judgements }) => ({
    provenance,
    judgements: kept.map((i) => judgements[i]!),
  }));
  const { parts }: Scorecard = scorecard(relabelled, within, options);
  return parts[0] === undefined ? undefined : { ...parts[0], name: `against ${rater.rater.name}` };
}

/** Another rater against this one, on the items that both labelled: rows for each column, by its name. */
function otherAgainst(rater: Ratings, other: Ratings, items: readonly Transition[], options: ScoreOptions) {
  const both = items.filter(({ id }) => other.first.has(id));
  const { provenance, judgementOf } = ratedRow(other, "first");
  const part = scoredAgainst(rater, both, [{ provenance, judgements: both.map(judgementOf) }], options);
  return new Map(part?.columns.map(({ name, rows }) => [name, rows]));
}

/** A column for every rater. `answers` are aligned with `items`. */
export function raterColumns(
  items: readonly Transition[],
  answers: readonly Answers[],
  ratings: readonly Ratings[],
  options: ScoreOptions,
): RaterColumns {
  const columns = ratings.map((rater): RaterColumn => {
    const part = scoredAgainst(rater, items, [...ownLabels(items), ...answers], options);
    if (part === undefined) {
      throw new InputError(`${rater.rater.name} labelled none of the ${items.length} transitions that are scored.`);
    }
    const others = ratings
      .filter((other) => other !== rater)
      .map((other) => otherAgainst(rater, other, items, options));
    const withOthers = part.columns.map(({ name, rows }) => ({
      name,
      rows: [...rows, ...others.flatMap((byColumn) => byColumn.get(name) ?? [])],
    }));
    return {
      rater: rater.rater.name,
      kind: rater.rater.kind,
      when: daysOf(rater),
      hash: rater.hash,
      instructions: rater.instructions,
      part: { ...part, columns: withOthers },
    };
  });
  const people = ratings.filter(({ rater }) => rater.kind === "human");
  const found = people.length < 2 ? [] : agreement(items, people, options).columns;
  const humanCeiling = found.flatMap(({ name, humanCeiling: kappa }) =>
    kappa === undefined ? [] : [{ column: name, kappa }],
  );
  return { columns, humanCeiling };
}
