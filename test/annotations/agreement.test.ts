/** Agreement of raters: equal to the reference statistics on any tables, and to counts by hand. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Figure, labelling, type Verdict } from "../../annotations/index.js";
import { cohenKappa, fleissKappa, gwetAc1, krippendorffAlpha } from "../../stats/index.js";
import { transition } from "./support.js";

const DATA = Array.from({ length: 40 }, (_, i) =>
  transition(`item ${i}`, { subgoals: ["open"], episode: `ep ${i % 13}` }),
);
const OPTIONS = { seed: 1, repetitions: 100 };

type Said = readonly (Verdict | undefined)[];

function ratingsOf(name: string, said: Said, again: Said = []): labelling.Ratings {
  const labels = (given: Said) =>
    new Map(
      given.flatMap((verdict, i) =>
        verdict === undefined ? [] : [[`item ${i}`, { verdicts: [verdict], note: "", seconds: 1 }] as const],
      ),
    );
  return {
    rater: labelling.parseRater(name),
    path: `${name}.jsonl`,
    hash: "",
    instructions: "",
    began: "2026-11-23T12:00:00.000Z",
    ended: "2026-11-23T12:10:00.000Z",
    first: labels(said),
    second: labels(again),
    skipped: 0,
    left: 0,
  };
}

/** On the subgoal itself: the last column. */
const onSubgoal = (...ratings: readonly labelling.Ratings[]) => labelling.agreement(DATA, ratings, OPTIONS).columns[1]!;

const shown = (figure: Figure) => figure.value;
const reference = (estimate: { ok: true; value: number } | { ok: false }) => (estimate.ok ? estimate.value : null);
const close = (found: number | null, wanted: number | null) =>
  wanted === null ? expect(found).toBeNull() : expect(found).toBeCloseTo(wanted, 10);

const verdict = fc.constantFrom<Verdict | undefined>("yes", "no", "no", "unanswered", undefined);
const table = fc.array(fc.array(verdict, { minLength: 40, maxLength: 40 }), { minLength: 2, maxLength: 4 });
const isAnswer = (said: Verdict | undefined) => said === "yes" || said === "no";

describe("agreement", () => {
  it("equals Cohen's, Gwet's, Krippendorff's and Fleiss' reference statistics on any ratings with gaps", () => {
    fc.assert(
      fc.property(table, (said) => {
        const column = onSubgoal(...said.map((one, r) => ratingsOf(`script:r${r}`, one)));
        for (const { first, second, kappa, ac1 } of column.pairs) {
          const [a, b] = [said[Number(first.slice(-1))]!, said[Number(second.slice(-1))]!];
          const count = (x: Verdict, y: Verdict) => a.filter((one, i) => one === x && b[i] === y).length;
          const counts = [
            [count("yes", "yes"), count("yes", "no")],
            [count("no", "yes"), count("no", "no")],
          ];
          close(shown(kappa), reference(cohenKappa(counts)));
          close(shown(ac1), reference(gwetAc1(counts)));
        }
        const numbers = said.map((row) => row.map((one) => (isAnswer(one) ? Number(one === "yes") : null)));
        close(shown(column.alpha), reference(krippendorffAlpha(numbers, "nominal")));
        const complete = DATA.map((_, i) => said.map((row) => row[i])).filter((row) => row.every(isAnswer));
        const yes = complete.map((row) => row.filter((one) => one === "yes").length);
        close(shown(column.fleiss), reference(fleissKappa(yes.map((count) => [count, said.length - count]))));
        expect(column.fleissItems).toBe(complete.length);
      }),
      { numRuns: 60 },
    );
  });

  it("gives the textbook table kappa 0.4 beside AC1 0.405941, with intervals around them", () => {
    const blocks: readonly (readonly [number, Verdict, Verdict])[] = [
      [16, "yes", "yes"],
      [4, "yes", "no"],
      [8, "no", "yes"],
      [12, "no", "no"],
    ];
    const flat = blocks.flatMap(([n, a, b]) => Array.from({ length: n }, () => [a, b] as const));
    const [pair] = onSubgoal(
      ratingsOf(
        "human:a",
        flat.map(([a]) => a),
      ),
      ratingsOf(
        "human:b",
        flat.map(([, b]) => b),
      ),
    ).pairs;
    expect(pair).toMatchObject({ bothYes: 16, onlyFirst: 4, onlySecond: 8, bothNo: 12, agreed: { value: 0.7 } });
    expect(pair?.kappa.value).toBeCloseTo(0.4, 12);
    expect(pair?.ac1.value).toBeCloseTo(0.405941, 6);
    expect(pair?.yes).toBeCloseTo(0.55, 12);
    if (pair?.kappa.value === null || pair === undefined) throw new Error("no kappa");
    expect(pair.kappa.low).toBeLessThan(0.4);
    expect(pair.kappa.high).toBeGreaterThan(0.4);
  });

  it("takes unsure and absent for missing, never for no", () => {
    const column = onSubgoal(
      ratingsOf("human:a", ["yes", "unanswered", "no", undefined]),
      ratingsOf("human:b", ["yes", "no", "unanswered", "no"]),
    );
    expect(column.pairs[0]).toMatchObject({ bothYes: 1, onlyFirst: 0, onlySecond: 0, bothNo: 0 });
    expect([column.alphaItems, column.fleissItems]).toEqual([1, 1]);
  });

  it("compares every rater's second time with the first, and with nobody else's", () => {
    const found = onSubgoal(
      ratingsOf("human:a", ["yes", "no", "no"], ["yes", "yes"]),
      ratingsOf("human:b", ["yes", "no", "no"]),
    );
    expect(found.pairs.map(({ first, second, kind }) => [first, second, kind])).toEqual([
      ["human:a", "human:b", "pair"],
      ["human:a", "human:a", "self"],
    ]);
    expect(found.pairs[1]).toMatchObject({ bothYes: 1, onlySecond: 1, bothNo: 0 });
    expect(found.pairs[0]).toMatchObject({ bothYes: 1, bothNo: 2 });
  });

  it("has a human ceiling from two people on, and scripts are no people", () => {
    const [a, b] = [ratingsOf("human:a", ["yes", "no", "no"]), ratingsOf("human:b", ["yes", "no", "yes"])];
    const script = ratingsOf("script:c", ["no", "no", "no"]);
    expect(onSubgoal(a, script).humanCeiling).toBeUndefined();
    expect(onSubgoal(a, b, script).humanCeiling?.value).toBeCloseTo(0.4, 12);
  });

  it("of a single rater without second times says nothing, and does not fail", () => {
    expect(onSubgoal(ratingsOf("human:a", ["yes", "no"]))).toMatchObject({ pairs: [], fleissItems: 0, alphaItems: 0 });
  });

  it("lists where one says yes and another no, and only there", () => {
    const { disagreements } = labelling.agreement(
      DATA,
      [
        ratingsOf("human:a", ["yes", "no", "unanswered", "yes"]),
        ratingsOf("human:b", ["no", "no", "yes", undefined]),
        ratingsOf("script:c", [undefined, "no", "yes", "no"]),
      ],
      OPTIONS,
    );
    expect(disagreements).toEqual([
      { id: "item 0", subgoal: "open", said: ["yes", "no", "not rated"] },
      { id: "item 3", subgoal: "open", said: ["yes", "not rated", "no"] },
    ]);
  });
});
