import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestAssignment } from "../../stats/index.js";

type Scores = readonly (readonly number[])[];

/** The best sum over every way of giving each row one column or none. */
function bruteForce(scores: Scores, row = 0, used: readonly number[] = []): number {
  const own = scores[row];
  if (own === undefined) return 0;
  const without = bruteForce(scores, row + 1, used);
  return own.reduce(
    (best, score, column) =>
      used.includes(column) ? best : Math.max(best, score + bruteForce(scores, row + 1, [...used, column])),
    without,
  );
}

const total = (scores: Scores) => bestAssignment(scores).reduce((sum, { score }) => sum + score, 0);

describe("the exact assignment", () => {
  // facts credit-assignment.md, section 3.4, MT-1.
  it("finds 1.6 where taking the best first finds 0.9", () => {
    const scores = [
      [0.9, 0.8],
      [0.8, 0],
    ];
    expect(bestAssignment(scores)).toEqual([
      { row: 0, column: 1, score: 0.8 },
      { row: 1, column: 0, score: 0.8 },
    ]);
  });

  it("has the best sum of all assignments on random matrices up to 4 x 4", () => {
    const matrix = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).chain(([rows, columns]) =>
      fc.array(
        fc.array(fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: columns,
          maxLength: columns,
        }),
        { minLength: rows, maxLength: rows },
      ),
    );
    fc.assert(
      fc.property(matrix, (scores) => {
        const pairs = bestAssignment(scores);
        expect(new Set(pairs.map(({ row }) => row)).size).toBe(pairs.length);
        expect(new Set(pairs.map(({ column }) => column)).size).toBe(pairs.length);
        for (const { row, column, score } of pairs) expect(score).toBe(scores[row]?.[column]);
        expect(total(scores)).toBeCloseTo(bruteForce(scores), 9);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it("pairs nothing where every score is 0, and nothing with nothing", () => {
    expect(bestAssignment([[0, 0]])).toEqual([]);
    expect(bestAssignment([])).toEqual([]);
    expect(bestAssignment([[], []])).toEqual([]);
  });

  it("refuses scores that cannot be meant", () => {
    expect(() => bestAssignment([[1], [1, 2]])).toThrow("must have one length");
    expect(() => bestAssignment([[-1]])).toThrow("a score must be >= 0, got -1");
    expect(() => bestAssignment([[Number.NaN]])).toThrow("a score must be finite");
  });

  it("takes a matrix of 200 x 200 in well under a second", () => {
    const scores = Array.from({ length: 200 }, (_, i) =>
      Array.from({ length: 200 }, (_, j) => ((i * 7919 + j * 104729) % 1000) / 1000),
    );
    expect(bestAssignment(scores).length).toBe(200);
  });
});
