/**
 * The scorecard: annotators against labels, on the same transitions, part by part and subgoal by subgoal, and on
 * CALM's own column "any flagged" (arXiv 2409.12798 scores whether any subgoal was flagged and not which).
 *
 * Differs from CALM: an unanswered item is never a "no". The main figures count it as wrong (a missed yes, or a false
 * alarm); the second figures leave it out. Intervals resample episodes, because transitions of one episode are alike;
 * "better" is said only where the interval of the paired difference excludes zero.
 */
import { randomStream } from "../envs/index.js";
import { type ClusterStatistic, clusterBootstrap, confusionStatistic, wilson } from "../stats/index.js";
import type { Provenance } from "./annotator.js";
import { partOf } from "./dataset.js";
import {
  ANY,
  type Answers,
  type Figure,
  type Figures,
  type KindCount,
  type Row,
  type Scorecard,
  type ScoredPart,
  type ScoreOptions,
} from "./score.js";
import { AS_WRONG, CELL, FALSE_REWARD, falselyRewarded, tabulate } from "./score-table.js";
import type { Transition } from "./transition.js";

function figure(statistic: ClusterStatistic, sums: Float64Array, interval: BootstrapResult): Figure {
  const value = statistic(sums);
  if (Number.isNaN(value)) return { value: null, why: interval.ok ? "no value" : interval.why };
  return interval.ok ? { value, low: interval.low, high: interval.high } : { value, low: null, high: null };
}

type BootstrapResult = ReturnType<typeof clusterBootstrap>[number];

function proportion(successes: number, trials: number): Figure {
  const interval = wilson({ successes, trials });
  return interval.ok
    ? { value: interval.estimate, low: interval.low, high: interval.high }
    : { value: null, why: interval.why };
}

const RESAMPLED = ["f1", "mcc", "kappa"] as const;

function figuresOf(sums: Float64Array, at: number, resampled: (score: (typeof RESAMPLED)[number]) => Figure): Figures {
  const [tp, fp, fn] = [sums[at]!, sums[at + 1]!, sums[at + 2]!];
  return {
    precision: proportion(tp, tp + fp),
    recall: proportion(tp, tp + fn),
    f1: resampled("f1"),
    mcc: resampled("mcc"),
    kappa: resampled("kappa"),
  };
}

interface Comparison {
  readonly column: number;
  readonly first: number;
  readonly second: number;
}

/** Floors are beaten, not compared; a simulation that knows the labels is no contestant, nor is who learned from it. */
const contends = ({ kind, from = kind }: Provenance): boolean =>
  kind !== "floor" && from !== "simulated" && from !== "truth";

/**
 * What is compared: every contestant against the best floor of that column (by kappa), and the contestants among
 * themselves.
 */
function comparisons(
  answers: readonly Answers[],
  columns: readonly string[],
  kappaOf: (a: number, c: number) => number,
) {
  const floors = answers.flatMap(({ provenance }, a) => (provenance.kind === "floor" ? [a] : []));
  const others = answers.flatMap(({ provenance }, a) => (contends(provenance) ? [a] : []));
  const value = (a: number, c: number) => (Number.isNaN(kappaOf(a, c)) ? Number.NEGATIVE_INFINITY : kappaOf(a, c));
  return columns.flatMap((_, column): Comparison[] => {
    const best = floors.reduce<number | undefined>(
      (held, a) => (held === undefined || value(a, column) > value(held, column) ? a : held),
      undefined,
    );
    const againstFloor = best === undefined ? [] : others.map((first) => ({ column, first, second: best }));
    const among = others.flatMap((first, i) => others.slice(i + 1).map((second) => ({ column, first, second })));
    return [...againstFloor, ...among];
  });
}

function kindCounts(items: readonly Transition[], answers: readonly Answers[]): readonly KindCount[] {
  const kinds = [...new Set(items.flatMap((item) => item.kind ?? []))].sort();
  return kinds.map((kind) => {
    const of = items.flatMap((item, i) => (item.kind === kind ? [i] : []));
    const wrong = (answer: Answers) => of.filter((i) => falselyRewarded(items[i]!, answer.judgements[i])).length;
    return { kind, items: of.length, falseRewards: answers.map(wrong) };
  });
}

