/**
 * The small worlds in which shaping can be computed by hand: K5 (a corridor with a key and a door), K5 with dropping, and
 * the detour. Their numbers come from the arithmetic of the formulas themselves (gamma 0.9 throughout).
 */
import type { FiniteWorld } from "../../agents/finite-world.js";
import type { Achieved } from "../../agents/index.js";
import { bonus, paidAfter, type Shaping } from "../../calm/index.js";

export const DISCOUNT = 0.9;

/** K5: position 0..4, key held, door open. Actions L R P A, and D (drop) where wanted. */
export const K5 = { L: 0, R: 1, P: 2, A: 3, D: 4 } as const;

export const k5State = (position: number, key: number, door: number): number => position + 5 * (key + 2 * door);

interface K5State {
  readonly position: number;
  readonly key: number;
  readonly door: number;
}

export const readK5 = (state: number): K5State => ({
  position: state % 5,
  key: Math.trunc(state / 5) % 2,
  door: Math.trunc(state / 10),
});

function k5Next({ position, key, door }: K5State, action: number): K5State {
  if (action === K5.L) return { position: Math.max(0, position - 1), key, door };
  if (action === K5.R) {
    const isShut = position === 2 && door === 0;
    return { position: isShut ? position : Math.min(4, position + 1), key, door };
  }
  if (action === K5.P) return { position, key: position === 0 ? 1 : key, door };
  if (action === K5.A) return { position, key, door: position === 2 && key === 1 ? 1 : door };
  return { position, key: position === 0 ? 0 : key, door };
}

export function k5(actions: 4 | 5): FiniteWorld {
  return {
    states: 20,
    actions,
    outcome(state, action) {
      const after = k5Next(readK5(state), action);
      const terminal = after.position === 4;
      return { next: k5State(after.position, after.key, after.door), reward: terminal ? 1 : 0, terminal };
    },
  };
}

/** Subgoals of K5: 1 the key is taken, 2 the door is opened. */
export function k5Achieved(state: number, _action: number, next: number): number {
  const before = readK5(state);
  const after = readK5(next);
  return (before.key === 0 && after.key === 1 ? 1 : 0) | (before.door === 0 && after.door === 1 ? 2 : 0);
}

/** The detour: A 0, K 1, goal 2. Action 0 goes to the goal (from K: back), action 1 goes to K (from K: back). */
export const detour: FiniteWorld = {
  states: 3,
  actions: 2,
  outcome(state, action) {
    if (state === 2) return { next: 2, reward: 0, terminal: true };
    if (state === 1) return { next: 0, reward: 0, terminal: false };
    return action === 0 ? { next: 2, reward: 1, terminal: true } : { next: 1, reward: 0, terminal: false };
  },
};

/** The detour's one subgoal: entering K. */
export const detourAchieved = (_state: number, _action: number, next: number): number => (next === 1 ? 1 : 0);

/** A world shaped wrongly: as `shapedWorld`, but the potential of the state that ends the world is kept. */
export function shapedPastTheEnd(world: FiniteWorld, achieved: Achieved, shaping: Shaping): FiniteWorld {
  const sets = 2 ** shaping.weights.length;
  return {
    states: world.states * sets,
    actions: world.actions,
    outcome(place, action) {
      const paid = place % sets;
      const state = (place - paid) / sets;
      const { next, reward, terminal } = world.outcome(state, action);
      const now = achieved(state, action, next);
      const extra = bonus(shaping, paid, now, "running");
      return { next: next * sets + paidAfter(paid, now), reward: reward + extra, terminal };
    },
  };
}
