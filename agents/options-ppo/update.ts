/**
 * The learning half of options with networks: passes of minibatches over a stretch. A row teaches the option that ran its
 * policy, its value and what it is worth; no other option's head.
 */
import type { RandomStream } from "../../envs/index.js";
import { distribution } from "../../networks/index.js";
import { policyGradient, type Sample, valueGradient, zeroSums } from "../ppo/loss.js";
import { passes, schedules } from "../ppo/passes.js";
import { type Credit, normalise } from "./credit.js";
import type { OptionNetwork } from "./option-network.js";
import type { OptionStretch } from "./option-stretch.js";
import type { OptionsPpoOptions } from "./settings.js";

/** Means over an iteration's minibatches, then what ran. */
export interface OptionsMetrics {
  readonly policyLoss: number;
  readonly valueLoss: number;
  readonly entropy: number;
  readonly divergence: number;
  readonly clipped: number;
  readonly gradientNorm: number;
  readonly worthLoss: number;
  readonly temperature: number;
  /** Steps of an option, and shares of steps by option: `ran0`, `ran1`, ...; the last is the task's. */
  readonly optionLength: number;
  readonly [ran: `ran${number}`]: number;
}

const place = () => ({ values: 0, gradient: 0 });

export class OptionsUpdate {
  /** Rows of the stretch, shuffled anew in every pass; the order is carried on. */
  readonly places: Int32Array;
  private readonly net: OptionNetwork;
  private readonly options: OptionsPpoOptions;
  private readonly order: RandomStream;
  private readonly actions;
  private readonly row: Sample = { action: 0, oldLog: 0, oldValue: 0, advantage: 0, target: 0 };
  private sums = { own: zeroSums(), worth: zeroSums() };

  constructor(net: OptionNetwork, options: OptionsPpoOptions, rows: number, order: RandomStream) {
    this.net = net;
    this.options = options;
    this.order = order;
    this.actions = distribution(net.actions);
    this.places = Int32Array.from({ length: rows }, (_, i) => i);
  }

  /** `done`: share of the budget that is spent. Normalises the credit's advantages in place. */
  learn(stretch: OptionStretch, credit: Credit, done: number, temperature: number): OptionsMetrics {
    const { options, net, order, places } = this;
    const { epochs, minibatch, gradientClip: clip, floor } = options;
    const { rate, entropyWeight } = schedules(options, done);
    const returns = stretch.values.map((value, row) => value + credit.advantages[row]!);
    normalise(credit.advantages, (row) => (credit.own[row] === 1 ? stretch.options[row]! : -1), net.options, floor);
    this.sums = { own: zeroSums(), worth: zeroSums() };
    const size = Math.min(minibatch, places.length);
    let [batches, norms] = [0, 0];
    passes(places, epochs, size, order, (chosen) => {
      this.gradients(stretch, credit, returns, chosen, entropyWeight);
      norms += net.network.step({ rate, clip });
      batches++;
    });
    const { own, worth } = this.sums;
    const rows = batches * size;
    const begun = stretch.begun.reduce((sum, one) => sum + one, 0);
    const ran = new Float64Array(net.options);
    for (const option of stretch.options) ran[option]! += 1 / places.length;
    return {
      policyLoss: own.policy / rows,
      valueLoss: own.value / rows,
      entropy: own.entropy / rows,
      divergence: own.divergence / rows,
      clipped: own.clipped / rows,
      gradientNorm: norms / batches,
      worthLoss: worth.value / rows,
      temperature,
      optionLength: places.length / Math.max(1, begun),
      ...Object.fromEntries([...ran].map((share, option) => [`ran${option}`, share])),
    };
  }

  private gradients(
    stretch: OptionStretch,
    credit: Credit,
    returns: Float64Array,
    chosen: Int32Array,
    entropyWeight: number,
  ): void {
    const { net, row, sums } = this;
    const loss = { ...this.options, entropyWeight };
    const { network, indices, policies, values, worths, options } = net;
    const { floats, words } = network.kernel;
    const { slots } = stretch;
    const rows = chosen.length;
    for (let r = 0; r < rows; r++) {
      const source = chosen[r]!;
      words.set(stretch.features.subarray(source * slots, (source + 1) * slots), indices.at + r * slots);
    }
    network.clearPorts(rows);
    network.clearGradients();
    network.forward(rows);
    const at = place();
    for (let r = 0; r < rows; r++) {
      const source = chosen[r]!;
      const option = stretch.options[source]!;
      if (credit.own[source] === 1) {
        row.action = stretch.actions[source]!;
        row.oldLog = stretch.logs[source]!;
        row.oldValue = stretch.values[source]!;
        row.advantage = credit.advantages[source]!;
        row.target = returns[source]!;
        const block = net.block(r, option);
        at.values = policies.values.at + block;
        at.gradient = policies.gradient.at + block;
        policyGradient(loss, floats, at, row, this.actions, rows, sums.own);
        at.values = values.values.at + r * options + option;
        at.gradient = values.gradient.at + r * options + option;
        valueGradient(loss, floats, at, row, rows, sums.own);
      }
      row.oldValue = stretch.worths[source]!;
      row.target = credit.targets[source]!;
      at.values = worths.values.at + r * options + option;
      at.gradient = worths.gradient.at + r * options + option;
      valueGradient(loss, floats, at, row, rows, sums.worth);
    }
    network.backward(rows);
  }
}
