/**
 * Confusion scores as statistics of a cluster table whose columns hold four counts in the order tp, fp, fn, tn.
 *
 * A difference or a mean of several is a function of the same sums and needs no helper here:
 * `(sums) => f1OfA(sums) - f1OfB(sums)`; NaN in either makes the difference undefined on that resample, as it should.
 */
import type { ClusterStatistic } from "./bootstrap.js";
import { checkCount } from "./check.js";
import { type ConfusionScore, confusionKernels } from "./confusion-score.js";

/**
 * The score of the four counts at columns offset .. offset + 3. NaN where the score has no value; an MCC with an empty
 * row or column counts as 0, as in `mcc`.
 * @throws RangeError when `offset` is not a whole number >= 0.
 */
export function confusionStatistic(score: ConfusionScore, offset: number): ClusterStatistic {
  checkCount("offset", offset);
  const kernel = confusionKernels[score];
  return (sums) =>
    kernel(
      sums[offset] ?? Number.NaN,
      sums[offset + 1] ?? Number.NaN,
      sums[offset + 2] ?? Number.NaN,
      sums[offset + 3] ?? Number.NaN,
    );
}
