/**
 * Several evaluations as one comparison: rows side by side, the same row once, pairs of contestants of different results
 * on the same transitions. Pure.
 */
import { ANY, type Transition, transitionText } from "../../annotations/index.js";
import { comparing, type EvaluationResult, type StoredResult } from "../../calm/index.js";
import { packageVersion, visible } from "../../envs/index.js";
import {
  COMPARISON_FORMAT,
  type Compared,
  type ComparedRow,
  type DifferingItem,
  type EvaluationComparison,
  type RowPart,
} from "./shapes.js";

export interface GivenEvaluation {
  readonly about: Compared;
  readonly stored: StoredResult;
}

/** As in an evaluation: floors are beaten, a simulation that knows the labels is no contestant, nor is who learned from it. */
const contends = ({ provenance: { kind, from = kind } }: Pick<ComparedRow, "provenance">): boolean =>
  kind !== "floor" && from !== "simulated" && from !== "truth";

function unpairedBecause(given: readonly GivenEvaluation[]): string | null {
  const [first, ...others] = given;
  if (first === undefined) return null;
  const words = ({ result: { data } }: StoredResult) =>
    `${visible(data.name, 40)} ${visible(data.version, 20)} (${data.hash.slice(0, 12)}), ${visible(data.selection, 60)}`;
  const lines = ({ items }: StoredResult) => items.map(transitionText).join("\n");
  const ids = ({ items }: StoredResult) => JSON.stringify(items.map(({ id }) => id));
  const own = lines(first.stored);
  for (const other of others) {
    const [a, b] = [words(first.stored), words(other.stored)];
    const [one, two] = [first.about.letter, other.about.letter];
    if (a !== b) return `${one} judged ${a}, ${two} judged ${b}`;
    if (ids(first.stored) !== ids(other.stored)) return `${one} and ${two} hold different transitions`;
    if (own !== lines(other.stored)) return `${one} and ${two} are scored against different labels`;
  }
  return null;
}

function partsOf({ parts, together }: EvaluationResult, row: number): readonly RowPart[] {
  return [...(together === undefined ? [] : [together]), ...parts].flatMap((part) => {
    const own = part.columns.find(({ name }) => name === ANY)?.rows[row];
    if (own === undefined) return [];
    const { f1, kappa } = own.asWrong;
    const unanswered = own.counts.unansweredYes + own.counts.unansweredNo;
    return [{ name: part.name, items: part.items, f1, kappa, falseRewards: own.falseRewards, unanswered }];
  });
}

interface Judge extends ComparedRow {
  readonly judgements: readonly StoredResult["judgements"][number]["answers"][number][];
}

/** Rows that are one in all their answers are one row, where the transitions are the same. */
function judgesOf(given: readonly GivenEvaluation[], isPaired: "paired" | "unpaired"): readonly Judge[] {
  const found = new Map<string, Judge>();
  for (const { about, stored } of given) {
    stored.result.annotators.forEach(({ provenance, tokensIn, tokensOut }, row) => {
      const judgements = stored.judgements.map(({ answers }) => answers[row]!);
      const verdicts = judgements.map((one) => one.verdicts.join(" ")).join("\n");
      const { kind, name } = provenance;
      const key = JSON.stringify(isPaired === "paired" ? [kind, name, verdicts] : [about.letter, name]);
      const held = found.get(key);
      found.set(key, {
        label: name,
        letters: [...(held?.letters ?? []), about.letter],
        provenance,
        prompt: held?.prompt ?? stored.result.prompt.template.id,
        tokensIn: held?.tokensIn ?? tokensIn,
        tokensOut: held?.tokensOut ?? tokensOut,
        parts: held?.parts ?? partsOf(stored.result, row),
        judgements: held?.judgements ?? judgements,
      });
    });
  }
  return [...found.values()].map((judge) => ({
    ...judge,
    label: judge.letters.length === given.length ? judge.label : `${judge.letters.join("")}: ${judge.label}`,
  }));
}

const sayOtherwise = (one: Judge, other: Judge, item: number): boolean => {
  const [a, b] = [one.judgements[item]?.verdicts ?? [], other.judgements[item]?.verdicts ?? []];
  return a.some((verdict, s) => verdict !== b[s]);
};

export interface ComparedEvaluations {
  readonly result: EvaluationComparison;
  readonly differing: readonly DifferingItem[];
}

export function compareEvaluations(
  given: readonly GivenEvaluation[],
  { seed, repetitions }: comparing.CompareOptions,
): ComparedEvaluations {
  const unpaired = unpairedBecause(given);
  const judges = judgesOf(given, unpaired === null ? "paired" : "unpaired");
  const items: readonly Transition[] = unpaired === null ? (given[0]?.stored.items ?? []) : [];
  const contestants = judges.flatMap((judge, i) => (contends(judge) ? [i] : []));
  const pairs =
    unpaired !== null
      ? []
      : contestants.flatMap((first, k) =>
          contestants.slice(k + 1).flatMap((second): comparing.Pair[] => {
            // Rows of one result are compared in that result.
            const isWithin = judges[first]!.letters.some((letter) => judges[second]!.letters.includes(letter));
            return isWithin ? [] : [[first, second]];
          }),
        );
  const parts = comparing.compareJudges(
    items,
    judges.map(({ judgements }) => judgements),
    pairs,
    { seed, repetitions },
  );
  const shown = contestants.map((i) => judges[i]!);
  const differing = items.flatMap((item, i): DifferingItem[] =>
    pairs.some(([a, b]) => sayOtherwise(judges[a]!, judges[b]!, i))
      ? [
          {
            item,
            said: shown.map(({ label, judgements }) => ({ row: label, verdicts: judgements[i]?.verdicts ?? [] })),
          },
        ]
      : [],
  );
  const result: EvaluationComparison = {
    format: COMPARISON_FORMAT,
    kind: "evaluations",
    calmhack: packageVersion(),
    results: given.map(
      ({
        about,
        stored: {
          result: { data, prompt },
        },
      }) => ({
        ...about,
        data,
        prompt: { id: prompt.template.id, hash: prompt.hash },
      }),
    ),
    unpaired,
    statistics: { seed, repetitions, correction: comparing.CORRECTION, comparisons: pairs.length },
    rows: judges.map(({ judgements: _judgements, ...row }) => row),
    parts,
    differing: differing.length,
  };
  return { result, differing };
}
