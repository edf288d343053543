/**
 * Learning curves as numbers: per arm the mean success over seeds with its band, and when each seed reached 90 %. What
 * draws them (an SVG, a terminal) adds nothing to these figures. Pure: same runs, same bytes.
 */
import { randomStream } from "../envs/index.js";
import { clusterBootstrap } from "../stats/index.js";

export interface CurveRun {
  /** In rising order of steps; `success` from 0 to 1. */
  readonly evaluations: readonly { readonly steps: number; readonly success: number }[];
  /** Absent: not within the budget (censored). */
  readonly stepsTo90?: number | undefined;
}

export interface CurveArm {
  readonly name: string;
  /** A run a seed. */
  readonly runs: readonly CurveRun[];
}

export interface Curves {
  readonly title: string;
  /** Steps of training after which a run is stopped. */
  readonly budget: number;
  readonly arms: readonly CurveArm[];
}

export interface CurvePoint {
  readonly steps: number;
  readonly mean: number;
  /** 95 % over seeds, each step by itself; null with fewer than two seeds. */
  readonly band: { readonly low: number; readonly high: number } | null;
}

export interface ArmCurve {
  readonly name: string;
  readonly seeds: number;
  /** Up to the last evaluation of any run. Without a censored seed all have ended then, and the last mean holds. */
  readonly points: readonly CurvePoint[];
  /** Steps to 90 % of the seeds that reached it, rising. */
  readonly reached: readonly number[];
  readonly censored: number;
  /** Of steps to 90 %; absent where censored seeds make up the middle. */
  readonly median?: number;
}

const REPETITIONS = 2000;

interface Row {
  readonly steps: number;
  /** A run each. */
  readonly values: readonly number[];
}

/**
 * The value of every run at every step at which any run was evaluated. A run that reached 90 % ended there: its last
 * value is carried forward. A run that did not says nothing beyond its last evaluation, so the curve stops there.
 */
function rowsOf(runs: readonly CurveRun[]): readonly Row[] {
  const told = runs.filter(({ evaluations }) => evaluations.length > 0);
  const unended = told.filter(({ stepsTo90 }) => stepsTo90 === undefined);
  const end = Math.min(...unended.map(({ evaluations }) => evaluations.at(-1)!.steps));
  const grid = [...new Set(told.flatMap(({ evaluations }) => evaluations.map(({ steps }) => steps)))]
    .filter((steps) => steps <= end)
    .sort((a, b) => a - b);
  const at = told.map(() => -1);
  return grid.flatMap((steps): readonly Row[] => {
    told.forEach(({ evaluations }, i) => {
      while ((evaluations[at[i]! + 1]?.steps ?? Number.POSITIVE_INFINITY) <= steps) at[i]!++;
    });
    const values = told.flatMap(({ evaluations }, i) => evaluations[at[i]!]?.success ?? []);
    return values.length === told.length ? [{ steps, values }] : [];
  });
}

function pointsOf(name: string, rows: readonly Row[]): readonly CurvePoint[] {
  const seeds = rows[0]?.values.length ?? 0;
  if (seeds === 0) return [];
  const stream = randomStream(1, `bootstrap curve ${name}`);
  const counts = Float64Array.from(
    Array.from({ length: seeds }, (_, seed) => seed).flatMap((seed) => rows.map(({ values }) => values[seed]!)),
  );
  // One resample of seeds serves all steps, so a band is as smooth as its curve.
  const intervals = clusterBootstrap(
    { counts, width: rows.length },
    rows.map((_, i) => (sums: ArrayLike<number>) => sums[i]! / seeds),
    { repetitions: REPETITIONS, random: () => stream.uniform() },
  );
  return rows.map(({ steps, values }, i): CurvePoint => {
    const interval = intervals[i];
    return {
      steps,
      mean: values.reduce((sum, value) => sum + value, 0) / seeds,
      band: interval?.ok === true && seeds > 1 ? { low: interval.low, high: interval.high } : null,
    };
  });
}

export function armCurve({ name, runs }: CurveArm): ArmCurve {
  const reached = runs.flatMap(({ stepsTo90 }) => stepsTo90 ?? []).sort((a, b) => a - b);
  const censored = runs.length - reached.length;
  const all = [...reached, ...Array.from({ length: censored }, () => Number.POSITIVE_INFINITY)];
  const middle = (all.length - 1) / 2;
  const isKnown = all.length > 0 && all[Math.ceil(middle)]! < Number.POSITIVE_INFINITY;
  return {
    name,
    seeds: runs.length,
    points: pointsOf(name, rowsOf(runs)),
    reached,
    censored,
    ...(isKnown ? { median: (all[Math.floor(middle)]! + all[Math.ceil(middle)]!) / 2 } : {}),
  };
}

