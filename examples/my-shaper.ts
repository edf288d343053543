// A form of payment of your own: each further subgoal of an episode pays half of what the one before paid.
// Try: npx calmhack train MyRoom-v0 --import examples/my-world.ts --import examples/my-shaper.ts --arm none --arm "truth halving"
import { defineShaper } from "calmhack/calm";

/** How many subgoals a set holds; sets are bit masks. */
const size = (set: number): number => (set === 0 ? 0 : 1 + size(set & (set - 1)));

export const halving = defineShaper({
  name: "halving",
  what: "the first subgoal of an episode pays its weight, each further one half of the one before",
  bonus({ paid, achieved, weights }) {
    let [sum, count] = [0, size(paid)];
    // Once an episode each: what was paid before is no news.
    for (const [i, weight] of weights.entries()) {
      if (((achieved & ~paid) >> i) & 1) sum += weight / 2 ** count++;
    }
    return sum;
  },
});
