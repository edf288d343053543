/**
 * Chance-corrected agreement on categories without order: Cohen's kappa (two raters) and Fleiss' (many).
 *
 * Sources: Cohen 1960, doi:10.1177/001316446002000104, with its simple large-sample standard error;
 * Fleiss 1971, doi:10.1037/h0031619. Differs: sums stay whole numbers until the last division, so that "exactly 0" (a
 * rater that always says yes) and "expected agreement exactly 1" are exact and not a matter of rounding.
 */
import { checkCount, checkSquareTable } from "./check.js";
import { defined, type Undefined, undefinedBecause } from "./value.js";

export interface Kappa {
  readonly ok: true;
  /** At most 1; 0 is what the margins alone give. */
  readonly value: number;
  /** Share of items (Fleiss: of pairs of ratings) on which raters agree. */
  readonly observed: number;
  /** The same share if raters kept their margins but answered independently. */
  readonly expected: number;
}

export interface CohenKappa extends Kappa {
  /** Large-sample, margins taken as fixed. It is 0 at perfect agreement and at none: prefer a bootstrap then. */
  readonly standardError: number;
}

/**
 * Cohen's kappa of a K x K table of counts (row = first rater's category, column = second's), K >= 2. Symmetric in the
 * raters. Undefined when nothing was counted, or when both raters used one and the same category throughout.
 * @throws RangeError when the table is not square or a cell is not a whole number >= 0.
 */
export function cohenKappa(table: readonly (readonly number[])[]): CohenKappa | Undefined {
  const n = checkSquareTable(table);
  if (n === 0) return undefinedBecause("nothing was counted");
  let agreements = 0;
  let marginProducts = 0;
  for (const [k, row] of table.entries()) {
    agreements += row[k] ?? 0;
    const rowSum = row.reduce((sum, count) => sum + count, 0);
    const columnSum = table.reduce((sum, other) => sum + (other[k] ?? 0), 0);
    marginProducts += rowSum * columnSum;
  }
  const rest = n * n - marginProducts;
  if (rest === 0) return undefinedBecause("both raters used one and the same category throughout");
  const observed = agreements / n;
  const expected = marginProducts / (n * n);
  const standardError = Math.sqrt((observed * (1 - observed)) / n) / (rest / (n * n));
  return { ...defined((n * agreements - marginProducts) / rest), observed, expected, standardError };
}

/**
 * Fleiss' kappa of an N items x K categories table: cell = how many raters put the item into the category. Every item
 * needs the same number of ratings n >= 2 (for missing ratings use `krippendorffAlpha`). Undefined without items, or
 * when one category was used throughout.
 * @throws RangeError when rows differ in length or in their sum, or a cell is not a whole number >= 0.
 */
export function fleissKappa(items: readonly (readonly number[])[]): Kappa | Undefined {
  const [first] = items;
  if (first === undefined) return undefinedBecause("there are no items");
  const raters = first.reduce((sum, count) => sum + count, 0);
  if (raters < 2) throw new RangeError(`every item needs at least 2 ratings, got ${raters}`);
  const categorySums = first.map(() => 0);
  let agreeingPairs = 0; // ordered pairs of ratings of one item
  for (const [i, row] of items.entries()) {
    const sum = row.reduce((total, count) => total + count, 0);
    if (row.length !== first.length || sum !== raters) {
      throw new RangeError(
        `every item needs ${raters} ratings in ${first.length} categories, item ${i} has ${sum} in ${row.length}`,
      );
    }
    for (const [k, count] of row.entries()) {
      checkCount("a number of ratings", count);
      categorySums[k] = (categorySums[k] ?? 0) + count;
      agreeingPairs += count * (count - 1);
    }
  }
  const ratings = items.length * raters;
  const squares = categorySums.reduce((sum, count) => sum + count * count, 0);
  const rest = ratings * ratings - squares;
  if (rest === 0) return undefinedBecause("one category was used throughout");
  const observed = agreeingPairs / (ratings * (raters - 1));
  const expected = squares / (ratings * ratings);
  // (o - e) / (1 - e) as 1 - (1 - o) / (1 - e): rounding cannot lift it above 1.
  return { ...defined(1 - (1 - observed) / (rest / (ratings * ratings))), observed, expected };
}
