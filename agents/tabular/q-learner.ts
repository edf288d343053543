/**
 * Q-learning in a training run (Watkins 1989; Sutton and Barto 2018, section 6.5): epsilon-greedy on the table of
 * `q-learning.ts`, one update a step.
 */
import type { RandomStream } from "../../envs/index.js";
import { QTable } from "../q-learning.js";
import type { LearnedStep, LearnerSettings, TabularActor, TabularLearner } from "./learner.js";
import { loadedLearner, loadTable, savedTable, tableText } from "./saved-table.js";

/** A table as a training run's settings want it. */
export const tableOf = ({ actions, stepSize, discount, initial }: LearnerSettings): QTable =>
  new QTable({ actions, stepSize, discount, initial: () => initial });

/** Greedy on a table, or with exploration; it remembers nothing between steps. */
export const tableActor = (table: QTable, epsilon: number): TabularActor => ({
  begin() {},
  act: (state, manner, stream) => table.act(state, manner === "greedy" ? 0 : epsilon, stream),
});

/** What learners on one epsilon-greedy table have in common: all but what a step teaches. */
export abstract class TableLearner implements TabularLearner {
  readonly table: QTable;
  protected readonly epsilon: number;

  constructor(settings: LearnerSettings) {
    this.table = tableOf(settings);
    this.epsilon = settings.epsilon;
  }

  abstract learn(step: LearnedStep): void;

  get size(): number {
    return this.table.size;
  }

  begin(): void {}

  act(state: number, stream: RandomStream): number {
    return this.table.act(state, this.epsilon, stream);
  }

  again(step: LearnedStep): void {
    this.learn(step);
  }

  actor(): TabularActor {
    return tableActor(this.table, this.epsilon);
  }

  save(): unknown {
    return tableText(this.table);
  }

  load(saved: unknown): void {
    loadTable(this.table, loadedLearner(savedTable, saved));
  }
}

export class QLearner extends TableLearner {
  learn({ state, action, reward, bonus, next, end }: LearnedStep): void {
    this.table.learn(state, action, reward + bonus, next, end);
  }
}
