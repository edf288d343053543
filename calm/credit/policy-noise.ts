/**
 * TempFlow-GRPO's weights (arXiv 2508.04324, equation 7) without its branches: how much noise the policy itself has at each
 * step of an episode, mean 1. Kind weight: it says how much a step matters, not whether it was good; nothing is played on
 * and nobody is asked, so it costs nothing beyond the policy's own probabilities.
 */
import { type Assigner, assigner } from "./assigner.js";
import { branchWeights } from "./branch-weights.js";
import { statesOf } from "./exact.js";
import type { PolicyRule } from "./policy.js";

/** `policy`: the one that played. */
export function policyNoise(policy: PolicyRule, by: "gini" | "entropy" = "gini"): Assigner {
  const about = {
    name: `policy noise, ${by}`,
    kind: "weight",
    needs: new Set(["policy", "solver", "snapshots"] as const),
    told: `How undecided ${policy.name} is at each step; nobody is asked.`,
  } as const;
  return assigner(about, async (group) => {
    const graph = group.graph();
    const { rows } = policy.on(graph);
    return group.episodes.map((episode) => {
      const steps = episode.actions.length;
      const states = statesOf(episode, graph);
      const weighed = episode.actions.map((_, t) => ({
        row: rows.subarray(states[t]! * graph.actions, (states[t]! + 1) * graph.actions),
        returns: [],
      }));
      return { credit: branchWeights(by, weighed, "mean 1"), known: new Uint8Array(steps).fill(1), failures: [] };
    });
  });
}
