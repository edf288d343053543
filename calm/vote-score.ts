/**
 * What voting did: the share of yes among single answers, what a majority of as many independent answers would make of
 * it, and what the majority did. Where the three differ, errors repeat: a vote removes only the part that is drawn anew
 * with every answer.
 *
 * The middle figure takes every answer to err independently and with the same chance on every transition; transitions
 * that are harder than others alone move the majority away from it.
 */
import type { Answers, Figure, Judgement, Transition } from "../annotations/index.js";
import { type ClusterStatistic, majorityVote } from "../stats/index.js";
import { episodeFigures, episodeTable, ratio } from "./episode-table.js";
import { selfConsistency, VOTING_RULE } from "./votes.js";

/** Yes said where the label is `label`; ties and unread answers left out. */
export interface VoteRate {
  readonly subgoal: string;
  readonly label: "yes" | "no";
  readonly items: number;
  /** Share of yes among all readable answers. */
  readonly answers: Figure;
  /** Of majorities that are decided, were answers independent with that share. */
  readonly independent: Figure;
  /** Of the majorities that were decided. */
  readonly majority: Figure;
  readonly undecided: number;
}

export interface VoteFigures {
  /** Name of the majority's row. */
  readonly row: string;
  readonly samples: number;
  readonly rule: typeof VOTING_RULE;
  /** Mean over transitions of the share of readable answers that agree with the majority. */
  readonly selfConsistency: Figure;
  /** Samples that were not (wholly) read, by reason. */
  readonly failures: Readonly<Record<string, number>>;
  readonly rates: readonly VoteRate[];
}

/** votes for yes, votes, majorities for yes, majorities decided */
const CELL = 4;
/** self-consistency and the transitions that have one */
const FRONT = 2;

const independentRate =
  (at: number, samples: number): ClusterStatistic =>
  (sums) => {
    if (sums[at + 1] === 0) return Number.NaN;
    const { wins, ties } = majorityVote(Math.min(1, sums[at]! / sums[at + 1]!), samples);
    return ties === 1 ? Number.NaN : wins / (1 - ties);
  };

function failuresOf(judgements: readonly Judgement[]): Readonly<Record<string, number>> {
  const failures: Record<string, number> = {};
  for (const { failure } of judgements.flatMap(({ samples = [] }) => samples)) {
    if (failure !== undefined) failures[failure.reason] = (failures[failure.reason] ?? 0) + 1;
  }
  return failures;
}

function figuresOf(
  items: readonly Transition[],
  { provenance, judgements }: Answers,
  samples: number,
  options: { readonly seed: number; readonly repetitions: number },
): VoteFigures {
  const subgoals = [...new Set(items.flatMap((item) => item.subgoals))];
  const cells = subgoals.flatMap((subgoal) => (["yes", "no"] as const).map((label) => ({ subgoal, label })));
  const found = cells.map(() => ({ items: 0, undecided: 0 }));
  const table = episodeTable(items, FRONT + cells.length * CELL, (item, i, add) => {
    const judgement = judgements[i]!;
    const agreement = selfConsistency(judgement);
    if (agreement !== undefined) {
      add(0, agreement);
      add(1, 1);
    }
    cells.forEach(({ subgoal, label }, c) => {
      const s = item.subgoals.indexOf(subgoal);
      if (s < 0 || item.labels?.[s] !== label) return;
      found[c]!.items++;
      const at = FRONT + c * CELL;
      for (const { verdicts } of judgement.samples ?? []) {
        if (verdicts[s] === "yes") add(at, 1);
        if (verdicts[s] === "yes" || verdicts[s] === "no") add(at + 1, 1);
      }
      const verdict = judgement.verdicts[s];
      if (verdict === "yes") add(at + 2, 1);
      if (verdict === "yes" || verdict === "no") add(at + 3, 1);
      else found[c]!.undecided++;
    });
  });
  const statistics = [
    ratio(0, 1),
    ...cells.flatMap((_, c) => {
      const at = FRONT + c * CELL;
      return [ratio(at, at + 1), independentRate(at, samples), ratio(at + 2, at + 3)];
    }),
  ];
  const figures = episodeFigures(table, statistics, { ...options, stream: "votes" });
  return {
    row: provenance.name,
    samples,
    rule: VOTING_RULE,
    selfConsistency: figures[0]!,
    failures: failuresOf(judgements),
    rates: cells.map(({ subgoal, label }, c) => ({
      subgoal,
      label,
      ...found[c]!,
      answers: figures[1 + 3 * c]!,
      independent: figures[2 + 3 * c]!,
      majority: figures[3 + 3 * c]!,
    })),
  };
}

/** One entry per row that is a majority; none where nobody voted. */
export function voteFigures(
  items: readonly Transition[],
  answers: readonly Answers[],
  options: { readonly seed: number; readonly repetitions: number },
): readonly VoteFigures[] {
  return answers.flatMap((row) => {
    const samples = row.judgements.find((judgement) => judgement.samples !== undefined)?.samples?.length;
    return samples === undefined ? [] : [figuresOf(items, row, samples, options)];
  });
}
