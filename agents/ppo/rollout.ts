/**
 * What a stretch of play leaves behind for learning: [steps x games], all games of a step together.
 */
export interface Rollout {
  readonly steps: number;
  readonly games: number;
  readonly slots: number;
  readonly features: Int32Array;
  readonly actions: Uint8Array;
  readonly logs: Float64Array;
  readonly values: Float64Array;
  readonly rewards: Float64Array;
  /** 1 where the step left its episode. */
  readonly ended: Uint8Array;
  /** 1, or 0 where the step was an episode's first: what a recurrent layer is told. */
  readonly going: Uint8Array;
  readonly advantages: Float64Array;
  /** [games]: values after the last step. */
  readonly last: Float64Array;
}

export function rollout(steps: number, games: number, slots: number): Rollout {
  const rows = steps * games;
  return {
    steps,
    games,
    slots,
    features: new Int32Array(rows * slots),
    actions: new Uint8Array(rows),
    logs: new Float64Array(rows),
    values: new Float64Array(rows),
    rewards: new Float64Array(rows),
    ended: new Uint8Array(rows),
    going: new Uint8Array(rows),
    advantages: new Float64Array(rows),
    last: new Float64Array(games),
  };
}

/** 1 - Var(target - value) / Var(target): how much of the returns the value knew; NaN-free: 0 where returns do not vary. */
export function explainedVariance({ values, advantages }: Rollout): number {
  const variance = (of: (i: number) => number): number => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < values.length; i++) {
      sum += of(i);
      squares += of(i) ** 2;
    }
    return squares / values.length - (sum / values.length) ** 2;
  };
  const total = variance((i) => values[i]! + advantages[i]!);
  return total === 0 ? 0 : 1 - variance((i) => advantages[i]!) / total;
}
