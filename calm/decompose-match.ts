/**
 * Discovered subgoals against reference ones: by name, and by the transitions on which they fire. MatchTIR's matching
 * (arXiv 2601.10712) with an exact assignment; matched precision is the sum of the matched similarities over the number of
 * discovered subgoals, recall the same over the reference ones.
 *
 * By name: Jaccard of the words, after articles, with a few words of one meaning taken together. By firing: Jaccard of the
 * sets of transitions on which they fire; unanswered fires not. Names that share less than half of their words (a verb, say)
 * are not similar. Nothing similar is no match.
 */
import type { Verdict } from "../annotations/index.js";
import { bestAssignment } from "../stats/index.js";
import { nameKey } from "./decompose.js";

export interface Matched {
  readonly found: string;
  readonly reference: string;
  readonly similarity: number;
  /** By firing: the found subgoal as a judge of the reference one. */
  readonly scored?: { readonly precision: number; readonly recall: number; readonly f1: number };
}

export interface Matching {
  readonly pairs: readonly Matched[];
  readonly unmatchedFound: readonly string[];
  readonly unmatchedReference: readonly string[];
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

const SAME: ReadonlyMap<string, string> = new Map(
  [
    ["pick", "get", "take", "fetch", "grab", "collect", "obtain", "acquire", "retrieve"],
    ["open", "unlock"],
    ["reach", "walk", "go", "navigate", "move", "descend"],
    ["stairs", "staircase", "stair", "exit"],
  ].flatMap(([first = "", ...others]) => others.map((word) => [word, first] as const)),
);

const SMALL: ReadonlySet<string> = new Set(["up", "to", "down", "on", "onto", "and", "with", "using", "of", "in"]);

function wordsOf(name: string): ReadonlySet<string> {
  const words = nameKey(name)
    .split(" ")
    .filter((word) => word !== "" && !SMALL.has(word));
  return new Set(words.map((word) => SAME.get(word) ?? word));
}

function jaccard<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): number {
  const both = [...one].filter((value) => other.has(value)).length;
  const either = one.size + other.size - both;
  return either === 0 ? 0 : both / either;
}

function matching(
  found: readonly string[],
  reference: readonly string[],
  scores: readonly (readonly number[])[],
): Matching {
  const pairs = bestAssignment(scores);
  const sum = pairs.reduce((total, { score }) => total + score, 0);
  const [precision, recall] = [sum / Math.max(1, found.length), sum / Math.max(1, reference.length)];
  return {
    pairs: pairs.map(({ row, column, score }) => ({
      found: found[row]!,
      reference: reference[column]!,
      similarity: score,
    })),
    unmatchedFound: found.filter((_, i) => !pairs.some(({ row }) => row === i)),
    unmatchedReference: reference.filter((_, j) => !pairs.some(({ column }) => column === j)),
    precision,
    recall,
    f1: sum === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}

const LEAST_WORDS = 0.5;

export function matchByName(found: readonly string[], reference: readonly string[]): Matching {
  const [left, right] = [found.map(wordsOf), reference.map(wordsOf)];
  return matching(
    found,
    reference,
    left.map((one) => right.map((other) => similarity(one, other))),
  );
}

function similarity(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = jaccard(one, other);
  return shared < LEAST_WORDS ? 0 : shared;
}

/** Names with their verdicts on the same transitions; a subgoal that nobody judged has none and matches nothing. */
export interface Fired {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
}

export function matchByFiring(found: readonly Fired[], reference: readonly Fired[]): Matching {
  const sets = (fired: readonly Fired[]) =>
    fired.map(({ verdicts }) => new Set(verdicts.flatMap((verdict, i) => (verdict === "yes" ? [i] : []))));
  const [left, right] = [sets(found), sets(reference)];
  const names = (fired: readonly Fired[]) => fired.map(({ name }) => name);
  const scores = left.map((one) => right.map((other) => jaccard(one, other)));
  const matched = matching(names(found), names(reference), scores);
  const setOf = (fired: readonly Fired[], all: readonly ReadonlySet<number>[], name: string) =>
    all[fired.findIndex((one) => one.name === name)] ?? new Set<number>();
  const pairs = matched.pairs.map((pair): Matched => {
    const [one, other] = [setOf(found, left, pair.found), setOf(reference, right, pair.reference)];
    const both = [...one].filter((i) => other.has(i)).length;
    const scored = { precision: both / one.size, recall: both / other.size, f1: (2 * both) / (one.size + other.size) };
    return { ...pair, scored };
  });
  return { ...matched, pairs };
}
