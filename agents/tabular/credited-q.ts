/**
 * What each kind of credit does to a Q-table, an episode at a time, in the order in which its steps were played.
 *
 * reward: r + weight c in the target. weight: the step size times w. edit: Q(s, repair) moves to max_b Q(s, b) plus a
 * margin, so that the greedy policy takes it, and so does each action of the prefix; the rest learns from the task's own
 * rewards. advantage: only as a reward, scaled, when that is asked for by name. Steps that nobody looked at are learned
 * from the task's reward alone.
 */
import type { credit, StepEnd } from "../../calm/index.js";
import { type AdvantageUse, requireUse } from "../credit-use.js";
import type { QTable } from "../q-learning.js";

/** T steps; `states` has the state after the last as well. */
export interface PlayedSteps {
  readonly states: ArrayLike<number>;
  readonly actions: ArrayLike<number>;
  readonly rewards: ArrayLike<number>;
  /** How the last step left. */
  readonly end: StepEnd;
}

export interface QCreditOptions {
  /** Of credit of kind reward. */
  readonly bonusWeight: number;
  /** How far above the best of its state an imitated action is put. */
  readonly margin: number;
  readonly advantage: AdvantageUse;
  readonly edits: "verified" | "all";
}

/** Moves an action that is not there yet towards a margin above all others of its state, by one step of the table's size. */
export function prefer(table: QTable, state: number, action: number, margin: number): void {
  let others = Number.NEGATIVE_INFINITY;
  for (let b = 0; b < table.options.actions; b++) if (b !== action) others = Math.max(others, table.value(state, b));
  if (table.value(state, action) < others + margin) table.toward(state, action, others + margin);
}

/** Learns one episode. Throws an InputError for a kind that a Q-table cannot use. */
export function learnQ(
  table: QTable,
  { states, actions, rewards, end }: PlayedSteps,
  given: { readonly from: Pick<credit.Assigner, "name" | "kind">; readonly one: credit.EpisodeCredit } | undefined,
  options: QCreditOptions,
): void {
  const kind = given?.from.kind;
  if (given !== undefined) requireUse("q", given.from, options.advantage);
  const { discount, stepSize } = table.options;
  const { bonusWeight, margin, advantage } = options;
  const scale =
    kind === "reward" ? bonusWeight : kind === "advantage" && advantage.kind === "as reward" ? advantage.scale : 0;
  for (let t = 0; t < actions.length; t++) {
    const isKnown = given?.one.known[t] === 1;
    const number = isKnown ? given.one.credit[t]! : 0;
    const hasEnded = t === actions.length - 1 && end === "terminated";
    const later = hasEnded ? 0 : discount * table.best(states[t + 1]!);
    const target = rewards[t]! + scale * number + later;
    const at = table.entry(states[t]!, actions[t]!);
    const size = kind === "weight" && isKnown ? Math.min(1, stepSize * number) : stepSize;
    table.addAt(at, size * (target - table.valueAt(at)));
  }
  if (kind !== "edit") return;
  for (const { t, action, prefix, verified } of given?.one.edits ?? []) {
    if (!verified && options.edits !== "all") continue;
    for (let i = t - prefix; i < t; i++) prefer(table, states[i]!, actions[i]!, margin);
    prefer(table, states[t]!, action, margin);
  }
}
