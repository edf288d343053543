/**
 * Labels as rows of a table (somebody who is scored), and as the reference of one (somebody who is scored against): the
 * set-up of CALM's evaluation (arXiv 2409.12798), where one person's labels take the place of the truth.
 */
import { InputError } from "../../envs/index.js";
import type { Judgement, Provenance } from "../annotator.js";
import type { DataSet } from "../dataset.js";
import type { Transition } from "../transition.js";
import type { Rating, Ratings } from "./ratings.js";

/** A row whose answers are there already, by item. */
export interface GivenRow {
  readonly provenance: Provenance;
  readonly judgementOf: (item: Transition) => Judgement;
}

const day = (iso: string): string => iso.slice(0, 10);

/** "2026-11-23", or "2026-11-23 to 2026-11-25". */
export function daysOf({ began, ended }: Pick<Ratings, "began" | "ended">): string {
  return day(began) === day(ended) ? day(began) : `${day(began)} to ${day(ended)}`;
}

/** A rater as a row: what was labelled, when, and under which instructions. */
export function ratedRow(ratings: Ratings, time: "first" | "second"): GivenRow {
  const { rater, instructions } = ratings;
  const who = rater.kind === "human" ? "A person" : "A program in a rater's place, no person";
  const labels = ratings[time];
  return {
    provenance: {
      kind: rater.kind,
      name: time === "first" ? rater.name : `${rater.name}, second time`,
      note: `${who}: ${labels.size} transitions, ${daysOf(ratings)}, instructions ${instructions.slice(0, 12)}.`,
    },
    judgementOf: (item) => judgementOf(labels.get(item.id), item),
  };
}

function judgementOf(rating: Rating | undefined, item: Transition): Judgement {
  const verdicts = rating?.verdicts ?? item.subgoals.map(() => "unanswered" as const);
  if (!verdicts.includes("unanswered")) return { verdicts };
  const detail = rating === undefined ? "the rater did not label this item" : "the rater is unsure";
  return { verdicts, failure: { reason: "not asked", detail } };
}

/**
 * The data with one rater's labels in the place of the truth. "all": only items that every given rater labelled, so that
 * rows are scored on the same items; "any": every item that somebody labelled.
 */
export function referenced(data: DataSet, reference: Ratings, ratings: readonly Ratings[], of: "all" | "any"): DataSet {
  const isIn = ({ id }: Transition) =>
    of === "all" ? ratings.every(({ first }) => first.has(id)) : ratings.some(({ first }) => first.has(id));
  const items = data.items.filter(isIn).map((item) => ({
    ...item,
    labels: reference.first.get(item.id)?.verdicts ?? item.subgoals.map(() => "unanswered" as const),
    labelledBy: reference.rater.name,
  }));
  if (items.length === 0) throw new InputError(`No transition of ${data.name} is labelled by all the raters given.`);
  const parts = data.parts.map((part) => {
    const count = items.filter((item) => (item.part ?? "all") === part.name).length;
    return { ...part, items: count, subset: count };
  });
  return {
    ...data,
    labels: `Reference: the labels of ${reference.rater.name} (${daysOf(reference)}), in the place of the truth.`,
    humanLabels: ratings.filter(({ rater }) => rater.kind === "human").length,
    parts: parts.filter(({ items: count }) => count > 0),
    items,
  };
}
