/**
 * Policies over the states of a graph: the ones under which "what would have happened" is asked. Rows of probabilities,
 * so that values are exact and a rerun only draws from them.
 *
 * A policy that knows distances has FULL INFORMATION and says so in its name.
 */
import { InputError, visible } from "../../envs/index.js";
import type { StateGraph } from "./state-graph.js";

export interface GraphPolicy {
  readonly name: string;
  /** states x actions, rows sum to 1. */
  readonly rows: Float64Array;
}

/** Says what a policy is before the graph is known. */
export interface PolicyRule {
  readonly name: string;
  on(graph: StateGraph): GraphPolicy;
}

/** An action of least distance, the first of equals; -1 where success is out of reach. */
export function bestAction({ next, distances, actions }: StateGraph, state: number): number {
  let best = -1;
  for (let a = 0; a < actions; a++) {
    const distance = distances[next[state * actions + a]!]!;
    if (distance < (best < 0 ? Number.POSITIVE_INFINITY : distances[next[state * actions + best]!]!)) best = a;
  }
  return best;
}

/** Shortest ways, with probability `slip` a uniformly random action instead; uniform where success is out of reach. */
export function slippingOptimal(slip: number): PolicyRule {
  if (!(slip >= 0 && slip <= 1)) throw new InputError(`The share of slips is ${slip}; accepted is 0 to 1.`);
  const name = slip === 0 ? "shortest way (full information)" : `shortest way, slip ${slip} (full information)`;
  return {
    name,
    on(graph) {
      const { states, actions } = graph;
      const rows = new Float64Array(states * actions).fill(slip / actions);
      for (let s = 0; s < states; s++) {
        const best = bestAction(graph, s);
        if (best < 0) rows.fill(1 / actions, s * actions, (s + 1) * actions);
        else rows[s * actions + best] = slip / actions + (1 - slip);
      }
      return { name, rows };
    },
  };
}

/** Every action as likely as every other. */
export const uniformPolicy: PolicyRule = {
  name: "uniform",
  on: ({ states, actions }) => ({ name: "uniform", rows: new Float64Array(states * actions).fill(1 / actions) }),
};

/** Rows of somebody else's making. Throws an InputError unless they are states x actions probabilities. */
export function tablePolicy(name: string, graph: StateGraph, rows: Float64Array): GraphPolicy {
  const { states, actions } = graph;
  if (rows.length !== states * actions) {
    throw new InputError(
      `The policy ${visible(name, 60)} has ${rows.length} probabilities; ${states} states x ${actions} are needed.`,
    );
  }
  for (let s = 0; s < states; s++) {
    const row = rows.subarray(s * actions, (s + 1) * actions);
    const sum = row.reduce((total, share) => total + share, 0);
    if (row.every((share) => share >= 0) && Math.abs(sum - 1) < 1e-9) continue;
    throw new InputError(`The policy ${visible(name, 60)} has shares in state ${s} that do not add up to 1.`);
  }
  return { name, rows };
}

/** The most likely action, the first of equals. */
export function greedyAction(rows: Float64Array, actions: number, state: number): number {
  let best = 0;
  for (let a = 1; a < actions; a++) if (rows[state * actions + a]! > rows[state * actions + best]!) best = a;
  return best;
}

/** One draw: `u` in [0, 1). */
export function drawAction(rows: Float64Array, actions: number, state: number, u: number): number {
  let [left, last] = [u, 0];
  for (let a = 0; a < actions; a++) {
    const share = rows[state * actions + a]!;
    if (share === 0) continue;
    last = a;
    if (left < share) return a;
    left -= share;
  }
  // Rounding left a rest: the last action that has a share.
  return last;
}
