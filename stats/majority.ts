/**
 * What a majority of independent votes would do: Condorcet's jury theorem as a number.
 *
 * Source: the binomial distribution; Condorcet 1785, "Essai sur l'application de l'analyse". A vote is decided strictly:
 * more than half of the votes, and an even split is a tie, apart from either side. Votes that err alike (a question that
 * misleads every time) are not independent: then this number is not reached, and the distance says how far they do.
 */
import { checkPositiveCount, checkShare } from "./check.js";

export interface MajorityVote {
  /** Chance that more than half of the votes are cast for it. */
  readonly wins: number;
  /** Chance of an even split; 0 for an odd number of votes. */
  readonly ties: number;
}

/**
 * `share` is the chance of a single vote for it, `votes` how many are cast.
 * @throws RangeError when `share` is not in [0, 1] or `votes` not a whole number >= 1.
 */
export function majorityVote(share: number, votes: number): MajorityVote {
  checkShare("a share", share);
  checkPositiveCount("votes", votes);
  // chances[k]: exactly k of the votes so far were cast for it. Adding one vote at a time needs no factorials.
  let chances = [1];
  for (let vote = 0; vote < votes; vote += 1) {
    chances = Array.from(
      { length: chances.length + 1 },
      (_, k) => (chances[k] ?? 0) * (1 - share) + (chances[k - 1] ?? 0) * share,
    );
  }
  const wins = chances.reduce((sum, chance, k) => (2 * k > votes ? sum + chance : sum), 0);
  return { wins: Math.min(1, wins), ties: votes % 2 === 0 ? (chances[votes / 2] ?? 0) : 0 };
}
