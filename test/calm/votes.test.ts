import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Judgement, unanswered, type Verdict } from "../../annotations/index.js";
import { voteFigures } from "../../calm/vote-score.js";
import { majorityOf, selfConsistency } from "../../calm/votes.js";
import { transition, verdicts } from "../annotations/support.js";

const one = (...said: readonly Verdict[]): readonly Judgement[] => said.map((verdict) => verdicts(verdict));

describe("a majority", () => {
  it("is what more than half of the readable answers say, per subgoal", () => {
    const judged = majorityOf([verdicts("yes", "no"), verdicts("yes", "yes"), verdicts("no", "no")]);
    expect(judged.verdicts).toEqual(["yes", "no"]);
    expect(judged.failure).toBeUndefined();
    expect(judged.confidence).toEqual([2 / 3, 1 / 3]);
    expect(selfConsistency(judged)).toBeCloseTo(2 / 3, 12);
  });

  it("is unanswered at an even split, and says tie", () => {
    const judged = majorityOf(one("yes", "no", "yes", "no"));
    expect(judged).toMatchObject({
      verdicts: ["unanswered"],
      failure: { reason: "tie", detail: "2 answers say yes, 2 say no" },
      confidence: [0.5],
    });
  });

  it("takes no vote from an answer that cannot be read: two of three are enough, one is not", () => {
    expect(majorityOf(one("yes", "unanswered", "yes")).verdicts).toEqual(["yes"]);
    const few = majorityOf([...one("yes"), unanswered(1, "no object", "x"), unanswered(1, "refused", "x")]);
    expect(few).toMatchObject({
      verdicts: ["unanswered"],
      failure: { reason: "too few answers", detail: "1 of 3 answers can be read (no object, refused)" },
      confidence: [1],
    });
  });

  it("of half the samples counts, as many as the rule says", () => {
    expect(majorityOf(one("yes", "yes", "unanswered", "unanswered")).verdicts).toEqual(["yes"]);
    expect(majorityOf(one("yes", "no", "unanswered", "unanswered")).failure?.reason).toBe("tie");
  });

  it("of nothing readable has no confidence, and says so where another try might mend it", () => {
    const none = majorityOf([unanswered(1, "no object", "x"), unanswered(1, "transport", "x")]);
    expect(none).toMatchObject({ verdicts: ["unanswered"], failure: { reason: "transport" }, confidence: [null] });
    expect(selfConsistency(none)).toBeUndefined();
  });

  it("does not depend on the order of the samples", () => {
    const verdict = fc.constantFrom<Verdict>("yes", "no", "unanswered");
    fc.assert(
      fc.property(fc.array(verdict, { minLength: 1, maxLength: 9 }), (said) => {
        const there = majorityOf(one(...said));
        const back = majorityOf(one(...said.toReversed()));
        expect([back.verdicts, back.confidence]).toEqual([there.verdicts, there.confidence]);
      }),
    );
  });
});

describe("what voting did", () => {
  const items = Array.from({ length: 40 }, (_, i) =>
    transition(`t${i}`, { subgoals: ["door"], labels: [i % 2 === 0 ? "yes" : "no"], episode: `e${i % 8}` }),
  );
  const rowOf = (judge: (i: number) => readonly Judgement[]) => ({
    provenance: { kind: "mock", name: "m, majority of 3", note: "A test." } as const,
    judgements: items.map((_, i) => majorityOf(judge(i))),
  });
  const options = { seed: 1, repetitions: 200 };

  it("is compared with a majority of independent answers of the same rate", () => {
    const truth = (i: number): Verdict => (i % 2 === 0 ? "yes" : "no");
    // The same quarter of the transitions is misjudged by all three answers: nothing for a vote to mend.
    const wrong = (i: number): Verdict => (truth(i) === "yes" ? "no" : "yes");
    const [figures] = voteFigures(
      items,
      [
        rowOf((i) => {
          const said = i % 8 < 2 ? wrong(i) : truth(i);
          return one(said, said, said);
        }),
      ],
      options,
    );
    expect(figures).toMatchObject({ samples: 3, failures: {}, selfConsistency: { value: 1 } });
    const [hits, alarms] = figures!.rates;
    expect(hits).toMatchObject({
      label: "yes",
      items: 20,
      undecided: 0,
      answers: { value: 0.75 },
      majority: { value: 0.75 },
    });
    // 0.75^3 + 3 * 0.75^2 * 0.25
    expect(hits!.independent.value).toBeCloseTo(0.84375, 10);
    expect(alarms!.independent.value).toBeCloseTo(0.15625, 10);
    expect(alarms!.majority.value).toBe(0.25);
  });

  it("is nothing where nobody voted", () => {
    const plain = { provenance: rowOf(() => one("yes")).provenance, judgements: items.map(() => verdicts("yes")) };
    expect(voteFigures(items, [plain], options)).toEqual([]);
  });

  it("counts ties and samples that were not read", () => {
    const [figures] = voteFigures(
      items,
      [rowOf(() => [...one("yes", "no"), unanswered(1, "no object", "x")])],
      options,
    );
    expect(figures?.failures).toEqual({ "no object": 40 });
    expect(figures?.rates[0]).toMatchObject({ undecided: 20, majority: { value: null } });
  });
});
