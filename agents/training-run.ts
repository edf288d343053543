/**
 * One training run of tabular Q-learning with a bonus from a judge, and its evaluation apart from training.
 * Everything is drawn from named streams of one seed, so arms with the same seed meet the same luck as long as they act
 * alike. `advance` is synchronous; between calls a driver may save, load, or wait for verdicts that are still to come.
 *
 * A transition is learned at once, with the bonus that is known by then. When its verdict comes at a later barrier and is
 * a yes, the transition is learned once more with its bonus and with the paid set that it would have led to. So latency
 * changes nothing: what counts is the barrier, not the moment at which an answer arrived.
 */
import { bonus, paidAfter, type StepEnd } from "../calm/index.js";
import { InputError, randomStream } from "../envs/index.js";
import { bytesText, textNumbers } from "./bytes.js";
import { evaluate, known, stateNumber } from "./evaluation.js";
import { type TrainingJudge, UNKNOWN } from "./judged-step.js";
import { type Actor, type FinalEvaluation, type LearningRun, type RunOptions, stepsTo90 } from "./learning-run.js";
import type { Levels } from "./levels.js";
import type { Play } from "./play.js";
import { playOf } from "./players.js";
import { QTable } from "./q-learning.js";
import { type Counts, type Evaluation, type Pending, type RunState, runState, type Termination } from "./run-state.js";

export class TrainingRun implements LearningRun {
  readonly options: RunOptions;
  readonly heard = "at barriers";
  readonly evaluations: Evaluation[] = [];
  /** Every payment, in the order in which they were made. */
  readonly terminations: Termination[] = [];
  readonly counts: Counts = { episodes: 0, payments: 0, falsePayments: 0, missedPayments: 0 };
  readonly table: QTable;
  private readonly judge: TrainingJudge;
  private readonly learner: Play;
  private readonly tester: Play;
  /** Two to the number of subgoals. */
  private readonly sets: number;
  private readonly evaluationLevels: Levels;
  private readonly exploration;
  private taken = 0;
  private paid = 0;
  private pending: Pending[] = [];
  private readonly paidLate = new Map<number, number>();

  constructor(options: RunOptions, judge: TrainingJudge, evaluationLevels: Levels) {
    this.options = options;
    this.judge = judge;
    this.evaluationLevels = evaluationLevels;
    this.learner = playOf(options, judge.reads);
    this.tester = playOf(options, judge.reads);
    this.sets = 2 ** this.learner.subgoals;
    const { stepSize, discount, initial, seed } = options;
    const actions = this.learner.actions.length;
    this.table = new QTable({ actions, stepSize, discount, initial: () => initial });
    this.exploration = randomStream(seed, "exploration");
    this.begin({ seed, ...this.level() });
  }

  /** Training steps so far. */
  get steps(): number {
    return this.taken;
  }

  /** States met. */
  get size(): number {
    return this.table.size;
  }

  /** Names of the actions, in index order. */
  get actions(): readonly string[] {
    return this.learner.actions;
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
    this.learner.begin(given);
    this.judge.begin?.();
    this.paid = 0;
    this.counts.episodes++;
  }

  /** Trains until `until` steps were taken, or the run is over. */
  advance(until: number): void {
    const { learner, judge, table, exploration, options, counts, sets } = this;
    const { shaping, epsilon, evaluateEvery } = options;
    const last = Math.min(until, options.steps);
    while (this.taken < last) {
      const { paid } = this;
      const state = stateNumber(learner.code(), paid, sets);
      const action = table.act(state, epsilon, exploration);
      const { reward, terminated, truncated } = learner.act(action, this.taken);
      const end: StepEnd = terminated ? "terminated" : truncated ? "truncated" : "running";
      const { truth } = learner.judged;
      let extra = 0;
      let now = paid;
      if (shaping !== undefined) {
        const said = judge.judge(learner.judged);
        if (said === UNKNOWN) this.wait(state, action, reward, end);
        const achieved = known(said);
        now = paidAfter(paid, achieved);
        extra = bonus(shaping, paid, achieved, end);
        if (achieved & ~paid || (achieved && shaping.form === "every time")) {
          this.note(this.taken, counts.episodes, shaping.form === "every time" ? achieved : achieved & ~paid, extra);
        }
        if (said !== UNKNOWN && truth & ~now) counts.missedPayments++;
      }
      this.paid = now;
      table.learn(state, action, reward + extra, stateNumber(learner.code(), now, sets), end);
      this.taken++;
      if (end !== "running") this.begin(this.level());
      if (this.taken % evaluateEvery === 0 && this.evaluate()) return;
    }
  }

  private note(at: number, episode: number, subgoals: number, extra: number, truth = this.learner.judged.truth): void {
    this.terminations.push({ at, paidAt: this.taken, episode, subgoals, truth, bonus: extra });
    for (let bits = subgoals; bits !== 0; bits &= bits - 1) {
      this.counts.payments++;
      if (!(truth & bits & -bits)) this.counts.falsePayments++;
    }
  }

  private wait(state: number, action: number, reward: number, end: StepEnd): void {
    const { key, truth } = this.learner.judged;
    const episode = this.counts.episodes;
    const next = this.learner.code();
    this.pending.push({ at: this.taken, key, episode, state, next, action, reward, end, paid: this.paid, truth });
  }

  /** Pays what was judged before `before` steps were taken; the judge must know by now. */
  settle(before: number): void {
    const { shaping } = this.options;
    const due = this.pending.filter(({ at }) => at < before);
    if (shaping === undefined || due.length === 0) return;
    this.pending = this.pending.slice(due.length);
    for (const { at, key, episode, state, next, action, reward, end, paid, truth } of due) {
      const achieved = known(this.judge.answer?.(key) ?? UNKNOWN);
      const isNow = episode === this.counts.episodes;
      const before = paid | (this.paidLate.get(episode) ?? 0) | (isNow ? this.paid : 0);
      const fresh = achieved & ~before;
      if (truth & ~achieved & ~before) this.counts.missedPayments++;
      if (fresh === 0) continue;
      const after = paidAfter(paid, achieved);
      const extra = bonus(shaping, paid, fresh, end);
      this.table.learn(state, action, reward + extra, stateNumber(next, after, this.sets), end);
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
    const { table, sets, options } = this;
    return {
      begin() {},
      act: (play, paid, manner, stream) =>
        table.act(stateNumber(play.code(), paid, sets), manner === "greedy" ? 0 : options.epsilon, stream),
    };
  }

  /** Everything that the next step depends on. */
  save(): RunState {
    const { learner, table, exploration, paid, paidLate, pending, evaluations, terminations, counts } = this;
    const { states, values } = table.save();
    return {
      steps: this.taken,
      ...learner.save(),
      table: { states: bytesText(states), values: bytesText(values) },
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
    const { learner, judge } = this;
    const parsed = runState.safeParse(state);
    if (!parsed.success) throw new InputError("The saved run is damaged: it is no run of a table.");
    const saved = parsed.data;
    learner.load(saved);
    try {
      this.table.load({ states: textNumbers(saved.table.states), values: textNumbers(saved.table.values) });
    } catch (error) {
      if (error instanceof RangeError) throw new InputError(`The saved table is damaged: ${error.message}.`);
      throw error;
    }
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
