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

export const SUBGOALS_FORMAT = "calmhack-subgoals/1";

/** What was matched with. */
export interface DecomposeReference {
  readonly data: {
    readonly name: string;
    readonly version: string;
    readonly hash: string;
    /** Who labelled, in a sentence, and how many people. */
    readonly labels: string;
    readonly humanLabels: number;
  };
  readonly transitions: number;
  /** Reference events, and on how many transitions the labels say yes. */
  readonly events: readonly { readonly name: string; readonly yes: number }[];
}

export interface DecomposeResult {
  readonly format: typeof SUBGOALS_FORMAT;
  readonly calmhack: string;
  readonly task: string;
  readonly prompt: { readonly id: string; readonly hash: string };
  readonly reference?: DecomposeReference;
  readonly lists: readonly Decomposition[];
}

export const referenceLine = ({ reference }: Pick<DecomposeResult, "reference">): string =>
  reference === undefined
    ? "No labelled transitions to compare with (--against DATA)."
    : `Reference: ${reference.events.map(({ name, yes }) => `"${visible(name, 60)}" (${yes})`).join(", ")} on ${reference.transitions} transitions of ${visible(reference.data.name, 60)}.`;

const two = (value: number): string => value.toFixed(2);

export function subgoalTable({ subgoals }: Decomposition): Table {
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

/** Pairs that were matched; undefined where nothing was. */
export function matchTable(by: string, { pairs }: prompting.Matching): Table | undefined {
  if (pairs.length === 0) return undefined;
  const isScored = pairs.some(({ scored }) => scored !== undefined);
  return {
    head: [`matched by ${by}`, "reference", "similarity", ...(isScored ? ["prec", "rec", "F1"] : [])],
    rows: pairs.map(({ found, reference, similarity, scored }) => [
      visible(found, 80),
      visible(reference, 80),
      two(similarity),
      ...(scored === undefined ? [] : [two(scored.precision), two(scored.recall), two(scored.f1)]),
    ]),
    numbersFrom: 2,
  };
}

export function matchNote(
  by: string,
  { unmatchedFound, unmatchedReference, precision, recall, f1 }: prompting.Matching,
): string {
  const listed = (names: readonly string[]) => names.map((name) => `"${visible(name, 80)}"`).join(", ") || "none";
  return `by ${by}: precision ${two(precision)}, recall ${two(recall)}, F1 ${two(f1)}; unmatched: ${listed(unmatchedFound)}; of the reference: ${listed(unmatchedReference)}`;
}

function matchLines(by: string, matching: prompting.Matching): readonly string[] {
  const table = matchTable(by, matching);
  return ["", table === undefined ? `Nothing matches by ${by}.` : tableText(table), matchNote(by, matching)];
}

/** How several lists compare, one line each; undefined for a single one. */
export function listsTable(lists: readonly Decomposition[]): Table | undefined {
  if (lists.length < 2 || !lists.some(({ byName }) => byName !== undefined)) return undefined;
  const figures = (matching: prompting.Matching | undefined) =>
    matching === undefined ? ["–", "–", "–"] : [two(matching.precision), two(matching.recall), two(matching.f1)];
  return {
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
}

export const sourceLine = ({ source }: Decomposition): string =>
  `${visible(source.name, 60)} (${visible(source.kind, 20)}): ${visible(source.note, 300)}`;

export function decompositionText(result: DecomposeResult): string {
  const { task, lists } = result;
  const body = lists.flatMap((list) => {
    const { byName, byFiring } = list;
    return [
      "",
      sourceLine(list),
      "",
      tableText(subgoalTable(list)),
      ...(byName === undefined ? [] : matchLines("name", byName)),
      ...(byFiring === undefined ? [] : matchLines("firing", byFiring)),
    ];
  });
  const summary = listsTable(lists);
  const compared = summary === undefined ? [] : ["", tableText(summary)];
  return [`Task: ${visible(task, 600)}`, referenceLine(result), ...body, ...compared].join("\n");
}
