import { describe, expect, test } from "vitest";
import { branchWeights, samplerNoise } from "../../../calm/credit/branch-weights.js";
import { branchAdvantage, branching } from "../../../calm/credit/branching.js";
import { exactCritic } from "../../../calm/credit/critic-exact.js";
import { exactEpisode } from "../../../calm/credit/exact.js";
import { intervention, repairClass } from "../../../calm/credit/intervention.js";
import { playerOf } from "../../../calm/credit/play-out.js";
import { slippingOptimal, uniformPolicy } from "../../../calm/credit/policy.js";
import { grouping, messageNovelty, uniformCredit } from "../../../calm/credit/rivals.js";
import { policyValues } from "../../../calm/credit/values.js";
import { InputError } from "../../../envs/index.js";
import { newcombeDifference } from "../../../stats/index.js";
import { repairing, saying, unreadable } from "./critics.js";
import { ACTIONS_OF_E, groupK5, registerK5 } from "./k5.js";

registerK5(9);
registerK5(11);
const digits = (list: ArrayLike<number>, count = 6) => Array.from(list, (x) => Number(x.toFixed(count)) + 0);
const OPTIMAL = slippingOptimal(0);

describe("TempFlow's arithmetic", () => {
  const returns = [
    [1, 0, 0, 1],
    [1, 1, 1, 0],
    [1, 1, 1, 1],
  ];
  test("advantages of branches and weights by criticality (TF-1)", () => {
    expect(
      digits(
        returns[0]!.map((r) => branchAdvantage(r, returns[0]!)),
        4,
      ),
    ).toEqual([0.9998, -0.9998, -0.9998, 0.9998]);
    expect(digits(returns[1]!.map((r) => branchAdvantage(r, returns[1]!)))).toEqual([
      0.577217, 0.577217, 0.577217, -1.731651,
    ]);
    expect(digits(returns[2]!.map((r) => branchAdvantage(r, returns[2]!)))).toEqual([0, 0, 0, 0]);
    const steps = returns.map((list) => ({ row: [0.25, 0.25, 0.25, 0.25], returns: list }));
    expect(digits(branchWeights("criticality", steps, "raw"), 7)).toEqual([0.5, 0.4330127, 0]);
    expect(digits(branchWeights("criticality", steps, "mean 1"))).toEqual([1.607695, 1.392305, 0]);
  });
  test("weights by the policy's spread (TF-2)", () => {
    const rows = [
      [0.25, 0.25, 0.25, 0.25],
      [0.7, 0.1, 0.1, 0.1],
      [0.97, 0.01, 0.01, 0.01],
    ];
    const steps = rows.map((row) => ({ row, returns: [] }));
    expect(digits(branchWeights("gini", steps, "raw"), 7)).toEqual([0.8660254, 0.6928203, 0.2424871]);
    expect(digits(branchWeights("gini", steps, "mean 1"))).toEqual([1.442308, 1.153846, 0.403846]);
    expect(digits(branchWeights("entropy", steps, "raw"))).toEqual([1, 0.67839, 0.12097]);
    expect(digits(branchWeights("entropy", steps, "mean 1"))).toEqual([1.667259, 1.131052, 0.201689]);
    expect([...branchWeights("gini", [{ row: [1, 0], returns: [] }], "mean 1")]).toEqual([1]);
  });
  test("the sampler's own weights (TF-3)", () => {
    const even = Array.from({ length: 11 }, (_, i) => (10 - i) / 10);
    expect(digits(samplerNoise(even, 0.7))).toEqual([
      0.7, 0.664078, 0.442719, 0.338132, 0.271109, 0.221359, 0.180739, 0.144914, 0.11068, 0.073786,
    ]);
    const released = [1, 0.960129, 0.913349, 0.857692, 0.790368, 0.707278, 0.602151, 0.464876, 0.278049, 0.008929, 0];
    const trained = samplerNoise(released, 0.7).slice(0, 9);
    const mean = trained.reduce((a, b) => a + b, 0) / 9;
    expect(mean).toBeCloseTo(0.444005, 5);
    expect(1 / mean).toBeCloseTo(2.2522, 4);
    expect(
      digits(
        trained.map((x) => x / mean),
        4,
      ),
    ).toEqual([1.5766, 1.6733, 1.2075, 1.0043, 0.8824, 0.7946, 0.7186, 0.6351, 0.5076]);
  });
  test("pooling two starts hides the start (TF-4)", () => {
    const [hard, easy] = [
      [0, 0, 0, 1],
      [1, 1, 1, 0],
    ];
    const pooled = (value: number) => branchAdvantage(value, [...hard!, ...easy!]);
    expect([pooled(1), pooled(0)].map((x) => Number(x.toFixed(3)))).toEqual([1, -1]);
    // 1.732051 and 0.577350 before the 1e-4 under the line.
    expect(branchAdvantage(1, hard!)).toBeCloseTo(1.732051 * (0.4330127 / 0.4331127), 5);
    expect(branchAdvantage(1, easy!)).toBeCloseTo(0.57735 * (0.4330127 / 0.4331127), 5);
  });
});

