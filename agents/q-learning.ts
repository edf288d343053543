/**
 * Tabular Q-learning (Watkins 1989): Q(s,a) += alpha * (r + gamma * max_b Q(s',b) - Q(s,a)).
 *
 * Details that decide results: at the world's own end nothing is bootstrapped, at a step limit the learner bootstraps as if
 * the episode went on; greedy ties are broken by chance, because breaking them by index is a policy of its own. States are
 * any whole numbers; rows come into being when they are first met, with `initial` in every entry.
 */
import type { RandomStream } from "../envs/index.js";

export interface QOptions {
  readonly actions: number;
  readonly stepSize: number;
  readonly discount: number;
  /** Value of an entry that was never updated; 0 when absent. May depend on the state (an initial potential). */
  readonly initial?: (state: number) => number;
}

const FIRST_ROWS = 256;

export class QTable {
  private values: Float64Array;
  private readonly rows = new Map<number, number>();
  readonly options: QOptions;

  constructor(options: QOptions) {
    this.options = options;
    this.values = new Float64Array(FIRST_ROWS * options.actions);
  }

  /** States met so far. */
  get size(): number {
    return this.rows.size;
  }

  /** Offset of a state's row; the row is made when it is new. */
  private rowOf(state: number): number {
    const held = this.rows.get(state);
    if (held !== undefined) return held;
    const { actions, initial } = this.options;
    const row = this.rows.size * actions;
    if (row === this.values.length) {
      const grown = new Float64Array(this.values.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values.fill(initial?.(state) ?? 0, row, row + actions);
    this.rows.set(state, row);
    return row;
  }

  value(state: number, action: number): number {
    return this.values[this.rowOf(state) + action]!;
  }

  best(state: number): number {
    const row = this.rowOf(state);
    let value = this.values[row]!;
    for (let a = 1; a < this.options.actions; a++) value = Math.max(value, this.values[row + a]!);
    return value;
  }

  /** A greedy action, ties broken by the stream. */
  greedy(state: number, stream: RandomStream): number {
    const row = this.rowOf(state);
    const value = this.best(state);
    let ties = 0;
    let chosen = 0;
    for (let a = 0; a < this.options.actions; a++) {
      // Reservoir of one: each tied action ends up chosen with the same chance.
      if (this.values[row + a] === value && stream.below(++ties) === 0) chosen = a;
    }
    return chosen;
  }

  /** With chance `epsilon` uniform over all actions, else greedy. */
  act(state: number, epsilon: number, stream: RandomStream): number {
    return stream.uniform() < epsilon ? stream.below(this.options.actions) : this.greedy(state, stream);
  }

  /** One update; `end` is "terminated" only for the world's own end. Returns the error before the step. */
  learn(
    state: number,
    action: number,
    reward: number,
    next: number,
    end: "running" | "terminated" | "truncated",
  ): number {
    const { stepSize, discount } = this.options;
    const target = reward + (end === "terminated" ? 0 : discount * this.best(next));
    const at = this.rowOf(state) + action;
    const error = target - this.values[at]!;
    this.values[at] = this.values[at]! + stepSize * error;
    return error;
  }
}
