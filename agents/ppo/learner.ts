/**
 * Proximal policy optimisation (Schulman et al. 2017, arXiv 1707.06347) on games side by side. One `iterate` plays a
 * stretch with the present policy and learns from it in several passes of minibatches.
 *
 * Details that decide results (numbered in docs/algorithms): 1. advantages are normalised in each minibatch, divided by
 * no less than `floor` (0.1 in KeyRoom: before the first success their spread is that of the penalties alone, and blowing
 * it up unlearns PICKUP and APPLY); 2. a truncated step bootstraps from the value of the state it was cut in; 3. first
 * episodes are cut at a random clock, so that the games do not march in step; 4. the rate falls linearly to `lastRate`;
 * 5. with memory, minibatches are whole games over the stretch, and gradients run back to its beginning.
 */
import { type RandomStream, randomStream } from "../../envs/index.js";
import { distribution, sample, softmax } from "../../networks/index.js";
import type { Games } from "../games.js";
import { ActorCritic } from "./actor-critic.js";
import { gae } from "./gae.js";
import { lossAndGradient, type Sample, zeroSums } from "./loss.js";
import { explainedVariance, type Rollout, rollout } from "./rollout.js";

export interface PpoOptions {
  readonly seed: number;
  /** Budget of environment steps; the rate's schedule runs over it. */
  readonly budget: number;
  /** Steps of each game per iteration. */
  readonly steps: number;
  /** Passes over a stretch. */
  readonly epochs: number;
  /** Rows per minibatch; with memory it is rounded to whole games. */
  readonly minibatch: number;
  readonly rate: number;
  readonly lastRate: number;
  readonly discount: number;
  readonly lambda: number;
  readonly clip: number;
  readonly entropyWeight: number;
  readonly valueWeight: number;
  readonly gradientClip: number;
  /** Least divisor of the advantages; 0: none but their deviation. */
  readonly floor: number;
  readonly trunk: readonly [number, number];
  readonly memory?: number;
  readonly kernel: "wasm" | "reference";
}

/** The recipe that learned KeyRoom-S15 in sketches (docs/algorithms); a place to begin. */
export const PPO_DEFAULTS = {
  steps: 64,
  epochs: 3,
  minibatch: 2048,
  rate: 1e-3,
  lastRate: 1e-4,
  discount: 0.99,
  lambda: 0.95,
  clip: 0.2,
  entropyWeight: 0.02,
  valueWeight: 0.5,
  gradientClip: 0.5,
  floor: 0.1,
  trunk: [128, 128],
  kernel: "wasm",
} as const;

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

export class PpoLearner {
  readonly options: PpoOptions;
  readonly actor: ActorCritic;
  private readonly games: Games;
  private readonly stretch: Rollout;
  private readonly choices: RandomStream;
  private readonly order: RandomStream;
  /** Steps left until a game's first episode is cut; below 0 once it was. */
  private readonly clocks: Int32Array;
  private readonly isFirst: Uint8Array;
  /** [games x memory]. */
  private readonly hidden: Float32Array;
  private readonly hiddenAtBegin: Float32Array;
  private readonly places: Int32Array;
  private readonly policy;
  private readonly row: Sample = { action: 0, oldLog: 0, oldValue: 0, advantage: 0, target: 0 };
  private taken = 0;

  constructor(games: Games, options: PpoOptions) {
    const { seed, steps, minibatch, trunk, memory, kernel } = options;
    const { count, actions, features, slots, limit } = games;
    this.games = games;
    this.options = options;
    const batch = Math.max(count, memory === undefined ? minibatch : Math.max(minibatch, steps));
    this.actor = new ActorCritic({ features, slots, actions, trunk, batch, kernel, ...(memory && { memory }) });
    const start = randomStream(seed, "network");
    this.actor.network.initialise(() => start.uniform());
    this.choices = randomStream(seed, "exploration");
    this.order = randomStream(seed, "minibatches");
    const clock = randomStream(seed, "first clocks");
    this.clocks = Int32Array.from({ length: count }, () => 1 + clock.below(limit));
    this.isFirst = new Uint8Array(count).fill(1);
    this.stretch = rollout(steps, count, slots);
    this.hidden = new Float32Array(count * (memory ?? 0));
    this.hiddenAtBegin = new Float32Array(count * (memory ?? 0));
    this.places = Int32Array.from({ length: memory === undefined ? steps * count : count }, (_, i) => i);
    this.policy = distribution(actions);
    for (let game = 0; game < count; game++) games.begin(game);
  }

  /** Environment steps so far. */
  get steps(): number {
    return this.taken;
  }

  /** Plays a stretch and learns from it. */
  iterate(): PpoMetrics {
    this.play();
    const { stretch, options } = this;
    const { discount, lambda } = options;
    const { steps, games, rewards, values, ended, last, advantages } = stretch;
    gae({ steps, games, discount, lambda }, rewards, values, ended, last, advantages);
    return this.learn();
  }

  /** The heads for games whose features stand in the first rows; their hidden states go in and, if asked, come out. */
  private forward(rows: number, going: (row: number) => number, keeps: "kept" | "dropped"): void {
    const { actor, hidden } = this;
    const { memory, network } = actor;
    const { floats } = network.kernel;
    if (memory !== undefined) {
      memory.lanes = rows;
      floats.set(hidden.subarray(0, rows * memory.output.width), memory.begin.at);
      for (let row = 0; row < rows; row++) floats[memory.going.at + row] = going(row);
    }
    network.forward(rows);
    if (memory === undefined || keeps === "dropped") return;
    hidden.set(floats.subarray(memory.output.values.at, memory.output.values.at + rows * memory.output.width));
  }

