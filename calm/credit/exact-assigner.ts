/**
 * Exact credit behind the assigners' interface, so that it stands in the same tables and costs are seen: the reference,
 * never a contestant. FULL INFORMATION.
 */
import { type Assigner, assigner } from "./assigner.js";
import { exactEpisode, exactPath } from "./exact.js";
import { type PolicyRule, slippingOptimal } from "./policy.js";
import { policyValues } from "./values.js";

const known = (steps: number): Uint8Array => new Uint8Array(steps).fill(1);

/** Q - V of success under a policy; a shortest way with slips of 0.1 when absent. */
export function exactAdvantage(rule: PolicyRule = slippingOptimal(0.1)): Assigner {
  const about = {
    name: "exact, on policy",
    kind: "advantage",
    needs: new Set(["solver", "snapshots", "policy"] as const),
    told: `Exact advantage of success under ${rule.name}; full information.`,
  } as const;
  return assigner(about, async (group, { costs }) => {
    const graph = group.graph();
    costs.envSteps += graph.envSteps;
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
  return assigner(about, async (group, { costs }) => {
    const graph = group.graph();
    costs.envSteps += graph.envSteps;
    return group.episodes.map((episode) => {
      const { regret, firstError } = exactPath(episode, graph, discount);
      return { credit: regret.map((x) => 0 - x), known: known(regret.length), firstError, failures: [] };
    });
  });
}
