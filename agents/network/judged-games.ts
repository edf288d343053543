/**
 * Games side by side with a judge that pays: what agents with networks play. Each game has its own paid set and its
 * own part of the judge; what a judge learns, asks and remembers is shared by all games of the run.
 *
 * Steps are counted over all games, in the order in which they are played, so every step has a number of its own.
 */
import { bonus, paidAfter, type StepEnd } from "../../calm/index.js";
import { InputError, randomStream, worlds } from "../../envs/index.js";
import { known } from "../evaluation.js";
import type { Games, Outcome } from "../games.js";
import { questionKey, type TrainingJudge, UNKNOWN } from "../judged-step.js";
import type { RunOptions } from "../learning-run.js";
import type { Play } from "../play.js";
import { playOf } from "../players.js";
import type { Counts, Termination } from "../run-state.js";
import type { Features } from "./features.js";
import type { Inputs } from "./input-names.js";
import { featuresOf } from "./inputs.js";
import type { SavedGames, SavedQuestion } from "./saved-games.js";

/** A bonus that came after its step, and bits of the subgoals that it is for: for the step with that number. */
export type Late = (at: number, extra: number, achieved: number) => void;

interface Lane {
  readonly play: Play;
  readonly judge: TrainingJudge;
  readonly features: Features;
  paid: number;
  episode: number;
  /** Of the running episode. */
  length: number;
  sum: number;
}

/** Of the episodes that ended since they were last asked for. */
export interface EpisodeSums {
  episodes: number;
  won: number;
  /** The task's rewards alone, undiscounted. */
  rewards: number;
  steps: number;
  /** Subgoals achieved, by the game's state; over all steps. */
  achieved: number;
}

export const zeroEpisodes = (): EpisodeSums => ({ episodes: 0, won: 0, rewards: 0, steps: 0, achieved: 0 });

export interface JudgedGamesOptions {
  readonly games: number;
  readonly inputs: Inputs;
}

const bitCount = (bits: number): number => {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
};

export class JudgedGames implements Games {
  readonly count: number;
  readonly actions: number;
  readonly names: readonly string[];
  readonly features: number;
  readonly slots: number;
  readonly limit: number;
  readonly subgoals: number;
  readonly counts: Counts = { episodes: 0, payments: 0, falsePayments: 0, missedPayments: 0 };
  readonly terminations: Termination[] = [];
  sums = zeroEpisodes();
  private readonly options: RunOptions;
  private readonly judge: TrainingJudge;
  private readonly lanes: readonly Lane[];
  private readonly outcome = { reward: 0, bonus: 0, achieved: 0, end: "running" as StepEnd };
  private questions: SavedQuestion[] = [];
  private taken = 0;

  /** Throws an InputError as `playOf` and `featuresOf` do. */
  constructor(options: RunOptions, judge: TrainingJudge, { games, inputs }: JudgedGamesOptions) {
    this.options = options;
    this.judge = judge;
    this.count = games;
    const seeds = randomStream(options.seed, "games");
    const sight = worlds.sharedSight();
    this.lanes = Array.from({ length: games }, (_, game) => {
      const play = playOf({ ...options, sight }, judge.reads);
      // A game's own dice and levels follow from its first seed.
      play.begin({ seed: game === 0 ? options.seed : seeds.next(), ...this.level() });
      const features = featuresOf(play, inputs);
      return { play, judge: judge.lane?.(game) ?? judge, features, paid: 0, episode: 0, length: 0, sum: 0 };
    });
    const { play, features } = this.lanes[0]!;
    this.names = play.actions;
    this.actions = play.actions.length;
    this.features = features.size;
    this.slots = features.slots;
    this.limit = play.limit;
    this.subgoals = options.shaping === undefined ? 0 : play.subgoals;
  }

  private level(): { readonly level?: number } {
    return this.options.levels === "one" ? { level: this.options.seed } : {};
  }

  /** Whether a verdict on a step that was played is still to come. */
  get isWaiting(): boolean {
    return this.questions.length > 0;
  }

  begin(game: number): void {
    const lane = this.lanes[game]!;
    lane.play.begin(this.level());
    lane.judge.begin?.();
    lane.paid = 0;
    lane.length = 0;
    lane.sum = 0;
    lane.episode = ++this.counts.episodes;
  }

  observe(game: number, into: Int32Array, at: number): void {
    const { features, paid } = this.lanes[game]!;
    features.write(paid, into, at);
  }

  paid(game: number): number {
    return this.lanes[game]!.paid;
  }

