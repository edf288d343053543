/**
 * From single steps to n-step transitions (Sutton 1988; in DQN: Hessel et al. 2018, arXiv 1710.02298): reward
 * r_t + gamma r_{t+1} + ... + gamma^(m-1) r_{t+m-1} and the state m steps on, m = n, or fewer where the episode ends or is
 * cut before. One window per game.
 */
import type { StepEnd } from "../../calm/index.js";
import { bytesText, fillFromText } from "../bytes.js";
import type { Replay } from "./replay.js";
import type { SavedWindow } from "./saved-dqn.js";

export class NStepWindow {
  private readonly n: number;
  private readonly slots: number;
  private readonly discount: number;
  /** A ring of the last n steps: features, action, reward. */
  private readonly features: Int32Array;
  private readonly actions: Uint8Array;
  private readonly rewards: Float64Array;
  private first = 0;
  private held = 0;

  constructor(n: number, slots: number, discount: number) {
    this.n = n;
    this.slots = slots;
    this.discount = discount;
    this.features = new Int32Array(n * slots);
    this.actions = new Uint8Array(n);
    this.rewards = new Float64Array(n);
  }

  /** Takes in a step and hands what is complete to `replay`; `after` holds the features of the state after it. */
  step(
    before: Int32Array,
    beforeAt: number,
    action: number,
    reward: number,
    end: StepEnd,
    after: Int32Array,
    afterAt: number,
    replay: Replay,
  ): void {
    const { n, slots, features } = this;
    const place = (this.first + this.held) % n;
    for (let i = 0; i < slots; i++) features[place * slots + i] = before[beforeAt + i]!;
    this.actions[place] = action;
    this.rewards[place] = reward;
    this.held++;
    if (end === "running") {
      if (this.held === n) this.hand(end, after, afterAt, replay);
      return;
    }
    while (this.held > 0) this.hand(end, after, afterAt, replay);
  }

  /** The oldest step, with the rewards of all that are held. */
  private hand(end: StepEnd, after: Int32Array, afterAt: number, replay: Replay): void {
    const { n, slots, discount, rewards, first, held } = this;
    let sum = 0;
    for (let i = held - 1; i >= 0; i--) sum = rewards[(first + i) % n]! + discount * sum;
    const worth = end === "terminated" ? 0 : discount ** held;
    replay.add(this.features, first * slots, this.actions[first]!, sum, worth, after, afterAt);
    this.first = (first + 1) % n;
    this.held--;
  }

  save(): SavedWindow {
    const { features, actions, rewards, first, held } = this;
    return { features: bytesText(features), actions: bytesText(actions), rewards: bytesText(rewards), first, held };
  }

  /** Throws a RangeError for a window of another shape. */
  load({ features, actions, rewards, first, held }: SavedWindow): void {
    fillFromText(this.features, features);
    fillFromText(this.actions, actions);
    fillFromText(this.rewards, rewards);
    this.first = first;
    this.held = held;
  }
}
