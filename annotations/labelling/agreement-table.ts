/**
 * Ratings of one column as counts per episode, which the bootstrap resamples, and agreement as functions of their sums.
 * Rows of the table are episodes; its columns are, pair by pair, the four cells of a 2 x 2 table, then what Krippendorff's
 * alpha needs of each item, then a histogram of how many raters said yes where all answered, which Fleiss' kappa needs.
 *
 * The closed forms are those of `stats/` for two categories; a test holds them to `cohenKappa`, `gwetAc1`,
 * `krippendorffAlpha` and `fleissKappa`.
 */
import { DefaultMap } from "mnemonist";
import type { ClusterStatistic, ClusterTable } from "../../stats/index.js";
import type { Verdict } from "../verdict.js";

/** Of one item: whose episode it is, and what every rater said, in the order of the raters; undefined: not rated. */
export interface RatedItem {
  readonly episode: string;
  readonly said: readonly (Verdict | undefined)[];
}

/** Indices into `said`; a rater's second time is a voice of its own. */
export interface Voices {
  readonly first: number;
  readonly second: number;
}

export interface AgreementTable extends ClusterTable {
  readonly episodes: number;
  /** Column of the first of a pair's four cells (both yes, only the first, only the second, both no). */
  readonly pairAt: (pair: number) => number;
  /** Column of alpha's three sums: disagreeing pairs by (ratings - 1), yeses and noes of items with two ratings. */
  readonly alphaAt: number;
  /** Column of the histogram's first count (no yes), raters + 1 long. */
  readonly fleissAt: number;
}

const CELLS = 4;

function cellOf(first: Verdict | undefined, second: Verdict | undefined): number {
  const answered = (verdict: Verdict | undefined) => verdict === "yes" || verdict === "no";
  if (!answered(first) || !answered(second)) return -1;
  return (first === "yes" ? 0 : 2) + (second === "yes" ? 0 : 1);
}

/** `raters`: how many of the first entries of `said` are raters (the rest are second times). */
export function agreementTable(items: readonly RatedItem[], pairs: readonly Voices[], raters: number): AgreementTable {
  const episodeIndex = new DefaultMap<string, number>((_, size) => size);
  const rows = items.map(({ episode }) => episodeIndex.get(episode));
  const alphaAt = pairs.length * CELLS;
  const fleissAt = alphaAt + 3;
  const width = fleissAt + raters + 1;
  const counts = new Float64Array(episodeIndex.size * width);
  items.forEach(({ said }, i) => {
    const row = rows[i]! * width;
    pairs.forEach(({ first, second }, p) => {
      const cell = cellOf(said[first], said[second]);
      if (cell >= 0) counts[row + p * CELLS + cell]!++;
    });
    const given = said.slice(0, raters).filter((verdict) => verdict === "yes" || verdict === "no");
    const yes = given.filter((verdict) => verdict === "yes").length;
    if (given.length >= 2) {
      counts[row + alphaAt]! += (yes * (given.length - yes)) / (given.length - 1);
      counts[row + alphaAt + 1]! += yes;
      counts[row + alphaAt + 2]! += given.length - yes;
    }
    if (given.length === raters) counts[row + fleissAt + yes]!++;
  });
  return { counts, width, episodes: episodeIndex.size, pairAt: (pair) => pair * CELLS, alphaAt, fleissAt };
}

/** Gwet's AC1 of the four cells from `at` on. NaN when nothing was counted. */
export const ac1Statistic =
  (at: number): ClusterStatistic =>
  (sums) => {
    const [both, first, second, none] = [sums[at]!, sums[at + 1]!, sums[at + 2]!, sums[at + 3]!];
    const n = both + first + second + none;
    const yes = (2 * both + first + second) / (2 * n);
    const expected = 2 * yes * (1 - yes);
    return 1 - (1 - (both + none) / n) / (1 - expected);
  };

/** Krippendorff's alpha, nominal. NaN when all ratings that count are equal, or none counts. */
export const alphaStatistic =
  (at: number): ClusterStatistic =>
  (sums) => {
    const [apart, yes, no] = [sums[at]!, sums[at + 1]!, sums[at + 2]!];
    return yes * no === 0 ? Number.NaN : 1 - ((yes + no - 1) * apart) / (yes * no);
  };

/** Fleiss' kappa on the items that all raters answered. NaN without such items, or when all answers are equal. */
export const fleissStatistic =
  (at: number, raters: number): ClusterStatistic =>
  (sums) => {
    let [items, yes, agreeing] = [0, 0, 0];
    for (let count = 0; count <= raters; count++) {
      const n = sums[at + count]!;
      items += n;
      yes += n * count;
      agreeing += n * (count * (count - 1) + (raters - count) * (raters - count - 1));
    }
    const ratings = items * raters;
    const rest = 2 * yes * (ratings - yes);
    if (rest === 0) return Number.NaN;
    return 1 - ((1 - agreeing / (ratings * (raters - 1))) * ratings * ratings) / rest;
  };
