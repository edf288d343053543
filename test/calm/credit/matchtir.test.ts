import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dualLevel } from "../../../calm/credit/dual-level.js";
import {
  type Call,
  greedyAssignment,
  matchRewards,
  similarities,
  similarity,
  sinkhorn,
} from "../../../calm/credit/matching.js";
import { callsOf, matchTir, REACH_GOAL } from "../../../calm/credit/matchtir.js";
import { InputError, randomStream } from "../../../envs/index.js";
import { bestAssignment } from "../../../stats/index.js";
import { sized } from "../../sizes.js";
import { ACTIONS_OF_E, groupK5, registerK5 } from "./k5.js";

registerK5(9);
registerK5(11);
const call = (name: string, ...params: readonly (readonly [string, string | number])[]): Call => ({
  t: 0,
  name,
  params,
});
const rewards = (scores: readonly (readonly number[])[], mode: Parameters<typeof matchRewards>[2]["mode"], more = {}) =>
  Array.from(matchRewards(scores, scores[0]?.length ?? 0, { mode, ...more }).rewards);
const close = (list: ArrayLike<number>, expected: readonly number[], digits = 6) =>
  expect(Array.from(list, (x) => Number(x.toFixed(digits)) + 0)).toEqual(expected);

describe("similarity (MT-2)", () => {
  const reference = call("pickup", ["obj", "key"], ["x", 2], ["y", 4]);
  test("counts the name, the names of parameters and their values", () => {
    expect(similarity(call("pickup", ["obj", "key"], ["x", 2], ["y", 3]), reference)).toBe(0.8);
    expect(similarity(call("pickup", ["obj", "key"], ["x", 2]), reference)).toBeCloseTo(0.7333333, 7);
    expect(similarity(call("descend"), call("descend"))).toBe(1);
    expect(similarity(call("drop"), reference)).toBe(0);
    expect(similarity(call("pickup", ["y", 4], ["obj", "key"], ["x", 2]), reference)).toBe(1);
    expect(similarity(call("pickup"), reference)).toBe(1 / 5);
  });
  test("an order kernel makes what is far apart less alike", () => {
    expect(similarities([call("a"), call("b")], [call("b"), call("a")], 1)[1]![0]).toBeCloseTo(Math.exp(-0.5), 12);
  });
});

describe("matching (MT-1)", () => {
  const S = [
    [0.9, 0.8],
    [0.8, 0],
  ];
  test("exact finds 1.6 where greedy, as released, finds 0.9", () => {
    expect(rewards(S, "exact")).toEqual([0.8, 0.8]);
    expect(rewards(S, "greedy")).toEqual([0.9, 0]);
    expect(rewards(S, "greedy", { penalty: -0.5 })).toEqual([0.9, -0.5]);
  });
  test("exact equals brute force on random matrices up to 6 x 6", () => {
    const random = randomStream(1, "matrices");
    const best = (scores: readonly (readonly number[])[], row = 0, used = 0): number =>
      row === scores.length
        ? 0
        : Math.max(
            best(scores, row + 1, used),
            ...scores[row]!.map((s, j) => ((used >> j) & 1 ? 0 : s + best(scores, row + 1, used | (1 << j)))),
          );
    let greedyIsWorse = 0;
    for (let k = 0; k < sized(600, 3000); k++) {
      const [m, n] = [1 + random.below(6), 1 + random.below(6)];
      // Coarse scores, so that ties and zeros occur.
      const scores = Array.from({ length: m }, () => Array.from({ length: n }, () => random.below(5) / 4));
      const sum = (pairs: readonly { score: number }[]) => pairs.reduce((a, { score }) => a + score, 0);
      expect(sum(bestAssignment(scores))).toBeCloseTo(best(scores), 12);
      if (sum(greedyAssignment(scores)) < best(scores) - 1e-9) greedyIsWorse++;
    }
    expect(greedyIsWorse).toBeGreaterThan(0);
  });
  test("exact takes a 50 x 50 matrix in under 5 ms", () => {
    const random = randomStream(2, "matrices");
    const scores = Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => random.uniform()));
    const times = Array.from({ length: 9 }, () => {
      const from = performance.now();
      bestAssignment(scores);
      return performance.now() - from;
    });
    // The best of nine: the machine may be busy with something else.
    expect(Math.min(...times)).toBeLessThan(5);
  });
});

