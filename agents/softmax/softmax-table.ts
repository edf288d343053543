/**
 * Softmax preferences in a table (Sutton and Barto 2018, section 13.2; REINFORCE, Williams 1992): pi(a|s) is proportional
 * to exp(theta(s, a)). Small enough that what a kind of credit does to a policy can be followed by hand.
 *
 * Each kind of credit has one way in: a reward is added to the task's and becomes a return, an advantage multiplies
 * grad log pi, a weight scales it, an edit is imitated. An advantage is never added to the reward in silence: that would
 * change the optimum, and who wants it asks for it by name (`advantageAsReward`).
 */
import type { RandomStream } from "../../envs/index.js";

export class SoftmaxTable {
  private readonly rows = new Map<number, Float64Array>();
  readonly actions: number;

  constructor(actions: number) {
    this.actions = actions;
  }

  /** theta(s, .); zeros for a state that was never updated. A view: changing it changes the policy. */
  preferences(state: number): Float64Array {
    const known = this.rows.get(state);
    if (known !== undefined) return known;
    const row = new Float64Array(this.actions);
    this.rows.set(state, row);
    return row;
  }

  /** pi(. | s). */
  probabilities(state: number): Float64Array {
    const row = this.rows.get(state) ?? new Float64Array(this.actions);
    const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const powers = row.map((theta) => Math.exp(theta - most));
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / sum);
  }

  act(state: number, stream: RandomStream): number {
    const row = this.probabilities(state);
    let left = stream.uniform();
    for (let a = 0; a < this.actions - 1; a++) {
      if (left < row[a]!) return a;
      left -= row[a]!;
    }
    return this.actions - 1;
  }

  /** theta(s, b) += rate (1[b = a] - pi(b|s)): a step along rate times grad log pi(a|s). */
  step(state: number, action: number, rate: number): void {
    const row = this.probabilities(state);
    const preferences = this.preferences(state);
    for (let b = 0; b < this.actions; b++) {
      preferences[b] = preferences[b]! + rate * (Number(b === action) - row[b]!);
    }
  }
}

/** An episode's states and actions, T each. */
export interface Steps {
  readonly states: ArrayLike<number>;
  readonly actions: ArrayLike<number>;
}

/** theta += rate w_t c_t grad log pi, every gradient at the policy before the episode; unknown steps do nothing. */
export function learnFromAdvantages(
  table: SoftmaxTable,
  { states, actions }: Steps,
  {
    credit,
    known,
    weights,
  }: {
    readonly credit: ArrayLike<number>;
    readonly known: ArrayLike<number>;
    readonly weights?: ArrayLike<number>;
  },
  rate: number,
): void {
  const before = Array.from({ length: actions.length }, (_, t) => table.probabilities(states[t]!));
  for (const [t, row] of before.entries()) {
    if (known[t] === 0) continue;
    const by = rate * credit[t]! * (weights?.[t] ?? 1);
    const preferences = table.preferences(states[t]!);
    for (let b = 0; b < table.actions; b++) {
      preferences[b] = preferences[b]! + by * (Number(b === actions[t]) - row[b]!);
    }
  }
}

/** Advantages of rewards (and a credit of kind "reward", times `bonusWeight`): discounted return-to-go. */
export function returnsOf(
  rewards: ArrayLike<number>,
  credit: ArrayLike<number> | undefined,
  bonusWeight: number,
  discount: number,
): Float64Array {
  const returns = new Float64Array(rewards.length);
  let later = 0;
  for (let t = rewards.length - 1; t >= 0; t--) {
    later = rewards[t]! + bonusWeight * (credit?.[t] ?? 0) + discount * later;
    returns[t] = later;
  }
  return returns;
}

/** A verified edit: one step of imitation at t, and at each step before it that is to be imitated. */
export function imitate(
  table: SoftmaxTable,
  { states, actions }: Steps,
  { t, action, prefix }: { readonly t: number; readonly action: number; readonly prefix: number },
  rate: number,
): void {
  for (let i = t - prefix; i < t; i++) table.step(states[i]!, actions[i]!, rate);
  table.step(states[t]!, action, rate);
}

/** Rewards that carry an advantage, scaled; the arm that uses it has to say so in its name. */
export const advantageAsReward = (
  rewards: ArrayLike<number>,
  advantage: ArrayLike<number>,
  scale: number,
): Float64Array => Float64Array.from(rewards, (reward, t) => reward + scale * advantage[t]!);