export interface Axis {
  readonly kind: "linear" | "log";
  readonly from: number;
  readonly to: number;
}

/** Beyond this ratio of budget to the fastest arm's median, a linear axis squeezes that arm into its first pixels. */
const SQUEEZED = 20;

export function axisOf(budget: number, arms: readonly ArmCurve[]): Axis {
  const steps = arms.flatMap(({ points, reached }) => [...points.map((point) => point.steps), ...reached]);
  const to = Math.max(1, budget, ...steps);
  const fastest = Math.min(...arms.flatMap(({ median }) => median ?? []));
  const from = Math.min(to, ...steps.filter((value) => value > 0));
  const isLog = to > SQUEEZED * fastest && from < to;
  return isLog ? { kind: "log", from, to } : { kind: "linear", from: 0, to };
}

/** From 0 (left end) to 1; undefined where the axis has no place for it. */
export function placeOn({ kind, from, to }: Axis, steps: number): number | undefined {
  if (kind === "linear") return steps / to;
  return steps < from ? undefined : Math.log(steps / from) / Math.log(to / from);
}

/** Round numbers on the axis, no more than `most` where there is a choice. */
export function ticksOn({ kind, from, to }: Axis, most: number): readonly number[] {
  const decades = Array.from({ length: 16 }, (_, k) => 10 ** k);
  const times = (factors: readonly number[]) => decades.flatMap((decade) => factors.map((factor) => factor * decade));
  const within = (values: readonly number[]) => values.filter((value) => value >= from && value <= to);
  if (kind === "log") {
    const choices = [[1, 2, 5], [1, 3], [1]].map((factors) => within(times(factors)));
    return choices.find(({ length }) => length <= most) ?? choices.at(-1)!;
  }
  const step = times([1, 2, 2.5, 5]).find((size) => Math.floor(to / size) + 1 <= most) ?? to;
  return Array.from({ length: Math.floor(to / step) + 1 }, (_, i) => i * step);
}

/** "2.5k", "1M". */
export function stepsText(steps: number): string {
  const short = (value: number) => String(Number(value.toFixed(value < 10 ? 2 : 1)));
  if (steps >= 999_950) return `${short(steps / 1e6)}M`;
  return steps >= 1000 ? `${short(steps / 1000)}k` : String(Math.round(steps));
}

/** "5", or "4 to 5" where arms have different numbers of seeds. */
function seedsText(arms: readonly ArmCurve[]): string {
  const most = Math.max(0, ...arms.map(({ seeds }) => seeds));
  const fewest = Math.min(most, ...arms.map(({ seeds }) => seeds));
  return `${fewest === most ? fewest : `${fewest} to ${most}`} ${most === 1 ? "seed" : "seeds"}`;
}

const ENDED_NOTE =
  "A run ends once three evaluations in a row held 90 %; from there its last success is carried forward, not measured.";

/** Nothing where runs are played to their budget, as networks are. */
export const endedNotes = (arms: readonly CurveArm[]): readonly string[] =>
  arms.some(({ runs }) => runs.some(hasEnded)) ? [ENDED_NOTE] : [];

/** Nothing was measured after the three evaluations that held 90 %. */
function hasEnded({ evaluations, stepsTo90 }: CurveRun): boolean {
  const held = evaluations.findIndex(({ steps }) => steps === stepsTo90);
  return held >= 0 && held + 3 >= evaluations.length;
}

/** What a reader of lines with bands must know. */
export function bandNote(arms: readonly ArmCurve[]): string {
  const fewest = Math.min(...arms.map(({ seeds }) => seeds), Number.MAX_SAFE_INTEGER);
  const few = fewest < 10 ? "; of so few seeds they are too narrow rather than too wide" : "";
  const bands =
    fewest > 1 ? `bands: 95 %, bootstrap over seeds, each step by itself${few}` : "one seed alone has no band";
  return `Lines: mean success of evaluations over ${seedsText(arms)} an arm; ${bands}.`;
}

/** What a reader of heights must know. */
export const heightNote = (arms: readonly ArmCurve[]): string =>
  `Heights: mean success of evaluations over ${seedsText(arms)} an arm, the last one at the right.`;

/** `signs` in words: how a seed, the median and a censored seed are drawn. */
export const dotsNote = (
  budget: number,
  signs: { readonly seed: string; readonly median: string; readonly censored: string },
): string =>
  `${signs.seed}: steps to 90 %, the first of the three, one a seed; ${signs.median}: their median; ${signs.censored}: not within the budget of ${stepsText(budget)} (censored).`;
