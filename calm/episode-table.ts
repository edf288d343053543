/**
 * Counts by episode, and figures of their sums with an interval that resamples whole episodes: the pattern of every
 * score in this room that is no confusion table.
 */
import { DefaultMap } from "mnemonist";
import type { Figure, Transition } from "../annotations/index.js";
import { randomStream } from "../envs/index.js";
import { type ClusterStatistic, type ClusterTable, clusterBootstrap } from "../stats/index.js";

export interface EpisodeTable extends ClusterTable {
  readonly episodes: number;
  /** Over all episodes, one per column. */
  readonly sums: Float64Array;
}

/** `count` is called once per item and adds what it finds to columns 0 .. width - 1 of that item's episode. */
export function episodeTable(
  items: readonly Transition[],
  width: number,
  count: (item: Transition, i: number, add: (column: number, by: number) => void) => void,
): EpisodeTable {
  const episodes = new DefaultMap<string, number>((_, size) => size);
  const rows = items.map((item) => episodes.get(item.episode ?? item.id));
  const counts = new Float64Array(episodes.size * width);
  const sums = new Float64Array(width);
  items.forEach((item, i) => {
    count(item, i, (column, by) => {
      counts[rows[i]! * width + column]! += by;
      sums[column]! += by;
    });
  });
  return { counts, width, episodes: episodes.size, sums };
}

export interface ResampleOptions {
  readonly seed: number;
  readonly repetitions: number;
  /** Name of the random stream: figures that are compared share it. */
  readonly stream: string;
}

/** One figure per statistic (a function of the sums that is NaN where it has no value), all on the same resamples. */
export function episodeFigures(
  table: EpisodeTable,
  statistics: readonly ClusterStatistic[],
  { seed, repetitions, stream }: ResampleOptions,
): readonly Figure[] {
  const draws = randomStream(seed, stream);
  const intervals = clusterBootstrap(table, statistics, { repetitions, random: () => draws.uniform() });
  return statistics.map((statistic, i): Figure => {
    const value = statistic(table.sums);
    const interval = intervals[i]!;
    if (Number.isNaN(value)) return { value: null, why: interval.ok ? "no value" : interval.why };
    return interval.ok ? { value, low: interval.low, high: interval.high } : { value, low: null, high: null };
  });
}

/** sums[top] / sums[bottom], NaN without a denominator. */
export const ratio =
  (top: number, bottom: number): ClusterStatistic =>
  (sums) =>
    sums[bottom] === 0 ? Number.NaN : sums[top]! / sums[bottom]!;
