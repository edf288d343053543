/**
 * The learning half of PPO: passes of minibatches over a stretch of play. With memory a minibatch is whole games over the
 * stretch, and gradients run back to its beginning; otherwise it is single steps.
 */
import type { RandomStream } from "../../envs/index.js";
import { distribution } from "../../networks/index.js";
import type { ActorCritic } from "./actor-critic.js";
import { type LossOptions, policyGradient, type Sample, valueGradient, zeroSums } from "./loss.js";
import type { PpoOptions } from "./options.js";
import { passes, schedules } from "./passes.js";
import { explainedVariance, type Rollout } from "./rollout.js";

/** Means over an iteration's minibatches. */
export interface PpoMetrics {
  readonly policyLoss: number;
  readonly valueLoss: number;
  readonly entropy: number;
  readonly divergence: number;
  readonly clipped: number;
  readonly gradientNorm: number;
  readonly explainedVariance: number;
}

export class Update {
  /** Rows of the stretch (with memory: games), shuffled anew in every pass; the order is carried on. */
  readonly places: Int32Array;
  private readonly actor: ActorCritic;
  private readonly options: PpoOptions;
  private readonly order: RandomStream;
  private readonly policy;
  private readonly row: Sample = { action: 0, oldLog: 0, oldValue: 0, advantage: 0, target: 0 };

  constructor(actor: ActorCritic, options: PpoOptions, games: number, order: RandomStream) {
    const { memory, steps } = options;
    this.actor = actor;
    this.options = options;
    this.order = order;
    this.policy = distribution(actor.options.actions);
    this.places = Int32Array.from({ length: memory === undefined ? steps * games : games }, (_, i) => i);
  }

  /**
   * `done`: share of the budget that is spent; `hidden`: [games x memory] at the stretch's beginning; `credit`: what the
   * policy learns from, [steps x games]. The value learns from the stretch's own advantages in any case.
   */
  learn(stretch: Rollout, done: number, hidden: Float32Array, credit: Float64Array = stretch.advantages): PpoMetrics {
    const { options, actor, order, places } = this;
    const { epochs, minibatch, steps, memory, gradientClip: clip } = options;
    const { rate, entropyWeight } = schedules(options, done);
    const loss = { ...options, entropyWeight };
    const [unit, size] =
      memory === undefined
        ? [1, Math.min(minibatch, places.length)]
        : [steps, Math.min(places.length, Math.max(1, Math.floor(minibatch / steps)))];
    const sums = zeroSums();
    let [batches, norms] = [0, 0];
    passes(places, epochs, size, order, (chosen) => {
      this.gradients(loss, stretch, credit, hidden, chosen, unit, sums);
      norms += actor.network.step({ rate, clip });
      batches++;
    });
    const rows = batches * size * unit;
    return {
      policyLoss: sums.policy / rows,
      valueLoss: sums.value / rows,
      entropy: sums.entropy / rows,
      divergence: sums.divergence / rows,
      clipped: sums.clipped / rows,
      gradientNorm: norms / batches,
      explainedVariance: explainedVariance(stretch),
    };
  }

  /** Gradients of one minibatch: rows of the stretch, or with memory (unit > 1) whole games. */
  private gradients(
    loss: LossOptions,
    stretch: Rollout,
    credit: Float64Array,
    hidden: Float32Array,
    chosen: Int32Array,
    unit: number,
    sums: ReturnType<typeof zeroSums>,
  ): void {
    const { actor, options, row, policy } = this;
    const { network, indices, memory, logits, value } = actor;
    const { floats, words } = network.kernel;
    const { slots, games } = stretch;
    const { actions } = actor.options;
    const lanes = chosen.length;
    const rows = lanes * unit;
    const sourceOf = (r: number): number =>
      memory === undefined ? chosen[r]! : Math.floor(r / lanes) * games + chosen[r % lanes]!;
    let [sum, squares] = [0, 0];
    for (let r = 0; r < rows; r++) {
      const source = sourceOf(r);
      words.set(stretch.features.subarray(source * slots, (source + 1) * slots), indices.at + r * slots);
      const advantage = credit[source]!;
      sum += advantage;
      squares += advantage * advantage;
      if (memory !== undefined) floats[memory.going.at + r] = stretch.going[source]!;
    }
    if (memory !== undefined) {
      const { width } = memory.output;
      memory.lanes = lanes;
      for (const [lane, game] of chosen.entries()) {
        floats.set(hidden.subarray(game * width, (game + 1) * width), memory.begin.at + lane * width);
      }
    }
    network.clearPorts(rows);
    network.clearGradients();
    network.forward(rows);
    const mean = sum / rows;
    const divisor = Math.max(Math.sqrt(Math.max(0, squares / rows - mean * mean)), options.floor, 1e-8);
    const [choice, worth] = [
      { values: 0, gradient: 0 },
      { values: 0, gradient: 0 },
    ];
    for (let r = 0; r < rows; r++) {
      const source = sourceOf(r);
      row.action = stretch.actions[source]!;
      row.oldLog = stretch.logs[source]!;
      row.oldValue = stretch.values[source]!;
      row.advantage = (credit[source]! - mean) / divisor;
      row.target = stretch.advantages[source]! + stretch.values[source]!;
      choice.values = logits.values.at + r * actions;
      choice.gradient = logits.gradient.at + r * actions;
      worth.values = value.values.at + r;
      worth.gradient = value.gradient.at + r;
      policyGradient(loss, floats, choice, row, policy, rows, sums);
      valueGradient(loss, floats, worth, row, rows, sums);
    }
    network.backward(rows);
  }
}
