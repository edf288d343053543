/**
 * Finite worlds with known transitions, deterministic or by chance, and their exact values: the reference against which
 * learning rules and shaping forms are tested. Value iteration after Bellman (1957).
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

export interface ChanceOutcome extends Outcome {
  /** Its probability; the shares of a state and an action add up to 1. */
  readonly share: number;
}

/** A finite world in which what an action leads to is drawn. */
export interface ChanceWorld extends Pick<FiniteWorld, "states" | "actions"> {
  outcomes(state: number, action: number): readonly ChanceOutcome[];
}

export interface ActionValues {
  readonly world: Pick<FiniteWorld, "states" | "actions">;
  /** states x actions, row by row. */
  readonly q: Float64Array;
  readonly sweeps: number;
}

const best = (q: Float64Array, world: ActionValues["world"], state: number): number => {
  let value = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < world.actions; a++) value = Math.max(value, q[state * world.actions + a]!);
  return value;
};

const outcomesOf = (world: FiniteWorld | ChanceWorld, state: number, action: number): readonly ChanceOutcome[] =>
  "outcomes" in world ? world.outcomes(state, action) : [{ ...world.outcome(state, action), share: 1 }];

/** Optimal (expected) action values, to `tolerance` in the largest change of a sweep. `discount` below 1. */
export function optimalValues(world: FiniteWorld | ChanceWorld, discount: number, tolerance = 1e-12): ActionValues {
  if (!(discount >= 0 && discount < 1)) throw new RangeError(`the discount must be in [0, 1), got ${discount}`);
  const q = new Float64Array(world.states * world.actions);
  let change = Number.POSITIVE_INFINITY;
  let sweeps = 0;
  while (change > tolerance) {
    change = 0;
    for (let state = 0; state < world.states; state++) {
      for (let action = 0; action < world.actions; action++) {
        let value = 0;
        for (const { share, next, reward, terminal } of outcomesOf(world, state, action)) {
          value += share * (reward + (terminal ? 0 : discount * best(q, world, next)));
        }
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
