import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defined,
  type Estimate,
  excludes,
  exhaustiveDraws,
  interquartileMean,
  optimalityGap,
  performanceProfile,
  probabilityOfImprovement,
  quantile,
  stratifiedBootstrap,
} from "../../stats/index.js";
import { stratifiedValues } from "../../stats/stratified.js";
import { numberIn, okay, stream } from "./support.js";

// Section 10.1: the definitions of Agarwal et al. 2021, worked by hand on these ten runs.
const ten = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 0.9, 1];

const overallMean = (tasks: readonly ArrayLike<number>[]): Estimate => {
  const all = tasks.flatMap((runs) => Array.from(runs));
  return defined(all.reduce((sum, score) => sum + score, 0) / all.length);
};
const score = fc.double({ min: 0, max: 2, noNaN: true });
const scores = fc.array(fc.array(score, { minLength: 2, maxLength: 8 }), { minLength: 1, maxLength: 4 });

describe("the interquartile mean", () => {
  it("drops floor(N/4) scores at each end", () => {
    expect(numberIn(interquartileMean([ten]))).toBeCloseTo(0.4666667, 7);
    expect(numberIn(interquartileMean([[0, 1, 2, 9]]))).toBe(1.5);
    expect(numberIn(interquartileMean([[0, 1, 2, 3, 9]]))).toBe(2);
    expect(numberIn(interquartileMean([[0, 1, 5]]))).toBe(2);
    expect(numberIn(overallMean([ten]))).toBeCloseTo(0.48, 12);
  });

  it("pools all tasks, sorts by size and ignores the order", () => {
    expect(
      numberIn(
        interquartileMean([
          [9, 0],
          [10, 1],
        ]),
      ),
    ).toBe(5);
    fc.assert(
      fc.property(scores, (tasks) => {
        const turned = [...tasks].reverse().map((runs) => [...runs].reverse());
        expect(interquartileMean(turned)).toEqual(interquartileMean(tasks));
      }),
      { seed: 1 },
    );
  });

  it("is undefined without scores", () => {
    expect(interquartileMean([])).toEqual({ ok: false, why: "there are no scores" });
    expect(interquartileMean([[]])).toMatchObject({ ok: false });
    expect(() => interquartileMean([[Number.NaN]])).toThrow("a score must be finite");
  });
});

describe("the optimality gap", () => {
  it("is 0.52 on the reference runs and gains nothing above the target", () => {
    expect(numberIn(optimalityGap([ten]))).toBeCloseTo(0.52, 12);
    expect(numberIn(optimalityGap([[...ten.slice(0, 9), 1.5]]))).toBeCloseTo(0.52, 12);
  });

  it("is 0 when every run reaches the target, and follows another target", () => {
    expect(
      numberIn(
        optimalityGap([
          [1, 2],
          [1, 1],
        ]),
      ),
    ).toBe(0);
    expect(numberIn(optimalityGap([[1, 2]], 2))).toBe(0.5);
    expect(optimalityGap([])).toMatchObject({ ok: false });
  });
});

describe("the performance profile", () => {
  it.each([
    [0, 0.9],
    [0.25, 0.7],
    [0.5, 0.4],
    [0.75, 0.3],
    [1, 0],
  ])("at %f is %f on the reference runs", (threshold, share) => {
    expect(numberIn(performanceProfile([ten], threshold))).toBeCloseTo(share, 12);
  });

  it("averages tasks, not runs, and never rises", () => {
    expect(numberIn(performanceProfile([[1], [0, 0, 0]], 0.5))).toBe(0.5);
    fc.assert(
      fc.property(scores, score, score, (tasks, a, b) => {
        const low = numberIn(performanceProfile(tasks, Math.min(a, b)));
        expect(numberIn(performanceProfile(tasks, Math.max(a, b)))).toBeLessThanOrEqual(low);
      }),
      { seed: 2 },
    );
  });

  it("is undefined when a task has no runs", () => {
    expect(performanceProfile([[1], []], 0.5)).toEqual({ ok: false, why: "a task has no runs" });
    expect(performanceProfile([], 0.5)).toEqual({ ok: false, why: "there are no tasks" });
  });
});

