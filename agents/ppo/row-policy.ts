/**
 * An actor-critic as a policy for one game: one row, and the memory carried from step to step.
 */
import { distribution, greedy, sample, softmax } from "../../networks/index.js";
import type { RowPolicy } from "../network/policy.js";
import type { ActorCritic } from "./actor-critic.js";

/** Uses the network's first row: nobody else does while an episode is played. */
export function actorPolicy(actor: ActorCritic): RowPolicy {
  const { network, indices, logits, memory, options } = actor;
  const { words, floats } = network.kernel;
  const policy = distribution(options.actions);
  const hidden = new Float32Array(memory?.output.width ?? 0);
  let going = 0;
  return {
    words,
    at: indices.at,
    begin() {
      going = 0;
    },
    act(manner, stream) {
      if (memory !== undefined) {
        memory.lanes = 1;
        floats.set(hidden, memory.begin.at);
        floats[memory.going.at] = going;
      }
      network.forward(1);
      if (memory !== undefined) {
        const { at } = memory.output.values;
        hidden.set(floats.subarray(at, at + hidden.length));
        going = 1;
      }
      softmax(policy, floats, logits.values.at);
      return manner === "greedy" ? greedy(policy) : sample(policy, stream.uniform());
    },
  };
}
