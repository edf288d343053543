/**
 * Makes model answers from known verdicts: written in one of many styles, then damaged in one of many ways. A fixed seed
 * gives the same answers everywhere.
 */
import { mutations } from "./answer-mutations.js";
import { type Known, opposite, type Random } from "./answer-pieces.js";
import { styles } from "./answer-styles.js";

export interface Made {
  readonly text: string;
  readonly subgoals: readonly string[];
  readonly known: readonly Known[];
  readonly style: string;
  readonly mutation: string;
  /** Where the server cuts the opening tag off, only the caller can know that a thought comes first. */
  readonly begins: "answer" | "thought";
  /** The subgoal whose boolean was flipped: its known verdict is the flipped one. */
  readonly flipped?: number;
}

export function makeAnswer(random: Random, mutation: string): Made {
  const style = random.pick(styles);
  const subgoals = random.pick(style.sets);
  const known = subgoals.map((): Known => (random.below(2) === 0 ? "yes" : "no"));
  const result = mutations.get(mutation)!(style.render(subgoals, known, random), random);
  const said = known.map((verdict, index) => (index === result.flipped ? opposite([verdict])[0]! : verdict));
  const begins = style.name.startsWith("thinking without") ? "thought" : "answer";
  return { ...result, subgoals, known: said, style: style.name, mutation, begins };
}
