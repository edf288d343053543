/**
 * Options with networks, learned by PPO (arXiv 1707.06347) on games side by side: subgoals are options (Sutton, Precup and
 * Singh 1999), a judge's verdicts their terminations, as CALM reads them.
 *
 * One option a subgoal and one for the task, each with a policy and a value of its own on a shared trunk; which one is
 * begun is drawn by what they are worth (`choice.ts`). A subgoal's option is rewarded with 1 where its subgoal is judged
 * achieved, which ends it, and with nothing else; the task's with the task's reward. What an option is worth is learned as
 * in a semi-Markov process, from the task's reward or with the judge's bonus on top. An option whose subgoal was paid
 * cannot be chosen; where nobody judges only the task's can. Options run as tabular ones do (`options/execution.ts`): call
 * and return, at most `longest` steps, or left where another is worth more.
 *
 * Differs from tabular options (`options/learner.ts`): a step teaches the option that ran and no other, because PPO learns
 * from its own policy's steps, so what was achieved while another option ran is no lesson. Options are chosen at a
 * temperature and not with epsilon, and their worths are those of choosing so, with lambda-returns, not of choosing the
 * best. Differs from option-critics: terminations are judged, not learned. A late verdict is added to its step before the
 * stretch is learned from: the option ended there, and what it did afterwards in that episode teaches it nothing.
 */
import { type RandomStream, randomStream } from "../../envs/index.js";
import { type Distribution, distribution, sample, softmax } from "../../networks/index.js";
import { bytesText, fillFromText, textFloats } from "../bytes.js";
import type { Games } from "../games.js";
import { loadedRun, type NetworkLearner } from "../network/learner.js";
import type { RowPolicy } from "../network/policy.js";
import { Execution, terminationOf } from "../options/execution.js";
import { FirstClocks } from "../ppo/first-clocks.js";
import { Choice } from "./choice.js";
import { assignCredit, type Credit, emptyCredit } from "./credit.js";
import { OptionNetwork } from "./option-network.js";
import { loadStretch, type OptionStretch, optionStretch, saveStretch } from "./option-stretch.js";
import { optionsPolicy } from "./row-policy.js";
import { savedOptionsPpo } from "./saved-options-ppo.js";
import type { OptionsPpoOptions } from "./settings.js";
import { OptionsUpdate } from "./update.js";

export class OptionsPpoLearner implements NetworkLearner {
  readonly net: OptionNetwork;
  readonly stretch: OptionStretch;
  readonly credit: Credit;
  private readonly options: OptionsPpoOptions;
  private readonly games: Games;
  private readonly draws: RandomStream;
  private readonly order: RandomStream;
  private readonly clocks: FirstClocks;
  /** By game; states are rows of the network's last pass. */
  private readonly executions: readonly Execution[];
  private readonly update: OptionsUpdate;
  private readonly choice: Choice;
  private readonly chances: Distribution;
  private taken = 0;
  private isPlayed = false;

  constructor(games: Games, options: OptionsPpoOptions) {
    const { seed, steps, minibatch, trunk, kernel, longest, interrupts, discount } = options;
    const { count, actions, features, slots, limit, subgoals } = games;
    this.games = games;
    this.options = options;
    const batch = Math.max(count, minibatch);
    this.net = new OptionNetwork({ features, slots, actions, subgoals, trunk, batch, kernel });
    const start = randomStream(seed, "network");
    this.net.network.initialise(() => start.uniform());
    this.draws = randomStream(seed, "exploration");
    this.order = randomStream(seed, "minibatches");
    this.clocks = new FirstClocks(seed, count, limit);
    this.choice = new Choice(this.net, (game) => games.paid(game));
    // Nothing is drawn from it: verdicts are yes or no.
    const stops = randomStream(seed, "ends of options");
    this.executions = Array.from(
      { length: count },
      () => new Execution({ discount, longest, interrupts, stops: "at a half" }, this.choice, stops),
    );
    this.stretch = optionStretch(steps, count, slots);
    this.credit = emptyCredit(steps * count);
    this.update = new OptionsUpdate(this.net, options, steps * count, this.order);
    this.chances = distribution(actions);
    for (let game = 0; game < count; game++) games.begin(game);
  }

  get size(): number {
    return this.net.network.weights.length;
  }

  get steps(): number {
    return this.taken;
  }

  /** Share of the budget that is spent. */
  private get done(): number {
    return Math.min(1, this.taken / this.options.budget);
  }

  private get temperature(): number {
    const { temperature, lastTemperature } = this.options;
    return temperature + (lastTemperature - temperature) * this.done;
  }

  pay(step: number, extra: number, achieved: number): void {
    this.stretch.bonuses[step]! += extra;
    this.stretch.achieved[step]! |= achieved;
  }

  learn(): Readonly<Record<string, number>> {
    const { stretch, credit, net, options } = this;
    this.isPlayed = false;
    assignCredit(stretch, net.options - 1, options, credit);
    return { ...this.update.learn(stretch, credit, this.done, this.temperature) };
  }

  /** Shows the network every game as it is now. */
  private look(): void {
    const { games, net } = this;
    const { words } = net.network.kernel;
    for (let game = 0; game < games.count; game++) games.observe(game, words, net.indices.at + game * games.slots);
    net.network.forward(games.count);
  }

