/**
 * Deep Q-learning (Mnih et al. 2015) on games side by side, with double targets (van Hasselt et al. 2016, arXiv
 * 1509.06461: the online network chooses, the target network values), n-step returns and Huber's loss. Exploration is
 * epsilon-greedy with an epsilon that falls linearly.
 *
 * A truncated step is no end: it is worth what the state that it was cut in is worth. Steps wait for the end of their
 * stretch before they are remembered, so that a judge's verdicts on them can come meanwhile.
 */
import type { StepEnd } from "../../calm/index.js";
import { type RandomStream, randomStream } from "../../envs/index.js";
import { bytesText, fillFromText, textFloats } from "../bytes.js";
import type { Games } from "../games.js";
import { loadedRun, type NetworkLearner } from "../network/learner.js";
import type { RowPolicy } from "../network/policy.js";
import { NStepWindow } from "./n-step.js";
import type { DqnOptions } from "./options.js";
import { best, type QNetwork, qNetwork } from "./q-network.js";
import { Replay } from "./replay.js";
import { valuePolicy } from "./row-policy.js";
import { loadReplay, type SavedDqn, savedDqn, savedReplay } from "./saved-dqn.js";
import { type Staged, staged } from "./staged.js";

/** How an end stands in an array of bytes. */
const ENDS: readonly StepEnd[] = ["running", "terminated", "truncated"];
const END_CODES: Readonly<Record<StepEnd, number>> = { running: 0, terminated: 1, truncated: 2 };

export interface DqnMetrics {
  /** Means over the updates since the last call; 0 where there were none. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly meanValue: number;
  readonly epsilon: number;
}

export class DqnLearner implements NetworkLearner {
  readonly options: DqnOptions;
  readonly online: QNetwork;
  private readonly target: QNetwork;
  private readonly games: Games;
  private readonly replay: Replay;
  private readonly windows: readonly NStepWindow[];
  private readonly exploration: RandomStream;
  private readonly memory: RandomStream;
  private readonly staged: Staged;
  /** Whether a stretch is played and not yet learned from. */
  private isPlayed = false;
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
    this.staged = staged(options.stretch, count, slots);
    this.rows = new Int32Array(minibatch);
    this.chosen = new Int32Array(minibatch);
    for (let game = 0; game < count; game++) games.begin(game);
  }

  get size(): number {
    return this.online.network.weights.length;
  }

  get steps(): number {
    return this.taken;
  }

  get epsilon(): number {
    const { budget, exploration, firstEpsilon, lastEpsilon } = this.options;
    const share = Math.min(1, this.taken / (budget * exploration));
    return firstEpsilon + (lastEpsilon - firstEpsilon) * share;
  }

  /** Plays a stretch with the present values. */
  play(): void {
    const { games, online, exploration, options } = this;
    const { before, after, actions: chosen, rewards, ends } = this.staged;
    const { count, slots, actions } = games;
    const { words, floats } = online.network.kernel;
    for (let step = 0; step < options.stretch; step++) {
      const from = step * count;
      for (let game = 0; game < count; game++) games.observe(game, before, (from + game) * slots);
      words.set(before.subarray(from * slots, (from + count) * slots), online.indices.at);
      online.network.forward(count);
      const { epsilon } = this;
      for (let game = 0; game < count; game++) {
        const action =
          exploration.uniform() < epsilon
            ? exploration.below(actions)
            : best(floats, online.values.values.at + game * actions, actions);
        const { reward, bonus, end } = games.step(game, action);
        games.observe(game, after, (from + game) * slots);
        chosen[from + game] = action;
        rewards[from + game] = reward + bonus;
        ends[from + game] = END_CODES[end];
        if (end !== "running") games.begin(game);
      }
      this.taken += count;
    }
    this.isPlayed = true;
  }

  pay(step: number, extra: number): void {
    this.staged.rewards[step]! += extra;
  }

  /** Remembers the stretch that was played, and makes the updates that are due. */
  learn(): Readonly<Record<keyof DqnMetrics, number>> {
    const { sums, options, games, windows, replay } = this;
    const { before, after, actions, rewards, ends } = this.staged;
    const { count, slots } = games;
    this.isPlayed = false;
    for (let step = 0; step < options.stretch * count; step++) {
      const end = ENDS[ends[step]!]!;
      const at = step * slots;
      windows[step % count]!.step(before, at, actions[step]!, rewards[step]!, end, after, at, replay);
    }
    Object.assign(sums, { loss: 0, norm: 0, value: 0, updates: 0 });
    const due = this.taken < options.warmUp ? 0 : Math.floor((this.taken - options.warmUp) / options.stepsPerUpdate);
    while (this.updates < due) this.update();
    const updates = Math.max(1, sums.updates);
    return {
      loss: sums.loss / updates,
      gradientNorm: sums.norm / updates,
      meanValue: sums.value / updates,
      epsilon: this.epsilon,
    };
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

  policy(): RowPolicy {
    return valuePolicy(this.online, this.options.lastEpsilon);
  }

  saved(): ReturnType<NetworkLearner["saved"]> {
    const { trunk, lastEpsilon: epsilon } = this.options;
    return { trunk: [...trunk], epsilon, weights: bytesText(this.online.network.weights) };
  }

  /** Everything that the next stretch depends on, but the games. */
  save(): SavedDqn {
    const { online, target, exploration, memory, taken, updates, replay, windows } = this;
    const { steps, numbers } = online.network.save();
    return {
      taken,
      updates,
      online: { steps, numbers: bytesText(numbers) },
      target: bytesText(target.network.weights),
      exploration: [...exploration.words],
      memory: [...memory.words],
      replay: savedReplay(replay),
      windows: windows.map((window) => window.save()),
      staged: this.isPlayed ? this.staged.save() : null,
    };
  }

  /** Throws a RangeError for the state of a learner with other settings. */
  load(saved: unknown): void {
    const {
      taken,
      updates,
      online,
      target,
      exploration,
      memory,
      replay,
      windows,
      staged: waiting,
    } = loadedRun(savedDqn, saved, "DQN");
    if (windows.length !== this.windows.length) throw new RangeError(`${windows.length} games were saved`);
    this.online.network.load({ steps: online.steps, numbers: textFloats(online.numbers) });
    fillFromText(this.target.network.weights, target);
    this.exploration.words.set(exploration);
    this.memory.words.set(memory);
    loadReplay(this.replay, replay);
    for (const [game, window] of windows.entries()) this.windows[game]!.load(window);
    if (waiting !== null) this.staged.load(waiting);
    this.taken = taken;
    this.updates = updates;
    this.isPlayed = waiting !== null;
  }
}
