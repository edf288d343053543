/** Short forms for what the parser makes of an answer. */
import { type AnswerContext, parseVerdicts } from "../../calm/parse.js";

export const subgoals = ["pick up the key", "open the door"];

/** "y", "n", "-" per subgoal. */
export function read(text: string, names: readonly string[] = subgoals, context?: AnswerContext): string {
  const { verdicts } = parseVerdicts(text, names, context);
  return verdicts.map((verdict) => (verdict === "unanswered" ? "-" : verdict[0])).join("");
}

export function failure(text: string, names: readonly string[] = subgoals, context?: AnswerContext) {
  return parseVerdicts(text, names, context).failure;
}
