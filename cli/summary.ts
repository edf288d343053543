/**
 * The first table a newcomer sees: one line per row, the figures that cannot be fooled one by one.
 */
import { ANY, type Figure, type Row } from "../annotations/index.js";
import type { EvaluationResult } from "../calm/index.js";
import { visible } from "../envs/index.js";
import { achievements } from "./report.js";
import type { Table } from "./text-table.js";

const fixed = (figure: Figure | undefined, factor: number, digits: number): string =>
  figure === undefined || figure.value === null ? "–" : (factor * figure.value).toFixed(digits);

/** Transitions, over all parts, that a row left unanswered: a row that is silent pays no false reward. */
function unanswered({ parts }: EvaluationResult, name: string): number {
  const counts = parts.flatMap(
    ({ columns }) =>
      columns.find((column) => column.name === ANY)?.rows.find(({ provenance }) => provenance.name === name)?.counts ??
      [],
  );
  return counts.reduce((sum, { unansweredYes, unansweredNo }) => sum + unansweredYes + unansweredNo, 0);
}

/** What the columns are, and how few transitions may stand behind them. */
export function summaryNote({ parts }: EvaluationResult): string {
  const sizes = parts.map((part) => `${part.name} ${part.items} (${achievements(part)} achieved)`);
  return [
    "bal.: balanced part, κ: Cohen's kappa; look-alikes: false rewards per 1,000 hard",
    "negatives; nat.: natural rate, f/1000: steps with a false reward per 1,000 there;",
    "?: unanswered, which pays no false reward and counts as wrong elsewhere.",
    `Transitions: ${sizes.join(", ")}.`,
  ].join("\n");
}

/** Undefined for data without the shipped set's three parts. */
export function summaryTable(result: EvaluationResult): Table | undefined {
  if (
    !["balanced", "hard negatives", "natural rate"].every((name) => result.parts.some((part) => part.name === name))
  ) {
    return undefined;
  }
  const row = (part: string, name: string): Row | undefined =>
    result.parts
      .find((scored) => scored.name === part)
      ?.columns.find((column) => column.name === ANY)
      ?.rows.find(({ provenance }) => provenance.name === name);
  return {
    head: ["any flagged", "", "bal. F1", "bal. κ", "look-alikes", "nat. κ", "f/1000", "?"],
    rows: result.annotators.map(({ provenance: { name, kind } }) => [
      visible(name, 36),
      kind,
      fixed(row("balanced", name)?.asWrong.f1, 1, 2),
      fixed(row("balanced", name)?.asWrong.kappa, 1, 2),
      fixed(row("hard negatives", name)?.falseRewards, 1000, 0),
      fixed(row("natural rate", name)?.asWrong.kappa, 1, 2),
      fixed(row("natural rate", name)?.falseRewards, 1000, 1),
      String(unanswered(result, name)),
    ]),
    numbersFrom: 2,
  };
}
