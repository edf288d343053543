/**
 * Expected SARSA (van Seijen, van Hasselt, Whiteson and Wiering 2009; Sutton and Barto 2018, equation 6.9):
 *   Q(s,a) += alpha (r + gamma sum_b pi(b|s') Q(s',b) - Q(s,a)),
 * pi being the epsilon-greedy policy that the run acts by, its greedy part shared among ties. With epsilon 0 it is
 * Q-learning. It learns what its own exploration costs, so a run's epsilon is part of what is learned.
 *
 * Differs from the book: a step limit bootstraps as if the episode went on, and a verdict that comes late is learned with
 * one more update.
 */
import type { LearnedStep, LearnerSettings } from "./learner.js";
import { TableLearner } from "./q-learner.js";

export class ExpectedSarsa extends TableLearner {
  private readonly discount: number;

  constructor(settings: LearnerSettings) {
    super(settings);
    this.discount = settings.discount;
  }

  learn({ state, action, reward, bonus, next, end }: LearnedStep): void {
    const worth = end === "terminated" ? 0 : this.discount * this.table.expected(next, this.epsilon);
    this.table.toward(state, action, reward + bonus + worth);
  }
}
