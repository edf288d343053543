/**
 * From rewards per step to advantages per step: over which pool are mean and spread taken?
 *
 * - none: as they are.
 * - group-token: all steps of all episodes (CAPO, arXiv 2508.02298; questioned by its reviewers: long episodes dominate).
 * - group-episode: every episode counts the same, whatever its length (ours).
 * - same-step: steps of the same number (as MatchTIR, arXiv 2601.10712).
 * - same-state: steps from the same observed state (as GiGPO, arXiv 2505.10978).
 * - decoupled: outcome and process apart, added, and once more (GDPO, arXiv 2601.05242).
 *
 * A pool of one, or without spread, says nothing: its advantages are 0.
 */

export type Normalisation = "none" | "group-token" | "group-episode" | "same-step" | "same-state" | "decoupled";

/** Population: divide by n; sample: by n - 1. */
export type Spread = "population" | "sample";

const LEAST_SPREAD = 1e-8;

/** Mean and spread of a list. */
export function meanAndSpread(
  values: ArrayLike<number>,
  spread: Spread,
): { readonly mean: number; readonly std: number } {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i]! / n;
  let square = 0;
  for (let i = 0; i < n; i++) square += (values[i]! - mean) ** 2;
  const by = spread === "population" ? n : n - 1;
  return { mean, std: by > 0 ? Math.sqrt(square / by) : 0 };
}

/** (x - mean) / std over one list; zeros without spread. */
function standardised(values: ArrayLike<number>, spread: Spread): Float64Array {
  const { mean, std } = meanAndSpread(values, spread);
  return Float64Array.from(values, (value) => (std < LEAST_SPREAD ? 0 : (value - mean) / std));
}

/** Standardises within pools; `poolOf` names the pool of episode i's step t. */
function pooled(
  rewards: readonly Float64Array[],
  spread: Spread,
  poolOf: (i: number, t: number) => string | number,
): readonly Float64Array[] {
  const pools = new Map<string | number, { values: number[]; places: (readonly [number, number])[] }>();
  rewards.forEach((list, i) => {
    list.forEach((value, t) => {
      const key = poolOf(i, t);
      const pool = pools.get(key) ?? { values: [], places: [] };
      pool.values.push(value);
      pool.places.push([i, t]);
      pools.set(key, pool);
    });
  });
  const advantages = rewards.map((list) => new Float64Array(list.length));
  for (const { values, places } of pools.values()) {
    const scaled = standardised(values, spread);
    places.forEach(([i, t], k) => {
      advantages[i]![t] = scaled[k]!;
    });
  }
  return advantages;
}

/** Mean of the episodes' means; spread: the mean of the episodes' mean squares around it. */
function byEpisode(rewards: readonly Float64Array[]): readonly Float64Array[] {
  const meanOf = (list: ArrayLike<number>) => meanAndSpread(list, "population").mean;
  const filled = rewards.filter(({ length }) => length > 0);
  const mean = meanOf(filled.map(meanOf));
  const std = Math.sqrt(meanOf(filled.map((list) => meanOf(list.map((value) => (value - mean) ** 2)))));
  return rewards.map((list) => list.map((value) => (std < LEAST_SPREAD ? 0 : (value - mean) / std)));
}

export interface Rewards {
  /** Per episode and step: outcome plus what the step itself is given. */
  readonly total: readonly Float64Array[];
  readonly outcome: readonly Float64Array[];
  readonly steps: readonly Float64Array[];
  /** Per episode, the observed state of each step. */
  readonly seen: readonly (readonly string[])[];
}

/** Advantages, shaped as the rewards. `spread` is the population's in "group-episode". */
export function normalised(rewards: Rewards, how: Normalisation, spread: Spread): readonly Float64Array[] {
  const { total, outcome, steps } = rewards;
  switch (how) {
    case "none":
      return total.map((list) => list.slice());
    case "group-token":
      return pooled(total, spread, () => 0);
    case "group-episode":
      return byEpisode(total);
    case "same-step":
      return pooled(total, spread, (_, t) => t);
    case "same-state": {
      const { seen } = rewards;
      return pooled(total, spread, (i, t) => seen[i]![t]!);
    }
    case "decoupled": {
      const [one, other] = [pooled(outcome, spread, () => 0), pooled(steps, spread, () => 0)];
      const sums = one.map((list, i) => list.map((value, t) => value + other[i]![t]!));
      return pooled(sums, spread, () => 0);
    }
  }
}
