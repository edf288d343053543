/**
 * Deep Q-learning (Mnih et al. 2015) on games side by side, with double targets (van Hasselt et al. 2016, arXiv
 * 1509.06461: the online network chooses, the target network values), n-step returns and Huber's loss. Exploration is
 * epsilon-greedy with an epsilon that falls linearly.
 *
 * A truncated step is no end: it is worth what the state that it was cut in is worth.
 */
import { type RandomStream, randomStream } from "../../envs/index.js";
import { dense, embedding, Network, Plan, type Port, type Span, sparseInput } from "../../networks/index.js";
import type { Games } from "../games.js";
import { NStepWindow } from "./n-step.js";
import { Replay } from "./replay.js";

export interface DqnOptions {
  readonly seed: number;
  /** Budget of environment steps. */
  readonly budget: number;
  readonly capacity: number;
  /** Steps before the first update. */
  readonly warmUp: number;
  /** Environment steps (over all games) per update. */
  readonly stepsPerUpdate: number;
  readonly minibatch: number;
  /** Updates between copies to the target network. */
  readonly copyEvery: number;
  readonly rate: number;
  readonly discount: number;
  readonly n: number;
  readonly firstEpsilon: number;
  readonly lastEpsilon: number;
  /** Share of the budget over which epsilon falls. */
  readonly exploration: number;
  readonly gradientClip: number;
  readonly trunk: readonly [number, number];
  readonly kernel: "wasm" | "reference";
}

export const DQN_DEFAULTS = {
  capacity: 100_000,
  warmUp: 2_000,
  stepsPerUpdate: 16,
  minibatch: 64,
  copyEvery: 500,
  rate: 5e-4,
  discount: 0.99,
  n: 3,
  firstEpsilon: 1,
  lastEpsilon: 0.05,
  exploration: 0.3,
  gradientClip: 10,
  trunk: [128, 128],
  kernel: "wasm",
} as const;

export interface DqnMetrics {
  /** Means over the updates since the last call; 0 where there were none. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly meanValue: number;
  readonly epsilon: number;
}

interface QNetwork {
  readonly network: Network;
  readonly indices: Span;
  readonly values: Port & { readonly gradient: Span };
}

function qNetwork({ features, slots, actions }: Games, batch: number, options: DqnOptions): QNetwork {
  const [first, second] = options.trunk;
  const plan = new Plan();
  const input = sparseInput(plan, features, slots, batch);
  const one = embedding(plan, input, batch, { width: first, activation: "relu", gain: Math.SQRT2 });
  const two = dense(plan, one.output, batch, { width: second, activation: "relu", gain: Math.SQRT2 });
  const last = dense(plan, two.output, batch, { width: actions, activation: "none", gain: 0.01 });
  const network = new Network(plan, [one, two, last], options.kernel);
  return { network, indices: input.indices, values: last.output as QNetwork["values"] };
}

export class DqnLearner {
  readonly options: DqnOptions;
  readonly online: QNetwork;
  private readonly target: QNetwork;
  private readonly games: Games;
  private readonly replay: Replay;
  private readonly windows: readonly NStepWindow[];
  private readonly exploration: RandomStream;
  private readonly memory: RandomStream;
  private readonly before: Int32Array;
  private readonly after: Int32Array;
  private readonly rows: Int32Array;
  private readonly chosen: Int32Array;
  private taken = 0;
  private updates = 0;
  private readonly sums = { loss: 0, norm: 0, value: 0, updates: 0 };

  constructor(games: Games, options: DqnOptions) {
    const { seed, minibatch, capacity, n, discount } = options;
    const { count, slots } = games;
    this.games = games;
    this.options = options;
    const batch = Math.max(count, minibatch);
    this.online = qNetwork(games, batch, options);
    this.target = qNetwork(games, batch, options);
    const start = randomStream(seed, "network");
    this.online.network.initialise(() => start.uniform());
    this.target.network.weights.set(this.online.network.weights);
    this.exploration = randomStream(seed, "exploration");
    this.memory = randomStream(seed, "replay");
    this.replay = new Replay({ capacity, slots });
    this.windows = Array.from({ length: count }, () => new NStepWindow(n, slots, discount));
    this.before = new Int32Array(count * slots).fill(-1);
    this.after = new Int32Array(count * slots).fill(-1);
    this.rows = new Int32Array(minibatch);
    this.chosen = new Int32Array(minibatch);
    for (let game = 0; game < count; game++) games.begin(game);
  }

  /** Environment steps so far. */
  get steps(): number {
    return this.taken;
  }

