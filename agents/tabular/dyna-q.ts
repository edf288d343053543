/**
 * Dyna-Q (Sutton 1990; Sutton and Barto 2018, section 8.2): Q-learning from every step, then `planning` more updates from
 * a model of the world, which holds what each action last led to in each state (deterministic, latest).
 *
 * Differs from the book: what is planned from is drawn evenly among all (state, action) met, not first a state and then
 * one of its actions. A step limit is remembered as a step that goes on. A verdict that comes late is learned
 * once more and remembered as the latest. Where the same action can lead to several places (an unknown goal
 * comes in sight), the model believes in the last one only, which its real steps outvote slowly.
 */
import { z } from "zod";
import { type RandomStream, randomStream } from "../../envs/index.js";
import { bytesText } from "../bytes.js";
import type { QTable } from "../q-learning.js";
import type { LearnedStep, LearnerSettings, TabularActor, TabularLearner } from "./learner.js";
import { tableActor, tableOf } from "./q-learner.js";
import { loadedLearner, loadTable, savedNumbers, savedTable, savedWords, tableText } from "./saved-table.js";

export interface DynaOptions {
  /** Updates from the model after each step. */
  readonly planning: number;
}

/** Numbers of a remembered transition: state, action, reward, next state, and 1 where the world ended. */
const WIDTH = 5;

/** What each action last led to; a list in the order in which pairs were first met. */
class Model {
  private transitions = new Float64Array(64 * WIDTH);
  private count = 0;
  /** Place + 1 by entry of the table, 0 where nothing is known. */
  private places = new Int32Array(1024);

  get size(): number {
    return this.count;
  }

  set(entry: number, state: number, action: number, reward: number, next: number, isOver: number): void {
    if (entry >= this.places.length) {
      const wider = new Int32Array(Math.max(entry + 1, this.places.length * 2));
      wider.set(this.places);
      this.places = wider;
    }
    if (this.places[entry] === 0) this.places[entry] = ++this.count;
    const at = (this.places[entry]! - 1) * WIDTH;
    if (at >= this.transitions.length) {
      const longer = new Float64Array(this.transitions.length * 2);
      longer.set(this.transitions);
      this.transitions = longer;
    }
    const { transitions } = this;
    transitions[at] = state;
    transitions[at + 1] = action;
    transitions[at + 2] = reward;
    transitions[at + 3] = next;
    transitions[at + 4] = isOver;
  }

  /** One Q-learning update of `table` from the transition at a place. */
  replay(place: number, table: QTable): void {
    const { transitions } = this;
    const at = place * WIDTH;
    const end = transitions[at + 4] === 1 ? "terminated" : "running";
    table.learn(transitions[at]!, transitions[at + 1]!, transitions[at + 2]!, transitions[at + 3]!, end);
  }

  save(): Float64Array {
    return this.transitions.slice(0, this.count * WIDTH);
  }

  load(saved: Float64Array, table: QTable): void {
    this.count = 0;
    this.places.fill(0);
    for (let at = 0; at < saved.length; at += WIDTH) {
      const [state, action, reward, next, isOver] = saved.subarray(at, at + WIDTH);
      this.set(table.entry(state!, action!), state!, action!, reward!, next!, isOver!);
    }
  }
}

const savedState = z.strictObject({ table: savedTable, model: z.string(), draws: savedWords });

export class DynaQ implements TabularLearner {
  readonly table: QTable;
  private readonly settings: LearnerSettings & DynaOptions;
  private readonly model = new Model();
  private readonly draws: RandomStream;

  constructor(settings: LearnerSettings & DynaOptions) {
    this.settings = settings;
    this.table = tableOf(settings);
    this.draws = randomStream(settings.seed, "planning of dyna");
  }

  get size(): number {
    return this.table.size;
  }

  begin(): void {}

  act(state: number, stream: RandomStream): number {
    return this.table.act(state, this.settings.epsilon, stream);
  }

  learn(step: LearnedStep): void {
    this.again(step);
    const { model, table, draws } = this;
    for (let left = this.settings.planning; left > 0; left--) model.replay(draws.below(model.size), table);
  }

  again({ state, action, reward, bonus, next, end }: LearnedStep): void {
    const { model, table } = this;
    table.learn(state, action, reward + bonus, next, end);
    model.set(table.entry(state, action), state, action, reward + bonus, next, end === "terminated" ? 1 : 0);
  }

  actor(): TabularActor {
    return tableActor(this.table, this.settings.epsilon);
  }

  save(): unknown {
    const { table, model, draws } = this;
    return { table: tableText(table), model: bytesText(model.save()), draws: [...draws.words] };
  }

  load(saved: unknown): void {
    const { table, model, draws } = loadedLearner(savedState, saved);
    loadTable(this.table, table);
    this.model.load(savedNumbers(model), this.table);
    this.draws.words.set(draws);
  }
}
