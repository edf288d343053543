import { describe, expect, test } from "vitest";
import { type LearningArm, learnWithCredit, stepArea, successAt } from "../../../agents/softmax/credit-learning.js";
import { credit } from "../../../calm/index.js";
import { registerK5 } from "../../calm/credit/k5.js";

registerK5(11);
const OPTIONS = {
  id: "K5-11-v0",
  actions: "default",
  seed: 1,
  budget: 4000,
  groupSize: 4,
  rate: 0.5,
  bonusWeight: 0.1,
  discount: 0.97,
} as const;
const critic = credit.exactCritic();
const exact: LearningArm = {
  name: "exact",
  assigner: (policy) => credit.standard.exactAssigners(policy)[0]!,
  price: "free",
};

describe("learning with credit", () => {
  test("exact credit makes a policy win; the same seed gives the same curve", async () => {
    const { curve } = await learnWithCredit(exact, OPTIONS);
    expect(successAt(curve, 0)).toBeLessThan(0.1);
    expect(successAt(curve, 4000)).toBeGreaterThan(0.9);
    expect((await learnWithCredit(exact, OPTIONS)).curve).toEqual(curve);
  });
  test("branches are paid from the budget, so there are fewer updates", async () => {
    const branches: LearningArm = {
      name: "TempFlow",
      assigner: (policy) => credit.branching({ policy }),
      price: "counted",
    };
    const [costly, plain] = [
      await learnWithCredit(branches, OPTIONS),
      await learnWithCredit({ name: "outcome", assigner: undefined, price: "counted" }, OPTIONS),
    ];
    expect(costly.curve.length).toBeLessThan(plain.curve.length / 4);
    expect([plain.costs.envSteps, costly.costs.envSteps > 0]).toEqual([0, true]);
  });
  test("every kind of credit has a way in", async () => {
    const small = { ...OPTIONS, budget: 400 };
    for (const assigner of [
      () => credit.calm({ judge: critic }),
      () => credit.capo({ critic, votes: 1 }),
      (policy: credit.PolicyRule) => credit.intervention({ critic, continuation: policy, reruns: 2, rule: "any" }),
    ]) {
      const { curve } = await learnWithCredit({ name: "an arm", assigner, price: "counted" }, small);
      expect(curve.every(([, success]) => success >= 0 && success <= 1)).toBe(true);
    }
  });
  test("a curve stands still between its points", () => {
    const curve = [
      [0, 0],
      [50, 1],
    ] as const;
    expect(stepArea(curve, 100)).toBe(0.5);
    expect([successAt(curve, 49), successAt(curve, 50)]).toEqual([0, 1]);
  });
});
