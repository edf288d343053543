/**
 * How much a step weighs in a branched update. TempFlow-GRPO (arXiv 2508.04324, equation 7) weighs by the noise that its
 * sampler injects; a policy's own noise at a state is its spread over actions.
 *
 * gini: sqrt(1 - sum pi^2). entropy: H(pi) / ln |A|. criticality: the measured deviation of the branches' returns, which
 * looks at results and is an oracle-like variant. All are divided by their mean over the branched steps; where all are 0
 * every step weighs 1.
 */
import { meanAndSpread } from "./normalise.js";

export type WeightBy = "gini" | "entropy" | "criticality" | "none";
export const WEIGHTS: readonly WeightBy[] = ["gini", "entropy", "criticality", "none"];

/** One branched step: the policy's row and the returns of its branches. */
export interface Weighed {
  readonly row: ArrayLike<number>;
  readonly returns: ArrayLike<number>;
}

function rawWeight(by: WeightBy, { row, returns }: Weighed): number {
  if (by === "none") return 1;
  if (by === "criticality") return meanAndSpread(returns, "population").std;
  let [squares, entropy] = [0, 0];
  for (let a = 0; a < row.length; a++) {
    const share = row[a]!;
    squares += share * share;
    if (share > 0) entropy -= share * Math.log(share);
  }
  if (by === "gini") return Math.sqrt(Math.max(0, 1 - squares));
  return row.length < 2 ? 0 : entropy / Math.log(row.length);
}

/** "raw", or of mean 1 over the steps that are given. */
export function branchWeights(by: WeightBy, steps: readonly Weighed[], scale: "raw" | "mean 1"): Float64Array {
  const raw = Float64Array.from(steps, (step) => rawWeight(by, step));
  const { mean } = meanAndSpread(raw, "population");
  if (scale === "raw" || raw.length === 0) return raw;
  return mean < 1e-12 ? raw.fill(1) : raw.map((weight) => weight / mean);
}

/**
 * The image-side weights of the paper, for comparison: sigma_t sqrt(dt) with sigma = eta sqrt(s / (1 - s)) over noise
 * levels s that fall; where s = 1 the 1 under the fraction's line is taken from the next level. Not normalised.
 */
export function samplerNoise(levels: readonly number[], eta: number): readonly number[] {
  return levels.slice(0, -1).map((level, i) => {
    const below = 1 - (level === 1 ? levels[i + 1]! : level);
    return eta * Math.sqrt(level / below) * Math.sqrt(level - levels[i + 1]!);
  });
}
