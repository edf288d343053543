import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { majorityVote } from "../../stats/index.js";

describe("a majority of independent votes", () => {
  // Computed by hand from the binomial distribution for a hit rate of 0.8 and a false alarm of 0.2 (strict majority).
  it.each([
    [0.8, 2, 0.64],
    [0.2, 2, 0.04],
    [0.8, 4, 0.8192],
    [0.2, 4, 0.0272],
    [0.8, 8, 0.943718],
    [0.2, 8, 0.010406],
  ])("wins with chance %d of a single vote and %d votes as the binomial says: %d", (share, votes, wins) => {
    expect(majorityVote(share, votes).wins).toBeCloseTo(wins, 6);
  });

  it("with ties counted as won is the majority that needs only half: 0.9728 and 0.1808 of four", () => {
    for (const [share, won] of [
      [0.8, 0.9728],
      [0.2, 0.1808],
    ] as const) {
      const { wins, ties } = majorityVote(share, 4);
      expect(wins + ties).toBeCloseTo(won, 10);
    }
  });

  it("of one vote is that vote, and an odd number has no ties", () => {
    expect(majorityVote(0.3, 1)).toEqual({ wins: 0.3, ties: 0 });
    expect(majorityVote(0.3, 7).ties).toBe(0);
  });

  it("wins, loses or ties, whatever the share", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 99 }), (share, votes) => {
        const { wins, ties } = majorityVote(share, votes);
        expect(wins + ties + majorityVote(1 - share, votes).wins).toBeCloseTo(1, 9);
      }),
    );
  });

  it.each([
    [-0.1, 3],
    [Number.NaN, 3],
    [0.5, 0],
    [0.5, 1.5],
  ])("refuses a share of %d and %d votes", (share, votes) => {
    expect(() => majorityVote(share, votes)).toThrow(RangeError);
  });
});
