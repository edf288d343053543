/**
 * How far raters agree: pair by pair (Cohen's kappa, and Gwet's AC1 never without how many yeses there are), all
 * together (Krippendorff's alpha, which takes missing labels; Fleiss' kappa on what all answered), and each with
 * himself or herself; per subgoal and on "any flagged". "unsure", skipped and absent are missing, never "no".
 *
 * Intervals resample episodes, as everywhere.
 */
import { randomStream } from "../../envs/index.js";
import { type ClusterStatistic, clusterBootstrap, confusionStatistic, wilson } from "../../stats/index.js";
import { ANY, anyFlagged, type Figure, type ScoreOptions } from "../score.js";
import type { Transition } from "../transition.js";
import type { Verdict } from "../verdict.js";
import {
  type AgreementTable,
  ac1Statistic,
  agreementTable,
  alphaStatistic,
  fleissStatistic,
  type RatedItem,
  type Voices,
} from "./agreement-table.js";
import type { Rating, Ratings } from "./ratings.js";

/** Two voices on the items that both answered. */
export interface PairAgreement {
  readonly first: string;
  readonly second: string;
  /** Of "self", the second is the same rater, the second time. */
  readonly kind: "pair" | "self";
  readonly bothYes: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly bothNo: number;
  /** Share of items on which they agree. */
  readonly agreed: Figure;
  readonly kappa: Figure;
  /** Reads well wherever yeses are rare: never shown without `yes`. */
  readonly ac1: Figure;
  /** Share of yeses among all their answers. */
  readonly yes: number | null;
}

export interface ColumnAgreement {
  /** A subgoal's name, or "any flagged". */
  readonly name: string;
  readonly pairs: readonly PairAgreement[];
  readonly alpha: Figure;
  /** Items with two answers at least. */
  readonly alphaItems: number;
  readonly fleiss: Figure;
  /** Items that all raters answered. */
  readonly fleissItems: number;
  /** Mean kappa over the pairs of people; absent with fewer than two people. */
  readonly humanCeiling?: Figure;
}

export interface Disagreement {
  readonly id: string;
  readonly subgoal: string;
  /** Aligned with the raters. */
  readonly said: readonly (Verdict | "not rated")[];
}

export interface Agreement {
  readonly columns: readonly ColumnAgreement[];
  readonly disagreements: readonly Disagreement[];
}

function verdictOn(item: Transition, rating: Rating | undefined, column: string): Verdict | undefined {
  if (rating === undefined) return undefined;
  return column === ANY ? anyFlagged(rating.verdicts) : rating.verdicts[item.subgoals.indexOf(column)];
}

/** Every rater with every other, then every rater who labelled items twice with himself or herself. */
function pairsOf(ratings: readonly Ratings[]): readonly (Voices & { readonly kind: "pair" | "self" })[] {
  const among = ratings.flatMap((_, first) =>
    ratings.slice(first + 1).map((_, i) => ({ first, second: first + 1 + i, kind: "pair" as const })),
  );
  const selves = ratings.flatMap(({ second }, i) =>
    second.size === 0 ? [] : [{ first: i, second: ratings.length + i, kind: "self" as const }],
  );
  return [...among, ...selves];
}

/** A statistic of the table's sums with its interval. */
type Measure = (statistic: ClusterStatistic) => Figure;

function measuring(table: AgreementTable, sums: Float64Array, name: string, options: ScoreOptions): Measure {
  return (statistic) => {
    const value = statistic(sums);
    if (!Number.isFinite(value)) return { value: null, why: "all answers are alike, or there are none" };
    // Every figure draws the same resamples of the column.
    const stream = randomStream(options.seed, `agreement ${name}`);
    const random = () => stream.uniform();
    const [interval] = clusterBootstrap(table, [statistic], { repetitions: options.repetitions, random });
    return interval?.ok ? { value, low: interval.low, high: interval.high } : { value, low: null, high: null };
  };
}

function share(successes: number, trials: number): Figure {
  const interval = wilson({ successes, trials });
  return interval.ok
    ? { value: interval.estimate, low: interval.low, high: interval.high }
    : { value: null, why: interval.why };
}

