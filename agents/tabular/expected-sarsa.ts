/**
 * Expected SARSA (van Seijen, van Hasselt, Whiteson and Wiering 2009; Sutton and Barto 2018, equation 6.9):
 *   Q(s,a) += alpha (r + gamma sum_b pi(b|s') Q(s',b) - Q(s,a)),
 * pi being the epsilon-greedy policy that the run acts by, its greedy part shared among ties. With epsilon 0 it is
 * Q-learning. It learns what its own exploration costs, so a run's epsilon is part of what is learned.
 *
 * Differs from the book: a step limit bootstraps as if the episode went on, and a verdict that comes late is learned with
 * one more update.
 */
import type { RandomStream } from "../../envs/index.js";
import type { QTable } from "../q-learning.js";
import type { LearnedStep, LearnerSettings, TabularActor, TabularLearner } from "./learner.js";
import { tableActor, tableOf } from "./q-learner.js";
import { loadedLearner, loadTable, savedTable, tableText } from "./saved-table.js";

export class ExpectedSarsa implements TabularLearner {
  readonly table: QTable;
  private readonly epsilon: number;
  private readonly discount: number;

  constructor(settings: LearnerSettings) {
    this.table = tableOf(settings);
    this.epsilon = settings.epsilon;
    this.discount = settings.discount;
  }

  get size(): number {
    return this.table.size;
  }

  begin(): void {}

  act(state: number, stream: RandomStream): number {
    return this.table.act(state, this.epsilon, stream);
  }

  learn({ state, action, reward, bonus, next, end }: LearnedStep): void {
    const worth = end === "terminated" ? 0 : this.discount * this.table.expected(next, this.epsilon);
    this.table.toward(state, action, reward + bonus + worth);
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