describe("branching on E (TF-5)", () => {
  test("finds the fatal step without a critic, and not an error that can be repaired", async () => {
    const group = groupK5(9, ACTIONS_OF_E);
    const { episodes, costs } = await branching({ policy: OPTIMAL, form: "normalised" }).assign(group);
    expect(episodes[0]!.credit[0]).toBe(0);
    expect(episodes[0]!.credit[1]).toBeCloseTo(-0.577217, 6);
    expect(costs.restores).toBe(9 * 4);
    expect(costs.calls).toBe(0);
  });
  test("discounted returns see the error that can be repaired: 0.9^6, 0.9^8, 0.9^7, 0.9^7 for L, R, P, A", () => {
    const group = groupK5(9, ACTIONS_OF_E);
    const player = playerOf(group, OPTIMAL, 0.9, {
      costs: { envSteps: 0, restores: 0, calls: 0, tokensIn: 0, tokensOut: 0, unread: 0, dropped: 0 },
      note: () => undefined,
    });
    const [episode] = group.episodes;
    expect([0, 1, 2, 3].map((a) => player.from(episode!, 0, a).discounted)).toEqual(
      [6, 8, 7, 7].map((n) => expect.closeTo(0.9 ** n, 12)),
    );
    expect([0, 1, 2, 3].map((a) => player.from(episode!, 1, a).won)).toEqual([true, false, false, false]);
  });
  test("is the exact advantage of a policy that is greedy afterwards", async () => {
    const group = groupK5(9, ACTIONS_OF_E);
    const graph = group.graph();
    const values = policyValues(graph, OPTIMAL.on(graph), { kind: "success" });
    const { advantage } = exactEpisode(group.episodes[0]!, values, 0.9);
    const { episodes } = await branching({ policy: OPTIMAL }).assign(group);
    expect([...episodes[0]!.credit]).toEqual([...advantage]);
  });
  test("asks a critic where to branch, or takes the steps of highest entropy; elsewhere it knows nothing", async () => {
    const group = groupK5(9, ACTIONS_OF_E);
    const asked = await branching({ where: saying([1, 4]) }).assign(group);
    expect([...asked.episodes[0]!.known]).toEqual([0, 1, 0, 0, 1, 0, 0, 0, 0]);
    const lost = await branching({ where: unreadable }).assign(group);
    expect([lost.costs.unread, [...lost.episodes[0]!.known].includes(1)]).toEqual([1, false]);
    const top = await branching({ policy: uniformPolicy, where: { topEntropy: 2 } }).assign(group);
    expect(top.episodes[0]!.known.reduce((a, b) => a + b, 0)).toBe(2);
    expect(await exactCritic().decisive({ group, episode: group.episodes[0]! })).toMatchObject({
      ok: true,
      value: [1],
    });
  });
  test("draws branches from the policy when asked, with the action that was taken among them", async () => {
    const { episodes, costs } = await branching({ branches: 2, seed: 3 }).assign(groupK5(9, ACTIONS_OF_E));
    expect([...episodes[0]!.known]).toEqual(Array(9).fill(1));
    expect(costs.restores).toBeLessThanOrEqual(27);
    expect(() => branching({ branches: 0 })).toThrow(InputError);
  });
});

