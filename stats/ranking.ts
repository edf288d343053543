/**
 * Does one list of numbers order things as another does? Spearman's rank correlation with average ranks, Kendall's
 * tau-b, the area under the ROC curve, average precision.
 *
 * Sources: Spearman 1904, doi:10.2307/1412159; Kendall 1945 (ties), doi:10.1093/biomet/33.3.239; Hanley and McNeil 1982,
 * doi:10.1148/radiology.143.1.7063747 (area as a probability, ties counted half). Differs: what has no value (a constant
 * list, one class) is undefined and says why, where SciPy returns NaN; average precision steps over groups of equal
 * scores, so that the order within a tie cannot be gambled on.
 */
import { checkFinite, checkSameLength } from "./check.js";
import { defined, type Estimate, undefinedBecause } from "./value.js";

function check(first: ArrayLike<number>, second: ArrayLike<number>): void {
  checkSameLength("the first list", first, "the second", second);
  checkFinite("a number of the first list", first);
  checkFinite("a number of the second list", second);
}

/** Ranks from 1; equal values share the mean of their places. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i]! - values[j]! || i - j);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let k = from; k < to; k += 1) ranks[order[k]!] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/** Pearson's correlation of the ranks, in [-1, 1]. @throws RangeError for lengths that differ or numbers not finite. */
export function spearman(first: ArrayLike<number>, second: ArrayLike<number>): Estimate {
  check(first, second);
  if (first.length < 2) return undefinedBecause("there are fewer than two pairs");
  const [a, b] = [averageRanks(first), averageRanks(second)];
  const mean = (first.length + 1) / 2;
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [a[i]! - mean, b[i]! - mean];
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  if (aa === 0 || bb === 0) return undefinedBecause(`the ${aa === 0 ? "first" : "second"} list is constant`);
  return defined(Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb))));
}

/** Pairs that agree, disagree, or are tied in one list only. */
export interface PairCounts {
  readonly concordant: number;
  readonly discordant: number;
  readonly tiedInFirst: number;
  readonly tiedInSecond: number;
}

export function pairCounts(first: ArrayLike<number>, second: ArrayLike<number>): PairCounts {
  check(first, second);
  let [concordant, discordant, tiedInFirst, tiedInSecond] = [0, 0, 0, 0];
  for (let i = 0; i < first.length; i += 1) {
    for (let j = i + 1; j < first.length; j += 1) {
      const x = Math.sign(first[i]! - first[j]!);
      const y = Math.sign(second[i]! - second[j]!);
      if (x * y > 0) concordant += 1;
      else if (x * y < 0) discordant += 1;
      else if (x === 0 && y !== 0) tiedInFirst += 1;
      else if (y === 0 && x !== 0) tiedInSecond += 1;
    }
  }
  return { concordant, discordant, tiedInFirst, tiedInSecond };
}

/** (C - D) / sqrt((C + D + T1)(C + D + T2)), T: tied in that list only. @throws RangeError as `spearman`. */
export function kendallTauB(first: ArrayLike<number>, second: ArrayLike<number>): Estimate {
  const { concordant: c, discordant: d, tiedInFirst, tiedInSecond } = pairCounts(first, second);
  const scale = Math.sqrt((c + d + tiedInFirst) * (c + d + tiedInSecond));
  if (scale === 0) return undefinedBecause("one of the lists is constant, or shorter than two");
  return defined((c - d) / scale);
}

const count = (marks: ArrayLike<number>): number => {
  let marked = 0;
  for (let i = 0; i < marks.length; i += 1) if (marks[i] !== 0) marked += 1;
  return marked;
};

/**
 * P(score of a marked one > score of another) + P(equal) / 2. `marks`: 1 for the class that should score high, else 0.
 * Undefined unless both classes occur. @throws RangeError as `spearman`.
 */
export function areaUnderRoc(scores: ArrayLike<number>, marks: ArrayLike<number>): Estimate {
  check(scores, marks);
  const marked = count(marks);
  const others = marks.length - marked;
  if (marked === 0 || others === 0) return undefinedBecause("only one class occurs");
  const ranks = averageRanks(scores);
  let sum = 0;
  for (let i = 0; i < ranks.length; i += 1) if (marks[i] !== 0) sum += ranks[i]!;
  return defined((sum - (marked * (marked + 1)) / 2) / (marked * others));
}

/** Mean over the marked of the precision at their score, ties taken together. Chance is the share of the marked. */
export function averagePrecision(scores: ArrayLike<number>, marks: ArrayLike<number>): Estimate {
  check(scores, marks);
  const marked = count(marks);
  if (marked === 0) return undefinedBecause("none is marked");
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((i, j) => scores[j]! - scores[i]!);
  let [sum, found, at] = [0, 0, 0];
  while (at < order.length) {
    let [to, here] = [at, 0];
    for (; to < order.length && scores[order[to]!] === scores[order[at]!]; to += 1)
      if (marks[order[to]!] !== 0) here += 1;
    found += here;
    sum += (here * found) / to;
    at = to;
  }
  return defined(sum / marked);
}
