import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream, randomStream } from "../../envs/index.js";

const draws = (stream: RandomStream, count: number) => Array.from({ length: count }, () => stream.next());

/**
 * xoshiro128** 1.1 written anew from the published C (Blackman and Vigna, prng.di.unimi.it/xoshiro128starstar.c), on
 * BigInt with every sum and shift cut to 32 bits.
 */
function reference(words: readonly number[], count: number): number[] {
  const mask = 0xffff_ffffn;
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
  const s = words.map(BigInt) as [bigint, bigint, bigint, bigint];
  return Array.from({ length: count }, () => {
    const result = (rotate((s[1] * 5n) & mask, 7n) * 9n) & mask;
    const t = (s[1] << 9n) & mask;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11n);
    return Number(result);
  });
}

const word = fc.integer({ min: 0, max: 0xffff_ffff });

describe("a random stream", () => {
  it("gives the published first outputs of xoshiro128** for the state 1, 2, 3, 4", () => {
    // The reference vector of the rand_xoshiro crate, made with the authors' C program.
    const published = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    expect(draws(new RandomStream(Uint32Array.of(1, 2, 3, 4)), 10)).toEqual(published);
    expect(reference([1, 2, 3, 4], 10)).toEqual(published);
  });

  it("agrees with the published algorithm from any state", () => {
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), (words) => {
        expect(draws(new RandomStream(Uint32Array.from(words)), 50)).toEqual(reference(words, 50));
      }),
      { seed: 1 },
    );
  });

  it("draws the same from the same seed and name, and other numbers from another seed or name", () => {
    const first = draws(randomStream(7, "coin"), 20);
    expect(draws(randomStream(7, "coin"), 20)).toEqual(first);
    expect(draws(randomStream(8, "coin"), 20)).not.toEqual(first);
    expect(draws(randomStream(7, "bootstrap"), 20)).not.toEqual(first);
    expect(draws(randomStream(7, "coin "), 20)).not.toEqual(first);
  });

  it("starts no two of many streams in the same state", () => {
    const states = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      for (const name of ["level", "dynamics", "agent"]) states.add(randomStream(seed, name).words.join());
    }
    expect(states.size).toBe(900);
  });

  it("keeps its whole state in its four words", () => {
    const stream = randomStream(3, "agent");
    draws(stream, 11);
    const copy = new RandomStream(stream.words.slice());
    expect(draws(copy, 20)).toEqual(draws(stream, 20));
  });

  it("is uniform in [0, 1): every twentieth holds its share", () => {
    const stream = randomStream(5, "uniform");
    const bins = new Array<number>(20).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const u = stream.uniform();
      expect(u >= 0 && u < 1).toBe(true);
      bins[Math.floor(u * 20)]!++;
    }
    // 19 degrees of freedom; 43.8 is the 0.999 quantile.
    expect(chiSquare(bins)).toBeLessThan(43.8);
  });
});

function chiSquare(observed: readonly number[]): number {
  const expected = observed.reduce((sum, n) => sum + n, 0) / observed.length;
  return observed.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
}

describe("below", () => {
  it("stays in range for any number of outcomes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.nat(), (n, seed) => {
        const drawn = randomStream(seed, "range").below(n);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < n).toBe(true);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it("gives each of a few outcomes its share", () => {
    // 0.999 quantiles of chi-square with n - 1 degrees of freedom.
    const quantiles: readonly (readonly [number, number])[] = [
      [2, 10.83],
      [3, 13.82],
      [7, 22.46],
      [10, 27.88],
    ];
    for (const [n, quantile] of quantiles) {
      const stream = randomStream(11, `below ${n}`);
      const counts = new Array<number>(n).fill(0);
      for (let i = 0; i < 40_000; i++) counts[stream.below(n)]!++;
      expect(chiSquare(counts)).toBeLessThan(quantile);
    }
  });

  it("has no modulo bias where a plain remainder would double some outcomes", () => {
    // 3 * 2^30: a plain remainder would give the lowest third twice the weight of each other third (1/2, 1/4, 1/4).
    const stream = randomStream(12, "bias");
    const thirds = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) thirds[Math.floor(stream.below(3 * 2 ** 30) / 2 ** 30)]!++;
    expect(chiSquare(thirds)).toBeLessThan(13.82);
  });

  it("rejects exactly the words that would bias it", () => {
    // State 1, 2, 3, 4 gives 11520, 0, 5927040, 70819200, ...: below 3 * 2^30 all stand as they are, the eighth word
    // (3734860849) and the next two are past the limit 3 * 2^30 and are drawn anew.
    const stream = new RandomStream(Uint32Array.of(1, 2, 3, 4));
    const taken = Array.from({ length: 8 }, () => stream.below(3 * 2 ** 30));
    const words = reference([1, 2, 3, 4], 40).filter((x) => x < 3 * 2 ** 30);
    expect(taken).toEqual(words.slice(0, 8));
    expect(words[7]).not.toBe(3734860849);
  });

  it("refuses a number of outcomes for which it could never end", () => {
    for (const n of [0, -1, 2 ** 32 + 1, Number.NaN]) {
      expect(() => randomStream(1, "none").below(n)).toThrow(
        new RangeError(`a draw needs 1 to 2^32 outcomes, got ${n}`),
      );
    }
  });
});

describe("shuffle", () => {
  it("permutes: the same items, each once, in the same array", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const copy = [...items];
        expect(randomStream(seed, "shuffle").shuffle(copy)).toBe(copy);
        expect(copy.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
      }),
      { seed: 3 },
    );
  });

  it("gives every order of three its share", () => {
    const stream = randomStream(4, "orders");
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = stream.shuffle(["a", "b", "c"]).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 5 degrees of freedom; 20.5 is the 0.999 quantile.
    expect(chiSquare([...counts.values()])).toBeLessThan(20.5);
  });
});
