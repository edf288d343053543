import { describe, expect, test } from "vitest";
import { capo, flagOf, VOTE_RULES, type VoteRule, voteCounts } from "../../../calm/credit/capo.js";
import { type Normalisation, normalised } from "../../../calm/credit/normalise.js";
import { groupOf } from "../../../calm/credit/played.js";
import { InputError } from "../../../envs/index.js";
import { saying, unreadable } from "./critics.js";
import { ACTIONS_OF_E, groupK5, k5Env, playK5, registerK5 } from "./k5.js";

registerK5(9);
registerK5(11);

const VOTES = [[0, 1], [1], [1, 4], [0, 1]];
const creditOf = async (rule: VoteRule, ...critiques: readonly (readonly number[] | undefined)[]) =>
  capo({ critic: saying(...critiques), votes: critiques.length, rule, output: "reward" }).assign(
    groupK5(9, ACTIONS_OF_E),
  );

describe("CAPO's votes on E (CAPO-1)", () => {
  test("count in how many critiques a step was named", () => {
    expect([...voteCounts(9, VOTES)]).toEqual([2, 4, 0, 0, 1, 0, 0, 0, 0]);
  });
  test.each([
    ["intersection", [0, -1, 0, 0, 0, 0, 0, 0, 0]],
    ["majority", [-1, -1, 0, 0, 0, 0, 0, 0, 0]],
    ["strict", [0, -1, 0, 0, 0, 0, 0, 0, 0]],
    ["union", [-1, -1, 0, 0, -1, 0, 0, 0, 0]],
    ["average", [-0.5, -1, 0, 0, -0.25, 0, 0, 0, 0]],
  ] as const)("make rewards by %s", async (rule, expected) => {
    const { episodes, costs } = await creditOf(rule, ...VOTES);
    expect(Array.from(episodes[0]!.credit, (x) => x + 0)).toEqual(expected);
    expect(costs).toMatchObject({ calls: 4, unread: 0 });
    expect([...episodes[0]!.wrongShare!]).toEqual([0.5, 1, 0, 0, 0.25, 0, 0, 0, 0]);
  });
  test("take one critique when greedy", async () => {
    const { episodes, costs } = await capo({ critic: saying([2]), rule: "greedy", output: "reward" }).assign(
      groupK5(9, ACTIONS_OF_E),
    );
    expect([costs.calls, episodes[0]!.firstError]).toEqual([1, 2]);
  });
  test("are taken over the critiques that can be read", async () => {
    const { episodes, costs } = await creditOf("majority", [0, 1], undefined, [1], undefined);
    expect(Array.from(episodes[0]!.credit, (x) => x + 0)).toEqual([-1, -1, 0, 0, 0, 0, 0, 0, 0]);
    expect([...episodes[0]!.known]).toEqual(Array(9).fill(1));
    expect(costs).toEqual({ envSteps: 0, restores: 0, calls: 4, tokensIn: 14, tokensOut: 6, unread: 2, dropped: 0 });
  });
  test("leave an episode unknown when none can be read, a success included", async () => {
    const group = groupK5(11, `${ACTIONS_OF_E} R`);
    const { episodes, notes } = await capo({ critic: unreadable, output: "reward" }).assign(group);
    expect([...episodes[0]!.known]).toEqual(Array(10).fill(0));
    expect([...episodes[0]!.credit]).toEqual(Array(10).fill(2));
    expect(episodes[0]!.failures).toHaveLength(4);
    expect(notes).toHaveLength(1);
  });
});

describe("rewards of success and failure, clean and wrong", () => {
  test("are +2, +1, 0, -1", async () => {
    const env = k5Env(11);
    const group = groupOf(env, [playK5(env, `${ACTIONS_OF_E} R`, "won"), playK5(env, "R A L L P R R A L R L", "lost")]);
    const { episodes } = await capo({ critic: saying([1]), votes: 1, output: "reward" }).assign(group);
    const [won, lost] = episodes.map(({ credit }) => credit);
    expect([won![0], won![1], lost![0], lost![1]]).toEqual([2, 1, 0, -1]);
  });
});

