/**
 * Does better credit learn faster? A softmax policy on one level, updated with one assigner's numbers, under a budget of
 * environment steps that branches, reruns and references are paid from as well. Success is not sampled: it is the exact
 * probability to win from the start under the policy as it stands.
 *
 * Each kind of credit goes in by its own way: an advantage (times its weights) multiplies grad log pi; a reward is added,
 * times `bonusWeight`, and becomes returns minus the group's mean; a verified edit is imitated with its prefix, beside
 * plain outcome learning, as InT does it. Updates are those of REINFORCE (Williams 1992) with a group's mean as baseline.
 */
import { credit } from "../../calm/index.js";
import { type Env, make, randomStream } from "../../envs/index.js";
import { imitate, learnFromAdvantages, returnsOf, SoftmaxTable, type Steps } from "./softmax-table.js";

export interface LearningArm {
  readonly name: string;
  /** Made anew for each update: `policy` is the one that played. Undefined: the outcome alone. */
  readonly assigner: ((policy: credit.PolicyRule) => credit.Assigner) | undefined;
  /** "free": a reference, whose own steps are not counted. */
  readonly price: "counted" | "free";
}

export interface LearningOptions {
  readonly id: string;
  readonly actions: "default" | "paper";
  /** Level and dice. */
  readonly seed: number;
  /** Environment steps, all included. */
  readonly budget: number;
  readonly groupSize: number;
  readonly rate: number;
  readonly bonusWeight: number;
  readonly discount: number;
}

/** Success after so many environment steps; the first point is the start. */
export type LearningCurve = readonly (readonly [steps: number, success: number])[];

const known = (steps: number): Uint8Array => new Uint8Array(steps).fill(1);

function rowsOf(table: SoftmaxTable, states: number, actions: number): Float64Array {
  const rows = new Float64Array(states * actions);
  for (let s = 0; s < states; s++) rows.set(table.probabilities(s), s * actions);
  return rows;
}

/** Returns of each episode minus the mean over all steps of the group. */
function centredReturns(returns: readonly Float64Array[]): readonly Float64Array[] {
  const count = returns.reduce((sum, { length }) => sum + length, 0);
  const mean = returns.reduce((sum, list) => sum + list.reduce((a, b) => a + b, 0), 0) / Math.max(1, count);
  return returns.map((list) => list.map((value) => value - mean));
}

export async function learnWithCredit(arm: LearningArm, options: LearningOptions): Promise<LearningCurve> {
  const { id, actions, seed, budget, groupSize, rate, bonusWeight, discount } = options;
  const env: Env<never> = make<never>(id, { actions, observationKeys: [] });
  const graph = credit.groupOf(env, [credit.playActions(env, { seed }, [], "start")]).graph();
  const width = graph.actions;
  const table = new SoftmaxTable(width);
  const stream = randomStream(seed, "softmax play");
  const curve: (readonly [number, number])[] = [];
  let spent = 0;
  for (;;) {
    const rows = rowsOf(table, graph.states, width);
    const policy = { name: "the policy as it stands", rows };
    const values = credit.values.policyValues(graph, policy, { kind: "success" });
    curve.push([Math.min(spent, budget), values.at(0, 0)]);
    if (spent >= budget) return curve;
    const steps: Steps[] = [];
    const episodes = Array.from({ length: groupSize }, (_, k) => {
      const taken: number[] = [];
      const states: number[] = [];
      env.reset({ seed });
      for (let state = 0; ; ) {
        const action = table.act(state, stream);
        states.push(state);
        taken.push(action);
        const { terminated, truncated } = env.step(action);
        spent += 1;
        if (terminated || truncated) break;
        state = graph.next[state * width + action]!;
      }
      steps.push({ states, actions: taken });
      return credit.playActions(env, { seed }, taken, `update ${curve.length} play ${k + 1}`);
    });
    const group = { ...credit.groupOf(env, episodes), graph: () => graph };
    const plain = centredReturns(episodes.map(({ rewards }) => returnsOf(rewards, undefined, 0, discount)));
    const outcome = () => {
      for (const [i, list] of plain.entries()) {
        learnFromAdvantages(table, steps[i]!, { credit: list, known: known(list.length) }, rate);
      }
    };
    if (arm.assigner === undefined) {
      outcome();
      continue;
    }
    const assigner = arm.assigner({ name: policy.name, on: () => policy });
    const given = await assigner.assign(group);
    if (arm.price === "counted") spent += given.costs.envSteps;
    if (assigner.kind === "reward") {
      const shaped = episodes.map(({ rewards }, i) =>
        returnsOf(rewards, given.episodes[i]!.credit, bonusWeight, discount),
      );
      for (const [i, list] of centredReturns(shaped).entries()) {
        learnFromAdvantages(table, steps[i]!, { credit: list, known: known(list.length) }, rate);
      }
    } else if (assigner.kind === "edit") {
      outcome();
      for (const [i, { edits = [] }] of given.episodes.entries()) {
        for (const edit of edits) if (edit.verified) imitate(table, steps[i]!, edit, rate);
      }
    } else for (const [i, one] of given.episodes.entries()) learnFromAdvantages(table, steps[i]!, one, rate);
  }
}

/** A curve as it stood at `at` steps. */
export function successAt(curve: LearningCurve, at: number): number {
  return curve.findLast(([steps]) => steps <= at)?.[1] ?? 0;
}

/** Area under a curve that stands still between its points, divided by the budget. */
export function stepArea(curve: LearningCurve, budget: number): number {
  return curve.reduce((sum, [from, success], i) => sum + success * ((curve[i + 1]?.[0] ?? budget) - from), 0) / budget;
}
