/**
 * PPO's loss and its gradient at the heads (Schulman et al. 2017, arXiv 1707.06347, eq. 7 and 9): the clipped surrogate,
 * a clipped squared error of the value, and an entropy bonus. Written out by hand; the network carries it on.
 *
 *   d(-min(r A, clip(r) A)) / d log pi = -A r, or 0 where the clip holds;  d log pi(a) / d logit_b = [a = b] - pi(b)
 *   d(-c H) / d logit_b = c pi(b) (log pi(b) + H)
 */
import { type Distribution, entropy, softmax } from "../../networks/index.js";

export interface LossOptions {
  readonly clip: number;
  readonly entropyWeight: number;
  readonly valueWeight: number;
}

export interface Sample {
  action: number;
  /** Log-probability of the action, and the value, when the step was taken. */
  oldLog: number;
  oldValue: number;
  /** Normalised. */
  advantage: number;
  /** What the value should have been. */
  target: number;
}

/** Sums over the rows of a minibatch. */
export interface LossSums {
  policy: number;
  value: number;
  entropy: number;
  /** Mean of (r - 1) - log r is an estimate of the divergence from the old policy (Schulman 2020). */
  divergence: number;
  clipped: number;
}

export const zeroSums = (): LossSums => ({ policy: 0, value: 0, entropy: 0, divergence: 0, clipped: 0 });

/** Where one row's head lies: what it says, and where the gradient goes. */
export interface Place {
  readonly values: number;
  readonly gradient: number;
}

/**
 * One row's policy: reads its logits, writes the gradient of the mean loss over `rows` rows, adds to `sums`. A mask has 0
 * for what cannot be chosen.
 */
export function policyGradient(
  { clip, entropyWeight }: Pick<LossOptions, "clip" | "entropyWeight">,
  floats: Float32Array,
  at: Place,
  { action, oldLog, advantage }: Readonly<Pick<Sample, "action" | "oldLog" | "advantage">>,
  policy: Distribution,
  rows: number,
  sums: Omit<LossSums, "value">,
  mask?: Uint8Array,
): void {
  softmax(policy, floats, at.values, mask);
  const { logs, probabilities } = policy;
  const difference = logs[action]! - oldLog;
  const ratio = Math.exp(difference);
  const isHeld = advantage > 0 ? ratio > 1 + clip : ratio < 1 - clip;
  const held = Math.min(Math.max(ratio, 1 - clip), 1 + clip);
  sums.policy -= Math.min(ratio * advantage, held * advantage);
  const spread = entropy(policy);
  sums.entropy += spread;
  sums.divergence += ratio - 1 - difference;
  if (isHeld) sums.clipped++;
  const byLog = isHeld ? 0 : -advantage * ratio;
  for (let b = 0; b < logs.length; b++) {
    const p = probabilities[b]!;
    const own = b === action ? 1 : 0;
    const fromEntropy = p > 0 ? entropyWeight * p * (logs[b]! + spread) : 0;
    floats[at.gradient + b] = (byLog * (own - p) + fromEntropy) / rows;
  }
}

/** One row's value, likewise. */
export function valueGradient(
  { clip, valueWeight }: Pick<LossOptions, "clip" | "valueWeight">,
  floats: Float32Array,
  at: Place,
  { oldValue, target }: Readonly<Pick<Sample, "oldValue" | "target">>,
  rows: number,
  sums: Pick<LossSums, "value">,
): void {
  const value = floats[at.values]!;
  const near = oldValue + Math.min(Math.max(value - oldValue, -clip), clip);
  const [far, close] = [(value - target) ** 2, (near - target) ** 2];
  sums.value += Math.max(far, close) / 2;
  // The clipped value moves with the value only while it is not at its bounds.
  const byValue = far >= close ? value - target : near === value ? near - target : 0;
  floats[at.gradient] = (valueWeight * byValue) / rows;
}
