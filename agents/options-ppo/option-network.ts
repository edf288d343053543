/**
 * The network of options: PPO's trunk, and on it for each option a policy over actions and a value of its pseudo-reward;
 * for choosing among options their logits, and what each is worth. The task's option is the last.
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
import { type OptionWorths, unpaidOptions } from "../options/execution.js";

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
  /** [rows x options]: logits of choosing. */
  readonly choices: Head;
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
    const heads = [head(options * actions, 0.01), head(options, 1), head(options, 0.01), head(options, 1)] as const;
    this.network = new Network(plan, [one, { output, ...rest }, ...heads], kernel);
    this.actions = actions;
    this.options = options;
    this.indices = input.indices;
    this.policies = headOf(heads[0]);
    this.values = headOf(heads[1]);
    this.choices = headOf(heads[2]);
    this.worths = headOf(heads[3]);
  }

  /** Where the logits of one option's actions begin in a row, counted from the head's beginning. */
  block(row: number, option: number): number {
    return (row * this.options + option) * this.actions;
  }

  /** What options are worth in rows of the last pass; `paid` has the bits of a row's paid set. */
  rowWorths(paid: (row: number) => number): OptionWorths {
    const { options, worths, network } = this;
    const { floats } = network.kernel;
    const available = (row: number) => unpaidOptions(options - 1, paid(row));
    return {
      isAvailable: (row, option) => (available(row) & (1 << option)) !== 0,
      value: (row, option) => floats[worths.values.at + row * options + option]!,
      best(row) {
        const bits = available(row);
        let best = Number.NEGATIVE_INFINITY;
        for (let option = 0; option < options; option++) {
          if (bits & (1 << option)) best = Math.max(best, floats[worths.values.at + row * options + option]!);
        }
        return best;
      },
    };
  }
}

/** As a mask: 0 for what cannot be begun. */
export function fillMask(mask: Uint8Array, available: number): void {
  for (let option = 0; option < mask.length; option++) mask[option] = (available >> option) & 1;
}