describe("InT", () => {
  test("finds and verifies the repair on a shortest way: t 1, action L, lift 1 (INT-1)", async () => {
    const group = groupK5(9, ACTIONS_OF_E);
    const { episodes, costs } = await intervention({ critic: exactCritic(), continuation: OPTIMAL }).assign(group);
    const { credit, known, edits } = episodes[0]!;
    expect(edits).toEqual([{ t: 1, action: 0, lift: 1, low: expect.any(Number), high: 1, verified: true, prefix: 1 }]);
    expect([...credit]).toEqual([0, -1, 0, 0, 0, 0, 0, 0, 0]);
    expect([...known]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(costs.restores).toBe(64);
    expect(repairClass(episodes[0]!, 1)).toBe("verified");
  });
  test("with slips lifts by about 0.925 to the 7th (INT-2)", async () => {
    const { episodes } = await intervention({ critic: repairing(1, 0), reruns: 4000 }).assign(groupK5(9, ACTIONS_OF_E));
    const [edit] = episodes[0]!.edits!;
    expect(Math.abs(edit!.lift - 0.5794182)).toBeLessThan(4 * Math.sqrt((0.58 * 0.42) / 4000));
  });
  test("has Newcombe's intervals (INT-3): one success of 32 is kept by the paper's rule, not by ours", () => {
    const of = (a: number, b: number) => newcombeDifference({ successes: a, trials: 32 }, { successes: b, trials: 32 });
    const [clear, weak] = [of(10, 2), of(1, 0)];
    if (!clear.ok || !weak.ok) throw new Error("no interval");
    expect(digits([clear.estimate, clear.low, clear.high])).toEqual([0.25, 0.057659, 0.428966]);
    expect(digits([weak.estimate, weak.low, weak.high])).toEqual([0.03125, -0.07897, 0.157443]);
  });
  test("names what became of other repairs", async () => {
    const classOf = async (critic: Parameters<typeof intervention>[0]["critic"]) => {
      const { episodes, costs } = await intervention({ critic, continuation: OPTIMAL }).assign(
        groupK5(9, ACTIONS_OF_E),
      );
      return [repairClass(episodes[0]!, 1), costs.dropped + costs.unread];
    };
    expect(await classOf(repairing(1, 2))).toEqual(["useless", 0]);
    expect(await classOf(repairing(5, 0))).toEqual(["too late", 0]);
    expect(await classOf(repairing(1, 3))).toEqual(["none proposed", 1]); // the action that was taken
    expect(await classOf(repairing(9, 0))).toEqual(["none proposed", 1]); // counted from 1
    expect(await classOf(unreadable)).toEqual(["none proposed", 1]);
  });
  test("asks nothing about a success, and says that there is no first error", async () => {
    const { episodes, costs } = await intervention({ critic: unreadable }).assign(groupK5(11, `${ACTIONS_OF_E} R`));
    expect([costs.calls, episodes[0]!.firstError, [...episodes[0]!.known].includes(0)]).toEqual([0, null, false]);
  });
});

describe("rivals that ask nobody", () => {
  test("GiGPO compares visits of the same state: 0.729 and 0 give +-0.3645, or +-1 by deviation", async () => {
    // Both stand on cell 1 with the key after three steps, once; one goes on and wins with its fourth step from there.
    const group = groupK5(11, "L P R R A R R", "L P R L L L L L L L L");
    const at = 3;
    const returns = [0.729, 0];
    const { episodes } = await grouping({ discount: 0.9 }).assign(group);
    const outcome = [0.5, -0.5];
    episodes.forEach(({ credit }, i) => {
      expect(credit[at]! - outcome[i]!).toBeCloseTo(returns[i]! - 0.3645, 10);
    });
    const scaled = await grouping({ discount: 0.9, divide: "std" }).assign(group);
    expect(scaled.episodes[0]!.credit[at]).toBeCloseTo(2, 10);
  });
  test("GiGPO says nothing of a state that is met once, and blames a loop", async () => {
    const { episodes, notes } = await grouping({ discount: 0.9 }).assign(groupK5(11, `${ACTIONS_OF_E} R`));
    const { credit } = episodes[0]!;
    expect(credit[4]).toBe(0);
    expect(credit[1]).toBeLessThan(credit[2]!); // the same state twice: A did nothing
    expect(notes).toHaveLength(1);
  });
  test("message novelty pays what is new in its episode, less when the group has seen it", async () => {
    const group = groupK5(9, ACTIONS_OF_E, ACTIONS_OF_E);
    const said = group.episodes.map((episode) => ({
      ...episode,
      frames: episode.frames.map((frame, t) => ({ ...frame, message: ["", "a", "", "a", "b"][t] ?? "" })),
    }));
    const { episodes } = await messageNovelty().assign({ ...group, episodes: said });
    expect(digits(episodes[0]!.credit)).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 0]);
    expect(digits(episodes[1]!.credit)).toEqual([
      Number((1 / Math.sqrt(3)).toFixed(6)),
      0,
      0,
      Number(Math.SQRT1_2.toFixed(6)),
      0,
      0,
      0,
      0,
      0,
    ]);
  });
  test("uniform credit sums to the outcome", async () => {
    const { episodes } = await uniformCredit().assign(groupK5(11, `${ACTIONS_OF_E} R`));
    expect(episodes[0]!.credit.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
});
