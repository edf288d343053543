/**
 * The network of options: PPO's trunk, and on it for each option a policy over actions, a value of its own reward, and
 * what it is worth to one who chooses. The task's option is the last.
 */
import {
  dense,
  embedding,
  type KernelName,
  type Layer,
  Network,
  Plan,
  type Port,
  type Span,
  sparseInput,
} from "../../networks/index.js";

export interface OptionNetworkOptions {
  readonly features: number;
  readonly slots: number;
  readonly actions: number;
  /** Subgoals; there is one option more. */
  readonly subgoals: number;
  readonly trunk: readonly [number, number];
  /** The most rows at once. */
  readonly batch: number;
  readonly kernel: KernelName;
}

type Head = Port & { readonly gradient: Span };

/** A layer's output always has a gradient. */
const headOf = ({ output }: Layer): Head => output as Head;

export class OptionNetwork {
  readonly network: Network;
  readonly actions: number;
  readonly options: number;
  /** [rows x slots]. */
  readonly indices: Span;
  /** [rows x options x actions]: logits. */
  readonly policies: Head;
  /** [rows x options]: of each option's own reward under its own policy. */
  readonly values: Head;
  /** [rows x options]: of the task's reward (or with the bonus) when the option runs. */
  readonly worths: Head;

  constructor({ features, slots, actions, subgoals, trunk, batch, kernel }: OptionNetworkOptions) {
    const [first, second] = trunk;
    const gain = Math.SQRT2;
    const options = subgoals + 1;
    const plan = new Plan();
    const input = sparseInput(plan, features, slots, batch);
    const one = embedding(plan, input, batch, { width: first, activation: "relu", gain });
    const { output, ...rest } = dense(plan, one.output, batch, { width: second, activation: "relu", gain });
    const head = (width: number, start: number) =>
      dense(plan, output, batch, { width, activation: "none", gain: start });
    // Worths begin nearly equal: options are chosen by their differences.
    const heads = [head(options * actions, 0.01), head(options, 1), head(options, 0.01)] as const;
    this.network = new Network(plan, [one, { output, ...rest }, ...heads], kernel);
    this.actions = actions;
    this.options = options;
    this.indices = input.indices;
    this.policies = headOf(heads[0]);
    this.values = headOf(heads[1]);
    this.worths = headOf(heads[2]);
  }

  /** Where the logits of one option's actions begin in a row, counted from the head's beginning. */
  block(row: number, option: number): number {
    return (row * this.options + option) * this.actions;
  }
}
