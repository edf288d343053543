/**
 * The network of PPO: a table of features, one more dense layer, a gated recurrent unit where memory is asked for, and
 * two heads on it, logits of the actions and a value. Policy and value share the trunk.
 */
import { dense, type Gru, gru, type KernelName, Network, Plan, type Span } from "../../networks/index.js";
import { type Head, headOf, type TrunkOptions, trunkOf } from "../network/trunk.js";

export interface ActorCriticOptions extends TrunkOptions {
  readonly actions: number;
  /** Width of the recurrent layer; absent: without memory. */
  readonly memory?: number;
  readonly kernel: KernelName;
}

export class ActorCritic {
  readonly network: Network;
  readonly options: ActorCriticOptions;
  /** [rows x slots]. */
  readonly indices: Span;
  /** [rows x actions]. */
  readonly logits: Head;
  /** [rows x 1]. */
  readonly value: Head;
  readonly memory: Gru | undefined;

  constructor(options: ActorCriticOptions) {
    const { actions, memory, batch, kernel } = options;
    const plan = new Plan();
    const { indices, layers, output: trunk } = trunkOf(plan, options);
    const three = memory === undefined ? undefined : gru(plan, trunk, batch, { width: memory });
    const output = three?.output ?? trunk;
    const policy = dense(plan, output, batch, { width: actions, activation: "none", gain: 0.01 });
    const value = dense(plan, output, batch, { width: 1, activation: "none", gain: 1 });
    this.network = new Network(plan, [...layers, ...(three === undefined ? [] : [three]), policy, value], kernel);
    this.options = options;
    this.indices = indices;
    this.logits = headOf(policy);
    this.value = headOf(value);
    this.memory = three;
  }
}
