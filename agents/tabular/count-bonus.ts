/**
 * Q-learning with a count-based exploration bonus, after MBIE-EB (Strehl and Littman 2008, equation 4):
 *   Q(s,a) += alpha (r + beta / sqrt(n(s,a)) + gamma max_b Q(s',b) - Q(s,a)),
 * n counting how often the action was taken in the state, this time included. What was seldom tried looks better than it
 * is; the bonus fades, and in the end the task's reward is all that is left.
 *
 * Differs from MBIE-EB, which plans in a model of the world with the bonus at its present size: here an update adds the
 * bonus of its own visit, an earlier one's fades as it is overwritten. What was never tried is worth the run's `initial`
 * and beta / (1 - gamma) on top, the most that bonuses alone can be worth, where MBIE-EB has the most that rewards can:
 * with less, whatever was tried once would look better than what never was. Acting stays epsilon-greedy. A verdict that comes late is learned with one more
 * update and counts as no visit.
 */
import { z } from "zod";
import type { RandomStream } from "../../envs/index.js";
import { bytesText } from "../bytes.js";
import type { QTable } from "../q-learning.js";
import type { LearnedStep, LearnerSettings, TabularActor, TabularLearner } from "./learner.js";
import { tableActor, tableOf } from "./q-learner.js";
import { loadedLearner, loadTable, savedNumbers, savedTable, tableText } from "./saved-table.js";

export interface CountBonusOptions {
  /** Of the first visit, in units of the task's reward. */
  readonly beta: number;
}

const savedState = z.strictObject({ table: savedTable, counts: z.string() });

export class CountBonus implements TabularLearner {
  readonly table: QTable;
  private readonly settings: LearnerSettings & CountBonusOptions;
  /** Visits by the table's entries. */
  private counts = new Float64Array(1024);

  constructor(settings: LearnerSettings & CountBonusOptions) {
    this.settings = settings;
    const { initial, beta, discount } = settings;
    this.table = tableOf({ ...settings, initial: initial + beta / (1 - discount) });
  }

  get size(): number {
    return this.table.size;
  }

  begin(): void {}

  act(state: number, stream: RandomStream): number {
    return this.table.act(state, this.settings.epsilon, stream);
  }

  learn(step: LearnedStep): void {
    const entry = this.table.entry(step.state, step.action);
    if (entry >= this.counts.length) this.counts = wider(this.counts, entry);
    this.counts[entry] = this.counts[entry]! + 1;
    this.again(step);
  }

  again({ state, action, reward, bonus, next, end }: LearnedStep): void {
    const { table, counts, settings } = this;
    // A verdict is late for what was learned before, so it has been counted.
    const visits = counts[table.entry(state, action)]!;
    table.learn(state, action, reward + bonus + settings.beta / Math.sqrt(visits), next, end);
  }

  actor(): TabularActor {
    return tableActor(this.table, this.settings.epsilon);
  }

  save(): unknown {
    const { table, counts, settings } = this;
    return { table: tableText(table), counts: bytesText(counts.slice(0, table.size * settings.actions)) };
  }

  load(saved: unknown): void {
    const { table, counts } = loadedLearner(savedState, saved);
    loadTable(this.table, table);
    this.counts = wider(savedNumbers(counts), this.table.size * this.settings.actions);
  }
}

function wider(numbers: Float64Array, least: number) {
  const more = new Float64Array(Math.max(1024, least + 1, numbers.length * 2));
  more.set(numbers);
  return more;
}