const mean =
  (statistics: readonly ClusterStatistic[]): ClusterStatistic =>
  (sums) =>
    statistics.reduce((total, statistic) => total + statistic(sums), 0) / statistics.length;

function agreementOn(
  name: string,
  items: readonly Transition[],
  ratings: readonly Ratings[],
  options: ScoreOptions,
): ColumnAgreement {
  const rated = items.map((item): RatedItem => {
    const times = (["first", "second"] as const).flatMap((time) => ratings.map((of) => of[time].get(item.id)));
    return { episode: item.episode ?? item.id, said: times.map((rating) => verdictOn(item, rating, name)) };
  });
  const pairs = pairsOf(ratings);
  const table = agreementTable(rated, pairs, ratings.length);
  const sums = new Float64Array(table.width);
  table.counts.forEach((count, i) => {
    sums[i % table.width]! += count;
  });
  const measure = measuring(table, sums, name, options);
  const people = pairs.flatMap(({ kind, first, second }, p) => {
    const isPeople = [first, second].every((voice) => ratings[voice]?.rater.kind === "human");
    return kind === "pair" && isPeople ? [confusionStatistic("kappa", table.pairAt(p))] : [];
  });
  const histogram = sums.subarray(table.fleissAt, table.fleissAt + ratings.length + 1);
  const isAnswered = (verdict: Verdict | undefined) => verdict === "yes" || verdict === "no";
  const nameOf = (voice: number) => ratings[voice % ratings.length]!.rater.name;
  return {
    name,
    pairs: pairs.map(({ first, second, kind }, p): PairAgreement => {
      const at = table.pairAt(p);
      const [bothYes, onlyFirst, onlySecond, bothNo] = [sums[at]!, sums[at + 1]!, sums[at + 2]!, sums[at + 3]!];
      const n = bothYes + onlyFirst + onlySecond + bothNo;
      return {
        first: nameOf(first),
        second: nameOf(second),
        kind,
        bothYes,
        onlyFirst,
        onlySecond,
        bothNo,
        agreed: share(bothYes + bothNo, n),
        kappa: measure(confusionStatistic("kappa", at)),
        ac1: measure(ac1Statistic(at)),
        yes: n === 0 ? null : (2 * bothYes + onlyFirst + onlySecond) / (2 * n),
      };
    }),
    alpha: measure(alphaStatistic(table.alphaAt)),
    alphaItems: rated.filter(({ said }) => said.slice(0, ratings.length).filter(isAnswered).length >= 2).length,
    fleiss:
      ratings.length < 2 ? { value: null, why: "one rater" } : measure(fleissStatistic(table.fleissAt, ratings.length)),
    fleissItems: ratings.length < 2 ? 0 : histogram.reduce((total, count) => total + count, 0),
    ...(people.length === 0 ? {} : { humanCeiling: measure(mean(people)) }),
  };
}

/** Items on which one rater says yes and another no; a rater who is unsure disagrees with nobody. */
function disagreementsOf(items: readonly Transition[], ratings: readonly Ratings[]): readonly Disagreement[] {
  return items.flatMap((item) =>
    item.subgoals.flatMap((subgoal, i): readonly Disagreement[] => {
      const said = ratings.map(({ first }) => first.get(item.id)?.verdicts[i] ?? ("not rated" as const));
      return said.includes("yes") && said.includes("no") ? [{ id: item.id, subgoal, said }] : [];
    }),
  );
}

/** Agreement on the items that somebody rated, in the data's order. */
export function agreement(items: readonly Transition[], ratings: readonly Ratings[], options: ScoreOptions): Agreement {
  const rated = items.filter(({ id }) => ratings.some(({ first, second }) => first.has(id) || second.has(id)));
  const columns = [ANY, ...new Set(rated.flatMap(({ subgoals }) => subgoals))];
  return {
    columns: columns.map((name) => agreementOn(name, rated, ratings, options)),
    disagreements: disagreementsOf(rated, ratings),
  };
}
