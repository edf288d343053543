/**
 * PPO in place of a table in a study of credit: the same arms, the same budget of environment steps with branches, reruns
 * and references paid from it, one level a seed. What differs: success is no exact figure but the share of the training
 * episodes that ended in the last stretches and were won, so a curve begins with the first that ended.
 */
import { credit } from "../../calm/index.js";
import { agentOptionsOf } from "../agent-settings.js";
import type { LearnedPolicy, LearningArm, LearningOptions } from "../softmax/credit-learning.js";
import { CreditedPpo } from "./credited.js";
import { ppoOptionsOf } from "./options.js";

const GAMES = 8;
const STRETCH = 32;
/** Episodes that a reading is a share of. */
const READ = 20;

export interface PpoLearningOptions extends LearningOptions {
  readonly advantages?: "replaced" | "added";
}

/** `rate` is the optimiser's. Throws an InputError for credit that PPO cannot use. */
export async function ppoWithCredit(arm: LearningArm, options: PpoLearningOptions): Promise<LearnedPolicy> {
  const { id, actions, seed, budget, rate, discount, bonusWeight, advantages } = options;
  const settings = ppoOptionsOf(agentOptionsOf("ppo"));
  const ppo = {
    ...settings,
    seed,
    budget,
    discount,
    steps: STRETCH,
    minibatch: 128,
    rate,
    lastRate: rate,
    trunk: [32, 32] as const,
  };
  const assigner = arm.assigner?.(credit.slippingOptimal(0.1), seed);
  const agent = new CreditedPpo({
    id,
    actions,
    seed,
    games: GAMES,
    ppo,
    bonusWeight,
    ...(assigner && { assigner }),
    ...(advantages && { advantages }),
  });
  const curve: (readonly [number, number])[] = [[0, 0]];
  const spent = () => agent.learner.steps + (arm.price === "counted" ? agent.costs.envSteps : 0);
  let recent: readonly number[] = [];
  while (spent() < budget) {
    await agent.iterate();
    const { episodes, won } = agent.ended();
    recent = [...recent, ...Array.from({ length: episodes }, (_, i) => Number(i < won))].slice(-READ);
    const share = recent.length === 0 ? 0 : recent.reduce((a, b) => a + b, 0) / recent.length;
    curve.push([Math.min(budget, spent()), share]);
  }
  return { curve, costs: { ...agent.costs }, played: agent.learner.steps };
}