  step(game: number, action: number): Outcome {
    const lane = this.lanes[game]!;
    const { play, judge, paid } = lane;
    const { outcome, sums, counts, options } = this;
    const { shaping } = options;
    const at = this.taken++;
    const { reward, terminated, truncated, info } = play.act(action, at);
    const end: StepEnd = terminated ? "terminated" : truncated ? "truncated" : "running";
    const { truth } = play.judged;
    let [extra, achieved] = [0, 0];
    if (shaping !== undefined) {
      const said = judge.judge(play.judged);
      achieved = known(said);
      const now = paidAfter(paid, achieved);
      if (said === UNKNOWN) {
        const key = questionKey(judge, play.judged);
        this.questions.push({ at, game, episode: lane.episode, key, end, paid, truth });
      } else if (truth & ~now) counts.missedPayments++;
      extra = bonus(shaping, paid, achieved, end);
      const isEveryTime = shaping.form === "every time";
      if (achieved & ~paid || (achieved && isEveryTime)) {
        this.note(at, lane.episode, isEveryTime ? achieved : achieved & ~paid, truth, extra);
      }
      lane.paid = now;
    }
    lane.length++;
    lane.sum += reward;
    sums.achieved += bitCount(truth);
    if (end !== "running") {
      sums.episodes++;
      sums.steps += lane.length;
      sums.rewards += lane.sum;
      if (info.endStatus === 2) sums.won++;
    }
    outcome.reward = reward;
    outcome.bonus = extra;
    outcome.achieved = achieved;
    outcome.end = end;
    return outcome;
  }

  private note(at: number, episode: number, subgoals: number, truth: number, extra: number): void {
    this.terminations.push({ at, paidAt: this.taken - 1, episode, subgoals, truth, bonus: extra });
    for (let bits = subgoals; bits !== 0; bits &= bits - 1) {
      this.counts.payments++;
      if (!(truth & bits & -bits)) this.counts.falsePayments++;
    }
  }

  /**
   * Pays the steps whose verdicts have come by now, in their order: `late` is told each bonus. A subgoal that a later step
   * of the episode was paid for meanwhile is not paid twice.
   */
  settle(late: Late): void {
    const { shaping } = this.options;
    if (shaping === undefined) return;
    const paidLate = new Map<number, number>();
    for (const { at, game, episode, key, end, paid, truth } of this.questions) {
      const lane = this.lanes[game]!;
      const isNow = lane.episode === episode;
      const before = paid | (paidLate.get(episode) ?? 0) | (isNow ? lane.paid : 0);
      const achieved = known(this.judge.answer?.(key) ?? UNKNOWN);
      const fresh = achieved & ~before;
      if (truth & ~achieved & ~before) this.counts.missedPayments++;
      if (fresh === 0) continue;
      const extra = bonus(shaping, paid, fresh, end);
      paidLate.set(episode, before | fresh);
      if (isNow) lane.paid |= fresh;
      this.note(at, episode, fresh, truth, extra);
      late(at, extra, fresh);
    }
    this.questions = [];
  }

  save(): SavedGames {
    const { judge, lanes, taken, counts, terminations, questions, sums } = this;
    return {
      taken,
      lanes: lanes.map(({ play, judge: own, paid, episode, length, sum }) => ({
        ...play.save(),
        judge: own === judge ? null : (own.save?.() ?? null),
        paid,
        episode,
        length,
        sum,
      })),
      judge: judge.save?.() ?? null,
      counts: { ...counts },
      terminations: [...terminations],
      questions: [...questions],
      sums: { ...sums },
    };
  }

  /** Throws an InputError for the state of other games. */
  load({ taken, lanes, judge, counts, terminations, questions, sums }: SavedGames): void {
    if (lanes.length !== this.count) {
      throw new InputError(`The saved run has ${lanes.length} games, this one ${this.count}.`);
    }
    this.taken = taken;
    for (const [game, saved] of lanes.entries()) {
      const lane = this.lanes[game]!;
      lane.play.load(saved);
      lane.paid = saved.paid;
      lane.episode = saved.episode;
      lane.length = saved.length;
      lane.sum = saved.sum;
      if (saved.judge !== null) lane.judge.load?.(saved.judge);
    }
    if (judge !== null) this.judge.load?.(judge);
    Object.assign(this.counts, counts);
    this.terminations.splice(0, Number.POSITIVE_INFINITY, ...terminations);
    this.questions = [...questions];
    this.sums = { ...sums };
  }
}
