/**
 * Lists of subgoals as tables: what was named, what it was grounded in, what it matches. Pure.
 */
import type { prompting } from "../calm/index.js";
import { visible } from "../envs/index.js";
import { type Table, tableText } from "./text-table.js";

export interface GroundedSubgoal extends prompting.Subgoal {
  /** An event predicate as text, "judged by the model", or why nothing grounds it. */
  readonly grounding: string;
  /** Transitions on which it fires; absent where nobody judged. */
  readonly fires?: number;
  readonly unanswered?: number;
}

/** One list: who made it, and how it compares with the reference. */
export interface Decomposition {
  readonly source: { readonly kind: string; readonly name: string; readonly note: string };
  readonly subgoals: readonly GroundedSubgoal[];
  readonly byName?: prompting.Matching;
  readonly byFiring?: prompting.Matching;
}

const two = (value: number): string => value.toFixed(2);

function subgoalTable({ subgoals }: Decomposition): Table {
  return {
    head: ["#", "subgoal", "grounded in", "fires", "?"],
    rows: subgoals.map(({ name, order, grounding, fires, unanswered }) => [
      String(order),
      visible(name, 80),
      visible(grounding, 60),
      fires === undefined ? "–" : String(fires),
      unanswered === undefined ? "–" : String(unanswered),
    ]),
    numbersFrom: 3,
  };
}

function matchLines(
  by: string,
  { pairs, unmatchedFound, unmatchedReference, precision, recall, f1 }: prompting.Matching,
) {
  const listed = (names: readonly string[]) => names.map((name) => `"${visible(name, 80)}"`).join(", ") || "none";
  const isScored = pairs.some(({ scored }) => scored !== undefined);
  const table: Table = {
    head: [`matched by ${by}`, "reference", "similarity", ...(isScored ? ["prec", "rec", "F1"] : [])],
    rows: pairs.map(({ found, reference, similarity, scored }) => [
      visible(found, 80),
      visible(reference, 80),
      two(similarity),
      ...(scored === undefined ? [] : [two(scored.precision), two(scored.recall), two(scored.f1)]),
    ]),
    numbersFrom: 2,
  };
  return [
    "",
    ...(pairs.length === 0 ? [`Nothing matches by ${by}.`] : [tableText(table)]),
    `by ${by}: precision ${two(precision)}, recall ${two(recall)}, F1 ${two(f1)}; unmatched: ${listed(unmatchedFound)}; of the reference: ${listed(unmatchedReference)}`,
  ];
}

/** How several lists compare, one line each. */
function summary(lists: readonly Decomposition[]): readonly string[] {
  if (lists.length < 2 || !lists.some(({ byName }) => byName !== undefined)) return [];
  const figures = (matching: prompting.Matching | undefined) =>
    matching === undefined ? ["–", "–", "–"] : [two(matching.precision), two(matching.recall), two(matching.f1)];
  const table: Table = {
    head: ["list", "subgoals", "grounded", "name P", "R", "F1", "firing P", "R", "F1"],
    rows: lists.map(({ source, subgoals, byName, byFiring }) => [
      visible(source.name, 60),
      String(subgoals.length),
      String(subgoals.filter(({ fires }) => fires !== undefined).length),
      ...figures(byName),
      ...figures(byFiring),
    ]),
    numbersFrom: 1,
  };
  return ["", tableText(table)];
}

export function decompositionText(task: string, reference: string, lists: readonly Decomposition[]): string {
  const body = lists.flatMap((list) => {
    const { source, byName, byFiring } = list;
    return [
      "",
      `${visible(source.name, 60)} (${source.kind}): ${visible(source.note, 300)}`,
      "",
      tableText(subgoalTable(list)),
      ...(byName === undefined ? [] : matchLines("name", byName)),
      ...(byFiring === undefined ? [] : matchLines("firing", byFiring)),
    ];
  });
  return [`Task: ${visible(task, 600)}`, reference, ...body, ...summary(lists)].join("\n");
}
