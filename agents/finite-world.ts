/**
 * Finite worlds with known deterministic transitions, and their exact values: the reference against which learning rules
 * and shaping forms are tested. Value iteration after Bellman (1957).
 */

export interface Outcome {
  readonly next: number;
  readonly reward: number;
  /** The world's own end; nothing is worth anything after it. */
  readonly terminal: boolean;
}

export interface FiniteWorld {
  /** States are 0 … states-1, actions 0 … actions-1. */
  readonly states: number;
  readonly actions: number;
  /** Pure: the same outcome whenever asked. */
  outcome(state: number, action: number): Outcome;
}

export interface ActionValues {
  readonly world: FiniteWorld;
  /** states x actions, row by row. */
  readonly q: Float64Array;
  readonly sweeps: number;
}

const best = (q: Float64Array, world: FiniteWorld, state: number): number => {
  let value = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < world.actions; a++) value = Math.max(value, q[state * world.actions + a]!);
  return value;
};

/** Optimal action values, to `tolerance` in the largest change of a sweep. `discount` below 1. */
export function optimalValues(world: FiniteWorld, discount: number, tolerance = 1e-12): ActionValues {
  if (!(discount >= 0 && discount < 1)) throw new RangeError(`the discount must be in [0, 1), got ${discount}`);
  const q = new Float64Array(world.states * world.actions);
  let change = Number.POSITIVE_INFINITY;
  let sweeps = 0;
  while (change > tolerance) {
    change = 0;
    for (let state = 0; state < world.states; state++) {
      for (let action = 0; action < world.actions; action++) {
        const { next, reward, terminal } = world.outcome(state, action);
        const value = reward + (terminal ? 0 : discount * best(q, world, next));
        const at = state * world.actions + action;
        change = Math.max(change, Math.abs(value - q[at]!));
        q[at] = value;
      }
    }
    sweeps++;
  }
  return { world, q, sweeps };
}

/** V*(s). */
export const stateValue = ({ world, q }: ActionValues, state: number): number => best(q, world, state);

/** The actions within `tolerance` of the best, ascending. */
export function greedyActions({ world, q }: ActionValues, state: number, tolerance = 1e-9): readonly number[] {
  const value = best(q, world, state);
  return Array.from({ length: world.actions }, (_, a) => a).filter(
    (a) => q[state * world.actions + a]! >= value - tolerance,
  );
}
