/**
 * Transitions of the past, to be learned from again (Lin 1992; Mnih et al. 2015). A ring of columns: features before and
 * after, action, n-step reward, and the discount that the value after is worth (0 where the episode ended by itself).
 *
 * What a judge said is part of what is stored: the bonus in the reward, the paid set among the features. So nothing is
 * asked again, and an old verdict keeps the bonus that it had.
 */
import type { RandomStream } from "../../envs/index.js";

export interface ReplayOptions {
  readonly capacity: number;
  readonly slots: number;
}

export class Replay {
  readonly capacity: number;
  private readonly slots: number;
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly actions: Uint8Array;
  readonly rewards: Float64Array;
  /** gamma^n, or 0 after an end. */
  readonly discounts: Float64Array;
  /** Transitions so far, those included that were written over. */
  added = 0;

  constructor({ capacity, slots }: ReplayOptions) {
    this.capacity = capacity;
    this.slots = slots;
    this.before = new Int32Array(capacity * slots);
    this.after = new Int32Array(capacity * slots);
    this.actions = new Uint8Array(capacity);
    this.rewards = new Float64Array(capacity);
    this.discounts = new Float64Array(capacity);
  }

  /** How many transitions it holds. */
  get size(): number {
    return Math.min(this.added, this.capacity);
  }

  /** Copies one in, over the oldest when full; features are read at the given places. */
  add(
    before: Int32Array,
    beforeAt: number,
    action: number,
    reward: number,
    discount: number,
    after: Int32Array,
    afterAt: number,
  ): void {
    const { slots } = this;
    const row = this.added++ % this.capacity;
    for (let i = 0; i < slots; i++) {
      this.before[row * slots + i] = before[beforeAt + i]!;
      this.after[row * slots + i] = after[afterAt + i]!;
    }
    this.actions[row] = action;
    this.rewards[row] = reward;
    this.discounts[row] = discount;
  }

  /** A row, each as likely. */
  draw(stream: RandomStream): number {
    return stream.below(this.size);
  }
}
