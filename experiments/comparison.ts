/**
 * Arms x paired seeds as figures: every arm has the same seeds, and is compared with the arm without shaping seed by seed.
 */
import type { Figure } from "../annotations/index.js";
import { randomStream } from "../envs/index.js";
import { bootstrapMean } from "../stats/index.js";
import type { ArmSpec } from "./arm.js";
import type { JudgeSource } from "./judge-source.js";
import type { RunRecord, Tunables } from "./run-spec.js";

export interface ArmResult {
  readonly name: string;
  readonly what: string;
  readonly form: string;
  readonly source: JudgeSource;
  /** The settings of its runs, and how many combinations were tried for them (1: none but these). */
  readonly settings: Tunables;
  readonly tried: number;
  /** Aligned with the seeds. */
  readonly runs: readonly Omit<RunRecord, "terminations" | "policy" | "network" | "metrics" | "played">[];
  /** Median of steps to 90 %, a censored seed counting as the budget. */
  readonly medianSteps: number;
  readonly censored: number;
  /** Geometric mean over seeds of (steps without shaping / steps of this arm); absent for the arm without. */
  readonly speedUp?: Figure;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

/** A censored run counts as its budget. */
export const stepsOf = ({ stepsTo90 }: Pick<RunRecord, "stepsTo90">, budget: number): number => stepsTo90 ?? budget;

/** Ratios base / own of paired seeds on a log scale; needs two seeds or more for an interval. */
export function speedUp(base: readonly number[], own: readonly number[], repetitions: number): Figure {
  const logs = own.map((steps, i) => Math.log(base[i]! / steps));
  // One stream for all arms: equal runs have equal intervals.
  const stream = randomStream(1, "bootstrap speed-up");
  const interval = bootstrapMean(logs, { repetitions, random: () => stream.uniform() });
  const value = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  return interval.ok
    ? { value, low: Math.exp(interval.low), high: Math.exp(interval.high) }
    : { value, low: null, high: null };
}

export interface TrainedArm {
  readonly arm: ArmSpec;
  readonly form: string;
  readonly settings: Tunables;
  readonly tried: number;
  readonly records: readonly RunRecord[];
}

/** Figures of all arms; the arm whose source is "none", where there is one, is the base of the ratios. */
export function compareArms(
  arms: readonly TrainedArm[],
  { budget, repetitions }: { readonly budget: number; readonly repetitions: number },
): readonly ArmResult[] {
  const steps = ({ records }: TrainedArm) => records.map((record) => stepsOf(record, budget));
  const base = arms.find(({ arm }) => arm.source.kind === "none");
  return arms.map((one) => {
    const { arm, form, settings, tried, records } = one;
    return {
      name: arm.name,
      what: arm.what,
      form,
      source: arm.source,
      settings,
      tried,
      runs: records.map(
        ({ terminations: _paid, policy: _policy, network: _network, metrics: _metrics, played: _played, ...kept }) =>
          kept,
      ),
      medianSteps: median(steps(one)),
      censored: records.filter(({ stepsTo90 }) => stepsTo90 === undefined).length,
      ...(base === undefined || base === one ? {} : { speedUp: speedUp(steps(base), steps(one), repetitions) }),
    };
  });
}
