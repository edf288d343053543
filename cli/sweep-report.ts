/**
 * The noise sweep of a training result as tables: false alarms down, misses across, one table for each way in which errors
 * fall. "How good must a judge be?"
 */
import type { ArmResult } from "../experiments/index.js";
import type { Table } from "./text-table.js";

const NOISY = /^noisy ([\d.e-]+)\/([\d.e-]+)( by text)?$/;

interface Cell {
  readonly positive: number;
  readonly negative: number;
  readonly errors: "independent" | "by text";
  readonly arm: ArmResult;
}

const cellsOf = (arms: readonly ArmResult[]): readonly Cell[] =>
  arms.flatMap((arm) => {
    const [, positive, negative, byText] = NOISY.exec(arm.name) ?? [];
    if (positive === undefined || negative === undefined) return [];
    const errors = byText === undefined ? "independent" : "by text";
    return [{ positive: Number(positive), negative: Number(negative), errors, arm }];
  });

const distinct = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

/** Median steps to 90 % in thousands; `>` where half of the seeds or more are censored, their count in brackets. */
function text({ medianSteps, censored, runs }: ArmResult): string {
  const isBeyond = censored * 2 > runs.length;
  return `${isBeyond ? "> " : ""}${Math.round(medianSteps / 1000)}${censored === 0 ? "" : ` (${censored})`}`;
}

export interface SweepTable {
  readonly heading: string;
  readonly table: Table;
}

/** Empty unless the arms hold a grid of rates. */
export function sweepTables(arms: readonly ArmResult[]): readonly SweepTable[] {
  const cells = cellsOf(arms);
  return (["independent", "by text"] as const).flatMap((errors) => {
    const own = cells.filter((cell) => cell.errors === errors);
    const negatives = distinct(own.map(({ negative }) => negative));
    const positives = distinct(own.map(({ positive }) => positive));
    if (negatives.length < 2 || positives.length < 2) return [];
    const table: Table = {
      head: ["false alarms per 1,000 steps, each subgoal", ...negatives.map((rate) => `${100 * rate} % missed`)],
      rows: positives.map((positive) => [
        String(Number((1000 * positive).toPrecision(3))),
        ...negatives.map((negative) => {
          const cell = own.find((one) => one.positive === positive && one.negative === negative);
          return cell === undefined ? "" : text(cell.arm);
        }),
      ]),
      numbersFrom: 0,
    };
    const what = errors === "independent" ? "errors drawn anew in every step" : "errors alike for the same text";
    return [{ heading: `1,000 steps to 90 %, median (censored seeds): ${what}`, table }];
  });
}
