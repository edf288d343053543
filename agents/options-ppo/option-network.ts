/**
 * The network of options: PPO's trunk, and on it for each option a policy over actions, a value of its own reward, and
 * what it is worth to one who chooses. The task's option is the last.
 */
import { dense, type KernelName, Network, Plan, type Span } from "../../networks/index.js";
import { type Head, headOf, type TrunkOptions, trunkOf } from "../network/trunk.js";

export interface OptionNetworkOptions extends TrunkOptions {
  readonly actions: number;
  /** Subgoals; there is one option more. */
  readonly subgoals: number;
  readonly kernel: KernelName;
}

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

  constructor({ actions, subgoals, kernel, ...shape }: OptionNetworkOptions) {
    const options = subgoals + 1;
    const plan = new Plan();
    const { batch } = shape;
    const { indices, layers, output } = trunkOf(plan, shape);
    const head = (width: number, start: number) =>
      dense(plan, output, batch, { width, activation: "none", gain: start });
    // Worths begin nearly equal: options are chosen by their differences.
    const heads = [head(options * actions, 0.01), head(options, 1), head(options, 0.01)] as const;
    this.network = new Network(plan, [...layers, ...heads], kernel);
    this.actions = actions;
    this.options = options;
    this.indices = indices;
    this.policies = headOf(heads[0]);
    this.values = headOf(heads[1]);
    this.worths = headOf(heads[2]);
  }

  /** Where the logits of one option's actions begin in a row, counted from the head's beginning. */
  block(row: number, option: number): number {
    return (row * this.options + option) * this.actions;
  }
}
