/** Games small enough that one knows what is best. */
import type { Games, Outcome } from "../../agents/games.js";
import type { StepEnd } from "../../calm/index.js";
import { randomStream } from "../../envs/index.js";

interface Toy {
  readonly actions: number;
  readonly features: number;
  readonly limit: number;
  /** State of a new episode; whole numbers. */
  begin(draw: (n: number) => number): number[];
  /** The one feature that is on. */
  see(state: readonly number[]): number;
  /** Changes the state. */
  step(
    state: number[],
    action: number,
    draw: (n: number) => number,
  ): { reward: number; terminated: boolean /** Bits. */; achieved?: number };
  /** How many a judge tells of; absent: nobody judges. */
  readonly subgoals?: number;
}

/** Three arms that pay 1 with probability 0.2, 0.5 and 0.8; every episode is one pull. */
export const BANDIT: Toy = {
  actions: 3,
  features: 1,
  limit: 2,
  begin: () => [],
  see: () => 0,
  step: (_, action, draw) => ({ reward: draw(10) < [2, 5, 8][action]! ? 1 : 0, terminated: true }),
};

/** Eight cells from left to right; 1 at the right end, -0.01 a step. */
export const CORRIDOR: Toy = {
  actions: 2,
  features: 8,
  limit: 40,
  begin: () => [0],
  see: ([cell]) => cell!,
  step(state, action) {
    state[0] = Math.max(0, state[0]! + (action === 1 ? 1 : -1));
    return state[0] === 7 ? { reward: 1, terminated: true } : { reward: -0.01, terminated: false };
  },
};

/** A sign at the first step says which action pays at the sixth; between them nothing is to be seen. */
export const RECALL: Toy = {
  actions: 2,
  features: 4,
  limit: 10,
  begin: (draw) => [0, draw(2)],
  see: ([time, sign]) => (time === 0 ? sign! : time === 5 ? 3 : 2),
  step(state, action) {
    const isLast = state[0] === 5;
    state[0]!++;
    return isLast ? { reward: action === state[1] ? 1 : -1, terminated: true } : { reward: 0, terminated: false };
  },
};

/**
 * Seven cells; the hero begins in the middle, takes the key at the left end, opens the door at the right end with it, and
 * is paid 1 back in the middle. Subgoals: key, door.
 */
export const ERRAND: Toy = {
  actions: 2,
  features: 21,
  limit: 60,
  subgoals: 2,
  begin: () => [3, 0],
  see: ([cell, stage]) => 7 * stage! + cell!,
  step(state, action) {
    state[0] = Math.min(6, Math.max(0, state[0]! + (action === 1 ? 1 : -1)));
    const [cell, stage] = state;
    const moves = (stage === 0 && cell === 0) || (stage === 1 && cell === 6);
    if (moves) state[1]!++;
    const terminated = stage === 2 && cell === 3;
    return { reward: terminated ? 1 : 0, terminated, achieved: moves ? 1 << stage! : 0 };
  },
};

export interface ToyGames extends Games {
  /** Undiscounted returns of the episodes that ended, in order. */
  readonly returns: number[];
}

export function toyGames(toy: Toy, count: number, seed: number): ToyGames {
  const stream = randomStream(seed, "toy");
  const draw = (n: number) => stream.below(n);
  const states: number[][] = Array.from({ length: count }, () => []);
  const clocks = new Int32Array(count);
  const paid = new Int32Array(count);
  const sums = new Float64Array(count);
  const returns: number[] = [];
  const outcome: { -readonly [K in keyof Outcome]: Outcome[K] } = {
    reward: 0,
    bonus: 0,
    achieved: 0,
    end: "running",
  };
  return {
    count,
    actions: toy.actions,
    features: toy.features,
    slots: 1,
    limit: toy.limit,
    subgoals: toy.subgoals ?? 0,
    returns,
    begin(game) {
      states[game] = toy.begin(draw);
      clocks[game] = 0;
      paid[game] = 0;
      sums[game] = 0;
    },
    observe(game, into, at) {
      into[at] = toy.see(states[game]!);
    },
    paid: (game) => paid[game]!,
    step(game, action) {
      const { reward, terminated, achieved = 0 } = toy.step(states[game]!, action, draw);
      clocks[game]!++;
      sums[game]! += reward;
      const end: StepEnd = terminated ? "terminated" : clocks[game] === toy.limit ? "truncated" : "running";
      if (end !== "running") returns.push(sums[game]!);
      outcome.reward = reward;
      outcome.bonus = achieved & ~paid[game]! ? 1 : 0;
      outcome.achieved = achieved;
      paid[game]! |= achieved;
      outcome.end = end;
      return outcome;
    },
  };
}
