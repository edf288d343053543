// An annotator of your own: it counts signs on the map, so whoever stands on the key has "taken" it. How often does that err?
// Try: npx calmhack evaluate my-data --import examples/my-annotator.ts
import { defineAnnotator } from "calmhack/annotations";
import type { Frame } from "calmhack/envs";

const count = ({ rows }: Frame, sign: string): number => rows.join("").split(sign).length - 1;

/** Which sign goes away when a subgoal is achieved. */
const SIGNS: Readonly<Record<string, string>> = { "pick up the key": "k", "open the door": "+" };

export const signs = defineAnnotator({
  name: "sign counter",
  note: "A program: a subgoal is achieved when its sign (k, +) goes away from the map.",
  judge: ({ before, after, subgoals }) =>
    subgoals.map((name) => {
      const sign = SIGNS[name];
      return sign === undefined ? "unanswered" : count(after, sign) < count(before, sign);
    }),
});
