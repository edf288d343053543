/**
 * A policy to start from that wins now and then, as the models of the papers do before they are trained: where nobody ever
 * wins, every assigner that compares outcomes says nothing, and a comparison of them says nothing either.
 *
 * The exact gradient of success is followed from the uniform policy (policy gradient theorem, Sutton et al. 2000, without
 * an estimate), in steps of equal length, until the start wins with the chance that is asked for. FULL INFORMATION made
 * the policy; every arm gets the same one.
 */
import { credit } from "../../calm/index.js";
import { InputError } from "../../envs/index.js";
import { SoftmaxTable } from "./softmax-table.js";

type StateGraph = ReturnType<credit.Group["graph"]>;

/** Length of a step: the largest preference moves by so much. */
const STEP = 0.3;
const MOST_STEPS = 1000;

/** pi of a table, states x actions. */
export function rowsOf(table: SoftmaxTable, { states, actions }: StateGraph): Float64Array {
  const rows = new Float64Array(states * actions);
  for (let s = 0; s < states; s++) rows.set(table.probabilities(s), s * actions);
  return rows;
}

/** d P(win from state 0) / d theta, states x actions; `values` are those of success under `rows`. */
export function successGradient(graph: StateGraph, rows: Float64Array, values: credit.values.PolicyValues) {
  const { states, actions, limit, next, status } = graph;
  const gradient = new Float64Array(states * actions);
  let now = new Float64Array(states);
  now[0] = 1;
  for (let t = 0; t < limit; t++) {
    const later = new Float64Array(states);
    for (let s = 0; s < states; s++) {
      const mass = now[s]!;
      if (mass === 0 || status[s] !== 0) continue;
      const value = values.at(t, s);
      for (let a = 0; a < actions; a++) {
        const edge = s * actions + a;
        const share = mass * rows[edge]!;
        gradient[edge] = gradient[edge]! + share * (credit.values.actionValue(values, t, s, a) - value);
        later[next[edge]!] = later[next[edge]!]! + share;
      }
    }
    now = later;
  }
  return gradient;
}

/** Preferences under which the start is won with at least this chance. Throws an InputError where that cannot be. */
export function warmStart(graph: StateGraph, success: number): SoftmaxTable {
  if (!(success >= 0 && success < 1)) {
    throw new InputError(`The start is to win with chance ${success}; accepted is 0 to below 1.`);
  }
  const table = new SoftmaxTable(graph.actions);
  for (let step = 0; step < MOST_STEPS; step++) {
    const rows = rowsOf(table, graph);
    const values = credit.values.policyValues(graph, { name: "start", rows }, { kind: "success" });
    if (values.at(0, 0) >= success) return table;
    const gradient = successGradient(graph, rows, values);
    const most = gradient.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
    if (most === 0) break;
    for (let s = 0; s < graph.states; s++) {
      const row = table.preferences(s);
      for (let a = 0; a < graph.actions; a++) row[a] = row[a]! + (STEP * gradient[s * graph.actions + a]!) / most;
    }
  }
  throw new InputError(
    `No policy was found that wins from the start with chance ${success}; the level may be unsolvable.`,
  );
}
