import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cohenKappa, fleissKappa, gwetAc1, krippendorffAlpha } from "../../stats/index.js";
import { numberIn, okay } from "./support.js";

const textbook = [
  [20, 5],
  [10, 15],
];

/** Rows of digits with "·" for a missing rating, as the sources print them. */
const rows = (...lines: string[]): (number | null)[][] =>
  lines.map((line) => line.split(" ").map((digit) => (digit === "·" ? null : Number(digit))));

const squareTable = fc
  .integer({ min: 2, max: 5 })
  .chain((k) =>
    fc.array(fc.array(fc.nat({ max: 50 }), { minLength: k, maxLength: k }), { minLength: k, maxLength: k }),
  );

describe("Cohen's kappa", () => {
  it("gives the textbook 0.4 with its standard error", () => {
    // Section 10.2; the example of the Wikipedia article "Cohen's kappa".
    const result = okay(cohenKappa(textbook));
    expect(result.value).toBe(0.4);
    expect(result.observed).toBe(0.7);
    expect(result.expected).toBe(0.5);
    expect(result.standardError).toBeCloseTo(0.129615, 6);
  });

  it("is -0.023392 on the skewed table on which AC1 is 0.940776", () => {
    // Section 10.2; Gwet's paradox: 94 % raw agreement.
    const table = [
      [118, 5],
      [2, 0],
    ];
    expect(numberIn(cohenKappa(table))).toBeCloseTo(-0.023392, 6);
    const ac1 = okay(gwetAc1(table));
    expect(ac1.value).toBeCloseTo(0.940776, 6);
    expect(ac1.observed).toBe(0.944);
    expect(ac1.expected).toBeCloseTo(0.054432, 6);
    expect(numberIn(ac1.kappa)).toBe(numberIn(cohenKappa(table)));
  });

  it("is undefined when both raters use one and the same category throughout", () => {
    const onlyYes = [
      [50, 0],
      [0, 0],
    ];
    expect(cohenKappa(onlyYes)).toEqual({
      ok: false,
      why: "both raters used one and the same category throughout",
    });
    expect(gwetAc1(onlyYes)).toMatchObject({ ok: true, value: 1, kappa: { ok: false } });
  });

  it("is at most 1, 1 on a diagonal, and the same for either order of the raters", () => {
    fc.assert(
      fc.property(squareTable, (table) => {
        const kappa = cohenKappa(table);
        const transposed = cohenKappa(table.map((row, i) => row.map((_, j) => table[j]?.[i] ?? 0)));
        expect(transposed).toEqual(kappa);
        if (kappa.ok) expect(kappa.value).toBeLessThanOrEqual(1);
        const diagonal = cohenKappa(table.map((row, i) => row.map((cell, j) => (i === j ? cell + 1 : 0))));
        expect(numberIn(diagonal)).toBe(1);
      }),
      { seed: 1 },
    );
  });

  it("does not depend on the names of the categories", () => {
    fc.assert(
      fc.property(squareTable, (table) => {
        const renamed = cohenKappa([...table].reverse().map((row) => [...row].reverse()));
        const kappa = cohenKappa(table);
        expect(renamed.ok).toBe(kappa.ok);
        if (kappa.ok) expect(numberIn(renamed)).toBe(kappa.value);
      }),
      { seed: 2 },
    );
  });

  it("refuses a table that is not square", () => {
    expect(() =>
      cohenKappa([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toThrow(RangeError);
    expect(() => cohenKappa([[1]])).toThrow("a table needs at least 2 categories, got 1");
  });
});

describe("Gwet's AC1", () => {
  it("is 0.405941 on the textbook table", () => {
    // Section 10.2.
    expect(numberIn(gwetAc1(textbook))).toBeCloseTo(0.405941, 6);
  });

  it("is at most 1 and defined as soon as anything was counted", () => {
    fc.assert(
      fc.property(squareTable, (table) => {
        fc.pre(table.flat().some((cell) => cell > 0));
        expect(numberIn(gwetAc1(table))).toBeLessThanOrEqual(1);
      }),
      { seed: 3 },
    );
  });
});

describe("Fleiss' kappa", () => {
  it("gives the published 0.210 for 14 raters, 10 items and 5 classes", () => {
    // Section 10.2; the example of the Wikipedia article "Fleiss' kappa".
    const items = ["0 0 0 0 14", "0 2 6 4 2", "0 0 3 5 6", "0 3 9 2 0", "2 2 8 1 1"]
      .concat(["7 7 0 0 0", "3 2 6 3 0", "2 5 3 2 2", "6 5 2 1 0", "0 2 2 3 7"])
      .map((row) => row.split(" ").map(Number));
    const result = okay(fleissKappa(items));
    expect(result.observed).toBeCloseTo(0.378022, 6);
    expect(result.expected).toBeCloseTo(0.212755, 6);
    expect(result.value).toBeCloseTo(0.209931, 6);
  });

  it("is 1 under full agreement on more than one category, and undefined on one category", () => {
    expect(
      fleissKappa([
        [3, 0],
        [0, 3],
      ]),
    ).toMatchObject({ ok: true, value: 1 });
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    ).toEqual({ ok: false, why: "one category was used throughout" });
    expect(fleissKappa([])).toEqual({ ok: false, why: "there are no items" });
  });

  it("is at most 1 and does not depend on the order of the items", () => {
    const item = fc.nat({ max: 6 }).chain((a) => fc.nat({ max: 6 - a }).map((b) => [a, b, 6 - a - b]));
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 12 }), (items) => {
        const kappa = fleissKappa(items);
        expect(fleissKappa([...items].reverse())).toEqual(kappa);
        if (kappa.ok) expect(kappa.value).toBeLessThanOrEqual(1);
      }),
      { seed: 4 },
    );
  });

  it("refuses items with different numbers of ratings, and single ratings", () => {
    expect(() =>
      fleissKappa([
        [2, 1],
        [2, 0],
      ]),
    ).toThrow("every item needs 3 ratings in 2 categories, item 1 has 2 in 2");
    expect(() => fleissKappa([[1, 0]])).toThrow(RangeError);
  });
});

