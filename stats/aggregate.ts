/**
 * Many runs on several tasks in one number that a lucky run does not decide.
 *
 * Source: Agarwal et al. 2021, "Deep Reinforcement Learning at the Edge of the Statistical Precipice", arXiv:2108.13264
 * (the library rliable). Scores are tasks x runs: `scores[task][run]`, normalised by the caller; tasks may differ in
 * their number of runs (rliable: a rectangle). Intervals: `stratified.ts`, which takes these functions as they are.
 */
import { checkFinite, checkSameLength } from "./check.js";
import { defined, type Estimate, undefinedBecause } from "./value.js";

/**
 * Interquartile mean: of all N scores together, drop floor(N / 4) at each end and average the rest. Undefined without
 * scores.
 * @throws RangeError when a score is not finite.
 */
export function interquartileMean(scores: readonly ArrayLike<number>[]): Estimate {
  checkScores(scores);
  const size = scores.reduce((sum, runs) => sum + runs.length, 0);
  if (size === 0) return undefinedBecause("there are no scores");
  const pooled = new Float64Array(size);
  let at = 0;
  for (const runs of scores) {
    pooled.set(runs, at);
    at += runs.length;
  }
  pooled.sort();
  const dropped = Math.floor(0.25 * size);
  return defined(mean(pooled.subarray(dropped, size - dropped), (score) => score));
}

/**
 * How far runs fall short of `target` on average: target - mean over tasks and runs of min(score, target). What exceeds
 * the target earns nothing. Lower is better. Undefined without scores.
 * @throws RangeError when a score or the target is not finite.
 */
export function optimalityGap(scores: readonly ArrayLike<number>[], target: number = 1): Estimate {
  checkScores(scores);
  checkFinite("the target", [target]);
  const size = scores.reduce((sum, runs) => sum + runs.length, 0);
  if (size === 0) return undefinedBecause("there are no scores");
  const capped = scores.reduce((sum, runs) => sum + total(runs, (score) => Math.min(score, target)), 0);
  return defined(target - capped / size);
}

/**
 * One point of the performance profile: the share of runs with a score above `threshold`, averaged over tasks, in [0, 1].
 * A profile is this at many thresholds; its band is `stratifiedBootstrap` with one statistic per threshold. Undefined
 * without tasks or when a task has no runs.
 * @throws RangeError when a score or the threshold is not finite.
 */
export function performanceProfile(scores: readonly ArrayLike<number>[], threshold: number): Estimate {
  checkScores(scores);
  checkFinite("the threshold", [threshold]);
  if (scores.length === 0) return undefinedBecause("there are no tasks");
  if (scores.some((runs) => runs.length === 0)) return undefinedBecause("a task has no runs");
  return defined(
    mean(
      scores.map((runs) => mean(runs, (score) => (score > threshold ? 1 : 0))),
      (share) => share,
    ),
  );
}

/**
 * P(X > Y): the chance that a random run of X beats a random run of Y on the same task, ties counting half, averaged over
 * tasks, in [0, 1]; 0.5 is chance. X and Y list the same tasks in the same order. Undefined without tasks or when a task
 * has no runs.
 * For its interval, resample both arms' runs: `stratifiedBootstrap([...x, ...y], [(s) => probabilityOfImprovement(
 * s.slice(0, x.length), s.slice(x.length))], options)`; say "better" only when it `excludes` 0.5.
 * @throws RangeError when the numbers of tasks differ or a score is not finite.
 */
export function probabilityOfImprovement(x: readonly ArrayLike<number>[], y: readonly ArrayLike<number>[]): Estimate {
  checkScores(x);
  checkScores(y);
  checkSameLength("X's tasks", x, "Y's tasks", y);
  if (x.length === 0) return undefinedBecause("there are no tasks");
  if ([...x, ...y].some((runs) => runs.length === 0)) return undefinedBecause("a task has no runs");
  const perTask = x.map((runs, task) => mean(runs, (score) => mean(y[task]!, (other) => points(score, other))));
  return defined(mean(perTask, (share) => share));
}

function points(score: number, other: number): number {
  if (score === other) return 0.5;
  return score > other ? 1 : 0;
}

function total(values: ArrayLike<number>, of: (value: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += of(values[i]!);
  return sum;
}

function mean(values: ArrayLike<number>, of: (value: number) => number): number {
  return total(values, of) / values.length;
}

function checkScores(scores: readonly ArrayLike<number>[]): void {
  for (const runs of scores) checkFinite("a score", runs);
}
