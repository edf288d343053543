/**
 * One arm on one level: how good its credit is on plays of the policy that all arms start from, and how a policy learns
 * from it.
 */
import { credited, softmax } from "../../agents/index.js";
import { credit } from "../../calm/index.js";
import { randomStream } from "../../envs/index.js";
import type { StudyArm, StudyWorld } from "./plan.js";

export const CREDIT_MEASURES = ["alignment", "wrongAuc", "spearman"] as const;
export type CreditMeasure = (typeof CREDIT_MEASURES)[number];

export interface LearningSettings {
  readonly groupSize: number;
  readonly bonusWeight: number;
  readonly discount: number;
  /** Who learns; a softmax table when absent. */
  readonly agent?: credited.CreditedAgent;
  /** What a Q-table does with advantages; it refuses them when absent. */
  readonly advantage?: credited.AdvantageUse;
}

/** Of one arm on the level of one seed. */
export interface SeedFigures {
  /** Against exact on-policy credit under the starting policy; null: no episode has a value. */
  readonly scores: Readonly<Record<CreditMeasure, number | null>>;
  /** Mean success over the budget. */
  readonly area: number;
  /** Success at the end. */
  readonly last: number;
  /** Environment steps until 0.9 was reached and held for three readings; null: censored. */
  readonly reached: number | null;
  readonly updates: number;
  /** Environment steps of the episodes, and of everything else. */
  readonly played: number;
  readonly costs: credit.Costs;
  /** Success at twentieths of the budget. */
  readonly curve: readonly number[];
}

const POINTS = 20;
/** Groups whose credit is scored on each level. */
const SCORED_GROUPS = 2;
const REACHED = 0.9;
const HELD = 3;

/** Mean over the episodes that have a value. */
export async function scoresAt(
  arm: StudyArm,
  { id, actions, start }: StudyWorld,
  seed: number,
  groupSize: number,
): Promise<SeedFigures["scores"]> {
  const sums = new Map<CreditMeasure, number[]>(CREDIT_MEASURES.map((name) => [name, []]));
  if (arm.assigner !== undefined) {
    const level = new softmax.CreditedLevel({ id, actions, seed });
    const table = start === 0 ? new softmax.SoftmaxTable(level.graph.actions) : softmax.warmStart(level.graph, start);
    const rows = softmax.rowsOf(table, level.graph);
    const policy: credit.PolicyRule = {
      name: "the starting policy",
      on: () => ({ name: "the starting policy", rows }),
    };
    const stream = randomStream(seed, "plays to score credit on");
    for (let g = 0; g < SCORED_GROUPS; g++) {
      const { group } = level.play(table, stream, groupSize, `level ${seed} scored ${g}`);
      const references = credit.scoring.referencesOf(group, policy);
      const given = await arm.assigner(policy, seed).assign(group);
      for (const [i, one] of given.episodes.entries()) {
        for (const [name, values] of sums) {
          const score = credit.scoring.CREDIT_SCORES[name](one, references[i]!, "known");
          if (score.ok) values.push(score.value);
        }
      }
    }
  }
  const mean = (name: CreditMeasure) => {
    const values = sums.get(name) ?? [];
    return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
  };
  return { alignment: mean("alignment"), wrongAuc: mean("wrongAuc"), spearman: mean("spearman") };
}

/** Learning of one arm from one seed. */
export async function learnedAt(
  arm: StudyArm,
  world: StudyWorld,
  settings: LearningSettings & { readonly rate: number },
  seed: number,
): Promise<Omit<SeedFigures, "scores">> {
  const { budget } = world;
  const { agent = "softmax", ...rest } = settings;
  const { curve, costs, played } =
    agent === "ppo"
      ? await credited.ppoWithCredit(arm, { ...world, ...rest, seed })
      : await softmax.learnWithCredit(arm, { ...world, ...rest, agent, seed });
  const reached = credit.curves.stepsToReach(curve, REACHED, HELD);
  return {
    area: softmax.stepArea(curve, budget),
    last: softmax.successAt(curve, budget),
    reached: reached.ok ? reached.value : null,
    updates: curve.length - 1,
    played,
    costs,
    curve: Array.from({ length: POINTS + 1 }, (_, k) => softmax.successAt(curve, (budget * k) / POINTS)),
  };
}
