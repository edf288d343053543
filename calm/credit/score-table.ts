/**
 * Scores of an assigner over many episodes: means over episodes that have a value, with bootstrap intervals that resample
 * episodes, and how many had none and why that is no zero.
 *
 * Episodes of one level are not independent either; whoever draws several per level resamples levels by giving
 * `clusters`. Hits of the first error are shares of episodes.
 */
import { randomStream } from "../../envs/index.js";
import { type BootstrapInterval, type ClusterStatistic, calibration, clusterBootstrap } from "../../stats/index.js";
import type { EpisodeCredit } from "./assigner.js";
import {
  CREDIT_SCORES,
  type CreditScore,
  claimedError,
  type Localisation,
  localisation,
  type Reference,
  type Scope,
} from "./score.js";

/** One episode with what an assigner made of it. */
export interface Scored {
  readonly given: EpisodeCredit;
  readonly truth: Reference;
  /** What is resampled: the same text for episodes of one level. */
  readonly cluster: string;
}

export interface MeanScore {
  /** Over the episodes that have a value. */
  readonly interval: BootstrapInterval;
  /** The mean itself; absent when no episode has a value. */
  readonly mean?: number;
  readonly episodes: number;
  /** Episodes without a value, by reason. */
  readonly without: Readonly<Record<string, number>>;
}

/** Of the claims where there was an error to find, and where there was none. */
export interface Located {
  readonly hit: MeanScore;
  readonly tooEarly: number;
  readonly tooLate: number;
  readonly missed: number;
  readonly madeUp: number;
  /** Mean |claimed - true| of the claims where both exist; absent without any. */
  readonly distance?: number;
}

export interface CreditFigures {
  readonly scores: Readonly<Record<Scope, Readonly<Record<CreditScore, MeanScore>>>>;
  /** Against the first error, and against the first step after which success was out of reach. */
  readonly located: { readonly error: Located; readonly fatal: Located };
  /** Of the stated shares of wrong, all steps together, in ten bins; absent where none are stated. */
  readonly calibrationError?: number;
}

export interface TableOptions {
  readonly seed: number;
  readonly repetitions: number;
}

/** Means per cluster as sums and counts, so that one bootstrap serves all. */
function meanOf(values: readonly (number | string)[], clusters: readonly string[], options: TableOptions): MeanScore {
  const names = [...new Set(clusters)];
  const placeOf = new Map(names.map((name, i) => [name, i]));
  const counts = new Float64Array(names.length * 2);
  const without: Record<string, number> = {};
  let [sum, episodes] = [0, 0];
  values.forEach((value, i) => {
    if (typeof value === "string") {
      without[value] = (without[value] ?? 0) + 1;
      return;
    }
    const at = placeOf.get(clusters[i]!)! * 2;
    counts[at] = counts[at]! + value;
    counts[at + 1] = counts[at + 1]! + 1;
    sum += value;
    episodes += 1;
  });
  const mean: ClusterStatistic = (sums) => sums[0]! / sums[1]!;
  const stream = randomStream(options.seed, "bootstrap of credit");
  const [interval] = clusterBootstrap({ counts, width: 2 }, [mean], {
    repetitions: options.repetitions,
    random: () => stream.uniform(),
  });
  return { interval: interval!, ...(episodes === 0 ? {} : { mean: sum / episodes }), episodes, without };
}

function located(claims: readonly Localisation[], clusters: readonly string[], options: TableOptions): Located {
  const count = (kind: Localisation["kind"]) => claims.filter((claim) => claim.kind === kind).length;
  const apart = claims.flatMap((claim) => ("by" in claim ? [claim.by] : claim.kind === "hit" ? [0] : []));
  return {
    hit: meanOf(
      claims.map(({ kind }) => Number(kind === "hit")),
      clusters,
      options,
    ),
    tooEarly: count("too early"),
    tooLate: count("too late"),
    missed: count("missed"),
    madeUp: count("made up"),
    ...(apart.length === 0 ? {} : { distance: apart.reduce((a, b) => a + b, 0) / apart.length }),
  };
}

/** All scores of one assigner. Throws a RangeError for no repetitions. */
export function creditFigures(scored: readonly Scored[], options: TableOptions): CreditFigures {
  const clusters = scored.map(({ cluster }) => cluster);
  const of = (scope: Scope) => {
    const entries = Object.entries(CREDIT_SCORES).map(([name, score]) => {
      const values = scored.map(({ given, truth }) => {
        const value = score(given, truth, scope);
        return value.ok ? value.value : value.why;
      });
      return [name, meanOf(values, clusters, options)] as const;
    });
    // A key for every score, since that is what was mapped.
    return Object.fromEntries(entries) as Readonly<Record<CreditScore, MeanScore>>;
  };
  const claims = (truthOf: (truth: Reference) => number | null) =>
    located(
      scored.map(({ given, truth }) => localisation(claimedError(given), truthOf(truth))),
      clusters,
      options,
    );
  const stated = scored.flatMap(({ given: { wrongShare, known }, truth: { wrong } }) =>
    wrongShare === undefined
      ? []
      : Array.from(wrongShare, (share, t) => [share, wrong[t]!, known[t]!] as const).filter(([, , mark]) => mark === 1),
  );
  const error = calibration.calibrationError(
    stated.map(([share]) => share),
    stated.map(([, mark]) => mark),
    10,
  );
  return {
    scores: { known: of("known"), all: of("all") },
    located: { error: claims(({ firstError }) => firstError), fatal: claims(({ firstFatal }) => firstFatal) },
    ...(error.ok ? { calibrationError: error.value } : {}),
  };
}
