/**
 * The measured error rates behind simulated arms, as tables: what a judge got wrong, by kind of transition and subgoal.
 */
import { visible } from "../envs/index.js";
import type { ArmResult, ErrorCell, ErrorTable } from "../experiments/index.js";
import type { Table } from "./text-table.js";

const share = (value: number): string => `${(100 * value).toFixed(1)}`;

function cellText({ judged, wrong, unanswered, rate, low, high, from }: ErrorCell, name: string): readonly string[] {
  const borrowed = from === name ? "" : ` (as ${from})`;
  const silent = unanswered === 0 ? "" : `, ${unanswered} ?`;
  return [`${wrong} of ${judged}${silent}`, `${share(rate)} [${share(low)}, ${share(high)}]${borrowed}`];
}

export interface ErrorReport {
  readonly heading: string;
  readonly table: Table;
}

function report({ row, data, items, strata }: ErrorTable): ErrorReport {
  return {
    heading: `Errors of ${visible(row.name, 60)} (${visible(row.kind, 20)}) on ${items} transitions of ${visible(data.name, 60)} ${visible(data.version, 30)}, simulated in training`,
    table: {
      head: ["kind of step", "key: wrong", "%  [95 %]", "door: wrong", "%  [95 %]"],
      rows: strata.map(({ name, cells }) => [name, ...cells.flatMap((cell) => cellText(cell, name))]),
      numbersFrom: 1,
    },
  };
}

/** One table for each row whose errors the arms simulate. */
export function errorReports(arms: readonly Pick<ArmResult, "source">[]): readonly ErrorReport[] {
  const tables = arms.flatMap(({ source }) => (source.kind === "measured" ? [source.table] : []));
  return [...new Map(tables.map((table) => [table.row.name, table])).values()].map(report);
}
