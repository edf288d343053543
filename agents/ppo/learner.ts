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
import { bytesText, fillFromText, textFloats } from "../bytes.js";
import type { Games } from "../games.js";
import { loadedRun, type NetworkLearner } from "../network/learner.js";
import type { RowPolicy } from "../network/policy.js";
import { ActorCritic } from "./actor-critic.js";
import { FirstClocks } from "./first-clocks.js";
import { gae } from "./gae.js";
import type { PpoOptions } from "./options.js";
import { type Rollout, rollout } from "./rollout.js";
import { actorPolicy } from "./row-policy.js";
import { loadStretch, type SavedPpo, savedPpo, savedStretch } from "./saved-ppo.js";
import { type PpoMetrics, Update } from "./update.js";

export class PpoLearner implements NetworkLearner {
  readonly options: PpoOptions;
  readonly actor: ActorCritic;
  private readonly games: Games;
  private readonly stretch: Rollout;
  private readonly choices: RandomStream;
  private readonly order: RandomStream;
  private readonly update: Update;
  private readonly clocks: FirstClocks;
  private readonly isFirst: Uint8Array;
  /** [games x memory]. */
  private readonly hidden: Float32Array;
  private readonly hiddenAtBegin: Float32Array;
  private readonly chances;
  private taken = 0;
  /** Whether the stretch is played and not yet learned from. */
  private isPlayed = false;

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
    this.clocks = new FirstClocks(seed, count, limit);
    this.isFirst = new Uint8Array(count).fill(1);
    this.stretch = rollout(steps, count, slots);
    this.hidden = new Float32Array(count * (memory ?? 0));
    this.hiddenAtBegin = new Float32Array(count * (memory ?? 0));
    this.update = new Update(this.actor, options, count, this.order);
    this.chances = distribution(actions);
    for (let game = 0; game < count; game++) games.begin(game);
  }

  get size(): number {
    return this.actor.network.weights.length;
  }

  get steps(): number {
    return this.taken;
  }

  /** Plays a stretch and learns from it. */
  iterate(): PpoMetrics {
    this.play();
    return this.learn();
  }

  pay(step: number, extra: number): void {
    this.stretch.rewards[step]! += extra;
  }

  /** Learns from the stretch that was played; `credited` says what its policy learns from in the advantages' place. */
  learn(credited?: (stretch: Rollout) => Float64Array): Readonly<Record<keyof PpoMetrics, number>> {
    const { stretch, options, hiddenAtBegin } = this;
    const { discount, lambda, budget } = options;
    const { steps, games, rewards, values, ended, last, advantages } = stretch;
    this.isPlayed = false;
    gae({ steps, games, discount, lambda }, rewards, values, ended, last, advantages);
    return this.update.learn(stretch, Math.min(1, this.taken / budget), hiddenAtBegin, credited?.(stretch));
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

  /** Plays a stretch with the present policy. */
  play(): void {
    const { games, stretch, actor, chances, choices, clocks, isFirst, options } = this;
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
        softmax(chances, floats, actor.logits.values.at + game * actions);
        const action = sample(chances, choices.uniform());
        stretch.actions[base + game] = action;
        stretch.logs[base + game] = chances.logs[action]!;
        stretch.values[base + game] = floats[actor.value.values.at + game]!;
      }
      let isAnyCut = false;
      for (let game = 0; game < count; game++) {
        const { reward, bonus, end } = games.step(game, stretch.actions[base + game]!);
        const isCut = clocks.isCut(game, end);
        stretch.rewards[base + game] = reward + bonus;
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
    this.isPlayed = true;
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

  policy(): RowPolicy {
    return actorPolicy(this.actor);
  }

  saved(): ReturnType<NetworkLearner["saved"]> {
    const { trunk, memory } = this.options;
    return {
      trunk: [...trunk],
      ...(memory === undefined ? {} : { memory }),
      weights: bytesText(this.actor.network.weights),
    };
  }

  /** Everything that the next stretch depends on, but the games. */
  save(): SavedPpo {
    const { actor, choices, order, clocks, isFirst, hidden, update, stretch, hiddenAtBegin, taken } = this;
    const { steps, numbers } = actor.network.save();
    return {
      taken,
      network: { steps, numbers: bytesText(numbers) },
      choices: [...choices.words],
      order: [...order.words],
      clocks: clocks.save(),
      isFirst: bytesText(isFirst),
      hidden: bytesText(hidden),
      places: bytesText(update.places),
      stretch: this.isPlayed ? savedStretch(stretch, hiddenAtBegin) : null,
    };
  }

  /** Throws a RangeError for the state of a learner with other settings. */
  load(saved: unknown): void {
    const { taken, network, choices, order, clocks, isFirst, hidden, places, stretch } = loadedRun(
      savedPpo,
      saved,
      "PPO",
    );
    this.actor.network.load({ steps: network.steps, numbers: textFloats(network.numbers) });
    this.choices.words.set(choices);
    this.order.words.set(order);
    this.clocks.load(clocks);
    fillFromText(this.isFirst, isFirst);
    fillFromText(this.hidden, hidden);
    fillFromText(this.update.places, places);
    if (stretch !== null) loadStretch(this.stretch, this.hiddenAtBegin, stretch);
    this.taken = taken;
    this.isPlayed = stretch !== null;
  }
}
