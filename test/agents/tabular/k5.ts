/** Learners on K5, and what is exact there. */
import { type FiniteWorld, optimalValues } from "../../../agents/finite-world.js";
import type { QTable } from "../../../agents/index.js";
import type { LearnerSettings, TabularLearner } from "../../../agents/tabular/learner.js";
import { randomStream } from "../../../envs/index.js";
import { DISCOUNT, k5, k5Achieved, k5State } from "../worlds.js";

export const K5_START = k5State(1, 0, 0);

/** No subgoals: a state's number is the world's. */
export const settings: LearnerSettings = {
  actions: 4,
  subgoals: 0,
  stepSize: 0.5,
  discount: DISCOUNT,
  epsilon: 0.1,
  initial: 0,
  seed: 1,
  judgedBy: "a judge",
};

/**
 * Episodes of K5, `limit` steps at most, until so many steps were taken or so many episodes were won.
 */
export function learnK5(
  learner: TabularLearner,
  steps: number,
  {
    world = k5(4),
    limit = 30,
    from = "anywhere",
    wins = Number.POSITIVE_INFINITY,
  }: {
    readonly world?: FiniteWorld;
    readonly limit?: number;
    readonly from?: "anywhere" | "start";
    readonly wins?: number;
  } = {},
): void {
  const stream = randomStream(7, "k5");
  let [state, clock, won] = [-1, 0, 0];
  for (let step = 0; step < steps; step++) {
    if (state < 0) {
      if (won === wins) return;
      state = from === "start" ? K5_START : k5State(stream.below(4), stream.below(2), stream.below(2));
      clock = 0;
      learner.begin();
    }
    const action = learner.act(state, stream);
    const { next, reward, terminal } = world.outcome(state, action);
    clock++;
    if (terminal) won++;
    const end = terminal ? "terminated" : clock === limit ? "truncated" : "running";
    const achieved = k5Achieved(state, action, next);
    learner.learn({ state, action, reward, bonus: 0, next, end, achieved });
    state = end === "running" ? next : -1;
  }
}

/** The largest difference from the optimal values over all states and actions. */
export function largestMiss(table: Pick<QTable, "value">): number {
  const exact = optimalValues(k5(4), DISCOUNT);
  let worst = 0;
  for (let state = 0; state < 20; state++) {
    if (state % 5 === 4) continue;
    for (let a = 0; a < 4; a++) worst = Math.max(worst, Math.abs(table.value(state, a) - exact.q[state * 4 + a]!));
  }
  return worst;
}
