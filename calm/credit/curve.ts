/**
 * What better credit is for: learning in fewer steps. Area under a curve of success, steps to a level that is held, and
 * their ratio. Curves are of the task's own success, never of shaped reward.
 *
 * A run that never holds the level is censored: it has no number of steps, and whoever averages has to count it.
 */
import { defined, type Estimate, undefinedBecause } from "../../stats/index.js";

/** Area under a curve of success over steps, divided by the horizon; points ascend. */
export function curveArea(points: readonly (readonly [steps: number, success: number])[]): Estimate {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || !(last[0] > first[0])) {
    return undefinedBecause("a curve needs two points apart");
  }
  const area = points.slice(1).reduce((sum, [x, y], i) => sum + ((x - points[i]![0]) * (y + points[i]![1])) / 2, 0);
  return defined(area / (last[0] - first[0]));
}

/** The first steps at which success was at least `level` and stayed for `held` readings; undefined: never (censored). */
export function stepsToReach(
  points: readonly (readonly [steps: number, success: number])[],
  level: number,
  held: number,
): Estimate {
  const at = points.findIndex((_, i) => {
    const next = points.slice(i, i + held);
    return next.length === held && next.every(([, success]) => success >= level);
  });
  return at < 0 ? undefinedBecause("it was never held") : defined(points[at]![0]);
}

/** How many times faster: steps of the baseline by steps of the method. */
export function speedUp(baseline: Estimate, method: Estimate): Estimate {
  if (!baseline.ok) return baseline;
  if (!method.ok) return method;
  return method.value === 0 ? undefinedBecause("it was reached at once") : defined(baseline.value / method.value);
}
