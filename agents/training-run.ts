/**
 * One training run of a tabular learner with a bonus from a judge, and its evaluation apart from training.
 * Everything is drawn from named streams of one seed, so arms with the same seed meet the same luck as long as they act
 * alike. `advance` is synchronous; between calls a driver may save, load, or wait for verdicts that are still to come.
 *
 * A transition is learned at once, with the bonus that is known by then. When its verdict comes at a later barrier and is
 * a yes, the transition is learned once more with its bonus and with the paid set that it would have led to. So latency
 * changes nothing: what counts is the barrier, not the moment at which an answer arrived.
 */
import { bonus, paidAfter, type StepEnd } from "../calm/index.js";
import { InputError, randomStream } from "../envs/index.js";
import { evaluate, known, stateNumber } from "./evaluation.js";
import { questionKey, type TrainingJudge, UNKNOWN } from "./judged-step.js";
import { type Actor, type FinalEvaluation, type LearningRun, type RunOptions, stepsTo90 } from "./learning-run.js";
import type { Levels } from "./levels.js";
import type { Play } from "./play.js";
import { playOf } from "./players.js";
import { type Counts, type Evaluation, type Pending, type RunState, runState, type Termination } from "./run-state.js";
import type { LearnedStep, LearnerSettings, TabularLearner } from "./tabular/learner.js";
import { QLearner } from "./tabular/q-learner.js";

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

export class TrainingRun implements LearningRun {
  readonly options: RunOptions;
  readonly heard = "at barriers";
  readonly evaluations: Evaluation[] = [];
  /** Every payment, in the order in which they were made. */
  readonly terminations: Termination[] = [];
  readonly counts: Counts = { episodes: 0, payments: 0, falsePayments: 0, missedPayments: 0 };
  readonly learner: TabularLearner;
  private readonly judge: TrainingJudge;
  private readonly play: Play;
  private readonly tester: Play;
  /** Two to the number of subgoals. */
  private readonly sets: number;
  private readonly evaluationLevels: Levels;
  private readonly exploration;
  private taken = 0;
  private paid = 0;
  private pending: Pending[] = [];
  private readonly paidLate = new Map<number, number>();
  /** What the learner is told of a step; reused. */
  private readonly step: Mutable<LearnedStep> = {
    state: 0,
    action: 0,
    reward: 0,
    bonus: 0,
    next: 0,
    end: "running",
    achieved: 0,
  };

  constructor(
    options: RunOptions,
    judge: TrainingJudge,
    evaluationLevels: Levels,
    learnerOf: (settings: LearnerSettings) => TabularLearner = (settings) => new QLearner(settings),
  ) {
    this.options = options;
    this.judge = judge;
    this.evaluationLevels = evaluationLevels;
    this.play = playOf(options, judge.reads);
    this.tester = playOf(options, judge.reads);
    const { subgoals, actions } = this.play;
    this.sets = 2 ** subgoals;
    const { stepSize, discount, epsilon, initial, seed } = options;
    this.learner = learnerOf({
      actions: actions.length,
      subgoals,
      stepSize,
      discount,
      epsilon,
      initial,
      judgedBy: options.shaping === undefined ? "nobody" : "a judge",
      seed,
    });
    this.exploration = randomStream(seed, "exploration");
    this.begin({ seed, ...this.level() });
  }

  /** Training steps so far. */
  get steps(): number {
    return this.taken;
  }

  /** States met. */
  get size(): number {
    return this.learner.size;
  }

  /** Names of the actions, in index order. */
  get actions(): readonly string[] {
    return this.play.actions;
  }

  /** Absent when 90 % were not held yet: at the end, a run censored at its budget. */
  get stepsTo90(): number | undefined {
    return stepsTo90(this.evaluations);
  }

  /** The budget is spent, or 90 % were held for three evaluations: the figure that is asked for is then known. */
  get isOver(): boolean {
    return this.taken >= this.options.steps || this.stepsTo90 !== undefined;
  }

  private level(): { readonly level?: number } {
    return this.options.levels === "one" ? { level: this.options.seed } : {};
  }

  private begin(given: { readonly seed?: number; readonly level?: number }): void {
    this.play.begin(given);
    this.judge.begin?.();
    this.learner.begin();
    this.paid = 0;
    this.counts.episodes++;
  }

  /** Trains until `until` steps were taken, or the run is over. */
  advance(until: number): void {
    const { play, judge, learner, exploration, options, counts, sets, step } = this;
    const { shaping, evaluateEvery } = options;
    const last = Math.min(until, options.steps);
    while (this.taken < last) {
      const { paid } = this;
      const state = stateNumber(play.code(), paid, sets);
      const action = learner.act(state, exploration);
      const { reward, terminated, truncated } = play.act(action, this.taken);
      const end: StepEnd = terminated ? "terminated" : truncated ? "truncated" : "running";
      let said = 0;
      let extra = 0;
      let now = paid;
      if (shaping !== undefined) {
        said = judge.judge(play.judged);
        const achieved = known(said);
        now = paidAfter(paid, achieved);
        extra = bonus(shaping, paid, achieved, end);
        if (achieved & ~paid || (achieved && shaping.form === "every time")) {
          this.note(this.taken, counts.episodes, shaping.form === "every time" ? achieved : achieved & ~paid, extra);
        }
        if (said !== UNKNOWN && play.judged.truth & ~now) counts.missedPayments++;
      }
      step.state = state;
      step.action = action;
      step.reward = reward;
      step.bonus = extra;
      step.next = stateNumber(play.code(), now, sets);
      step.end = end;
      step.achieved = known(said);
      learner.learn(step);
      if (said === UNKNOWN) this.wait(step);
      this.paid = now;
      this.taken++;
      if (end !== "running") this.begin(this.level());
      if (this.taken % evaluateEvery === 0 && this.evaluate()) return;
    }
  }

