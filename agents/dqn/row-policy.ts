/**
 * Values of actions as a policy for one game.
 */
import type { RowPolicy } from "../network/policy.js";
import { best, type QNetwork } from "./q-network.js";

/** Greedy, or with the epsilon that exploration ends with. Uses the network's first row. */
export function valuePolicy({ network, indices, values }: QNetwork, epsilon: number): RowPolicy {
  const { words, floats } = network.kernel;
  const actions = values.width;
  return {
    words,
    at: indices.at,
    begin() {},
    act(manner, stream) {
      if (manner === "exploring" && stream.uniform() < epsilon) return stream.below(actions);
      network.forward(1);
      return best(floats, values.values.at, actions);
    },
  };
}