  private play(): void {
    const { games, stretch, actor, policy, choices, clocks, isFirst, options } = this;
    const { words, floats } = actor.network.kernel;
    const { count, slots, actions } = games;
    const { at } = actor.indices;
    this.hiddenAtBegin.set(this.hidden);
    for (let step = 0; step < options.steps; step++) {
      const base = step * count;
      for (let game = 0; game < count; game++) games.observe(game, words, at + game * slots);
      stretch.features.set(words.subarray(at, at + count * slots), base * slots);
      for (let game = 0; game < count; game++) stretch.going[base + game] = 1 - isFirst[game]!;
      this.forward(count, (game) => 1 - isFirst[game]!, "kept");
      for (let game = 0; game < count; game++) {
        softmax(policy, floats, actor.logits.values.at + game * actions);
        const action = sample(policy, choices.uniform());
        stretch.actions[base + game] = action;
        stretch.logs[base + game] = policy.logs[action]!;
        stretch.values[base + game] = floats[actor.value.values.at + game]!;
      }
      let isAnyCut = false;
      for (let game = 0; game < count; game++) {
        const { reward, end } = games.step(game, stretch.actions[base + game]!);
        const clock = clocks[game]!;
        clocks[game] = clock - 1;
        const isCut = end === "truncated" || (end === "running" && clock === 1);
        if (end !== "running") clocks[game] = 0;
        stretch.rewards[base + game] = reward;
        // 2 marks a cut until its bootstrap is added.
        stretch.ended[base + game] = isCut ? 2 : end === "terminated" ? 1 : 0;
        if (isCut) isAnyCut = true;
      }
      if (isAnyCut) this.bootstrap(base);
      for (let game = 0; game < count; game++) {
        const hasEnded = stretch.ended[base + game] === 1;
        isFirst[game] = hasEnded ? 1 : 0;
        if (hasEnded) games.begin(game);
      }
      this.taken += count;
    }
    for (let game = 0; game < count; game++) games.observe(game, words, at + game * slots);
    this.forward(count, (game) => 1 - isFirst[game]!, "dropped");
    for (let game = 0; game < count; game++) stretch.last[game] = floats[actor.value.values.at + game]!;
  }

  /** Adds gamma V(last state) to the reward of every step that was cut. */
  private bootstrap(base: number): void {
    const { games, stretch, actor, options } = this;
    const { words, floats } = actor.network.kernel;
    for (let game = 0; game < games.count; game++) {
      games.observe(game, words, actor.indices.at + game * games.slots);
    }
    this.forward(games.count, () => 1, "dropped");
    for (let game = 0; game < games.count; game++) {
      if (stretch.ended[base + game] !== 2) continue;
      stretch.ended[base + game] = 1;
      stretch.rewards[base + game]! += options.discount * floats[actor.value.values.at + game]!;
    }
  }

  private learn(): PpoMetrics {
    const { stretch, options, actor, order, places } = this;
    const { epochs, minibatch, steps, memory, rate, lastRate, budget, gradientClip } = options;
    const done = Math.min(1, this.taken / budget);
    const now = rate + (lastRate - rate) * done;
    const [unit, size] =
      memory === undefined
        ? [1, Math.min(minibatch, places.length)]
        : [steps, Math.min(places.length, Math.max(1, Math.floor(minibatch / steps)))];
    const sums = zeroSums();
    let [batches, norms, rows] = [0, 0, 0];
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (let i = places.length - 1; i > 0; i--) {
        const j = order.below(i + 1);
        const held = places[i]!;
        places[i] = places[j]!;
        places[j] = held;
      }
      // What is left over by whole minibatches is left out of this pass.
      for (let from = 0; from + size <= places.length; from += size) {
        this.gradients(places.subarray(from, from + size), unit, sums);
        norms += actor.network.step({ rate: now, clip: gradientClip });
        batches++;
        rows += size * unit;
      }
    }
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
  private gradients(chosen: Int32Array, unit: number, sums: ReturnType<typeof zeroSums>): void {
    const { stretch, actor, options, row, policy, hiddenAtBegin } = this;
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
      const advantage = stretch.advantages[source]!;
      sum += advantage;
      squares += advantage * advantage;
      if (memory !== undefined) floats[memory.going.at + r] = stretch.going[source]!;
    }
    if (memory !== undefined) {
      const { width } = memory.output;
      memory.lanes = lanes;
      for (const [lane, game] of chosen.entries()) {
        floats.set(hiddenAtBegin.subarray(game * width, (game + 1) * width), memory.begin.at + lane * width);
      }
    }
    network.clearPorts(rows);
    network.clearGradients();
    network.forward(rows);
    const mean = sum / rows;
    const divisor = Math.max(Math.sqrt(Math.max(0, squares / rows - mean * mean)), options.floor, 1e-8);
    const at = { logits: 0, logitsGradient: 0, value: 0, valueGradient: 0 };
    for (let r = 0; r < rows; r++) {
      const source = sourceOf(r);
      row.action = stretch.actions[source]!;
      row.oldLog = stretch.logs[source]!;
      row.oldValue = stretch.values[source]!;
      row.advantage = (stretch.advantages[source]! - mean) / divisor;
      row.target = stretch.advantages[source]! + stretch.values[source]!;
      at.logits = logits.values.at + r * actions;
      at.logitsGradient = logits.gradient.at + r * actions;
      at.value = value.values.at + r;
      at.valueGradient = value.gradient.at + r;
      lossAndGradient(options, floats, at, row, policy, rows, sums);
    }
    network.backward(rows);
  }
}
