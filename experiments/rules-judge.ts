/**
 * The text rules in training: they read the text that a model would be shown of the 9x9 crop, each distinct text once.
 */
import type { JudgedStep, TrainingJudge } from "../agents/index.js";
import { KEYROOM } from "../annotations/index.js";
import { judgeByRules, presetPrompt, promptText } from "../calm/index.js";
import type { Frame } from "../envs/index.js";
import { cropRows, messageText } from "./crop.js";

const HERO = { x: 4, y: 4 };

/** The memo is a cache, so nothing depends on when it is emptied. */
const MOST_TEXTS = 1_000_000;

const frameOf = ({ crop, message }: JudgedStep["before"]): Frame => ({
  rows: cropRows(crop),
  hero: HERO,
  message: messageText(message),
});

/** `memo`: what the rules said of a text, by its key; a cache that runs may share. */
export function rulesJudge(memo: Map<number, number>): TrainingJudge {
  const template = presetPrompt("crop");
  const judge: TrainingJudge = {
    reads: "text",
    judge({ before, action, after, key }) {
      const held = memo.get(key);
      if (held !== undefined) return held;
      const { task, subgoals } = KEYROOM;
      const view = { task, subgoals, before: frameOf(before), action, after: frameOf(after) };
      const { verdicts } = judgeByRules(promptText(template, view));
      const said = verdicts.reduce((sum, verdict, i) => sum | (verdict === "yes" ? 1 << i : 0), 0);
      if (memo.size >= MOST_TEXTS) memo.clear();
      memo.set(key, said);
      return said;
    },
    // It draws nothing and counts nothing: an evaluation may as well fill the memo.
    tester: () => judge,
  };
  return judge;
}
