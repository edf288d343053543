/**
 * Does better credit learn faster? A table on one level, updated with one assigner's numbers, under a budget of
 * environment steps that branches, reruns and references are paid from as well. Success is not sampled: it is the exact
 * probability to win from the start under the policy as it stands. What a table does with credit is its learner's part
 * (credit-learners.ts).
 */
import { credit } from "../../calm/index.js";
import { type Env, make, randomStream } from "../../envs/index.js";
import { type CreditLearner, type LearnerOptions, learnerOf } from "./credit-learners.js";
import type { Steps } from "./softmax-table.js";

export interface LearningArm {
  readonly name: string;
  /** Made anew for each update: `policy` is the one that played. Undefined: the outcome alone. */
  readonly assigner: ((policy: credit.PolicyRule, seed: number) => credit.Assigner) | undefined;
  /** "free": a reference, whose own steps are not counted. */
  readonly price: "counted" | "free";
  /** Which edits are imitated; "verified" when absent. */
  readonly edits?: "verified" | "all";
}

export interface LearningOptions extends LearnerOptions {
  readonly id: string;
  readonly actions: "default" | "paper";
  /** Level and dice. */
  readonly seed: number;
  /** Environment steps, all included. */
  readonly budget: number;
  readonly groupSize: number;
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

/** One level: its table of states, and plays of a policy on it. */
export class CreditedLevel {
  readonly env: Env<never>;
  readonly graph: ReturnType<credit.Group["graph"]>;
  private readonly seed: number;
  private readonly about: credit.Group;

  constructor({ id, actions, seed }: Pick<LearningOptions, "id" | "actions" | "seed">) {
    this.env = make<never>(id, { actions, observationKeys: [] });
    this.seed = seed;
    this.about = credit.groupOf(this.env, [credit.playActions(this.env, { seed }, [], "start")]);
    this.graph = this.about.graph();
  }

  /** A group of `size` plays, and their states. */
  play(actor: Pick<CreditLearner, "act">, stream: ReturnType<typeof randomStream>, size: number, name: string) {
    const { env, graph, seed, about } = this;
    const steps: Steps[] = [];
    const episodes = Array.from({ length: size }, (_, k) => {
      const actions: number[] = [];
      const states: number[] = [];
      const rewards: number[] = [];
      env.reset({ seed });
      for (let state = 0; ; ) {
        const action = actor.act(state, stream);
        states.push(state);
        actions.push(action);
        const { reward, terminated, truncated, info } = env.step(action);
        rewards.push(reward);
        state = graph.next[state * graph.actions + action]!;
        if (!terminated && !truncated) continue;
        steps.push({ states, actions });
        const path = Int32Array.from([...states, state]);
        const known = {
          name: `${name} play ${k + 1}`,
          seed,
          actions,
          rewards,
          end: credit.endOf(info.endStatus),
          path,
        };
        return new credit.LazyPlay(about, graph, known);
      }
    });
    return { group: { ...about, episodes, graph: () => graph }, steps };
  }
}

export async function learnWithCredit(arm: LearningArm, options: LearningOptions): Promise<LearnedPolicy> {
  const { seed, budget, groupSize } = options;
  const level = new CreditedLevel(options);
  const { graph } = level;
  const learner = learnerOf(graph, options, arm.edits ?? "verified");
  const stream = randomStream(seed, "softmax play");
  const curve: (readonly [number, number])[] = [];
  const costs = credit.noCosts();
  let [spent, played] = [0, 0];
  for (;;) {
    const policy = { name: "the policy as it stands", rows: learner.rows() };
    const values = credit.values.policyValues(graph, policy, { kind: "success" });
    curve.push([Math.min(spent, budget), values.at(0, 0)]);
    if (spent >= budget) return { curve, costs, played };
    const { group, steps } = level.play(learner, stream, groupSize, `level ${seed} update ${curve.length}`);
    const taken = steps.reduce((sum, { actions }) => sum + actions.length, 0);
    spent += taken;
    played += taken;
    if (arm.assigner === undefined) {
      learner.learn(group.episodes, steps, undefined);
      continue;
    }
    const from = arm.assigner({ name: policy.name, on: () => policy }, seed);
    const given = await from.assign(group);
    credit.addCosts(costs, given.costs);
    if (arm.price === "counted") spent += given.costs.envSteps;
    learner.learn(group.episodes, steps, { from, episodes: given.episodes });
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