describe("Krippendorff's alpha", () => {
  // Section 10.2; Krippendorff 2011, "Computing Krippendorff's alpha-reliability", example C.
  const fourObservers = rows(
    "1 2 3 3 2 1 4 1 2 · · ·",
    "1 2 3 3 2 2 4 1 2 5 · 3",
    "· 3 3 3 2 3 4 2 2 5 1 ·",
    "1 2 3 3 2 4 4 1 2 5 1 ·",
  );
  // Section 10.2; the example of the Wikipedia article "Krippendorff's alpha".
  const threeCoders = rows(
    "· · · · · 3 4 1 2 1 1 3 3 · 3",
    "1 · 2 1 3 3 4 3 · · · · · · ·",
    "· · 2 1 3 4 4 · 2 1 1 3 3 · 4",
  );
  const binary = rows("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0");

  it("gives the published values for four observers with missing ratings", () => {
    expect(numberIn(krippendorffAlpha(fourObservers, "nominal"))).toBeCloseTo(0.743421, 6);
    expect(numberIn(krippendorffAlpha(fourObservers, "ordinal"))).toBeCloseTo(0.815388, 6);
    expect(numberIn(krippendorffAlpha(fourObservers, "interval"))).toBeCloseTo(0.849107, 6);
  });

  it("gives the published values for three coders with missing ratings", () => {
    expect(numberIn(krippendorffAlpha(threeCoders, "nominal"))).toBeCloseTo(0.691358, 6);
    expect(numberIn(krippendorffAlpha(threeCoders, "interval"))).toBeCloseTo(0.810845, 6);
  });

  it("gives the published 0.095 for binary data, on every scale", () => {
    // Krippendorff 2011, example A. With two values all three distances are proportional.
    for (const scale of ["nominal", "ordinal", "interval"] as const) {
      expect(numberIn(krippendorffAlpha(binary, scale))).toBeCloseTo(0.095238, 6);
    }
  });

  it("is undefined without pairs and without variation", () => {
    expect(krippendorffAlpha([], "nominal")).toEqual({ ok: false, why: "no item has two ratings" });
    expect(krippendorffAlpha(rows("1 · 2", "· 1 ·"), "nominal")).toMatchObject({ ok: false });
    expect(krippendorffAlpha(rows("1 1", "1 1"), "interval")).toEqual({ ok: false, why: "all ratings are equal" });
  });

  const rating = fc.option(fc.integer({ min: 0, max: 4 }), { freq: 4 });
  const threeRaters = fc
    .array(fc.tuple(rating, rating, rating), { minLength: 1, maxLength: 15 })
    .map((items) => [0, 1, 2].map((rater) => items.map((item) => item[rater] ?? null)));
  const scale = fc.constantFrom("nominal", "ordinal", "interval");

  it("is at most 1 and does not depend on the order of raters or items", () => {
    fc.assert(
      fc.property(threeRaters, scale, (ratings, by) => {
        const alpha = krippendorffAlpha(ratings, by);
        const turned = krippendorffAlpha(
          [...ratings].reverse().map((row) => [...row].reverse()),
          by,
        );
        expect(turned.ok).toBe(alpha.ok);
        if (!alpha.ok) return;
        expect(alpha.value).toBeLessThanOrEqual(1);
        expect(numberIn(turned)).toBeCloseTo(alpha.value, 10);
      }),
      { seed: 5 },
    );
  });

  it("does not change when an item with a single rating is added", () => {
    fc.assert(
      fc.property(threeRaters, scale, (ratings, by) => {
        const longer = ratings.map((row, rater) => [...row, rater === 0 ? 3 : null]);
        expect(krippendorffAlpha(longer, by)).toEqual(krippendorffAlpha(ratings, by));
      }),
      { seed: 6 },
    );
  });

  it("refuses ragged ratings and ratings that are no numbers", () => {
    expect(() => krippendorffAlpha(rows("1 2", "1"), "nominal")).toThrow(RangeError);
    expect(() => krippendorffAlpha([[Number.NaN], [1]], "nominal")).toThrow("a rating must be finite");
  });
});
