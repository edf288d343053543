/**
 * Arms x paired seeds: every arm runs on the same seeds with the same settings, and is compared with the arm without
 * shaping seed by seed. Pure but for time: same options, same result.
 */
import { type TrainingOptions, type TrainingRun, train } from "../agents/index.js";
import type { Figure } from "../annotations/index.js";
import type { Shaping } from "../calm/index.js";
import { randomStream } from "../envs/index.js";
import { bootstrapMean } from "../stats/index.js";
import type { Arm } from "./judges.js";

export type Settings = Omit<TrainingOptions, "seed" | "judge" | "shaping"> & {
  readonly shaping: Shaping;
  readonly seeds: number;
  readonly repetitions: number;
};

export interface ArmResult {
  readonly name: string;
  readonly what: string;
  /** Aligned with seeds 1, 2, …. */
  readonly runs: readonly TrainingRun[];
  /** Median of steps to 90 %, a censored seed counting as the budget. */
  readonly medianSteps: number;
  readonly censored: number;
  /** Geometric mean over seeds of (steps without shaping / steps of this arm); absent for the arm without. */
  readonly speedUp?: Figure;
}

const nothing = { reads: "nothing", judge: () => 0 } as const;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

const stepsOf = (run: TrainingRun, budget: number): number => run.stepsTo90 ?? budget;

/** Ratios of paired seeds on a log scale; needs two seeds or more for an interval. */
function speedUp(base: readonly TrainingRun[], runs: readonly TrainingRun[], settings: Settings, name: string): Figure {
  const logs = runs.map((run, i) => Math.log(stepsOf(base[i]!, settings.steps) / stepsOf(run, settings.steps)));
  const stream = randomStream(1, `bootstrap speed-up ${name}`);
  const interval = bootstrapMean(logs, { repetitions: settings.repetitions, random: () => stream.uniform() });
  const value = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  return interval.ok
    ? { value, low: Math.exp(interval.low), high: Math.exp(interval.high) }
    : { value, low: null, high: null };
}

/** Runs arms in order; `onRun` is told after each run. The first arm "none", if there, is the base of the ratios. */
export function runArms(
  arms: readonly Arm[],
  settings: Settings,
  onRun: (arm: string, seed: number, run: TrainingRun) => void,
): readonly ArmResult[] {
  const { shaping, seeds, repetitions: _, ...common } = settings;
  const results: ArmResult[] = [];
  for (const { name, what, judge } of arms) {
    const runs = Array.from({ length: seeds }, (_, i) => {
      const seed = i + 1;
      const options = { ...common, seed };
      const run = train(
        judge === undefined ? { ...options, judge: nothing } : { ...options, shaping, judge: judge(seed) },
      );
      onRun(name, seed, run);
      return run;
    });
    const base = results.find((result) => result.name === "none")?.runs;
    results.push({
      name,
      what,
      runs,
      medianSteps: median(runs.map((run) => stepsOf(run, settings.steps))),
      censored: runs.filter((run) => run.stepsTo90 === undefined).length,
      ...(base === undefined ? {} : { speedUp: speedUp(base, runs, settings, name) }),
    });
  }
  return results;
}
