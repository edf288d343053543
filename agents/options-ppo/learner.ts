/**
 * Options with networks (Sutton, Precup and Singh 1999; subgoals as options and a judge's verdicts as their terminations,
 * as in CALM), learned by PPO (arXiv 1707.06347) on games side by side.
 *
 * One option a subgoal and one for the task, each with a policy and a value of its own on a shared trunk, and over them a
 * policy that chooses, with what each option is worth. A subgoal's option is rewarded with 1 where its subgoal is judged
 * achieved, which ends it, and with nothing else; the task's with the task's reward; choosing with the task's reward, or
 * with the judge's bonus on top. An option whose subgoal was paid cannot be chosen; where nobody judges only the task's
 * can. Options run as tabular ones do (`options/execution.ts`): call and return, at most `longest` steps, or left where
 * another is worth more.
 *
 * Differs from tabular options (`options/learner.ts`): a step teaches the option that ran and no other, because PPO learns
 * from its own policy's steps; what was achieved while another option ran is no lesson. Choosing is a policy with an
 * entropy bonus in place of epsilon. Differs from the option-critic family: terminations are judged, not learned. What
 * each step teaches: `credit.ts`. A late verdict is added to its step before the stretch is learned from: the option ended
 * there, and what it did afterwards in that episode teaches it nothing.
 */