  get epsilon(): number {
    const { budget, exploration, firstEpsilon, lastEpsilon } = this.options;
    const share = Math.min(1, this.taken / (budget * exploration));
    return firstEpsilon + (lastEpsilon - firstEpsilon) * share;
  }

  /** Steps every game `steps` times and learns on the way. */
  advance(steps: number): DqnMetrics {
    const { sums, options, games } = this;
    Object.assign(sums, { loss: 0, norm: 0, value: 0, updates: 0 });
    for (let step = 0; step < steps; step++) {
      this.play();
      this.taken += games.count;
      if (this.taken < options.warmUp) continue;
      const due = Math.floor((this.taken - options.warmUp) / options.stepsPerUpdate);
      while (this.updates < due) this.update();
    }
    const count = Math.max(1, sums.updates);
    return {
      loss: sums.loss / count,
      gradientNorm: sums.norm / count,
      meanValue: sums.value / count,
      epsilon: this.epsilon,
    };
  }

  private play(): void {
    const { games, before, after, online, exploration, windows, replay } = this;
    const { count, slots, actions } = games;
    const { words, floats } = online.network.kernel;
    for (let game = 0; game < count; game++) games.observe(game, before, game * slots);
    words.set(before, online.indices.at);
    online.network.forward(count);
    const { epsilon } = this;
    for (let game = 0; game < count; game++) {
      const action =
        exploration.uniform() < epsilon
          ? exploration.below(actions)
          : best(floats, online.values.values.at + game * actions, actions);
      const { reward, end } = games.step(game, action);
      games.observe(game, after, game * slots);
      windows[game]!.step(before, game * slots, action, reward, end, after, game * slots, replay);
      if (end !== "running") games.begin(game);
    }
  }

  private update(): void {
    const { replay, options, online, target, games, rows, chosen, memory, sums } = this;
    const { minibatch, rate, gradientClip, copyEvery } = options;
    const { slots, actions } = games;
    for (let r = 0; r < minibatch; r++) rows[r] = replay.draw(memory);
    const show = (net: QNetwork, from: Int32Array): void => {
      const { words } = net.network.kernel;
      for (let r = 0; r < minibatch; r++) {
        const row = rows[r]!;
        words.set(from.subarray(row * slots, (row + 1) * slots), net.indices.at + r * slots);
      }
      net.network.forward(minibatch);
    };
    const { floats } = online.network.kernel;
    const values = online.values.values.at;
    show(online, replay.after);
    for (let r = 0; r < minibatch; r++) chosen[r] = best(floats, values + r * actions, actions);
    show(target, replay.after);
    show(online, replay.before);
    online.network.clearPorts(minibatch);
    online.network.clearGradients();
    const theirs = target.network.kernel.floats;
    for (let r = 0; r < minibatch; r++) {
      const row = rows[r]!;
      const next = theirs[target.values.values.at + r * actions + chosen[r]!]!;
      const aim = replay.rewards[row]! + replay.discounts[row]! * next;
      const at = r * actions + replay.actions[row]!;
      const miss = floats[values + at]! - aim;
      const size = Math.abs(miss);
      sums.loss += (size < 1 ? (miss * miss) / 2 : size - 0.5) / minibatch;
      sums.value += floats[values + at]! / minibatch;
      floats[online.values.gradient.at + at] = Math.max(-1, Math.min(1, miss)) / minibatch;
    }
    online.network.backward(minibatch);
    sums.norm += online.network.step({ rate, clip: gradientClip });
    sums.updates++;
    this.updates++;
    if (this.updates % copyEvery === 0) target.network.weights.set(online.network.weights);
  }
}

/** The best of a row's values, first of equals. */
function best(floats: Float32Array, at: number, actions: number): number {
  let chosen = 0;
  for (let a = 1; a < actions; a++) if (floats[at + a]! > floats[at + chosen]!) chosen = a;
  return chosen;
}
