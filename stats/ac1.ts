/**
 * Gwet's AC1: agreement of two raters with a chance term that stays small when one category dominates.
 *
 * Source: Gwet 2008, doi:10.1348/000711006X126600. Differs: Cohen's kappa travels in the same result, because AC1 alone
 * flatters a rater that always says yes (0.56 where two thirds are yes, kappa 0). Never print one without the other.
 */
import { checkSquareTable } from "./check.js";
import { cohenKappa, type Kappa } from "./kappa.js";
import { defined, type Estimate, type Undefined, undefinedBecause } from "./value.js";

export interface Ac1 extends Kappa {
  /** Cohen's kappa of the same table. */
  readonly kappa: Estimate;
}

/**
 * AC1 of a K x K table of counts (row = first rater's category, column = second's), K >= 2. Undefined only when nothing
 * was counted: the expected agreement is at most 1/K.
 * @throws RangeError when the table is not square or a cell is not a whole number >= 0.
 */
export function gwetAc1(table: readonly (readonly number[])[]): Ac1 | Undefined {
  const n = checkSquareTable(table);
  if (n === 0) return undefinedBecause("nothing was counted");
  let agreements = 0;
  let expected = 0;
  for (const [k, row] of table.entries()) {
    agreements += row[k] ?? 0;
    const rowSum = row.reduce((sum, count) => sum + count, 0);
    const columnSum = table.reduce((sum, other) => sum + (other[k] ?? 0), 0);
    const share = (rowSum + columnSum) / (2 * n);
    expected += (share * (1 - share)) / (table.length - 1);
  }
  const observed = agreements / n;
  const cohen = cohenKappa(table);
  const kappa: Estimate = cohen.ok ? defined(cohen.value) : cohen;
  // (o - e) / (1 - e) as 1 - (1 - o) / (1 - e): rounding cannot lift it above 1.
  return { ...defined(1 - (1 - observed) / (1 - expected)), observed, expected, kappa };
}
