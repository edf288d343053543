/**
 * Does better credit learn faster? A softmax policy on one level, updated with one assigner's numbers, under a budget of
 * environment steps that branches, reruns and references are paid from as well. Success is not sampled: it is the exact
 * probability to win from the start under the policy as it stands.
 *
 * Each kind of credit goes in by its own way: an advantage (times its weights) multiplies grad log pi; a weight scales the
 * outcome's own gradient; a reward is added, times `bonusWeight`, and becomes returns minus the group's mean; an edit is
 * imitated with its prefix, beside plain outcome learning, as InT does it. Updates are those of REINFORCE (Williams 1992)
 * with a group's mean as baseline.
 */
import { credit } from "../../calm/index.js";
import { type Env, make, randomStream } from "../../envs/index.js";
import { imitate, learnFromAdvantages, returnsOf, SoftmaxTable, type Steps } from "./softmax-table.js";
import { rowsOf, warmStart } from "./warm-start.js";

export interface LearningArm {
  readonly name: string;
  /** Made anew for each update: `policy` is the one that played. Undefined: the outcome alone. */
  readonly assigner: ((policy: credit.PolicyRule, seed: number) => credit.Assigner) | undefined;
  /** "free": a reference, whose own steps are not counted. */
  readonly price: "counted" | "free";
  /** Which edits are imitated; "verified" when absent. */
  readonly edits?: "verified" | "all";
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
  /** Chance with which the first policy wins (`warmStart`); 0 when absent: uniform. */
  readonly start?: number;
}

/** Success after so many environment steps; the first point is the start. */
export type LearningCurve = readonly (readonly [steps: number, success: number])[];

export interface LearnedPolicy {
  readonly curve: LearningCurve;
  /** Of the assigner, all updates together. */
  readonly costs: credit.Costs;
  /** Environment steps of the episodes themselves. */
  readonly played: number;
}

const known = (steps: number): Uint8Array => new Uint8Array(steps).fill(1);

/** Returns of each episode minus the mean over all steps of the group. */
function centredReturns(returns: readonly Float64Array[]): readonly Float64Array[] {
  const count = returns.reduce((sum, { length }) => sum + length, 0);
  const mean = returns.reduce((sum, list) => sum + list.reduce((a, b) => a + b, 0), 0) / Math.max(1, count);
  return returns.map((list) => list.map((value) => value - mean));
}

/** One level: its table of states, and plays of a policy on it. */
export class CreditedLevel {
  readonly env: Env<never>;
  readonly graph: ReturnType<credit.Group["graph"]>;
  private readonly seed: number;

  constructor({ id, actions, seed }: Pick<LearningOptions, "id" | "actions" | "seed">) {
    this.env = make<never>(id, { actions, observationKeys: [] });
    this.seed = seed;
    this.graph = credit.groupOf(this.env, [credit.playActions(this.env, { seed }, [], "start")]).graph();
  }

  /** A group of `size` plays, and their states. */
  play(table: SoftmaxTable, stream: ReturnType<typeof randomStream>, size: number, name: string) {
    const { env, graph, seed } = this;
    const steps: Steps[] = [];
    const episodes = Array.from({ length: size }, (_, k) => {
      const taken: number[] = [];
      const states: number[] = [];
      env.reset({ seed });
      for (let state = 0; ; ) {
        const action = table.act(state, stream);
        states.push(state);
        taken.push(action);
        const { terminated, truncated } = env.step(action);
        if (terminated || truncated) break;
        state = graph.next[state * graph.actions + action]!;
      }
      steps.push({ states, actions: taken });
      return credit.playActions(env, { seed }, taken, `${name} play ${k + 1}`);
    });
    return { group: { ...credit.groupOf(env, episodes), graph: () => graph }, steps };
  }
}

export async function learnWithCredit(arm: LearningArm, options: LearningOptions): Promise<LearnedPolicy> {
  const { seed, budget, groupSize, rate, bonusWeight, discount, start = 0 } = options;
  const level = new CreditedLevel(options);
  const { graph } = level;
  const table = start === 0 ? new SoftmaxTable(graph.actions) : warmStart(graph, start);
  const stream = randomStream(seed, "softmax play");
  const curve: (readonly [number, number])[] = [];
  const costs = credit.noCosts();
  let [spent, played] = [0, 0];
  for (;;) {
    const policy = { name: "the policy as it stands", rows: rowsOf(table, graph) };
    const values = credit.values.policyValues(graph, policy, { kind: "success" });
    curve.push([Math.min(spent, budget), values.at(0, 0)]);
    if (spent >= budget) return { curve, costs, played };
    const { group, steps } = level.play(table, stream, groupSize, `level ${seed} update ${curve.length}`);
    const { episodes } = group;
    const taken = steps.reduce((sum, { actions }) => sum + actions.length, 0);
    spent += taken;
    played += taken;
    const plain = centredReturns(episodes.map(({ rewards }) => returnsOf(rewards, undefined, 0, discount)));
    const outcome = (weights?: readonly ArrayLike<number>[]) => {
      for (const [i, list] of plain.entries()) {
        const scaled = weights === undefined ? {} : { weights: weights[i]! };
        learnFromAdvantages(table, steps[i]!, { credit: list, known: known(list.length), ...scaled }, rate);
      }
    };
    if (arm.assigner === undefined) {
      outcome();
      continue;
    }
    const assigner = arm.assigner({ name: policy.name, on: () => policy }, seed);
    const given = await assigner.assign(group);
    credit.addCosts(costs, given.costs);
    if (arm.price === "counted") spent += given.costs.envSteps;
    switch (assigner.kind) {
      case "reward": {
        const shaped = episodes.map(({ rewards }, i) =>
          returnsOf(rewards, given.episodes[i]!.credit, bonusWeight, discount),
        );
        for (const [i, list] of centredReturns(shaped).entries()) {
          learnFromAdvantages(table, steps[i]!, { credit: list, known: known(list.length) }, rate);
        }
        break;
      }
      case "edit":
        outcome();
        for (const [i, { edits = [] }] of given.episodes.entries()) {
          for (const edit of edits) {
            if (edit.verified || arm.edits === "all") imitate(table, steps[i]!, edit, rate);
          }
        }
        break;
      case "weight":
        outcome(given.episodes.map((one) => one.credit));
        break;
      case "advantage":
        for (const [i, one] of given.episodes.entries()) learnFromAdvantages(table, steps[i]!, one, rate);
    }
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
