/**
 * What voting did, for the report: single answers, what independent errors would give, what the majority gave.
 */
import type { EvaluationResult } from "../calm/index.js";
import { visible } from "../envs/index.js";
import { figureText, type Section } from "./report.js";
import type { Table } from "./text-table.js";

type VoteFigures = NonNullable<EvaluationResult["votes"]>[number];

function voteTable({ row, samples, rates }: VoteFigures): Table {
  return {
    head: [
      `${visible(row, 50)}: share of yes`,
      "items",
      "one answer [95 %]",
      `independent ${samples} [95 %]`,
      "majority [95 %]",
      "undecided",
    ],
    rows: rates
      .filter(({ items }) => items > 0)
      .map(({ subgoal, label, items, answers, independent, majority, undecided }) => [
        `${visible(subgoal, 40)}, ${label === "yes" ? "where it is so" : "where it is not"}`,
        String(items),
        ...[answers, independent, majority].map(figureText),
        String(undecided),
      ]),
    numbersFrom: 1,
  };
}

function voteNotes({ rule, samples, selfConsistency, failures }: VoteFigures): readonly string[] {
  const unread = Object.entries(failures)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, count]) => `${reason} ${count}`);
  return [
    `Majority: ${rule}.`,
    `Self-consistency (Wang et al. 2022): ${figureText(selfConsistency)} of the readable answers agree with their majority, mean over transitions.`,
    `one answer: over all ${samples} samples. independent: what a majority of ${samples} would say if every answer erred by chance alone, alike on every transition; where the majority stays at the single answers' share, errors repeat, and no vote removes those.`,
    ...(unread.length === 0 ? [] : [`Samples not (wholly) read: ${unread.join(", ")}.`]),
  ];
}

export const voteSections = ({ votes = [] }: EvaluationResult): readonly Section[] =>
  votes.map((figures) => ({
    title: "Votes",
    tables: [voteTable(figures)],
    notes: voteNotes(figures),
  }));
