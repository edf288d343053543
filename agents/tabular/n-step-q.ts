/**
 * n-step Q-learning, off-policy about the greedy policy pi (Sutton and Barto 2018, chapter 7): a step is learned from the n
 * rewards that follow it. Two ways to come by its target G, from the last step backwards:
 *   "tree" (tree backup, Precup, Sutton and Singh 2000; equation 7.16): G = r + gamma (sum_{b != a'} pi(b|s') Q(s',b) +
 *     pi(a'|s') G'), a' being the action that was taken next: where it was not greedy, the target ends with the best value;
 *   "uncorrected" (as the n-step Q-learning of Mnih et al. 2016): G = r + gamma G', whatever was taken.
 * At its end both have r + gamma max Q. n = 1 is Q-learning.
 *
 * A tree backup is right for any exploration; the uncorrected one is biased by it (an exploring action's cost is learned as
 * the greedy policy's). Which of several tied actions pi takes is free: here the one that was taken if it turned out no
 * worse than the others' value, else another. If ties shared evenly, a bump's cost would come through to states in which
 * nothing is known yet; their values would no longer tie, and an agent that explores by breaking ties would walk in
 * circles instead.
 *
 * Differs from the book: a step limit bootstraps as if the episode went on; a verdict that comes late is learned with one
 * Q-learning update of that transition alone.
 */
import { z } from "zod";
import type { RandomStream } from "../../envs/index.js";
import type { QTable } from "../q-learning.js";
import type { LearnedStep, LearnerSettings, TabularActor, TabularLearner } from "./learner.js";
import { tableActor, tableOf } from "./q-learner.js";
import { loadedLearner, loadTable, savedEnd, savedTable, tableText } from "./saved-table.js";

export type Backup = "tree" | "uncorrected";

export interface NStepOptions {
  readonly n: number;
  readonly backup: Backup;
}

const whole = z.number().int().min(0);
const keptStep = z.strictObject({ state: whole, action: whole, reward: z.number(), next: whole, end: savedEnd });
type Kept = z.infer<typeof keptStep>;
const savedState = z.strictObject({ table: savedTable, kept: z.array(keptStep) });

export class NStepQ implements TabularLearner {
  readonly table: QTable;
  private readonly settings: LearnerSettings & NStepOptions;
  private readonly row: Float64Array;
  /** Steps that are not learned yet, fewer than n between steps. */
  private kept: Kept[] = [];

  constructor(settings: LearnerSettings & NStepOptions) {
    this.settings = settings;
    this.table = tableOf(settings);
    this.row = new Float64Array(settings.actions);
  }

  get size(): number {
    return this.table.size;
  }

  begin(): void {
    this.kept.length = 0;
  }

  act(state: number, stream: RandomStream): number {
    return this.table.act(state, this.settings.epsilon, stream);
  }

  learn({ state, action, reward, bonus, next, end }: LearnedStep): void {
    const { kept, settings } = this;
    kept.push({ state, action, reward: reward + bonus, next, end });
    if (kept.length === settings.n) this.learnOldest();
    if (end !== "running") while (kept.length > 0) this.learnOldest();
  }

  private learnOldest(): void {
    const { kept, table, settings } = this;
    const { discount } = settings;
    const last = kept[kept.length - 1]!;
    let target = last.reward + (last.end === "terminated" ? 0 : discount * table.best(last.next));
    for (let k = kept.length - 2; k >= 0; k--) {
      const { reward, next } = kept[k]!;
      target = reward + discount * this.carried(next, kept[k + 1]!.action, target);
    }
    const { state, action } = kept.shift()!;
    table.toward(state, action, target);
  }

  /** What `next` is worth when `action` was taken there and is worth `target`. */
  private carried(next: number, action: number, target: number): number {
    if (this.settings.backup === "uncorrected") return target;
    const { table, row } = this;
    table.copyRow(next, row);
    let top = row[0]!;
    let ties = 1;
    for (let a = 1; a < row.length; a++) {
      if (row[a]! > top) {
        top = row[a]!;
        ties = 1;
      } else if (row[a] === top) ties++;
    }
    if (row[action] !== top) return top;
    return ties === 1 ? target : Math.max(top, target);
  }

  again({ state, action, reward, bonus, next, end }: LearnedStep): void {
    this.table.learn(state, action, reward + bonus, next, end);
  }

  actor(): TabularActor {
    return tableActor(this.table, this.settings.epsilon);
  }

  save(): unknown {
    return { table: tableText(this.table), kept: [...this.kept] };
  }

  load(saved: unknown): void {
    const { table, kept } = loadedLearner(savedState, saved);
    loadTable(this.table, table);
    this.kept = [...kept];
  }
}
