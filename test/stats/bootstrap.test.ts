import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resampledValues } from "../../stats/bootstrap.js";
import {
  bootstrapMean,
  type ClusterStatistic,
  clusterBootstrap,
  confusionStatistic,
  exhaustiveDraws,
  f1,
  mcc,
  quantile,
} from "../../stats/index.js";
import { numberIn, okay, stream } from "./support.js";

/** How often each value occurs, rounded to the digits printed in the reference. */
function tally(values: ArrayLike<number>, digits: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of Array.from(values).sort((a, b) => a - b)) {
    const key = value.toFixed(digits);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const table = (rows: readonly (readonly number[])[]) => ({
  counts: Float64Array.from(rows.flat()),
  width: rows[0]?.length ?? 1,
});

// Section 10.2: three episodes of (tp, fp, fn, tn); the true negatives do not enter F1.
const episodes = table([
  [2, 0, 0, 5],
  [1, 1, 0, 5],
  [0, 1, 2, 5],
]);
const f1OfEpisodes = confusionStatistic("f1", 0);

describe("the cluster bootstrap", () => {
  it("gives F1 over all 27 resamples of three episodes the reference distribution", () => {
    const [values] = resampledValues(episodes, [f1OfEpisodes], exhaustiveDraws([3]));
    expect(tally(values ?? [], 4)).toEqual({
      "0.0000": 1,
      "0.2222": 3,
      "0.4000": 3,
      "0.4444": 3,
      "0.6000": 6,
      "0.6667": 1,
      "0.7273": 3,
      "0.8000": 3,
      "0.9091": 3,
      "1.0000": 1,
    });
    expect(numberIn(quantile(values ?? [], 0.5))).toBe(0.6);
  });

  it("gives F1 0.6 with the exact limits 0.144444 and 0.940909", () => {
    const result = okay(clusterBootstrap(episodes, [f1OfEpisodes], exhaustiveDraws([3]))[0]!);
    expect(result).toMatchObject({ estimate: 0.6, level: 0.95, repetitions: 27, undefinedRepetitions: 0 });
    expect(result.low).toBeCloseTo(0.144444, 6);
    expect(result.high).toBeCloseTo(0.940909, 6);
  });

  it("at random draws the 27 resamples about equally often", () => {
    const [values] = resampledValues(episodes, [f1OfEpisodes], { repetitions: 27_000, random: stream(1) });
    const counts = tally(values!, 4);
    // Binomial standard deviations: 78 around 6,000 and 31 around 1,000; four of them allowed.
    expect(Math.abs((counts["0.6000"] ?? 0) - 6000)).toBeLessThan(4 * 78);
    expect(Math.abs((counts["1.0000"] ?? 0) - 1000)).toBeLessThan(4 * 31);
  });

  const cluster = fc.array(fc.nat({ max: 9 }), { minLength: 8, maxLength: 8 });
  const clusters = fc.array(cluster, { minLength: 2, maxLength: 30 });
  const statistics: readonly ClusterStatistic[] = [
    confusionStatistic("f1", 0),
    confusionStatistic("mcc", 4),
    (sums) => f1OfEpisodes(sums) - confusionStatistic("f1", 4)(sums),
  ];

  it("equals a plain resampling loop over the same draws, for any number of repetitions", () => {
    fc.assert(
      fc.property(clusters, fc.integer({ min: 1, max: 30 }), fc.nat(), (rows, repetitions, seed) => {
        const random = stream(seed);
        const plain = statistics.map(() => new Float64Array(repetitions));
        for (let repetition = 0; repetition < repetitions; repetition += 1) {
          const sums = new Float64Array(8);
          for (let draw = 0; draw < rows.length; draw += 1) {
            const row = rows[Math.floor(random() * rows.length)] ?? [];
            for (const [column, count] of row.entries()) sums[column] = (sums[column] ?? 0) + count;
          }
          for (const [i, statistic] of statistics.entries()) plain[i]![repetition] = statistic(sums);
        }
        expect(resampledValues(table(rows), statistics, { repetitions, random: stream(seed) })).toEqual(plain);
      }),
      { seed: 1 },
    );
  });

  it("gives the same result under the same stream, and its limits in order", () => {
    fc.assert(
      fc.property(clusters, fc.nat(), (rows, seed) => {
        const run = () => clusterBootstrap(table(rows), statistics, { repetitions: 50, random: stream(seed) });
        expect(run()).toEqual(run());
        for (const result of run()) if (result.ok) expect(result.low).toBeLessThanOrEqual(result.high);
      }),
      { seed: 2 },
    );
  });

  it("estimates from the sums of all clusters, so that order and empty clusters change nothing", () => {
    fc.assert(
      fc.property(clusters, (rows) => {
        const estimates = (of: readonly (readonly number[])[]) =>
          clusterBootstrap(table(of), statistics, { repetitions: 5, random: stream(3) }).map(
            (result) => result.ok && result.estimate,
          );
        fc.pre(rows.every((row) => row.every((count) => count > 0)));
        expect(estimates([...rows].reverse())).toEqual(estimates(rows));
        expect(estimates([...rows, [0, 0, 0, 0, 0, 0, 0, 0]])).toEqual(estimates(rows));
        const [tp = 0, fp = 0, fn = 0, tn = 0] = [0, 1, 2, 3].map((c) => rows.reduce((s, row) => s + (row[c] ?? 0), 0));
        expect(estimates(rows)[0]).toBe(numberIn(f1({ tp, fp, fn, tn })));
      }),
      { seed: 4 },
    );
  });

  it("has exact limits that do not depend on the order of the clusters", () => {
    const reversed = table([
      [0, 1, 2, 5],
      [1, 1, 0, 5],
      [2, 0, 0, 5],
    ]);
    expect(clusterBootstrap(reversed, [f1OfEpisodes], exhaustiveDraws([3]))).toEqual(
      clusterBootstrap(episodes, [f1OfEpisodes], exhaustiveDraws([3])),
    );
  });

  it("gives two equal raters a difference of exactly 0 on every resample", () => {
    const twice = table([
      [2, 0, 0, 5, 2, 0, 0, 5],
      [1, 1, 0, 5, 1, 1, 0, 5],
      [0, 1, 2, 5, 0, 1, 2, 5],
    ]);
    const second = confusionStatistic("f1", 4);
    const difference: ClusterStatistic = (sums) => f1OfEpisodes(sums) - second(sums);
    const [result] = clusterBootstrap(twice, [difference], { repetitions: 200, random: stream(5) });
    expect(result).toMatchObject({ estimate: 0, low: 0, high: 0 });
  });

  it("counts resamples without a value and leaves them out of the limits", () => {
    // Only the first of two episodes has a positive: one of the four resamples is (second, second).
    const rare = table([
      [1, 0, 0, 5],
      [0, 0, 0, 5],
    ]);
    const [result] = clusterBootstrap(rare, [f1OfEpisodes], exhaustiveDraws([2]));
    expect(result).toEqual({
      ok: true,
      estimate: 1,
      low: 1,
      high: 1,
      level: 0.95,
      repetitions: 4,
      undefinedRepetitions: 1,
    });
  });

  it("scores an empty row or column of the table as mcc does", () => {
    const alwaysYes = table([
      [3, 2, 0, 0],
      [1, 4, 0, 0],
    ]);
    const [result] = clusterBootstrap(alwaysYes, [confusionStatistic("mcc", 0)], exhaustiveDraws([2]));
    expect(result).toMatchObject({ estimate: numberIn(mcc({ tp: 4, fp: 6, fn: 0, tn: 0 })), low: 0, high: 0 });
  });

  it("is undefined where nothing can be said", () => {
    const options = { repetitions: 10, random: stream(6) };
    const nothing = table([
      [0, 0, 0, 1],
      [0, 0, 0, 2],
    ]);
    expect(clusterBootstrap(nothing, [f1OfEpisodes, confusionStatistic("accuracy", 0)], options)).toMatchObject([
      { ok: false, why: "the statistic has no value on the data" },
      { ok: true, estimate: 1 },
    ]);
    expect(clusterBootstrap(table([[1, 1, 1, 1]]), [f1OfEpisodes], options)).toEqual([
      { ok: false, why: "one cluster shows no variation between clusters" },
    ]);
    expect(clusterBootstrap({ counts: new Float64Array(0), width: 4 }, [f1OfEpisodes], options)).toEqual([
      { ok: false, why: "there are no clusters" },
    ]);
    expect(clusterBootstrap(nothing, [confusionStatistic("accuracy", 2)], options)).toMatchObject([{ ok: false }]);
  });

  it("does not leak an infinite statistic", () => {
    const [result] = clusterBootstrap(episodes, [(sums) => 1 / sums[0]!], exhaustiveDraws([3]));
    // One of the 27 resamples draws only the episode without a true positive.
    expect(result).toMatchObject({ ok: true, undefinedRepetitions: 1, high: 1 });
  });

  it("refuses tables, options and streams that cannot be meant", () => {
    const run = (options: { repetitions: number; random: () => number; level?: number }) => () =>
      clusterBootstrap(episodes, [f1OfEpisodes], options);
    expect(run({ repetitions: 0, random: stream(1) })).toThrow("repetitions must be a whole number >= 1, got 0");
    expect(run({ repetitions: 1, random: stream(1), level: 95 })).toThrow("level must be between 0 and 1, got 95");
    expect(run({ repetitions: 1, random: () => 1 })).toThrow("random() must be in [0, 1), got 1");
    const ragged = { counts: new Float64Array(7), width: 4 };
    expect(() => clusterBootstrap(ragged, [], exhaustiveDraws([2]))).toThrow("clusters x width = ? x 4, got 7 numbers");
    const hole = { counts: Float64Array.of(1, Number.NaN), width: 1 };
    expect(() => clusterBootstrap(hole, [], exhaustiveDraws([2]))).toThrow("a count must be finite, got NaN at 1");
  });

  it("covers more at a higher level", () => {
    const width = (level: number): number => {
      const { low, high } = okay(clusterBootstrap(episodes, [f1OfEpisodes], { ...exhaustiveDraws([3]), level })[0]!);
      return high - low;
    };
    expect(width(0.5)).toBeLessThan(width(0.95));
  });
});

describe("the bootstrap of a mean", () => {
  it("over all 27 resamples of 0, 0.5 and 1 has the reference distribution", () => {
    // Section 10.1; the variance of the resampled mean is the population variance / 3.
    const mean: ClusterStatistic = (sums) => sums[0]! / 3;
    const [values] = resampledValues({ counts: Float64Array.of(0, 0.5, 1), width: 1 }, [mean], exhaustiveDraws([3]));
    expect(tally(values!, 4)).toEqual({
      "0.0000": 1,
      "0.1667": 3,
      "0.3333": 6,
      "0.5000": 7,
      "0.6667": 6,
      "0.8333": 3,
      "1.0000": 1,
    });
    const variance = values!.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / 27;
    expect(variance).toBeCloseTo(0.0555556, 7);
    const { low, high } = okay(bootstrapMean([0, 0.5, 1], exhaustiveDraws([3])));
    expect(low).toBeCloseTo(0.1083333, 7);
    expect(high).toBeCloseTo(0.8916667, 7);
  });

  it("is undefined for fewer than two values", () => {
    expect(bootstrapMean([], exhaustiveDraws([1]))).toMatchObject({ ok: false });
    expect(bootstrapMean([3], exhaustiveDraws([1]))).toMatchObject({ ok: false });
  });

  it("does not depend on a common shift: the limits move along", () => {
    const values = [1, 5, 2, 8];
    const base = okay(bootstrapMean(values, { repetitions: 99, random: stream(7) }));
    const moved = okay(
      bootstrapMean(
        values.map((value) => value + 64),
        { repetitions: 99, random: stream(7) },
      ),
    );
    expect(moved.low).toBeCloseTo(base.low + 64, 10);
    expect(moved.high).toBeCloseTo(base.high + 64, 10);
  });
});

describe("exhaustive draws", () => {
  it("give every resample exactly once", () => {
    const { repetitions, random } = exhaustiveDraws([2, 3]);
    expect(repetitions).toBe(4 * 27);
    const seen = new Set<string>();
    for (let i = 0; i < repetitions; i += 1) {
      seen.add([2, 2, 3, 3, 3].map((size) => Math.floor(random() * size)).join(""));
    }
    expect(seen.size).toBe(108);
  });

  it("refuse more resamples than one would wait for", () => {
    expect(exhaustiveDraws([7]).repetitions).toBe(823_543);
    expect(() => exhaustiveDraws([8])).toThrow(RangeError);
    expect(() => exhaustiveDraws([1000])).toThrow(RangeError);
    expect(() => exhaustiveDraws([0])).toThrow("a stratum's size must be a whole number >= 1, got 0");
  });
});