import { type RandomStream, randomStream } from "../../envs/index.js";
import { type Distribution, distribution, sample, softmax } from "../../networks/index.js";
import { bytesText, fillFromText, textFloats } from "../bytes.js";
import type { Games } from "../games.js";
import { loadedRun, type NetworkLearner } from "../network/learner.js";
import type { RowPolicy } from "../network/policy.js";
import { Execution, terminationOf, unpaidOptions } from "../options/execution.js";
import { FirstClocks } from "../ppo/first-clocks.js";
import { assignCredit, type Credit, emptyCredit } from "./credit.js";
import { fillMask, OptionNetwork } from "./option-network.js";
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
  private readonly choices: RandomStream;
  private readonly order: RandomStream;
  private readonly clocks: FirstClocks;
  /** By game; states are rows of the network's last pass. */
  private readonly executions: readonly Execution[];
  private readonly update: OptionsUpdate;
  private readonly overActions: Distribution;
  private readonly overOptions: Distribution;
  private readonly mask: Uint8Array;
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
    this.choices = randomStream(seed, "exploration");
    this.order = randomStream(seed, "minibatches");
    this.clocks = new FirstClocks(seed, count, limit);
    const worths = this.net.rowWorths((game) => games.paid(game));
    // Nothing is drawn from it: verdicts are yes or no.
    const stops = randomStream(seed, "ends of options");
    this.executions = Array.from(
      { length: count },
      () => new Execution({ discount, longest, interrupts, stops: "at a half" }, worths, stops),
    );
    this.stretch = optionStretch(steps, count, slots);
    this.credit = emptyCredit(steps * count);
    this.update = new OptionsUpdate(this.net, options, steps * count, this.order);
    this.overActions = distribution(actions);
    this.overOptions = distribution(this.net.options);
    this.mask = new Uint8Array(this.net.options);
    for (let game = 0; game < count; game++) games.begin(game);
  }

  get size(): number {
    return this.net.network.weights.length;
  }

  get steps(): number {
    return this.taken;
  }

  pay(step: number, extra: number, achieved: number): void {
    this.stretch.bonuses[step]! += extra;
    this.stretch.achieved[step]! |= achieved;
  }

  learn(): Readonly<Record<string, number>> {
    const { stretch, credit, net, options } = this;
    this.isPlayed = false;
    assignCredit(stretch, net.options - 1, options, credit);
    return { ...this.update.learn(stretch, credit, Math.min(1, this.taken / options.budget)) };
  }

  /** Shows the network every game as it is now. */
  private look(): void {
    const { games, net } = this;
    const { words } = net.network.kernel;
    for (let game = 0; game < games.count; game++) games.observe(game, words, net.indices.at + game * games.slots);
    net.network.forward(games.count);
  }

  /** Probabilities of choosing each option in a game of the last look. */
  private chances(game: number, available: number): Distribution {
    const { net, mask, overOptions } = this;
    fillMask(mask, available);
    softmax(overOptions, net.network.kernel.floats, net.choices.values.at + game * net.options, mask);
    return overOptions;
  }

  /** What a game is worth to one who chooses an option there. */
  private stateWorth(game: number): number {
    const { net, games } = this;
    const { probabilities } = this.chances(game, unpaidOptions(games.subgoals, games.paid(game)));
    const { floats } = net.network.kernel;
    let sum = 0;
    for (let option = 0; option < net.options; option++) {
      const chance = probabilities[option]!;
      if (chance > 0) sum += chance * floats[net.worths.values.at + game * net.options + option]!;
    }
    return sum;
  }

  play(): void {
    const { games, executions, options, stretch, net } = this;
    const { count, slots } = games;
    const { words } = net.network.kernel;
    this.look();
    for (const [game, execution] of executions.entries()) {
      // What was paid late may have taken the running option away.
      const paid = unpaidOptions(games.subgoals, games.paid(game));
      if (execution.option >= 0 && !(paid & (1 << execution.option))) execution.stop();
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
    const { executions, stretch, net, games, choices, overActions } = this;
    const { floats } = net.network.kernel;
    const execution = executions[game]!;
    const available = unpaidOptions(games.subgoals, games.paid(game));
    stretch.available[row] = available;
    stretch.states[row] = this.stateWorth(game);
    stretch.begun[row] = execution.option < 0 ? 1 : 0;
    if (execution.option < 0) {
      const chances = this.chances(game, available);
      const option = sample(chances, choices.uniform());
      stretch.choiceLogs[row] = chances.logs[option]!;
      execution.begin(game, option);
    }
    const { option } = execution;
    softmax(overActions, floats, net.policies.values.at + net.block(game, option));
    const action = sample(overActions, choices.uniform());
    stretch.options[row] = option;
    stretch.actions[row] = action;
    stretch.logs[row] = overActions.logs[action]!;
    stretch.values[row] = floats[net.values.values.at + game * net.options + option]!;
    stretch.worths[row] = floats[net.worths.values.at + game * net.options + option]!;
  }

  /** Plays the actions of one step; where an episode is cut its last state is asked what it is worth. */
  private takeStep(base: number): void {
    const { games, stretch, clocks, executions, net } = this;
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
      stretch.nexts[row] =
        net.network.kernel.floats[net.values.values.at + game * net.options + stretch.options[row]!]!;
      stretch.afters[row] = this.stateWorth(game);
    }
    for (let game = 0; game < games.count; game++) {
      if (stretch.ended[base + game] === 0) continue;
      executions[game]!.stop();
      games.begin(game);
    }
  }

  /** Whether the option goes on in the state after its step, and what that is worth. */
  private goOn(game: number, row: number): void {
    const { executions, stretch, net } = this;
    const { floats } = net.network.kernel;
    const execution = executions[game]!;
    const { option } = execution;
    execution.step(0, game, "running", terminationOf(option, stretch.achieved[row]!));
    const at = game * net.options + option;
    stretch.nexts[row] = floats[net.values.values.at + at]!;
    stretch.afters[row] = execution.option < 0 ? this.stateWorth(game) : floats[net.worths.values.at + at]!;
  }

  policy(): RowPolicy {
    return optionsPolicy(this.net, this.options);
  }

  saved(): ReturnType<NetworkLearner["saved"]> {
    const { trunk, longest, interrupts } = this.options;
    const weights = bytesText(this.net.network.weights);
    return { trunk: [...trunk], options: { count: this.net.options, longest, interrupts }, weights };
  }

  /** Everything that the next stretch depends on, but the games. */
  save(): unknown {
    const { net, choices, order, clocks, executions, update, stretch, taken } = this;
    const { steps, numbers } = net.network.save();
    return {
      taken,
      network: { steps, numbers: bytesText(numbers) },
      choices: [...choices.words],
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
    const { taken, network, choices, order, clocks, executions, places, stretch } = state;
    if (executions.length !== this.executions.length) throw new RangeError(`${executions.length} games were saved`);
    this.net.network.load({ steps: network.steps, numbers: textFloats(network.numbers) });
    this.choices.words.set(choices);
    this.order.words.set(order);
    this.clocks.load(clocks);
    for (const [game, execution] of executions.entries()) this.executions[game]!.load(execution);
    fillFromText(this.update.places, places);
    if (stretch !== null) loadStretch(this.stretch, stretch);
    this.taken = taken;
    this.isPlayed = stretch !== null;
  }
}
