import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logistic } from "../../stats/index.js";

const { fitLogistic, sigmoid } = logistic;

function rowsOf(lists: readonly (readonly number[])[], width: number): logistic.IndicatorRows {
  const starts = [0];
  for (const list of lists) starts.push(starts.at(-1)! + list.length);
  return { starts: Int32Array.from(starts), columns: Int32Array.from(lists.flat()), width };
}

const data = (
  lists: readonly (readonly number[])[],
  width: number,
  yes: number[],
  no: number[],
): logistic.LogisticData => ({
  rows: rowsOf(lists, width),
  yes: Float64Array.from(yes),
  no: Float64Array.from(no),
});

/** The largest part of the gradient at a model, computed anew. */
function steepest(
  lists: readonly (readonly number[])[],
  d: logistic.LogisticData,
  model: logistic.LogisticModel,
  penalty: number,
): number {
  const gradient = [...model.weights].map((weight) => penalty * weight);
  let bias = 0;
  lists.forEach((list, r) => {
    const p = sigmoid(list.reduce((sum, column) => sum + model.weights[column]!, model.bias));
    const slope = d.no[r]! * p - d.yes[r]! * (1 - p);
    bias += slope;
    for (const column of list) gradient[column]! += slope;
  });
  return Math.max(Math.abs(bias), ...gradient.map(Math.abs));
}

const LISTS = [[0], [0, 1], [1], [1, 2], [2], [0, 2], [], [0, 1, 2]];
const EXAMPLE = data(LISTS, 3, [3, 2, 0, 1, 0, 4, 0, 5], [1, 0, 4, 2, 3, 1, 6, 0]);

describe("logistic regression", () => {
  // scikit-learn 1.5.2, LogisticRegression(C=1/penalty, solver="newton-cholesky", tol=1e-12) on the same rows.
  it.each([
    [0.5, [2.9852430567, 0.8186334697, 0.6825554391], -2.4065782771],
    [2, [1.6394661119, 0.3707555424, 0.4514114488], -1.3595766086],
    [10, [0.5353153401, 0.1168236682, 0.1846323523], -0.5392614397],
  ])("with penalty %d has scikit-learn's weights", (penalty, weights, bias) => {
    const model = fitLogistic(EXAMPLE, { penalty, tolerance: 1e-10 });
    expect(model.bias).toBeCloseTo(bias, 6);
    weights.forEach((weight, i) => {
      expect(model.weights[i]).toBeCloseTo(weight, 6);
    });
  });

  it("without columns gives the share of yes, whatever the penalty", () => {
    const { bias } = fitLogistic(data([[], []], 0, [3, 0], [0, 9]), { penalty: 50, tolerance: 1e-10 });
    expect(sigmoid(bias)).toBeCloseTo(3 / 12, 8);
  });

  const problem = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.double({ min: 0.05, max: 20, noNaN: true }))
    .chain(([width, penalty]) =>
      fc.record({
        width: fc.constant(width),
        penalty: fc.constant(penalty),
        rows: fc.array(
          fc.record({
            list: fc.uniqueArray(fc.integer({ min: 0, max: width - 1 })),
            yes: fc.integer({ min: 0, max: 5 }),
            no: fc.integer({ min: 0, max: 5 }),
          }),
          { minLength: 2, maxLength: 20 },
        ),
      }),
    )
    .filter(({ rows }) => rows.some(({ yes }) => yes > 0) && rows.some(({ no }) => no > 0));

  it("ends where the gradient vanishes, wherever it begins", () => {
    fc.assert(
      fc.property(problem, ({ width, penalty, rows }) => {
        const lists = rows.map(({ list }) => list);
        const one = data(
          lists,
          width,
          rows.map(({ yes }) => yes),
          rows.map(({ no }) => no),
        );
        const answers = rows.reduce((sum, { yes, no }) => sum + yes + no, 0);
        const model = fitLogistic(one, { penalty, tolerance: 1e-8 });
        expect(steepest(lists, one, model, penalty)).toBeLessThan(1e-6 * answers);
        const start = { bias: 3, weights: Float64Array.from({ length: width }, (_, i) => i - 2) };
        const other = fitLogistic(one, { penalty, tolerance: 1e-8, start });
        expect(other.bias).toBeCloseTo(model.bias, 3);
      }),
      { numRuns: 200 },
    );
  });

  it("gives the same bits for the same rows", () => {
    const [one, other] = [fitLogistic(EXAMPLE, { penalty: 1 }), fitLogistic(EXAMPLE, { penalty: 1 })];
    expect(other).toEqual(one);
  });

  it("refuses answers of one kind, a penalty of nothing, and rows that do not fit", () => {
    expect(() => fitLogistic(data([[0]], 1, [4], [0]), { penalty: 1 })).toThrow("answers of both kinds");
    expect(() => fitLogistic(EXAMPLE, { penalty: 0 })).toThrow("penalty is 0");
    expect(() => fitLogistic(data([[0], [1]], 2, [1], [1]), { penalty: 1 })).toThrow("not of the same rows");
    expect(() => fitLogistic(data([[0], [2]], 2, [1, 0], [0, 1]), { penalty: 1 })).toThrow("out of range");
  });
});
