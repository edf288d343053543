/**
 * The network of PPO: a table of features, one more dense layer, a gated recurrent unit where memory is asked for, and
 * two heads on it, logits of the actions and a value. Policy and value share the trunk.
 */
import {
  dense,
  embedding,
  type Gru,
  gru,
  type KernelName,
  type Layer,
  Network,
  Plan,
  type Port,
  type Span,
  sparseInput,
} from "../../networks/index.js";

export interface ActorCriticOptions {
  readonly features: number;
  readonly slots: number;
  readonly actions: number;
  /** Widths of the two layers of the trunk. */
  readonly trunk: readonly [number, number];
  /** Width of the recurrent layer; absent: without memory. */
  readonly memory?: number;
  /** The most rows at once. */
  readonly batch: number;
  readonly kernel: KernelName;
}

type Head = Port & { readonly gradient: Span };

/** A layer's output always has a gradient. */
const headOf = ({ output }: Layer): Head => output as Head;

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
    const { features, slots, actions, trunk, memory, batch, kernel } = options;
    const [first, second] = trunk;
    const gain = Math.SQRT2;
    const plan = new Plan();
    const input = sparseInput(plan, features, slots, batch);
    const one = embedding(plan, input, batch, { width: first, activation: "relu", gain });
    const two = dense(plan, one.output, batch, { width: second, activation: "relu", gain });
    const three = memory === undefined ? undefined : gru(plan, two.output, batch, { width: memory });
    const { output } = three ?? two;
    const policy = dense(plan, output, batch, { width: actions, activation: "none", gain: 0.01 });
    const value = dense(plan, output, batch, { width: 1, activation: "none", gain: 1 });
    this.network = new Network(plan, [one, two, ...(three === undefined ? [] : [three]), policy, value], kernel);
    this.options = options;
    this.indices = input.indices;
    this.logits = headOf(policy);
    this.value = headOf(value);
    this.memory = three;
  }
}