describe("Sinkhorn (MT-4)", () => {
  test("has the plan of two perfect calls, and rescaled rewards near 1", () => {
    close(
      rewards(
        [
          [1, 0],
          [0, 1],
        ],
        "sinkhorn",
      ),
      [0.4999773, 0.4999773],
      7,
    );
    close(
      rewards(
        [
          [1, 0],
          [0, 1],
        ],
        "sinkhorn rescaled",
      ),
      [0.9999546, 0.9999546],
      7,
    );
  });
  test("a useless third call takes mass from the perfect ones", () => {
    close(
      rewards(
        [
          [1, 0],
          [0, 1],
          [0, 0],
        ],
        "sinkhorn",
      ),
      [0.333318, 0.333318, 0],
    );
  });
  test("two identical calls share one reference", () => {
    close(
      sinkhorn([
        [1, 0],
        [1, 0],
      ]).flatMap((row) => [...row]),
      [0.25, 0.25, 0.25, 0.25],
    );
    close(
      rewards(
        [
          [1, 0],
          [1, 0],
        ],
        "sinkhorn",
      ),
      [0.25, 0.25],
    );
    close(
      rewards(
        [
          [1, 0],
          [1, 0],
        ],
        "sinkhorn rescaled",
      ),
      [0.5, 0.5],
    );
  });
  test("has the plan of MT-1's matrix", () => {
    const plan = sinkhorn([
      [0.9, 0.8],
      [0.8, 0],
    ]);
    close(
      plan.flatMap((row) => [...row]),
      [0.014656, 0.485344, 0.485344, 0.014656],
    );
    close(
      rewards(
        [
          [0.9, 0.8],
          [0.8, 0],
        ],
        "sinkhorn",
      ),
      [0.401466, 0.388275],
    );
  });
  test("stays finite where exp would overflow, and meets its margins", () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(score, score, score), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(0.001, 0.1, 1),
        (scores, reg) => {
          const plan = sinkhorn(scores, reg);
          for (const row of plan) for (const mass of row) expect(Number.isFinite(mass)).toBe(true);
          for (let j = 0; j < 3; j++) expect(plan.reduce((sum, row) => sum + row[j]!, 0)).toBeCloseTo(1 / 3, 6);
        },
      ),
      { numRuns: sized(40, 400) },
    );
  });
  test("gives nothing where there are no calls or no references, and refuses a regulariser of 0", () => {
    expect(rewards([], "sinkhorn")).toEqual([]);
    expect([...matchRewards([[], []], 0, { mode: "sinkhorn" }).rewards]).toEqual([0, 0]);
    expect(() => sinkhorn([[1]], 0)).toThrow(InputError);
    // In powers of e where they fit, in logarithms elsewhere: the same plan.
    const stream = randomStream(7, "plans");
    for (let trial = 0; trial < 20; trial++) {
      const scores = Array.from({ length: 1 + stream.below(5) }, () => [0, 0, 0].map(() => stream.uniform()));
      const [powers, logarithms] = [sinkhorn(scores, 0.1), sinkhorn(scores, 0.1, "logarithms")];
      for (const [i, row] of powers.entries())
        for (const [j, mass] of row.entries()) expect(mass).toBeCloseTo(logarithms[i]![j]!, 10);
    }
  });
});

describe("two levels (MT-3)", () => {
  const group = [Float64Array.from([1, 0, 1]), Float64Array.from([0, 1])];
  test("halved and with the lone turn raw, as the code", () => {
    const [one, other] = dualLevel(group, { loneTurns: "raw" });
    close(one!, [0.7071057, 0.0000045, 0.8535529], 7);
    close(other!, [-0.7071057, -0.0000045], 7);
  });
  test("a turn that nobody else has is worth nothing of its own (our fix)", () => {
    close(dualLevel(group)[0]!, [0.7071057, 0.0000045, 0.3535529], 7);
  });
  test("as the paper's figure, double", () => {
    close(dualLevel(group, { combine: "sum", loneTurns: "raw" })[0]!, [1.4142115, 0.000009, 1.7071058], 7);
  });
  test("each level alone", () => {
    close(dualLevel(group, { levels: "trajectory" })[0]!, [0.7071058, 0.7071058, 0.7071058], 7);
    close(dualLevel(group, { levels: "turn" })[0]!.subarray(0, 2), [0.7071057, -0.7070968], 7);
  });
  test("refuses a discount above 1", () => {
    expect(() => dualLevel(group, { turnDiscount: 1.1 })).toThrow(InputError);
  });
});

describe("MatchTIR on E (MT-5)", () => {
  test("rewards key and door, not the missing goal; recall 2/3", async () => {
    const group = groupK5(9, ACTIONS_OF_E);
    const { episodes, costs } = await matchTir({ output: "reward" }).assign(group);
    expect([...episodes[0]!.credit]).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0]);
    expect(costs.envSteps).toBe(7); // the shortest way
    const calls = callsOf(group.episodes[0]!, group.subgoals);
    expect(calls.map(({ t, name }) => [t, name])).toEqual([
      [4, "pick up the key"],
      [7, "open the door"],
    ]);
    const reference = [...calls, call(REACH_GOAL)];
    expect(matchRewards(similarities(calls, reference), 3, { mode: "exact" })).toMatchObject({
      precision: 1,
      recall: 2 / 3,
    });
  });
  test("compares a group, and leaves an episode alone unknown", async () => {
    const { episodes } = await matchTir().assign(groupK5(11, `${ACTIONS_OF_E} R`, "L P R R A R R"));
    expect([...episodes[1]!.known]).toEqual(Array(7).fill(1));
    // Turns are compared by number: the shorter success stands against turns of the longer one that have more to come.
    expect(episodes[1]!.credit[6]).toBeLessThan(0);
    const alone = await matchTir().assign(groupK5(9, ACTIONS_OF_E));
    expect([...alone.episodes[0]!.known]).toEqual(Array(9).fill(0));
    expect(alone.notes).toHaveLength(1);
  });
});
