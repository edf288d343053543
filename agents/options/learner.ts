/**
 * Options in a training run (Sutton, Precup and Singh 1999, "Between MDPs and semi-MDPs"; CALM's reading of them: a
 * subgoal is an option, a judge's verdict its termination). One option a subgoal, and one for the task itself.
 *
 * - An option's policy is a table of its own, learned off-policy from every transition whatever ran: Q-learning on a
 *   pseudo-reward of 1 where its subgoal was judged achieved, which ends it, and 0 elsewhere, with its own discount. The
 *   task's option is Q-learning on the task's reward. These tables know the game's state and not what was paid, because
 *   that changes nothing in how to get somewhere; so a wrong verdict splits nothing.
 * - What options are worth is another table (`option-values.ts`), over states with the paid set: learned when an option has
 *   ended ("smdp") or after each step for each option whose greedy actions include the one taken ("intra"), from the task's
 *   reward alone, or with the judge's bonus on top, as CALM pays it.
 * - An option whose subgoal was paid is not available. Where nobody judges only the task's option is.
 * - Options are chosen, and actions taken, with the run's epsilon. While training an option ends as `execution.ts` says.
 *
 * Differs from the paper: a termination belongs to a transition and is stored with it; while an option's actions are tied,
 * all of them count as its own for intra-option learning. A verdict that comes late is learned once more: by the options,
 * and by their values as if the option that ran had ended there with its bonus.
 */
import { z } from "zod";
import { type RandomStream, randomStream } from "../../envs/index.js";
import { QTable } from "../q-learning.js";
import type { LearnedStep, LearnerSettings, TabularActor, TabularLearner } from "../tabular/learner.js";
import { loadedLearner, loadTable, savedTable, savedWords, tableText } from "../tabular/saved-table.js";
import { Execution, type ExecutionOptions, savedExecution, terminationOf, unpaidOptions } from "./execution.js";
import { OptionValues } from "./option-values.js";

export interface OptionsSettings extends LearnerSettings {
  readonly learns: "smdp" | "intra";
  readonly outer: "task's reward" | "task's reward and bonus";
  /** Of options' pseudo-rewards. */
  readonly optionDiscount: number;
  readonly longest: number;
  readonly interrupts: ExecutionOptions["interrupts"];
}

const integer = z.number().int();
/** The option that ran at a step, from where, what it had earned by the step's end, and what the step paid of that. */
const ranSchema = z.strictObject({
  option: integer,
  state: integer,
  reward: z.number(),
  steps: integer,
  bonus: z.number(),
});
type Ran = z.infer<typeof ranSchema>;

const savedState = z.strictObject({
  policies: z.array(savedTable),
  values: savedTable,
  execution: savedExecution,
  stops: savedWords,
});

export class OptionsLearner implements TabularLearner {
  /** By option: subgoals in their order, then the task. */
  readonly policies: readonly QTable[];
  readonly values: OptionValues;
  private readonly settings: OptionsSettings;
  private readonly sets: number;
  private readonly stops: RandomStream;
  /** What runs while training. */
  readonly execution: Execution;
  /** Of the step that was learned last. */
  private option = 0;
  private bonus = 0;

  constructor(settings: OptionsSettings) {
    this.settings = settings;
    const { actions, subgoals, stepSize, discount, optionDiscount, initial, judgedBy, seed } = settings;
    this.sets = 2 ** subgoals;
    const { sets } = this;
    const task = sets;
    this.policies = Array.from({ length: subgoals + 1 }, (_, option) =>
      option < subgoals
        ? new QTable({ actions, stepSize, discount: optionDiscount })
        : new QTable({ actions, stepSize, discount, initial: () => initial }),
    );
    this.values = new OptionValues({
      options: subgoals + 1,
      stepSize,
      discount,
      initial,
      // The paid set is the state's lowest bits; the task's option comes after the subgoals'.
      available: judgedBy === "nobody" ? () => task : (state) => unpaidOptions(subgoals, state % sets),
    });
    this.stops = randomStream(seed, "ends of options");
    this.execution = new Execution(this.executionOptions, this.values, this.stops);
  }

  private get executionOptions(): ExecutionOptions {
    const { discount, longest, interrupts } = this.settings;
    return { discount, longest, interrupts, stops: "at a half" };
  }

