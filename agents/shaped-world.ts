/**
 * A finite world as a shaped learner sees it: the state is the world's state and the set of subgoals paid so far, the
 * reward is the task's plus the bonus. With the set in the state, "once" and "potential" are Markov.
 */
import { bonus, paidAfter, type Shaping } from "../calm/index.js";
import type { FiniteWorld } from "./finite-world.js";

/** Which subgoals a transition achieves, as a bit mask. */
export type Achieved = (state: number, action: number, next: number) => number;

/** State number: `state * sets + set`, with `sets` = 2 to the number of weights. */
export function shapedWorld(world: FiniteWorld, achieved: Achieved, shaping: Shaping): FiniteWorld {
  const sets = 2 ** shaping.weights.length;
  return {
    states: world.states * sets,
    actions: world.actions,
    outcome(place, action) {
      const paid = place % sets;
      const state = (place - paid) / sets;
      const { next, reward, terminal } = world.outcome(state, action);
      const now = achieved(state, action, next);
      const extra = bonus(shaping, paid, now, terminal ? "terminated" : "running");
      return { next: next * sets + paidAfter(paid, now), reward: reward + extra, terminal };
    },
  };
}
