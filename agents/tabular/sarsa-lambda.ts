/**
 * SARSA(lambda), backward view (Rummery and Niranjan 1994; Sutton and Barto 1998, figure 7.11; 2018, section 12.7):
 *   delta = r + gamma Q(s',a') - Q(s,a); trace(s,a) = 1 or + 1; for all: Q += alpha delta trace, trace *= gamma lambda.
 * a' is the action that is taken next, so a step is learned when the next one has been chosen. Traces begin anew with each
 * episode. Lambda 0 is SARSA.
 *
 * Differs from the book: at a step limit, where no next action is taken, the target is the expectation under the
 * epsilon-greedy policy; replacing a trace leaves those of the state's other actions alone; traces below 1e-4 are dropped;
 * a verdict that comes late is learned with one expected-SARSA update of that transition alone.
 */
import { z } from "zod";
import type { RandomStream } from "../../envs/index.js";
import type { QTable } from "../q-learning.js";
import { Eligibility, type Traces } from "./eligibility.js";
import type { LearnedStep, LearnerSettings, TabularActor, TabularLearner } from "./learner.js";
import { tableActor, tableOf } from "./q-learner.js";
import { loadedLearner, loadTable, savedTable, tableText } from "./saved-table.js";

export interface SarsaLambdaOptions {
  /** From 0 to 1. */
  readonly lambda: number;
  readonly traces: Traces;
}

const whole = z.number().int().min(0);
const waitingStep = z.strictObject({ state: whole, action: whole, reward: z.number(), next: whole });
const savedState = z.strictObject({
  table: savedTable,
  traces: z.array(z.tuple([whole, z.number()])),
  waiting: waitingStep.nullable(),
});

export class SarsaLambda implements TabularLearner {
  readonly table: QTable;
  private readonly settings: LearnerSettings & SarsaLambdaOptions;
  private readonly traces: Eligibility;
  /** The step whose next action is not chosen yet. */
  private waiting: z.infer<typeof waitingStep> | undefined;

  constructor(settings: LearnerSettings & SarsaLambdaOptions) {
    this.settings = settings;
    this.table = tableOf(settings);
    this.traces = new Eligibility(settings.traces);
  }

  get size(): number {
    return this.table.size;
  }

  begin(): void {
    this.traces.clear();
    this.waiting = undefined;
  }

  act(state: number, stream: RandomStream): number {
    const action = this.table.act(state, this.settings.epsilon, stream);
    const { waiting } = this;
    if (waiting !== undefined) {
      this.waiting = undefined;
      this.update(waiting, this.settings.discount * this.table.value(waiting.next, action));
    }
    return action;
  }

  learn({ state, action, reward, bonus, next, end }: LearnedStep): void {
    const step = { state, action, reward: reward + bonus, next };
    if (end === "running") this.waiting = step;
    else this.update(step, end === "terminated" ? 0 : this.expected(next));
  }

  private expected(next: number): number {
    const { discount, epsilon } = this.settings;
    return discount * this.table.expected(next, epsilon);
  }

  private update(step: z.infer<typeof waitingStep>, worth: number): void {
    const { table, traces, settings } = this;
    const entry = table.entry(step.state, step.action);
    const change = settings.stepSize * (step.reward + worth - table.valueAt(entry));
    traces.visit(entry);
    traces.each(settings.discount * settings.lambda, (one, trace) => table.addAt(one, change * trace));
  }

  again({ state, action, reward, bonus, next, end }: LearnedStep): void {
    this.table.toward(state, action, reward + bonus + (end === "terminated" ? 0 : this.expected(next)));
  }

  actor(): TabularActor {
    return tableActor(this.table, this.settings.epsilon);
  }

  save(): unknown {
    return { table: tableText(this.table), traces: this.traces.save(), waiting: this.waiting ?? null };
  }

  load(saved: unknown): void {
    const { table, traces, waiting } = loadedLearner(savedState, saved);
    loadTable(this.table, table);
    this.traces.load(traces);
    this.waiting = waiting ?? undefined;
  }
}
