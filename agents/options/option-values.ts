/**
 * What an option is worth where it is begun (Sutton, Precup and Singh 1999, "Between MDPs and semi-MDPs"): learned when it
 * ends (SMDP Q-learning), or after every step, for every option that would have taken that step (intra-option Q-learning).
 *
 * A termination belongs to a transition, beta(s, a, s'), because that is what a judge judges: "the key was taken just now"
 * is no function of s'. It is stored with the transition and never asked for again. Fractional terminations (a share of
 * votes) enter the target as they are.
 *
 * States and options are numbers; values lie in the table of Q-learning, an option in the place of an action.
 */

import type { StepEnd } from "../../calm/index.js";
import type { RandomStream } from "../../envs/index.js";
import { QTable } from "../q-learning.js";

export interface OptionValuesOptions {
  readonly options: number;
  readonly stepSize: number;
  readonly discount: number;
  /** Value of what was never learned; 0 when absent. */
  readonly initial?: number;
  /** Options that can be begun, or can go on, in a state, as bits; at least one. Absent: all, everywhere. */
  readonly available?: (state: number) => number;
}

export class OptionValues {
  readonly table: QTable;
  private readonly discount: number;
  private readonly count: number;
  private readonly available: (state: number) => number;

  constructor({ options, stepSize, discount, initial = 0, available }: OptionValuesOptions) {
    if (!(options >= 1 && options <= 31)) throw new RangeError(`1 to 31 options, got ${options}`);
    this.table = new QTable({ actions: options, stepSize, discount, initial: () => initial });
    this.discount = discount;
    this.count = options;
    const all = 2 ** options - 1;
    this.available = available ?? (() => all);
  }

  value(state: number, option: number): number {
    return this.table.value(state, option);
  }

  /** Whether the option may be begun, or may go on, here. */
  isAvailable(state: number, option: number): boolean {
    return (this.available(state) & (1 << option)) !== 0;
  }

  /** The best value among the options that can be begun in `state`. */
  best(state: number): number {
    let value = Number.NEGATIVE_INFINITY;
    for (let bits = this.available(state); bits !== 0; bits &= bits - 1) {
      value = Math.max(value, this.table.value(state, 31 - Math.clz32(bits & -bits)));
    }
    return value;
  }

  /** An option to begin: with chance `epsilon` any that can be, else one of the best, ties broken by the stream. */
  choose(state: number, epsilon: number, stream: RandomStream): number {
    const bits = this.available(state);
    const explores = stream.uniform() < epsilon;
    const top = explores ? Number.NEGATIVE_INFINITY : this.best(state);
    const candidates: number[] = [];
    for (let option = 0; option < this.count; option++) {
      if ((bits & (1 << option)) !== 0 && this.table.value(state, option) >= top) candidates.push(option);
    }
    return candidates[candidates.length === 1 ? 0 : stream.below(candidates.length)]!;
  }

  /**
   * When `option`, begun in `state`, has ended in `next` after `steps` steps whose discounted rewards sum to `reward`:
   * R + gamma^k max Q(next, .). The world's own end is worth nothing; a truncation is worth what the state is worth.
   */
  learnWhenEnded(state: number, option: number, reward: number, steps: number, next: number, end: StepEnd): void {
    const worth = end === "terminated" ? 0 : this.discount ** steps * this.best(next);
    this.table.toward(state, option, reward + worth);
  }

  /**
   * After one step, for one option that would have taken it:
   * r + gamma ((1 - beta) Q(next, option) + beta max Q(next, .)); beta counts as 1 where the option cannot go on.
   */
  learnStep(state: number, option: number, reward: number, next: number, end: StepEnd, termination: number): void {
    if (end === "terminated") {
      this.table.toward(state, option, reward);
      return;
    }
    const beta = this.isAvailable(next, option) ? termination : 1;
    const goesOn = beta < 1 ? (1 - beta) * this.table.value(next, option) : 0;
    const ends = beta > 0 ? beta * this.best(next) : 0;
    this.table.toward(state, option, reward + this.discount * (goesOn + ends));
  }
}
