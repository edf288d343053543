/**
 * Control: the pay of the exact judge at the wrong moments. What the agent achieved in an episode (by the game's state,
 * each subgoal once) is paid in the next one, at steps drawn uniformly from 1 to the length of the first: as much pay, no
 * relation to what the agent does.
 *
 * An episode that ends before the drawn step leaves the pay owed. A subgoal is paid at most once an episode, so the more
 * is owed the earlier it falls due: owed n times, it is drawn from the first 1/n of the steps. So paid + owed is always
 * what was achieved, and little stays owed.
 */
import { z } from "zod";
import { type RandomStream, randomStream } from "../envs/index.js";
import type { Finder } from "./once-per-episode.js";
import { bits, count, loaded, savedWords, wordsOf } from "./saved.js";

const each = z.array(count);
const savedState = z.object({ words: savedWords, steps: count, achieved: bits, length: count, owed: each, due: each });

export function shuffledBonus(seed: number, name: string, subgoals = 2): Finder {
  const stream: RandomStream = randomStream(seed, name);
  /** Of the episode that is running. */
  let steps = 0;
  let achieved = 0;
  /** Of the last episode. */
  let length = 0;
  /** Per subgoal: how many payments are owed, and at which step of the episode one falls due (0: at none). */
  let owed: number[] = new Array(subgoals).fill(0);
  let due: number[] = new Array(subgoals).fill(0);
  return {
    reads: "numbers",
    begin() {
      // The first call comes before any episode was played.
      if (steps > 0) length = steps;
      for (let i = 0; i < subgoals; i++) {
        const owes = owed[i]! + ((achieved >> i) & 1);
        owed[i] = owes;
        due[i] = owes > 0 ? 1 + stream.below(Math.ceil(length / owes)) : 0;
      }
      steps = 0;
      achieved = 0;
    },
    find(step) {
      steps++;
      achieved |= step.truth;
      let paid = 0;
      for (let i = 0; i < subgoals; i++) {
        if (due[i] !== steps) continue;
        paid |= 1 << i;
        owed[i]!--;
      }
      return paid;
    },
    lane: (game) => shuffledBonus(seed, `shuffled bonus of game ${game}`, subgoals),
    // The same process on the evaluation's own episodes.
    tester: (test) => shuffledBonus(seed, `shuffled bonus ${test}`, subgoals),
    save: () => ({ words: wordsOf(stream), steps, achieved, length, owed: [...owed], due: [...due] }),
    load(saved) {
      const state = loaded(savedState, saved);
      stream.words.set(state.words);
      ({ steps, achieved, length, owed, due } = state);
    },
  };
}
