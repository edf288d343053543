/**
 * Running an option: begun in a state, it goes on until its termination fires, until it has lasted `longest` steps, or
 * until the episode ends (call and return). With interruption it also stops where another option is worth more, after
 * Sutton, Precup and Singh 1999, section 4.
 *
 * A fractional termination stops the option by a draw ("drawn"), or from one half on ("at a half"): the choice is named.
 */
import { z } from "zod";
import type { StepEnd } from "../../calm/index.js";
import type { RandomStream } from "../../envs/index.js";

export interface ExecutionOptions {
  readonly discount: number;
  /** k_max: what ends an option whose termination a judge has missed. */
  readonly longest: number;
  readonly stops: "drawn" | "at a half";
  readonly interrupts: "never" | "when another is better";
}

/** What options are worth in a state, and which can go on there: a table's (`OptionValues`), or a network's. */
export interface OptionWorths {
  isAvailable(state: number, option: number): boolean;
  value(state: number, option: number): number;
  /** The best value among those that can be begun. */
  best(state: number): number;
}

/** Of subgoals that can be begun, then the task, as bits: those that were not paid, and always the task. */
export const unpaidOptions = (subgoals: number, paid: number): number => 2 ** (subgoals + 1) - 1 - paid;

/** 1 where the option's subgoal is among those achieved; the task's option has no bit. */
export const terminationOf = (option: number, achieved: number): number => (achieved >> option) & 1;

/** An option that has come to its end: what `learnWhenEnded` wants. */
export interface Ended {
  readonly state: number;
  readonly option: number;
  readonly reward: number;
  readonly steps: number;
  readonly why: "terminated" | "longest" | "interrupted" | "not available" | "episode";
}

const integer = z.number().int();

/** An execution under way as plain data. */
export const savedExecution = z.strictObject({
  state: integer,
  running: integer,
  reward: z.number(),
  steps: integer,
});

export class Execution {
  private readonly options: ExecutionOptions;
  private readonly values: OptionWorths;
  private readonly stream: RandomStream;
  private state = 0;
  private running = -1;
  private reward = 0;
  private steps = 0;

  constructor(options: ExecutionOptions, values: OptionWorths, stream: RandomStream) {
    this.options = options;
    this.values = values;
    this.stream = stream;
  }

  /** The option that runs; -1 when one is to be chosen. */
  get option(): number {
    return this.running;
  }

  begin(state: number, option: number): void {
    this.state = state;
    this.running = option;
    this.reward = 0;
    this.steps = 0;
  }

  /** Leaves the option that runs, wherever it is. */
  stop(): void {
    this.running = -1;
  }

  /** Where the option that ran last was begun, its discounted rewards since then, and its steps. */
  get earned(): Pick<Ended, "state" | "reward" | "steps"> {
    const { state, reward, steps } = this;
    return { state, reward, steps };
  }

  /** After a step with reward `reward` into `next`; `termination` is the running option's on that transition. */
  step(reward: number, next: number, end: StepEnd, termination: number): Ended | undefined {
    const { discount, longest } = this.options;
    this.reward += discount ** this.steps * reward;
    this.steps++;
    const why = end !== "running" ? "episode" : this.reasonToStop(next, termination, longest);
    if (why === undefined) return undefined;
    const { state, running: option, steps } = this;
    this.running = -1;
    return { state, option, reward: this.reward, steps, why };
  }

  private reasonToStop(next: number, termination: number, longest: number): Ended["why"] | undefined {
    const { options, values, stream, running, steps } = this;
    const fires =
      options.stops === "at a half" || termination === 0 || termination === 1
        ? termination >= 0.5
        : stream.uniform() < termination;
    if (fires) return "terminated";
    if (!values.isAvailable(next, running)) return "not available";
    if (steps >= longest) return "longest";
    const isOutdone = options.interrupts !== "never" && values.value(next, running) < values.best(next);
    return isOutdone ? "interrupted" : undefined;
  }

  save(): z.infer<typeof savedExecution> {
    const { state, running, reward, steps } = this;
    return { state, running, reward, steps };
  }

  load({ state, running, reward, steps }: z.infer<typeof savedExecution>): void {
    Object.assign(this, { state, running, reward, steps });
  }
}
