/**
 * A trained network back from plain data, as an actor.
 */
import { InputError } from "../../envs/index.js";
import { textFloats } from "../bytes.js";
import { qNetwork } from "../dqn/q-network.js";
import { valuePolicy } from "../dqn/row-policy.js";
import type { Actor } from "../learning-run.js";
import { OptionNetwork } from "../options-ppo/option-network.js";
import { optionsPolicy } from "../options-ppo/row-policy.js";
import { ActorCritic } from "../ppo/actor-critic.js";
import { actorPolicy } from "../ppo/row-policy.js";
import { policyActor, type RowPolicy } from "./policy.js";
import type { SavedPolicy } from "./policy-format.js";

function rowPolicy(saved: SavedPolicy): RowPolicy {
  const { agent, features, slots, actions, trunk, memory, options, epsilon = 0, weights } = saved;
  const shape = { features, slots, actions, trunk, kernel: "wasm" } as const;
  const numbers = textFloats(weights);
  const fill = (into: Float32Array): void => {
    if (into.length !== numbers.length) {
      throw new InputError(`The saved policy has ${numbers.length} weights, and its shape asks for ${into.length}.`);
    }
    into.set(numbers);
  };
  if (agent === "dqn") {
    const network = qNetwork(shape, 1, shape);
    fill(network.network.weights);
    return valuePolicy(network, epsilon);
  }
  if (agent === "options-ppo") {
    if (options === undefined) throw new InputError("The saved policy is of options, and does not say how many.");
    const net = new OptionNetwork({ ...shape, subgoals: options.count - 1, batch: 1 });
    fill(net.network.weights);
    return optionsPolicy(net, options);
  }
  const actor = new ActorCritic({ ...shape, batch: 1, ...(memory === undefined ? {} : { memory }) });
  fill(actor.network.weights);
  return actorPolicy(actor);
}

/** Throws an InputError for weights that do not fit the shape. */
export const savedActor = (policy: SavedPolicy): Actor => policyActor(rowPolicy(policy), policy.inputs);
