/**
 * A categorical distribution over actions from a row of logits: probabilities, entropy, a draw. Numbers are computed in
 * double precision; impossible actions can be masked out.
 */

export interface Distribution {
  /** Natural logarithms of the probabilities; -Infinity for masked actions. */
  readonly logs: Float64Array;
  readonly probabilities: Float64Array;
}

/** Reused by every call: as many actions as the head has. */
export const distribution = (actions: number): Distribution => ({
  logs: new Float64Array(actions),
  probabilities: new Float64Array(actions),
});

/** Reads `logits` at `at`. A mask has 0 for what is impossible; at least one action is possible. */
export function softmax(into: Distribution, logits: Float32Array, at: number, mask?: Uint8Array): void {
  const { logs, probabilities } = into;
  const n = logs.length;
  let top = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < n; a++) {
    const logit = mask?.[a] === 0 ? Number.NEGATIVE_INFINITY : logits[at + a]!;
    logs[a] = logit;
    if (logit > top) top = logit;
  }
  let sum = 0;
  for (let a = 0; a < n; a++) {
    const share = Math.exp(logs[a]! - top);
    probabilities[a] = share;
    sum += share;
  }
  const log = top + Math.log(sum);
  for (let a = 0; a < n; a++) {
    logs[a]! -= log;
    probabilities[a]! /= sum;
  }
}

/** In nats; impossible actions add nothing. */
export function entropy({ logs, probabilities }: Distribution): number {
  let sum = 0;
  for (let a = 0; a < logs.length; a++) if (probabilities[a]! > 0) sum -= probabilities[a]! * logs[a]!;
  return sum;
}

/** The action whose share of [0, 1) holds `u`; never a masked one. */
export function sample({ probabilities }: Distribution, u: number): number {
  let left = u;
  let last = 0;
  for (let a = 0; a < probabilities.length; a++) {
    const p = probabilities[a]!;
    if (p === 0) continue;
    if (left < p) return a;
    left -= p;
    last = a;
  }
  return last;
}

/** The likeliest action, first of equals. */
export function greedy({ probabilities }: Distribution): number {
  let best = 0;
  for (let a = 1; a < probabilities.length; a++) if (probabilities[a]! > probabilities[best]!) best = a;
  return best;
}
