/**
 * What a label file says about a data set: per item the verdicts of a rater, the first time and the second. "unsure" and
 * skipped items are no labels: they come out as "unanswered" and as nothing.
 */
import { InputError, visible } from "../../envs/index.js";
import type { DataSet } from "../dataset.js";
import type { Verdict } from "../verdict.js";
import { type LabelFile, readLabelFile } from "./label-file.js";
import type { Mark } from "./label-log.js";
import { parseRater, type Rater } from "./rater.js";

export interface Rating {
  /** Aligned with the item's subgoals. */
  readonly verdicts: readonly Verdict[];
  readonly note: string;
  readonly seconds: number;
}

export interface Ratings {
  readonly rater: Rater;
  readonly path: string;
  /** SHA-256 of the label file. */
  readonly hash: string;
  readonly instructions: string;
  /** ISO times of the first and the last line. */
  readonly began: string;
  readonly ended: string;
  /** By item; finished showings only. */
  readonly first: ReadonlyMap<string, Rating>;
  readonly second: ReadonlyMap<string, Rating>;
  readonly skipped: number;
  /** Showings that are planned and not finished. */
  readonly left: number;
}

const verdictOf = (mark: Mark): Verdict => (mark === "yes" || mark === "no" ? mark : "unanswered");

/** Throws an InputError when the labels are of other data or name what the data do not hold. */
export function ratingsOf({ path, hash, log }: LabelFile, data: DataSet): Ratings {
  const { head, plan, sheets } = log;
  if (head.data.hash !== data.hash) {
    throw new InputError(
      `${visible(path)} labels other data: ${visible(head.data.name, 40)} ${head.data.hash.slice(0, 12)}, not ${visible(data.name, 40)} ${data.hash.slice(0, 12)}.`,
    );
  }
  const subgoals = new Map(data.items.map((item) => [item.id, item.subgoals.length]));
  const [first, second] = [new Map<string, Rating>(), new Map<string, Rating>()];
  let [skipped, left] = [0, 0];
  plan.forEach(({ id, time }, i) => {
    const count = subgoals.get(id);
    if (count === undefined) {
      throw new InputError(
        `${visible(path)} names an item "${visible(id, 60)}" that ${visible(data.name, 40)} has not.`,
      );
    }
    const sheet = sheets[i];
    if (sheet !== undefined && sheet.marks.length !== count) {
      throw new InputError(
        `${visible(path)}: the item "${visible(id, 60)}" has ${count} subgoals, not ${sheet.marks.length}.`,
      );
    }
    if (sheet?.state === "skipped") skipped++;
    else if (sheet?.state !== "done") left++;
    else {
      const { marks, note, seconds } = sheet;
      (time === 1 ? first : second).set(id, { verdicts: marks.map(verdictOf), note, seconds });
    }
  });
  return {
    rater: parseRater(head.rater),
    path,
    hash,
    instructions: head.instructions.hash,
    began: head.began,
    ended: log.lastAt,
    first,
    second,
    skipped,
    left,
  };
}

/** The ratings of several files, of as many raters. */
export function readRatings(paths: readonly string[], data: DataSet): readonly Ratings[] {
  const all = paths.map((path) => ratingsOf(readLabelFile(path), data));
  all.forEach(({ rater, path }, i) => {
    const other = all.slice(0, i).find((earlier) => earlier.rater.name === rater.name);
    if (other === undefined) return;
    throw new InputError(
      `${visible(other.path)} and ${visible(path)} are both of ${rater.name}; one file of each rater is needed.`,
    );
  });
  return all;
}
