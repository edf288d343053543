/**
 * MatchTIR's two levels (arXiv 2601.10712): a whole episode against its group, and each turn's discounted return against
 * the same turn of the others.
 *
 * A^g = (R - mean) / (std + 1e-6) with R the sum of the turn rewards; A^l of turn t the same of sum_k>=t lambda^(k-t) r_k
 * over the episodes that have a turn t; standard deviations divide by n - 1. The released code halves the sum of the two,
 * the paper's figure does not. Differs where the release is wrong: a turn that only one episode reaches is normalised
 * there with mean 0 and deviation 1, so that its raw return favours long episodes; here such a turn is worth 0 ("raw"
 * keeps the release's way).
 */
import { InputError } from "../../envs/index.js";
import { meanAndSpread } from "./normalise.js";

export interface DualLevelOptions {
  /** lambda, 0.9 when absent. */
  readonly turnDiscount?: number;
  /** Turns that only one episode has: worth nothing (ours, when absent) or their raw return (as released). */
  readonly loneTurns?: "zero" | "raw";
  /** "half" as the code when absent, "sum" as the figure. */
  readonly combine?: "half" | "sum";
  /** Both when absent. */
  readonly levels?: "both" | "turn" | "trajectory";
}

const EPSILON = 1e-6;

/** sum_k>=t lambda^(k-t) r_k. */
export function discountedReturns(rewards: ArrayLike<number>, discount: number): Float64Array {
  const returns = new Float64Array(rewards.length);
  let later = 0;
  for (let t = rewards.length - 1; t >= 0; t--) {
    later = rewards[t]! + discount * later;
    returns[t] = later;
  }
  return returns;
}

/** Advantages, shaped as the turn rewards. Throws an InputError for a discount outside [0, 1]. */
export function dualLevel(
  rewards: readonly Float64Array[],
  { turnDiscount = 0.9, loneTurns = "zero", combine = "half", levels = "both" }: DualLevelOptions = {},
): readonly Float64Array[] {
  if (!(turnDiscount >= 0 && turnDiscount <= 1)) {
    throw new InputError(`The turn discount is ${turnDiscount}; accepted is 0 to 1.`);
  }
  const sums = rewards.map((list) => list.reduce((total, reward) => total + reward, 0));
  const whole = meanAndSpread(sums, "sample");
  const returns = rewards.map((list) => discountedReturns(list, turnDiscount));
  const longest = Math.max(0, ...rewards.map(({ length }) => length));
  const advantages = rewards.map((list) => new Float64Array(list.length));
  for (let t = 0; t < longest; t++) {
    const have = returns.flatMap((list, i) => (t < list.length ? [i] : []));
    const { mean, std } = meanAndSpread(
      have.map((i) => returns[i]![t]!),
      "sample",
    );
    for (const i of have) {
      const isLone = have.length === 1;
      const raw = returns[i]![t]!;
      const turn = isLone ? (loneTurns === "raw" ? raw : 0) : (raw - mean) / (std + EPSILON);
      const trajectory = rewards.length === 1 ? 0 : (sums[i]! - whole.mean) / (whole.std + EPSILON);
      const both = combine === "half" ? (turn + trajectory) / 2 : turn + trajectory;
      advantages[i]![t] = levels === "both" ? both : levels === "turn" ? turn : trajectory;
    }
  }
  return advantages;
}
