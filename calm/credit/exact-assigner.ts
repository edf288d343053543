/**
 * Exact credit behind the assigners' interface, so that it stands in the same tables and costs are seen: the reference,
 * never a contestant. FULL INFORMATION.
 */
import { type Assigner, assigner, type Ledger } from "./assigner.js";
import { exactEpisode, exactPath } from "./exact.js";
import { type PolicyRule, slippingOptimal } from "./policy.js";
import type { StateGraph } from "./state-graph.js";
import { policyValues } from "./values.js";

const noteOutOfReach = ({ distances }: StateGraph, { note }: Pick<Ledger, "note">): void => {
  if (distances[0] === Number.POSITIVE_INFINITY)
    note("Success is out of reach from the start: exact credit is 0 throughout.");
};

const known = (steps: number): Uint8Array => new Uint8Array(steps).fill(1);

/** Q - V of success under a policy; a shortest way with slips of 0.1 when absent. */
export function exactAdvantage(rule: PolicyRule = slippingOptimal(0.1)): Assigner {
  const about = {
    name: "exact, on policy",
    kind: "advantage",
    needs: new Set(["solver", "snapshots", "policy"] as const),
    told: `Exact advantage of success under ${rule.name}; full information.`,
  } as const;
  return assigner(about, async (group, ledger) => {
    const graph = group.graph();
    ledger.costs.envSteps += graph.envSteps;
    noteOutOfReach(graph, ledger);
    const values = policyValues(graph, rule.on(graph), { kind: "success" });
    return group.episodes.map((episode) => {
      const { advantage, firstError } = exactEpisode(episode, values, 0.99);
      return { credit: advantage, known: known(advantage.length), firstError, failures: [] };
    });
  });
}

/** -(V* - Q*): never praises. */
export function exactRegret(discount = 0.99): Assigner {
  const about = {
    name: "exact, minus regret",
    kind: "advantage",
    needs: new Set(["solver", "snapshots"] as const),
    told: "Exact optimal advantage, which is 0 or below; full information.",
  } as const;
  return assigner(about, async (group, ledger) => {
    const graph = group.graph();
    ledger.costs.envSteps += graph.envSteps;
    noteOutOfReach(graph, ledger);
    return group.episodes.map((episode) => {
      const { regret, firstError } = exactPath(episode, graph, discount);
      return { credit: regret.map((x) => 0 - x), known: known(regret.length), firstError, failures: [] };
    });
  });
}
