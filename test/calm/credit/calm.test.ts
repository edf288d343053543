import { describe, expect, test } from "vitest";
import type { Judgement } from "../../../annotations/index.js";
import { calm, releasedTable, shapedReturn } from "../../../calm/credit/calm.js";
import { judgeOf } from "../../../calm/credit/critic.js";
import { exactCritic } from "../../../calm/credit/critic-exact.js";
import { groupOf } from "../../../calm/credit/played.js";
import { presetPrompt } from "../../../calm/prompts/preset.js";
import { textRules } from "../../../calm/text-rules.js";
import { InputError } from "../../../envs/index.js";
import { accuracy, cohenKappa, confusionTable, f1, gwetAc1, mcc, precision, recall } from "../../../stats/index.js";
import { unreadable } from "./critics.js";
import { ACTIONS_OF_E, groupK5, registerK5 } from "./k5.js";

registerK5(9);
registerK5(12);

/** Key at 4, door at 7, goal at 11. */
const TWELVE = "R A L L P R R A L R R R";
/** Says that the key is taken at these steps, the door opened at 7. */
const keyAt = (...steps: readonly number[]) =>
  judgeOf({
    provenance: { kind: "script", name: "script:keys", note: "Written down in a test." },
    annotate: async (items) =>
      items.map((_, t): Judgement => ({ verdicts: [steps.includes(t) ? "yes" : "no", t === 7 ? "yes" : "no"] })),
  });

describe("CALM", () => {
  test("credits key and door on E (CALM-4)", async () => {
    const { episodes, costs } = await calm({ judge: exactCritic() }).assign(groupK5(9, ACTIONS_OF_E));
    expect([...episodes[0]!.credit]).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0]);
    expect(episodes[0]!.terminations).toEqual([
      { t: 4, subgoal: "pick up the key" },
      { t: 7, subgoal: "open the door" },
    ]);
    expect(costs.calls).toBe(9);
  });
  test("can be farmed when it pays every time, not when it pays once (CALM-1)", async () => {
    const group = groupK5(12, TWELVE);
    const returned = async (form: "every time" | "once", ...keys: readonly number[]) => {
      const { episodes } = await calm({ judge: keyAt(...keys), form }).assign(group);
      return shapedReturn(group.episodes[0]!.rewards, episodes[0]!.credit, 0.1, 1);
    };
    expect(await returned("every time", 4)).toBeCloseTo(1.2, 12);
    expect(await returned("every time", 4, 5, 6, 8, 9)).toBeCloseTo(1.6, 12);
    expect(await returned("once", 4, 5, 6, 8, 9)).toBeCloseTo(1.2, 12);
  });
  test("as a potential adds nothing to the return of an episode that ends", async () => {
    const group = groupK5(12, TWELVE);
    const { episodes } = await calm({ judge: exactCritic(), form: "potential", discount: 1 }).assign(group);
    expect(episodes[0]!.credit.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
  });
  test("always yes on 34 of 50 has F1 0.8095, kappa and MCC 0, and an AC1 that is fooled (CALM-2)", () => {
    const counts = { tp: 34, fp: 16, fn: 0, tn: 0 };
    expect(precision(counts)).toMatchObject({ value: 0.68 });
    expect(recall(counts)).toMatchObject({ value: 1 });
    const value = (estimate: { readonly ok: boolean; readonly value?: number }) => estimate.value ?? Number.NaN;
    expect(value(f1(counts))).toBeCloseTo(0.8095238, 7);
    expect(accuracy(counts)).toMatchObject({ value: 0.68 });
    expect(value(cohenKappa(confusionTable(counts)))).toBe(0);
    expect(value(mcc(counts))).toBe(0);
    expect(value(gwetAc1(confusionTable(counts)))).toBeCloseTo(0.5623632, 7);
  });
  test("the released table pays nothing for a pair that was flagged once, and divides by zero for equal counts (CALM-3)", () => {
    expect(releasedTable([1, 3, 1, 2])).toEqual([0, 1, 0, 0.5]);
    expect(() => releasedTable([2, 2])).toThrow(InputError);
  });
  test("leaves unknown what was not answered", async () => {
    const { episodes, costs } = await calm({ judge: unreadable }).assign(groupK5(9, ACTIONS_OF_E));
    expect([...episodes[0]!.known]).toEqual(Array(9).fill(0));
    expect([costs.unread, episodes[0]!.failures.length]).toEqual([1, 1]);
    const ruled = await calm({ judge: judgeOf(textRules(presetPrompt("map"))) }).assign(groupK5(9, ACTIONS_OF_E));
    expect(ruled.episodes[0]!.known.length).toBe(9);
  });
  test("refuses weights that do not fit", async () => {
    await expect(calm({ judge: exactCritic(), weights: [1] }).assign(groupK5(9, ACTIONS_OF_E))).rejects.toThrow(
      "1 weights for 2 subgoals",
    );
    const group = groupK5(9, ACTIONS_OF_E);
    await expect(
      calm({ judge: exactCritic() }).assign({ ...groupOf(group.env, group.episodes), subgoals: [] }),
    ).rejects.toThrow(InputError);
  });
});