function scorePart(
  name: string,
  items: readonly Transition[],
  answers: readonly Answers[],
  options: ScoreOptions,
): ScoredPart {
  const columns = [ANY, ...new Set(items.flatMap((item) => item.subgoals))];
  const table = tabulate(items, answers, columns);
  const sums = new Float64Array(table.width);
  table.counts.forEach((count, i) => {
    sums[i % table.width]! += count;
  });
  const cellOf = (a: number, c: number) => (a * columns.length + c) * CELL;
  const kappa = (a: number, c: number) => confusionStatistic("kappa", cellOf(a, c) + AS_WRONG);
  const compared = comparisons(answers, columns, (a, c) => kappa(a, c)(sums));
  const statistics: ClusterStatistic[] = [];
  const index = new Map<string, number>();
  const add = (key: string, statistic: ClusterStatistic) => {
    index.set(key, statistics.length);
    statistics.push(statistic);
  };
  answers.forEach((_, a) => {
    columns.forEach((_, c) => {
      for (const score of RESAMPLED) {
        for (const block of [0, AS_WRONG]) {
          add(`${a} ${c} ${block} ${score}`, confusionStatistic(score, cellOf(a, c) + block));
        }
      }
    });
  });
  for (const { column, first, second } of compared) {
    const [one, two] = [kappa(first, column), kappa(second, column)];
    add(`${first}-${second} ${column}`, (s) => one(s) - two(s));
  }
  const stream = randomStream(options.seed, `bootstrap ${name}`);
  const intervals = clusterBootstrap(table, statistics, {
    repetitions: options.repetitions,
    random: () => stream.uniform(),
  });
  const named = (key: string): Figure => {
    const i = index.get(key)!;
    return figure(statistics[i]!, sums, intervals[i]!);
  };
  /** With one class only, kappa is 0 by construction and compares nothing. */
  const hasBothClasses = (c: number): boolean => {
    const [tp, fp, fn, tn, openYes, openNo] = sums.subarray(cellOf(0, c), cellOf(0, c) + AS_WRONG);
    return tp! + fn! + openYes! > 0 && fp! + tn! + openNo! > 0;
  };
  const row = (a: number, c: number): Row => {
    const cell = cellOf(a, c);
    const [tp, fp, fn, tn, unansweredYes, unansweredNo] = Array.from(sums.subarray(cell, cell + AS_WRONG));
    const counts = { tp: tp!, fp: fp!, fn: fn!, tn: tn!, unansweredYes: unansweredYes!, unansweredNo: unansweredNo! };
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    return {
      provenance: answers[a]!.provenance,
      counts,
      asWrong: figuresOf(sums, cell + AS_WRONG, (score) => named(`${a} ${c} ${AS_WRONG} ${score}`)),
      leftOut: figuresOf(sums, cell, (score) => named(`${a} ${c} 0 ${score}`)),
      falseRewards: proportion(sums[cell + FALSE_REWARD]!, total),
    };
  };
  return {
    name,
    items: items.length,
    episodes: table.episodes,
    columns: columns.map((column, c) => ({ name: column, rows: answers.map((_, a) => row(a, c)) })),
    kinds: kindCounts(items, answers),
    differences: compared
      .map(({ column, first, second }) => ({
        part: name,
        column: columns[column]!,
        first: answers[first]!.provenance.name,
        second: answers[second]!.provenance.name,
        kappa: named(`${first}-${second} ${column}`),
      }))
      .filter((difference) => difference.kappa.value !== null && hasBothClasses(columns.indexOf(difference.column))),
  };
}

/** The two parts that together hold achievements and what only looks like one. */
const TOGETHER = ["balanced", "hard negatives"] as const;

/**
 * Balanced part and hard negatives as one: a floor that is perfect on the first falls on the second, so this is where
 * "better than a floor" is decided. Undefined when either part is missing.
 */
function scoreTogether(
  items: readonly Transition[],
  answers: readonly Answers[],
  options: ScoreOptions,
): ScoredPart | undefined {
  if (!TOGETHER.every((name) => items.some((item) => partOf(item) === name))) return undefined;
  const isIn = (item: Transition) => TOGETHER.some((part) => part === partOf(item));
  return scoreItems(TOGETHER.join(" + "), isIn, items, answers, options);
}

function scoreItems(
  name: string,
  isIn: (item: Transition) => boolean,
  items: readonly Transition[],
  answers: readonly Answers[],
  options: ScoreOptions,
): ScoredPart {
  const kept = items.flatMap((item, i) => (isIn(item) ? [i] : []));
  const within = answers.map(({ provenance, judgements }) => ({
    provenance,
    judgements: kept.map((i) => judgements[i]!),
  }));
  return scorePart(
    name,
    kept.map((i) => items[i]!),
    within,
    options,
  );
}

/** Scores every part apart, in the order in which the parts first occur, and balanced part and hard negatives as one. */
export function scorecard(items: readonly Transition[], answers: readonly Answers[], options: ScoreOptions): Scorecard {
  const together = scoreTogether(items, answers, options);
  return {
    parts: [...new Set(items.map(partOf))].map((name) =>
      scoreItems(name, (item) => partOf(item) === name, items, answers, options),
    ),
    ...(together === undefined ? {} : { together }),
  };
}
