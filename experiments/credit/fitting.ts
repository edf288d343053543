/**
 * Which arms of a study an agent can run: nothing is converted in silence. An arm whose credit the agent cannot use is left
 * out, with the sentence that says why; one whose advantage is taken for a reward says so in its name.
 */
import { credited } from "../../agents/index.js";
import { credit } from "../../calm/index.js";
import { InputError } from "../../envs/index.js";
import { armLabel, type StudyArm, type StudyPlan } from "./plan.js";

export interface RefusedArm {
  readonly label: string;
  readonly why: string;
}

export function fittingPlan(
  plan: StudyPlan,
  agent: credited.CreditedAgent,
  advantage: credited.AdvantageUse = { kind: "refused" },
): { readonly plan: StudyPlan; readonly refused: readonly RefusedArm[] } {
  const refused: RefusedArm[] = [];
  const labels = new Map<string, string>();
  const arms = plan.arms.flatMap((arm): readonly StudyArm[] => {
    const label = armLabel(arm);
    const from = arm.assigner?.(credit.uniformPolicy, 1);
    try {
      if (from !== undefined) credited.requireUse(agent, from, advantage);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused.push({ label, why: error.message });
      return [];
    }
    const isTaken = agent === "q" && from?.kind === "advantage" && advantage.kind === "as reward";
    const named = isTaken ? { ...arm, name: `${arm.name}, advantage as reward x ${advantage.scale}` } : arm;
    labels.set(label, armLabel(named));
    return [named];
  });
  const pairs = plan.pairs.flatMap(([first, second]) => {
    const [one, other] = [labels.get(first), labels.get(second)];
    return one === undefined || other === undefined ? [] : [[one, other] as const];
  });
  return { plan: { ...plan, arms, pairs }, refused };
}
