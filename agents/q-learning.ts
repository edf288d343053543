/**
 * Tabular Q-learning (Watkins 1989): Q(s,a) += alpha * (r + gamma * max_b Q(s',b) - Q(s,a)).
 *
 * Details that decide results: at the world's own end nothing is bootstrapped, at a step limit the learner bootstraps as if
 * the episode went on; greedy ties are broken by chance, because breaking them by index is a policy of its own. States are
 * any whole numbers from 0; rows come into being when they are first met, with `initial` in every entry.
 *
 * Rows are found by open addressing (linear probing, at most half full) over the state's two halves: a Map spends more
 * time on numbers beyond 31 bits than all the rest of an update takes.
 */
import type { RandomStream } from "../envs/index.js";

export interface QOptions {
  readonly actions: number;
  readonly stepSize: number;
  readonly discount: number;
  /** Value of an entry that was never updated; 0 when absent. May depend on the state (an initial potential). */
  readonly initial?: (state: number) => number;
}

/** A table as plain data: row r holds the values of `states[r]`, `actions` of them. */
export interface SavedTable {
  readonly states: Float64Array;
  readonly values: Float64Array;
}

const FIRST_ROWS = 256;

/** Spreads a state over 32 bits (the multipliers of Murmur3's finaliser). */
function spread(state: number): number {
  let hash = Math.imul((state | 0) ^ Math.imul((state / 4294967296) | 0, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

export class QTable {
  private values: Float64Array;
  private states: Float64Array = new Float64Array(FIRST_ROWS);
  /** Row + 1 by slot, 0 where free; a power of two and at least twice the rows. */
  private slots = new Int32Array(FIRST_ROWS * 2);
  private rows = 0;
  readonly options: QOptions;

  constructor(options: QOptions) {
    this.options = options;
    this.values = new Float64Array(FIRST_ROWS * options.actions);
  }

  /** States learned from so far. */
  get size(): number {
    return this.rows;
  }

  /** Where a state's row stands, or the free slot that it would take. */
  private slotOf(state: number): number {
    const { slots, states } = this;
    const mask = slots.length - 1;
    let slot = spread(state) & mask;
    for (let held = slots[slot]!; held !== 0 && states[held - 1] !== state; held = slots[slot]!) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Offset of a state's values, -1 for one that was never learned from: looking something up adds nothing. */
  private find(state: number): number {
    return (this.slots[this.slotOf(state)]! - 1) * this.options.actions;
  }

  /** Offset of a state's values; the row is made when it is new. */
  private rowOf(state: number): number {
    const slot = this.slotOf(state);
    const held = this.slots[slot]!;
    return held === 0 ? this.add(state, slot) : (held - 1) * this.options.actions;
  }

  private initialOf(state: number): number {
    return this.options.initial?.(state) ?? 0;
  }

  private add(state: number, slot: number): number {
    if (this.rows === this.states.length) {
      this.grow(this.rows * 2);
      return this.rowOf(state);
    }
    const { actions } = this.options;
    const row = this.rows++;
    this.slots[slot] = row + 1;
    this.states[row] = state;
    this.values.fill(this.initialOf(state), row * actions, (row + 1) * actions);
    return row * actions;
  }

  /** Makes room for `rows` rows, a power of two, and finds a slot anew for those that are there. */
  private grow(rows: number): void {
    const [states, values] = [this.states, this.values];
    this.states = new Float64Array(rows);
    this.states.set(states.subarray(0, this.rows));
    this.values = new Float64Array(rows * this.options.actions);
    this.values.set(values.subarray(0, this.rows * this.options.actions));
    this.slots = new Int32Array(rows * 2);
    const mask = this.slots.length - 1;
    for (let row = 0; row < this.rows; row++) {
      let slot = spread(this.states[row]!) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = row + 1;
    }
  }

  value(state: number, action: number): number {
    const row = this.find(state);
    return row < 0 ? this.initialOf(state) : this.values[row + action]!;
  }

  best(state: number): number {
    const { values } = this;
    const row = this.find(state);
    if (row < 0) return this.initialOf(state);
    let value = values[row]!;
    for (let at = row + 1; at < row + this.options.actions; at++) if (values[at]! > value) value = values[at]!;
    return value;
  }

  /** Copies a state's values to `into`, of as many entries as there are actions. */
  copyRow(state: number, into: Float64Array): void {
    const row = this.find(state);
    if (row < 0) into.fill(this.initialOf(state));
    else for (let a = 0; a < this.options.actions; a++) into[a] = this.values[row + a]!;
  }

  /** The mean of a state's values under the policy that is uniform with chance `epsilon`, greedy otherwise. */
  expected(state: number, epsilon: number): number {
    const { actions } = this.options;
    const row = this.find(state);
    if (row < 0) return this.initialOf(state);
    let sum = 0;
    for (let at = row; at < row + actions; at++) sum += this.values[at]!;
    return (1 - epsilon) * this.best(state) + (epsilon * sum) / actions;
  }

  /** Where a value lies, for good; the row is made when it is new. */
  entry(state: number, action: number): number {
    return this.rowOf(state) + action;
  }

  valueAt(entry: number): number {
    return this.values[entry]!;
  }

  addAt(entry: number, amount: number): void {
    this.values[entry] = this.values[entry]! + amount;
  }

  /** A greedy action, ties broken by the stream; nothing is drawn where there is no tie. */
  greedy(state: number, stream: RandomStream): number {
    const { values } = this;
    const { actions } = this.options;
    const row = this.find(state);
    if (row < 0) return stream.below(actions);
    let value = values[row]!;
    let first = 0;
    let ties = 1;
    for (let a = 1; a < actions; a++) {
      const other = values[row + a]!;
      if (other > value) {
        value = other;
        first = a;
        ties = 1;
      } else if (other === value) ties++;
    }
    if (ties === 1) return first;
    for (let left = stream.below(ties), a = first; ; a++) {
      if (values[row + a] === value && left-- === 0) return a;
    }
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

  /** Moves one entry a step towards a target of somebody else's making. Returns the error before the step. */
  toward(state: number, action: number, target: number): number {
    const at = this.rowOf(state) + action;
    const error = target - this.values[at]!;
    this.values[at] = this.values[at]! + this.options.stepSize * error;
    return error;
  }

  /** Copies; rows in the order in which they were met. */
  save(): SavedTable {
    const { rows, options } = this;
    return { states: this.states.slice(0, rows), values: this.values.slice(0, rows * options.actions) };
  }

  /** Takes a saved table's place. Throws a RangeError when its shape is not this one's. */
  load({ states, values }: SavedTable): void {
    if (values.length !== states.length * this.options.actions) {
      throw new RangeError(
        `${values.length} values do not fit ${states.length} states x ${this.options.actions} actions`,
      );
    }
    let room = FIRST_ROWS;
    while (room < states.length) room *= 2;
    this.rows = 0;
    this.states = states;
    this.values = values;
    this.rows = states.length;
    this.grow(room);
  }
}