describe("the probability of improvement", () => {
  const x = [
    [0.2, 0.5, 0.9],
    [0.4, 0.4, 0.4],
  ];
  const y = [
    [0.1, 0.5, 0.6],
    [0.3, 0.4, 0.5],
  ];

  it("counts ties half and averages tasks", () => {
    expect(numberIn(probabilityOfImprovement(x.slice(0, 1), y.slice(0, 1)))).toBeCloseTo(0.6111111, 7);
    expect(numberIn(probabilityOfImprovement(x.slice(1), y.slice(1)))).toBe(0.5);
    expect(numberIn(probabilityOfImprovement(x, y))).toBeCloseTo(0.5555556, 7);
  });

  it("of an arm against itself is 0.5, and the two directions add to 1", () => {
    fc.assert(
      fc.property(scores, scores, (a, b) => {
        const tasks = Math.min(a.length, b.length);
        const forth = numberIn(probabilityOfImprovement(a.slice(0, tasks), b.slice(0, tasks)));
        const back = numberIn(probabilityOfImprovement(b.slice(0, tasks), a.slice(0, tasks)));
        expect(forth + back).toBeCloseTo(1, 12);
        expect(numberIn(probabilityOfImprovement(a, a))).toBeCloseTo(0.5, 12);
      }),
      { seed: 3 },
    );
  });

  it("does not exclude chance on three runs that hardly differ, and does on runs that never overlap", () => {
    const interval = (a: readonly number[][], b: readonly number[][]) =>
      stratifiedBootstrap([...a, ...b], [(s) => probabilityOfImprovement(s.slice(0, a.length), s.slice(a.length))], {
        repetitions: 500,
        random: stream(1),
      })[0]!;
    expect(okay(interval(x, y)).estimate).toBeCloseTo(0.5555556, 7);
    expect(excludes(interval(x, y), 0.5)).toBe(false);
    expect(excludes(interval([[7, 8, 9]], [[1, 2, 3]]), 0.5)).toBe(true);
  });

  it("refuses different tasks and is undefined without runs", () => {
    expect(() => probabilityOfImprovement(x, y.slice(1))).toThrow(RangeError);
    expect(probabilityOfImprovement([[]], [[1]])).toEqual({ ok: false, why: "a task has no runs" });
    expect(probabilityOfImprovement([], [])).toEqual({ ok: false, why: "there are no tasks" });
  });
});

describe("the stratified bootstrap", () => {
  const tasks = [
    [0, 1],
    [0.2, 0.4],
  ];

  it("over all 16 resamples of two tasks has the reference distribution", () => {
    const [values] = stratifiedValues(tasks, [overallMean], exhaustiveDraws([2, 2]));
    const sorted = Array.from(values!).sort((a, b) => a - b);
    const expected = [0.1, 0.15, 0.15, 0.2, 0.35, 0.35, 0.4, 0.4, 0.4, 0.4, 0.45, 0.45, 0.6, 0.65, 0.65, 0.7];
    for (const [i, value] of sorted.entries()) expect(value).toBeCloseTo(expected[i]!, 12);
    expect(numberIn(quantile(sorted, 0.5))).toBeCloseTo(0.4, 12);
    const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - 0.4) ** 2, 0) / 16);
    expect(deviation).toBeCloseTo(0.1802776, 7);
  });

  it("has the exact limits 0.11875 and 0.68125", () => {
    const [result] = stratifiedBootstrap(tasks, [overallMean], exhaustiveDraws([2, 2]));
    const { estimate, low, high } = okay(result!);
    expect(estimate).toBeCloseTo(0.4, 12);
    expect(low).toBeCloseTo(0.11875, 12);
    expect(high).toBeCloseTo(0.68125, 12);
  });

  it("varies less than resampling across tasks", () => {
    // Section 10.1: the unstratified standard deviation is 0.1870829, over 256 resamples of the pooled runs.
    const [pooled] = stratifiedValues([tasks.flat()], [overallMean], exhaustiveDraws([4]));
    expect(pooled).toHaveLength(256);
    const deviation = Math.sqrt(pooled!.reduce((sum, value) => sum + (value - 0.4) ** 2, 0) / 256);
    expect(deviation).toBeCloseTo(0.1870829, 7);
  });

  it("with one task is the plain bootstrap over runs", () => {
    const [result] = stratifiedBootstrap([[0, 0.5, 1]], [overallMean], exhaustiveDraws([3]));
    const { low, high } = okay(result!);
    expect(low).toBeCloseTo(0.1083333, 7);
    expect(high).toBeCloseTo(0.8916667, 7);
  });

  it("gives the same result under the same stream", () => {
    const profile = [0.25, 0.5, 0.75].map((t) => (s: readonly ArrayLike<number>[]) => performanceProfile(s, t));
    fc.assert(
      fc.property(scores, fc.nat(), (data, seed) => {
        const run = () =>
          stratifiedBootstrap(data, [interquartileMean, optimalityGap, ...profile], {
            repetitions: 20,
            random: stream(seed),
          });
        expect(run()).toEqual(run());
        for (const result of run()) expect(okay(result).low).toBeLessThanOrEqual(okay(result).high);
      }),
      { seed: 4 },
    );
  });

  it("is undefined when nothing can vary", () => {
    const options = { repetitions: 10, random: stream(2) };
    expect(stratifiedBootstrap([[1], [2]], [overallMean], options)).toMatchObject([{ ok: false }]);
    expect(stratifiedBootstrap([], [overallMean], options)).toMatchObject([{ ok: false }]);
    expect(() => stratifiedBootstrap([[1, Number.NaN]], [overallMean], options)).toThrow(RangeError);
  });
});
