/**
 * A training run of an agent with a network: stretches of play on games side by side, each learned from when the judge's
 * verdicts on it are known, and evaluations between them.
 *
 * The budget is played to its end: the learning rate falls over it, so a run that stopped early would be another run.
 */
import { z } from "zod";
import { InputError } from "../../envs/index.js";
import { evaluate } from "../evaluation.js";
import type { Games } from "../games.js";
import type { TrainingJudge } from "../judged-step.js";
import { type Actor, type FinalEvaluation, type LearningRun, type RunOptions, stepsTo90 } from "../learning-run.js";
import type { Levels } from "../levels.js";
import type { Play } from "../play.js";
import { playOf } from "../players.js";
import { type Evaluation, runEvaluation } from "../run-state.js";
import type { Inputs } from "./input-names.js";
import { JudgedGames, zeroEpisodes } from "./judged-games.js";
import type { NetworkLearner } from "./learner.js";
import { policyActor } from "./policy.js";
import type { SavedPolicy } from "./policy-format.js";
import { savedGames } from "./saved-games.js";

export interface NetworkSettings {
  /** Games side by side. */
  readonly games: number;
  readonly inputs: Inputs;
  readonly agent: SavedPolicy["agent"];
  /** How the policy is meant to be used, which evaluations while training follow. */
  readonly manner: "greedy" | "exploring";
}

const metricsRow = z.record(z.string(), z.number());

const savedRun = z.strictObject({
  games: savedGames,
  learner: z.unknown(),
  evaluations: z.array(runEvaluation),
  metrics: z.array(metricsRow),
  /** Steps at the beginning of the stretch that waits to be learned from; null: none does. */
  waiting: z.number().int().nullable(),
});

export class NetworkRun implements LearningRun {
  readonly options: RunOptions;
  readonly heard = "whole stretches";
  readonly evaluations: Evaluation[] = [];
  /** A row a stretch. */
  readonly metrics: Readonly<Record<string, number>>[] = [];
  readonly games: JudgedGames;
  readonly learner: NetworkLearner;
  private readonly judge: TrainingJudge;
  private readonly levels: Levels;
  private readonly settings: NetworkSettings;
  private readonly tester: Play;
  private waiting: number | null = null;

  constructor(
    options: RunOptions,
    judge: TrainingJudge,
    levels: Levels,
    settings: NetworkSettings,
    learnerOf: (games: Games) => NetworkLearner,
  ) {
    this.options = options;
    this.judge = judge;
    this.levels = levels;
    this.settings = settings;
    this.games = new JudgedGames(options, judge, settings);
    this.tester = playOf(options, judge.reads);
    this.learner = learnerOf(this.games);
  }

  get steps(): number {
    return this.learner.steps;
  }

  get actions(): readonly string[] {
    return this.games.names;
  }

  get stepsTo90(): number | undefined {
    return stepsTo90(this.evaluations);
  }

  get isOver(): boolean {
    return this.steps >= this.options.steps && this.waiting === null;
  }

  get terminations(): LearningRun["terminations"] {
    return this.games.terminations;
  }

  get counts(): LearningRun["counts"] {
    return this.games.counts;
  }

  get size(): number {
    return this.learner.size;
  }

  advance(until: number): void {
    const last = Math.min(until, this.options.steps);
    for (;;) {
      if (this.waiting !== null) this.learn(this.waiting);
      if (this.steps >= last) return;
      this.waiting = this.steps;
      this.learner.play();
      if (this.games.isWaiting) return;
    }
  }

  private learn(from: number): void {
    const { learner, games, options, metrics } = this;
    this.waiting = null;
    const figures = learner.learn();
    const { episodes, won, rewards, steps, achieved } = games.sums;
    games.sums = zeroEpisodes();
    const each = (sum: number) => (episodes === 0 ? 0 : sum / episodes);
    metrics.push({
      steps: learner.steps,
      episodes,
      success: each(won),
      return: each(rewards),
      length: each(steps),
      achieved: (1000 * achieved) / (learner.steps - from),
      ...figures,
    });
    const { evaluateEvery } = options;
    if (Math.floor(learner.steps / evaluateEvery) > Math.floor(from / evaluateEvery)) this.evaluate();
  }

  settle(): void {
    const { games, learner, waiting } = this;
    if (waiting !== null) games.settle((at, extra, achieved) => learner.pay(at - waiting, extra, achieved));
  }

  private share(name: string, manner: "greedy" | "exploring", levels: Levels): number {
    const { tester, judge, options, steps: at } = this;
    return evaluate(tester, this.actor(), judge.tester(name), { levels, seed: options.seed, name, manner, at });
  }

  private evaluate(): void {
    const { levels, settings, steps } = this;
    if (levels.episodes === 0) return;
    const other = settings.manner === "greedy" ? "exploring" : "greedy";
    const name = `at ${steps}`;
    this.evaluations.push({
      steps,
      success: this.share(name, settings.manner, levels),
      [other]: this.share(`${name}, ${other}`, other, levels),
    });
  }

  evaluateAtEnd(levels: Levels): FinalEvaluation {
    return {
      greedy: this.share("at the end, greedy", "greedy", levels),
      exploring: this.share("at the end, sampled", "exploring", levels),
      episodes: levels.episodes,
    };
  }

  actor(): Actor {
    return policyActor(this.learner.policy(), this.settings.inputs);
  }

  /** The present policy as plain data. */
  savedPolicy(): SavedPolicy {
    const { games, learner, settings } = this;
    const { features, slots, actions } = games;
    return { agent: settings.agent, inputs: settings.inputs, features, slots, actions, ...learner.saved() };
  }

  save(): unknown {
    const { games, learner, evaluations, metrics, waiting } = this;
    return {
      games: games.save(),
      learner: learner.save(),
      evaluations: [...evaluations],
      metrics: [...metrics],
      waiting,
    } satisfies z.infer<typeof savedRun>;
  }

  load(saved: unknown): void {
    const parsed = savedRun.safeParse(saved);
    if (!parsed.success) throw new InputError("The saved run is damaged: it is no run of a network.");
    const { games, learner, evaluations, metrics, waiting } = parsed.data;
    this.games.load(games);
    this.learner.load(learner);
    this.evaluations.splice(0, Number.POSITIVE_INFINITY, ...evaluations);
    this.metrics.splice(0, Number.POSITIVE_INFINITY, ...metrics);
    this.waiting = waiting;
  }
}
