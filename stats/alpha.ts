/**
 * Krippendorff's alpha: agreement of any number of raters, with missing ratings, on nominal, ordinal or interval values.
 *
 * Source: Krippendorff 2011, "Computing Krippendorff's alpha-reliability" (coincidence matrix).
 * alpha = 1 - (n - 1) * sum o_ck d_ck / sum n_c n_k d_ck over the values c < k; o_ck = coincidences, n_c = how often c
 * occurs in items with at least two ratings, n = their sum, d = the squared distance of the chosen scale.
 */
import { checkFinite, checkSameLength } from "./check.js";
import { defined, type Estimate, undefinedBecause } from "./value.js";

/** How far apart two values are: only equal or not, by rank, or by difference. */
export type AlphaScale = "nominal" | "ordinal" | "interval";

/**
 * Krippendorff's alpha. `ratings` is raters x items, each a finite number or `null` for "not rated"; an item with fewer
 * than two ratings is left out. At most 1; 0 is chance; negative is systematic disagreement. Undefined when no item has
 * two ratings, or when all ratings that count are equal.
 * @throws RangeError when raters have different numbers of items or a rating is not finite.
 */
export function krippendorffAlpha(ratings: readonly (readonly (number | null)[])[], scale: AlphaScale): Estimate {
  const items = pairableItems(ratings);
  const values = [...new Set(items.flat())].sort((a, b) => a - b);
  const size = values.length;
  if (size === 0) return undefinedBecause("no item has two ratings");
  if (size === 1) return undefinedBecause("all ratings are equal");

  const position = new Map(values.map((value, index) => [value, index]));
  const coincidences = new Float64Array(size * size);
  const totals = new Float64Array(size);
  let n = 0;
  for (const item of items) {
    const places = item.map((value) => position.get(value) ?? 0);
    for (const [i, c] of places.entries()) {
      totals[c] = (totals[c] ?? 0) + 1;
      for (const [j, k] of places.entries()) {
        if (i !== j) coincidences[c * size + k] = (coincidences[c * size + k] ?? 0) + 1 / (item.length - 1);
      }
    }
    n += item.length;
  }

  const distance = distances[scale](values, totals);
  let observed = 0;
  let expected = 0;
  for (let c = 0; c < size; c += 1) {
    for (let k = c + 1; k < size; k += 1) {
      const d = distance(c, k);
      observed += (coincidences[c * size + k] ?? 0) * d;
      expected += (totals[c] ?? 0) * (totals[k] ?? 0) * d;
    }
  }
  return defined(1 - ((n - 1) * observed) / expected);
}

/** The given ratings item by item, without the missing ones and without items of fewer than two. */
function pairableItems(ratings: readonly (readonly (number | null)[])[]): readonly (readonly number[])[] {
  const [first] = ratings;
  if (first === undefined) return [];
  for (const row of ratings) checkSameLength("the first rater's ratings", first, "another's", row);
  const items = first.map((_, i) => ratings.map((row) => row[i] ?? null).filter((value) => value !== null));
  for (const item of items) checkFinite("a rating", item);
  return items.filter((item) => item.length >= 2);
}

/** Squared distance between two positions c < k of the sorted `values`, which occur `totals` times. */
type Distance = (c: number, k: number) => number;

const distances: Readonly<Record<AlphaScale, (values: readonly number[], totals: Float64Array) => Distance>> = {
  nominal: () => () => 1,
  interval: (values) => (c, k) => ((values[c] ?? 0) - (values[k] ?? 0)) ** 2,
  // Ranks between c and k: everything from c to k, the two ends counting half.
  ordinal: (_values, totals) => (c, k) => {
    let between = -((totals[c] ?? 0) + (totals[k] ?? 0)) / 2;
    for (let g = c; g <= k; g += 1) between += totals[g] ?? 0;
    return between ** 2;
  },
};
