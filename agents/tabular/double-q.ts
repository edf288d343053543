/**
 * Double Q-learning (van Hasselt 2010, algorithm 1; Sutton and Barto 2018, section 6.7): two tables; a coin says which one
 * learns, and the other one values the action that the learning one holds for best:
 *   Q1(s,a) += alpha (r + gamma Q2(s', argmax_b Q1(s',b)) - Q1(s,a)), or the other way round.
 * It acts epsilon-greedily on their sum. One maximum both chooses and values in Q-learning, and so is too high where
 * rewards are drawn; two tables are learned with half as many updates each.
 *
 * Differs from the paper: of actions that the learning table holds for equally good, the one counts that the other table
 * values most. Where nothing is known all are tied; picking one by chance would let a bump's cost through to states in
 * which nothing is known yet (see `n-step-q.ts`). Ties in acting are broken by chance.
 */
import { z } from "zod";
import { type RandomStream, randomStream } from "../../envs/index.js";
import type { QTable } from "../q-learning.js";
import type { LearnedStep, LearnerSettings, TabularActor, TabularLearner } from "./learner.js";
import { tableOf } from "./q-learner.js";
import { loadedLearner, loadTable, savedTable, savedWords, tableText } from "./saved-table.js";

const savedState = z.strictObject({ one: savedTable, two: savedTable, coin: savedWords });

/** Index of the largest value, ties broken by the stream; nothing is drawn where there is no tie. */
function largest(values: Float64Array, stream: RandomStream): number {
  let top = Number.NEGATIVE_INFINITY;
  let ties = 0;
  for (const value of values) {
    if (value > top) {
      top = value;
      ties = 1;
    } else if (value === top) ties++;
  }
  for (let left = ties === 1 ? 0 : stream.below(ties), a = 0; ; a++) if (values[a] === top && left-- === 0) return a;
}

export class DoubleQ implements TabularLearner {
  readonly one: QTable;
  readonly two: QTable;
  private readonly settings: LearnerSettings;
  private readonly coin: RandomStream;
  private readonly row: Float64Array;
  private readonly other: Float64Array;

  constructor(settings: LearnerSettings) {
    this.settings = settings;
    this.one = tableOf(settings);
    this.two = tableOf(settings);
    this.coin = randomStream(settings.seed, "coin of double q");
    this.row = new Float64Array(settings.actions);
    this.other = new Float64Array(settings.actions);
  }

  /** Of the larger table: a state that only one has met counts. */
  get size(): number {
    return Math.max(this.one.size, this.two.size);
  }

  begin(): void {}

  act(state: number, stream: RandomStream): number {
    return this.choose(state, this.settings.epsilon, stream);
  }

  private choose(state: number, epsilon: number, stream: RandomStream): number {
    if (stream.uniform() < epsilon) return stream.below(this.settings.actions);
    const { row, other } = this;
    this.one.copyRow(state, row);
    this.two.copyRow(state, other);
    for (let a = 0; a < row.length; a++) row[a] = row[a]! + other[a]!;
    return largest(row, stream);
  }

  learn({ state, action, reward, bonus, next, end }: LearnedStep): void {
    const { one, two, coin, settings } = this;
    const isOne = coin.below(2) === 0;
    const [learns, values] = isOne ? [one, two] : [two, one];
    const worth = end === "terminated" ? 0 : settings.discount * this.valued(next, learns, values);
    learns.toward(state, action, reward + bonus + worth);
  }

  /** What `values` says of the actions that `chooses` holds for best. */
  private valued(state: number, chooses: QTable, values: QTable): number {
    const { row, other } = this;
    chooses.copyRow(state, row);
    values.copyRow(state, other);
    let [top, worth] = [row[0]!, other[0]!];
    for (let a = 1; a < row.length; a++) {
      const value = row[a]!;
      if (value > top || (value === top && other[a]! > worth)) {
        top = value;
        worth = other[a]!;
      }
    }
    return worth;
  }

  again(step: LearnedStep): void {
    this.learn(step);
  }

  actor(): TabularActor {
    return {
      begin() {},
      act: (state, manner, stream) => this.choose(state, manner === "greedy" ? 0 : this.settings.epsilon, stream),
    };
  }

  save(): unknown {
    return { one: tableText(this.one), two: tableText(this.two), coin: [...this.coin.words] };
  }

  load(saved: unknown): void {
    const { one, two, coin } = loadedLearner(savedState, saved);
    loadTable(this.one, one);
    loadTable(this.two, two);
    this.coin.words.set(coin);
  }
}
