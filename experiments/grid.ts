/**
 * One declared grid for every arm, tried on seeds of its own: the baseline's settings alone move its steps to 90 % fourfold,
 * so a ratio between arms of which only one was tuned means nothing.
 */
import type { Tunables } from "./run-spec.js";

export type Grid = { readonly [Name in keyof Tunables]: readonly number[] };

/** All combinations, the last name varying fastest. Settings that an arm does not use are held at their first value. */
export function combinations(grid: Grid, unused: readonly (keyof Tunables)[]): readonly Tunables[] {
  const values = (name: keyof Tunables) => (unused.includes(name) ? grid[name].slice(0, 1) : grid[name]);
  return values("epsilon").flatMap((epsilon) =>
    values("stepSize").flatMap((stepSize) =>
      values("initial").flatMap((initial) =>
        values("weight").map((weight) => ({ epsilon, stepSize, initial, weight })),
      ),
    ),
  );
}

/** The least mean of log steps; a censored run counts as its budget. The first of equals. */
export function bestOf<T extends { readonly steps: readonly number[] }>(tried: readonly T[]): T | undefined {
  const score = ({ steps }: T) => steps.reduce((sum, one) => sum + Math.log(one), 0) / steps.length;
  return tried.reduce<T | undefined>(
    (best, one) => (best === undefined || score(one) < score(best) ? one : best),
    undefined,
  );
}