  play(): void {
    const { games, executions, options, stretch, net, choice } = this;
    const { count, slots } = games;
    const { words } = net.network.kernel;
    this.look();
    for (const [game, execution] of executions.entries()) {
      // What was paid late may have taken the running option away.
      if (execution.option >= 0 && !choice.isAvailable(game, execution.option)) execution.stop();
    }
    for (let step = 0; step < options.steps; step++) {
      const base = step * count;
      stretch.features.set(words.subarray(net.indices.at, net.indices.at + count * slots), base * slots);
      for (let game = 0; game < count; game++) this.decide(game, base + game);
      this.takeStep(base);
      this.look();
      for (let game = 0; game < count; game++) if (stretch.ended[base + game] === 0) this.goOn(game, base + game);
      this.taken += count;
    }
    this.isPlayed = true;
  }

  /** An option where none runs, and its action. */
  private decide(game: number, row: number): void {
    const { executions, stretch, net, choice, draws, chances } = this;
    const { floats } = net.network.kernel;
    const execution = executions[game]!;
    stretch.begun[row] = execution.option < 0 ? 1 : 0;
    if (execution.option < 0) execution.begin(game, choice.choose(game, this.temperature, draws));
    const { option } = execution;
    softmax(chances, floats, net.policies.values.at + net.block(game, option));
    const action = sample(chances, draws.uniform());
    stretch.options[row] = option;
    stretch.actions[row] = action;
    stretch.logs[row] = chances.logs[action]!;
    stretch.values[row] = this.ownValue(game, option);
    stretch.worths[row] = choice.value(game, option);
  }

  /** Of an option's own reward, in a game of the last look. */
  private ownValue(game: number, option: number): number {
    const { network, values, options } = this.net;
    return network.kernel.floats[values.values.at + game * options + option]!;
  }

  /** Plays the actions of one step; where an episode is cut its last state is asked what it is worth. */
  private takeStep(base: number): void {
    const { games, stretch, clocks, executions, choice } = this;
    const cut: number[] = [];
    for (let game = 0; game < games.count; game++) {
      const row = base + game;
      const { reward, bonus, achieved, end } = games.step(game, stretch.actions[row]!);
      const isCut = clocks.isCut(game, end);
      stretch.rewards[row] = reward;
      stretch.bonuses[row] = bonus;
      stretch.achieved[row] = achieved;
      stretch.ended[row] = isCut || end !== "running" ? 1 : 0;
      stretch.nexts[row] = 0;
      stretch.afters[row] = 0;
      if (isCut) cut.push(game);
    }
    if (cut.length > 0) this.look();
    for (const game of cut) {
      const row = base + game;
      stretch.nexts[row] = this.ownValue(game, stretch.options[row]!);
      stretch.afters[row] = choice.stateWorth(game, this.temperature);
    }
    for (let game = 0; game < games.count; game++) {
      if (stretch.ended[base + game] === 0) continue;
      executions[game]!.stop();
      games.begin(game);
    }
  }

  /** Whether the option goes on in the state after its step, and what that is worth. */
  private goOn(game: number, row: number): void {
    const { executions, stretch, choice } = this;
    const execution = executions[game]!;
    const { option } = execution;
    execution.step(0, game, "running", terminationOf(option, stretch.achieved[row]!));
    stretch.nexts[row] = this.ownValue(game, option);
    stretch.afters[row] = execution.option < 0 ? choice.stateWorth(game, this.temperature) : choice.value(game, option);
  }

  policy(): RowPolicy {
    return optionsPolicy(this.net, { ...this.options, temperature: this.temperature });
  }

  saved(): ReturnType<NetworkLearner["saved"]> {
    const { net, options, temperature } = this;
    const { trunk, longest, interrupts } = options;
    const weights = bytesText(net.network.weights);
    return { trunk: [...trunk], options: { count: net.options, longest, interrupts, temperature }, weights };
  }

  /** Everything that the next stretch depends on, but the games. */
  save(): unknown {
    const { net, draws, order, clocks, executions, update, stretch, taken } = this;
    const { steps, numbers } = net.network.save();
    return {
      taken,
      network: { steps, numbers: bytesText(numbers) },
      draws: [...draws.words],
      order: [...order.words],
      clocks: clocks.save(),
      executions: executions.map((execution) => execution.save()),
      places: bytesText(update.places),
      stretch: this.isPlayed ? saveStretch(stretch) : null,
    };
  }

  /** Throws a RangeError for the state of a learner with other settings. */
  load(saved: unknown): void {
    const state = loadedRun(savedOptionsPpo, saved, "options with networks");
    const { taken, network, draws, order, clocks, executions, places, stretch } = state;
    if (executions.length !== this.executions.length) throw new RangeError(`${executions.length} games were saved`);
    this.net.network.load({ steps: network.steps, numbers: textFloats(network.numbers) });
    this.draws.words.set(draws);
    this.order.words.set(order);
    this.clocks.load(clocks);
    for (const [game, execution] of executions.entries()) this.executions[game]!.load(execution);
    fillFromText(this.update.places, places);
    if (stretch !== null) loadStretch(this.stretch, stretch);
    this.taken = taken;
    this.isPlayed = stretch !== null;
  }
}
