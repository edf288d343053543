import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Transition, Verdict } from "../../annotations/index.js";
import { compareJudges, isRight, type Pair } from "../../calm/compare.js";

const OPTIONS = { seed: 1, repetitions: 300 };

const item = (i: number, label: Verdict, part: string): Transition => ({
  id: String(i),
  task: "t",
  subgoals: ["s"],
  action: "a",
  before: { rows: ["@"], message: "" },
  after: { rows: ["@"], message: "" },
  labels: [label],
  episode: String(i),
  part,
});

const said = (verdicts: readonly Verdict[]) => verdicts.map((verdict) => ({ verdicts: [verdict] }));
const labels: readonly Verdict[] = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? "yes" : "no"));
const items = labels.map((label, i) => item(i, label, i < 30 ? "balanced" : "hard negatives"));

/** Wrong on the first `n` transitions. */
const wrongOn = (n: number) => said(labels.map((label, i) => (i >= n ? label : label === "yes" ? "no" : "yes")));

describe("judges on the same transitions", () => {
  it("differ by the kappas that a pencil gives, and by the transitions that only one judges rightly", () => {
    const [declared] = compareJudges(items, [wrongOn(0), wrongOn(10)], [[0, 1]], OPTIONS);
    // Right everywhere: 1. Ten of forty wrong, five of each class: 0.75 agreed, 0.5 by chance, so 0.5.
    const [pair] = declared?.differences ?? [];
    expect(declared).toMatchObject({ name: "balanced + hard negatives", role: "declared", items: 40, episodes: 40 });
    expect(pair?.kappa?.value).toBeCloseTo(0.5, 12);
    expect(pair?.f1?.value).toBeCloseTo(0.25, 12);
    // Five of forty are paid falsely by the second alone.
    expect(pair?.falseRewards?.value).toBeCloseTo(-0.125, 12);
    expect(pair).toMatchObject({ onlyFirst: 10, onlySecond: 0 });
    expect(pair?.p).toBeLessThan(0.05);
  });

  it("are corrected over all pairs, on the declared part alone", () => {
    const pairs: readonly Pair[] = [
      [0, 1],
      [0, 2],
      [1, 2],
    ];
    const parts = compareJudges(items, [wrongOn(0), wrongOn(10), wrongOn(11)], pairs, OPTIONS);
    expect(parts.map(({ name, role }) => [name, role])).toEqual([
      ["balanced + hard negatives", "declared"],
      ["balanced", "other"],
      ["hard negatives", "other"],
    ]);
    const [declared, ...others] = parts;
    // 2 / (300 + 1) is the least p that 300 repetitions give; times three it is the first pair's.
    const least = 2 / 301;
    expect(declared?.differences[0]?.p).toBeCloseTo(least, 12);
    expect(declared?.differences[0]?.holm).toBeCloseTo(3 * least, 12);
    expect(declared?.differences[2]?.holm).toBe(declared?.differences[2]?.p);
    expect(others.flatMap(({ differences }) => differences.map(({ p, holm }) => [p, holm]))).toEqual(
      Array(6).fill([undefined, undefined]),
    );
  });

  it("differ by nothing when they say the same, and the other way round when they change places", () => {
    const verdict = fc.constantFrom<Verdict>("yes", "no", "unanswered");
    const judge = fc.array(verdict, { minLength: 40, maxLength: 40 }).map(said);
    fc.assert(
      fc.property(judge, judge, (one, other) => {
        const options = { seed: 1, repetitions: 100 };
        const [there] = compareJudges(items, [one, other], [[0, 1]], options);
        const [back] = compareJudges(items, [one, other], [[1, 0]], options);
        const [a, b] = [there?.differences[0], back?.differences[0]];
        expect(a?.kappa?.value ?? 0).toBeCloseTo(-(b?.kappa?.value ?? 0), 12);
        expect([a?.onlyFirst, a?.onlySecond]).toEqual([b?.onlySecond, b?.onlyFirst]);
        const [same] = compareJudges(items, [one, one], [[0, 1]], options);
        expect(same?.differences[0]).toMatchObject({ onlyFirst: 0, onlySecond: 0 });
        expect(same?.differences[0]?.kappa?.value ?? 0).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it("have no kappa on a part of one class, and nothing is tested there", () => {
    const negatives = items.map((one) => ({ ...one, labels: ["no"] as const, part: "p" }));
    const [part] = compareJudges(negatives, [said(labels), said(labels.map(() => "no"))], [[0, 1]], OPTIONS);
    expect(part?.differences[0]).toMatchObject({ onlyFirst: 0, onlySecond: 20 });
    expect(part?.differences[0]?.kappa).toBeUndefined();
    expect(part?.differences[0]?.p).toBeUndefined();
    expect(part?.differences[0]?.falseRewards?.value).toBe(0.5);
  });

  it("are right where every labelled subgoal is answered as its label says, an unlabelled one however", () => {
    const two = { ...item(0, "yes", "p"), subgoals: ["s", "t"], labels: ["yes", "unanswered"] as const };
    expect(
      [
        ["yes", "no"],
        ["no", "no"],
        ["unanswered", "yes"],
      ].map((verdicts) => isRight(two, verdicts as Verdict[])),
    ).toEqual([true, false, false]);
  });
});