describe("votes of independent critiques", () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
  const flagged = (rule: VoteRule, votes: number, rate: number) =>
    Array.from(
      { length: votes + 1 },
      (_, n) => choose(votes, n) * rate ** n * (1 - rate) ** (votes - n) * flagOf(rule, n, votes),
    ).reduce((a, b) => a + b);
  test.each([
    [2, "union", 0.96, 0.36],
    [2, "majority", 0.96, 0.36],
    [2, "strict", 0.64, 0.04],
    [2, "intersection", 0.64, 0.04],
    [4, "union", 0.9984, 0.5904],
    [4, "majority", 0.9728, 0.1808],
    [4, "strict", 0.8192, 0.0272],
    [4, "intersection", 0.4096, 0.0016],
    [8, "union", 0.999997, 0.832228],
    [8, "majority", 0.989594, 0.056282],
    [8, "strict", 0.943718, 0.010406],
    [8, "intersection", 0.167772, 0.000003],
  ] as const)("of %i by %s flag wrong steps at %f and right ones at %f", (votes, rule, hit, alarm) => {
    expect(flagged(rule, votes, 0.8)).toBeCloseTo(hit, 6);
    expect(flagged(rule, votes, 0.2)).toBeCloseTo(alarm, 6);
  });
});

describe("normalisation", () => {
  const lists = (...of: readonly (readonly number[])[]) => of.map((list) => Float64Array.from(list));
  const of = (
    how: Normalisation,
    total: readonly (readonly number[])[],
    spread: "population" | "sample" = "population",
  ) =>
    normalised(
      {
        total: lists(...total),
        outcome: lists(...total),
        steps: lists(...total.map((l) => l.map(() => 0))),
        seen: total.map((l) => l.map((_, t) => `s${t}`)),
      },
      how,
      spread,
    ).map((l) => Array.from(l, (x) => Number(x.toFixed(6)) + 0));
  test("over all steps of the group (CAPO-2)", () => {
    expect(
      of("group-token", [
        [2, 2, 2],
        [0, -1, 0],
      ]),
    ).toEqual([
      [0.961524, 0.961524, 0.961524],
      [-0.686803, -1.510966, -0.686803],
    ]);
    expect(
      of(
        "group-token",
        [
          [2, 2, 2],
          [0, -1, 0],
        ],
        "sample",
      ),
    ).toEqual([
      [0.877747, 0.877747, 0.877747],
      [-0.626962, -1.379317, -0.626962],
    ]);
  });
  test("is pulled by a longer failure (CAPO-3), which equal weight of episodes undoes", () => {
    const [a, b] = of("group-token", [
      [2, 2],
      [0, -1, 0, 0, 0, 0],
    ]);
    expect(a).toEqual([1.637846, 1.637846]);
    expect(b).toEqual([-0.377964, -1.38587, -0.377964, -0.377964, -0.377964, -0.377964]);
    const [one, other] = [
      of("group-episode", [
        [2, 2],
        [0, 0],
      ]),
      of("group-episode", [
        [2, 2],
        [0, 0, 0, 0, 0, 0],
      ]),
    ];
    expect(other[0]).toEqual(one[0]);
    expect(other[1]![0]).toBe(one[1]![0]);
  });
  test("gives 0 to a pool without spread or of one", () => {
    expect(of("group-token", [[1, 1], [1]])).toEqual([[0, 0], [0]]);
    expect(of("same-step", [[1, 5], [3]])).toEqual([[-1, 0], [1]]);
    expect(
      of("same-state", [
        [1, 5],
        [3, 5],
      ]),
    ).toEqual([
      [-1, 0],
      [1, 0],
    ]);
  });
  test("decoupled tells sums apart that collapse together", () => {
    // GDPO (arXiv 2601.05242): outcome 0/1 with process 0 against outcome 0/2 with process 0 give one result pooled.
    const apart = (outcome: readonly number[], process: readonly number[]) =>
      normalised(
        {
          total: lists(outcome.map((x, i) => x + process[i]!)),
          outcome: lists(outcome),
          steps: lists(process),
          seen: [[]],
        },
        "decoupled",
        "population",
      )[0]!;
    const [one, two] = [apart([0, 1, 0, 1], [0, 0, 0, 1]), apart([0, 1, 0, 1], [0, 0, 0, 0])];
    expect(one[3]).toBeGreaterThan(one[1]!);
    expect(two[3]).toBe(two[1]);
  });
  test("leaves rewards as they are for none", () => {
    expect(of("none", [[2, -1]])).toEqual([[2, -1]]);
  });
});

test("a number of votes that is none is refused", () => {
  expect(() => capo({ critic: saying([]), votes: 0 })).toThrow(InputError);
  expect(VOTE_RULES).toHaveLength(6);
});