  private note(at: number, episode: number, subgoals: number, extra: number, truth = this.play.judged.truth): void {
    this.terminations.push({ at, paidAt: this.taken, episode, subgoals, truth, bonus: extra });
    for (let bits = subgoals; bits !== 0; bits &= bits - 1) {
      this.counts.payments++;
      if (!(truth & bits & -bits)) this.counts.falsePayments++;
    }
  }

  private wait({ state, action, reward, end }: LearnedStep): void {
    const { truth } = this.play.judged;
    const key = questionKey(this.judge, this.play.judged);
    const episode = this.counts.episodes;
    const next = this.play.code();
    const aside = this.learner.aside?.();
    const told = aside === undefined ? {} : { aside };
    const { taken: at, paid } = this;
    this.pending.push({ at, key, episode, state, next, action, reward, end, paid, truth, ...told });
  }

  /** Pays what was judged before `before` steps were taken; the judge must know by now. */
  settle(before: number): void {
    const { shaping } = this.options;
    const due = this.pending.filter(({ at }) => at < before);
    if (shaping === undefined || due.length === 0) return;
    this.pending = this.pending.slice(due.length);
    for (const { at, key, episode, state, next, action, reward, end, paid, truth, aside } of due) {
      const achieved = known(this.judge.answer?.(key) ?? UNKNOWN);
      const isNow = episode === this.counts.episodes;
      const before = paid | (this.paidLate.get(episode) ?? 0) | (isNow ? this.paid : 0);
      const fresh = achieved & ~before;
      if (truth & ~achieved & ~before) this.counts.missedPayments++;
      if (fresh === 0) continue;
      const after = paidAfter(paid, achieved);
      const extra = bonus(shaping, paid, fresh, end);
      const then = { state, action, reward, end, bonus: extra, next: stateNumber(next, after, this.sets), achieved };
      this.learner.again(then, aside);
      this.paidLate.set(episode, before | fresh);
      if (isNow) this.paid |= fresh;
      this.note(at, episode, fresh, extra, truth);
    }
    const oldest = this.pending[0]?.episode ?? this.counts.episodes;
    for (const episode of this.paidLate.keys()) if (episode < oldest) this.paidLate.delete(episode);
  }

  /** Evaluates greedily; true when the run is over by it. */
  private evaluate(): boolean {
    const { tester, judge, evaluationLevels: levels, options, taken: at } = this;
    const name = `at ${at}`;
    const given = { levels, seed: options.seed, name, manner: "greedy", at } as const;
    const success = evaluate(tester, this.actor(), judge.tester(name), given);
    this.evaluations.push({ steps: at, success });
    return this.stepsTo90 !== undefined;
  }

  /** Greedy and epsilon-greedy on levels of one's own choice, after training. */
  evaluateAtEnd(levels: Levels): FinalEvaluation {
    const { tester, judge, options, taken: at } = this;
    const share = (name: string, manner: "greedy" | "exploring") =>
      evaluate(tester, this.actor(), judge.tester(name), { levels, seed: options.seed, name, manner, at });
    return {
      greedy: share("at the end, greedy", "greedy"),
      exploring: share("at the end, epsilon-greedy", "exploring"),
      episodes: levels.episodes,
    };
  }

  actor(): Actor {
    const { sets } = this;
    const actor = this.learner.actor();
    return {
      begin: () => actor.begin(),
      act: (play, paid, manner, stream) => actor.act(stateNumber(play.code(), paid, sets), manner, stream),
      saw: (achieved) => actor.saw?.(achieved),
    };
  }

  /** Everything that the next step depends on. */
  save(): RunState {
    const { play, learner, exploration, paid, paidLate, pending, evaluations, terminations, counts } = this;
    return {
      steps: this.taken,
      ...play.save(),
      learner: learner.save(),
      exploration: [...exploration.words],
      paid,
      paidLate: [...paidLate],
      pending,
      evaluations: [...evaluations],
      terminations: [...terminations],
      counts: { ...counts },
      judge: this.judge.save?.() ?? null,
    };
  }

  /** Goes on where a run of the same options was saved. Throws an InputError for another environment's state. */
  load(state: unknown): void {
    const { play, learner, judge } = this;
    const parsed = runState.safeParse(state);
    if (!parsed.success) throw new InputError("The saved run is damaged: it is no run of a table.");
    const saved = parsed.data;
    play.load(saved);
    learner.load(saved.learner);
    this.exploration.words.set(saved.exploration);
    this.taken = saved.steps;
    this.paid = saved.paid;
    this.pending = [...saved.pending];
    this.paidLate.clear();
    for (const [episode, bits] of saved.paidLate) this.paidLate.set(episode, bits);
    this.evaluations.splice(0, Number.POSITIVE_INFINITY, ...saved.evaluations);
    this.terminations.length = 0;
    for (const termination of saved.terminations) this.terminations.push(termination);
    Object.assign(this.counts, saved.counts);
    if (saved.judge !== null) judge.load?.(saved.judge);
  }
}