  /** States met by the options' values. */
  get size(): number {
    return this.values.table.size;
  }

  begin(): void {
    this.execution.stop();
  }

  /** The game's state, without the paid set. */
  private place(state: number): number {
    return (state - (state % this.sets)) / this.sets;
  }

  act(state: number, stream: RandomStream): number {
    const { execution, values, policies, settings } = this;
    const { epsilon } = settings;
    // What was paid late may have taken the running option away.
    if (execution.option >= 0 && !values.isAvailable(state, execution.option)) execution.stop();
    if (execution.option < 0) execution.begin(state, values.choose(state, epsilon, stream));
    return policies[execution.option]!.act(this.place(state), epsilon, stream);
  }

  private outerReward({ reward, bonus }: LearnedStep): number {
    return this.settings.outer === "task's reward" ? reward : reward + bonus;
  }

  learn(step: LearnedStep): void {
    const { execution, values, settings } = this;
    const { next, end, achieved } = step;
    if (settings.learns === "intra") this.learnIntra(step);
    this.learnPolicies(step);
    const { option } = execution;
    this.option = option;
    this.bonus = step.bonus;
    const ended = execution.step(this.outerReward(step), next, end, terminationOf(option, achieved));
    if (ended === undefined || settings.learns === "intra") return;
    values.learnWhenEnded(ended.state, ended.option, ended.reward, ended.steps, next, end);
  }

  private learnPolicies({ state, action, reward, next, end, achieved }: LearnedStep): void {
    const { policies } = this;
    const [from, to] = [this.place(state), this.place(next)];
    const task = policies.length - 1;
    for (let option = 0; option < task; option++) {
      const isThere = (achieved & (1 << option)) !== 0;
      policies[option]!.learn(from, action, isThere ? 1 : 0, to, isThere ? "terminated" : end);
    }
    policies[task]!.learn(from, action, reward, to, end);
  }

  private learnIntra(step: LearnedStep): void {
    const { policies, values } = this;
    const { state, action, next, end, achieved } = step;
    const from = this.place(state);
    const reward = this.outerReward(step);
    for (let option = 0; option < policies.length; option++) {
      const policy = policies[option]!;
      if (!values.isAvailable(state, option) || policy.value(from, action) < policy.best(from)) continue;
      values.learnStep(state, option, reward, next, end, terminationOf(option, achieved));
    }
  }

  aside(): Ran {
    return { option: this.option, bonus: this.bonus, ...this.execution.earned };
  }

  again(step: LearnedStep, aside: unknown): void {
    const { values, settings } = this;
    if (settings.learns === "intra") this.learnIntra(step);
    else {
      const { option, state, reward, steps, bonus } = loadedLearner(ranSchema, aside);
      const late = settings.outer === "task's reward" ? 0 : settings.discount ** (steps - 1) * (step.bonus - bonus);
      values.learnWhenEnded(state, option, reward + late, steps, step.next, step.end);
    }
    this.learnPolicies(step);
  }

  actor(): TabularActor {
    const { policies, values, settings } = this;
    const stops = randomStream(settings.seed, "ends of options, evaluated");
    const execution = new Execution(this.executionOptions, values, stops);
    let said = 0;
    return {
      begin: () => execution.stop(),
      act: (state, manner, stream) => {
        const epsilon = manner === "greedy" ? 0 : settings.epsilon;
        // A step of an option is over when the next state is known.
        if (execution.option >= 0) execution.step(0, state, "running", terminationOf(execution.option, said));
        if (execution.option < 0) execution.begin(state, values.choose(state, epsilon, stream));
        said = 0;
        return policies[execution.option]!.act(this.place(state), epsilon, stream);
      },
      saw: (achieved) => {
        said = achieved;
      },
    };
  }

  save(): z.infer<typeof savedState> {
    return {
      policies: this.policies.map(tableText),
      values: tableText(this.values.table),
      execution: this.execution.save(),
      stops: [...this.stops.words],
    };
  }

  load(saved: unknown): void {
    const { policies, values, execution, stops } = loadedLearner(
      savedState.refine((state) => state.policies.length === this.policies.length, "options"),
      saved,
    );
    for (const [option, table] of policies.entries()) loadTable(this.policies[option]!, table);
    loadTable(this.values.table, values);
    this.execution.load(execution);
    this.stops.words.set(stops);
  }
}
