/**
 * Exact values over a graph of reachable states, with FULL INFORMATION: optimal ones from distances, those of a policy by
 * dynamic programming backwards from the step limit.
 *
 * Source: Bellman 1957; the formulas of VinePPO's estimate (arXiv 2410.01679) without the estimate. "success": the
 * probability of winning within the steps that are left. "return": the expected discounted sum of the task's rewards,
 * penalties included.
 */
import { InputError } from "../../envs/index.js";
import type { GraphPolicy } from "./policy.js";
import type { StateGraph } from "./state-graph.js";

/** V* without a limit: gamma^(d* - 1), 0 where success is out of reach or reached. Reward 1 for success, 0 else. */
export function optimalValue({ distances }: StateGraph, discount: number, state: number): number {
  const distance = distances[state]!;
  return distance === 0 || distance === Number.POSITIVE_INFINITY ? 0 : discount ** (distance - 1);
}

/** Q* of the same: 1 when the action wins, else gamma V* of what follows; as one power, so that the best one equals V*. */
export function optimalActionValue(graph: StateGraph, discount: number, state: number, action: number): number {
  const distance = graph.distances[graph.next[state * graph.actions + action]!]!;
  return distance === Number.POSITIVE_INFINITY ? 0 : discount ** distance;
}

export type Objective = { readonly kind: "success" } | { readonly kind: "return"; readonly discount: number };

export interface PolicyValues {
  readonly graph: StateGraph;
  readonly policy: GraphPolicy;
  readonly objective: Objective;
  /** Value of a state after `t` steps of the episode; of what has ended, as `ended` says. */
  at(t: number, state: number): number;
}

const MOST_CELLS = 40_000_000;

const reward = (objective: Objective, graph: StateGraph, edge: number, step: number): number => {
  const won = graph.status[graph.next[edge]!] === 2 && step <= graph.winsUntil;
  if (objective.kind === "success") return won ? 1 : 0;
  const paid = graph.rewards[edge]!;
  // What the table pays for a win that comes too late is not paid.
  return graph.status[graph.next[edge]!] === 2 && !won ? paid - 1 : paid;
};

/**
 * Values of a policy for every number of steps. Throws an InputError where states x limit are more than fit.
 *
 * One pass per step from the last to the first: V_t(s) = sum_a pi(a|s) [r + gamma V_{t+1}(s')], V = 0 at the limit and
 * after an end.
 */
export function policyValues(graph: StateGraph, policy: GraphPolicy, objective: Objective): PolicyValues {
  const { states, actions, limit, next, status } = graph;
  if (states * (limit + 1) > MOST_CELLS) {
    throw new InputError(
      `${states} states x ${limit} steps are more than exact values fit; accepted are ${MOST_CELLS} in all.`,
    );
  }
  const discount = objective.kind === "success" ? 1 : objective.discount;
  const values = new Float64Array(states * (limit + 1));
  for (let t = limit - 1; t >= 0; t--) {
    const [now, later] = [t * states, (t + 1) * states];
    for (let s = 0; s < states; s++) {
      if (status[s] !== 0) continue;
      let value = 0;
      for (let edge = s * actions; edge < (s + 1) * actions; edge++) {
        const share = policy.rows[edge]!;
        if (share === 0) continue;
        value += share * (reward(objective, graph, edge, t + 1) + discount * values[later + next[edge]!]!);
      }
      values[now + s] = value;
    }
  }
  return { graph, policy, objective, at: (t, state) => values[t * states + state]! };
}

/** Value of an action after `t` steps: what it pays and what follows it under the policy. */
export function actionValue({ graph, objective, at }: PolicyValues, t: number, state: number, action: number): number {
  const edge = state * graph.actions + action;
  const discount = objective.kind === "success" ? 1 : objective.discount;
  return reward(objective, graph, edge, t + 1) + discount * at(t + 1, graph.next[edge]!);
}
