/**
 * Judges in training that read text and answer at once: the text rules, which read what a model would be shown (of KeyRoom
 * the 9x9 crop), and annotators of one's own. Each distinct text is judged once.
 */
import type { JudgedStep, TrainingJudge } from "../agents/index.js";
import { type Judgement, own, type TransitionView } from "../annotations/index.js";
import { judgeByRules, presetPrompt, promptText } from "../calm/index.js";
import { worlds } from "../envs/index.js";
import { shownFrame } from "./crop.js";

/** The memo is a cache, so nothing depends on when it is emptied. */
const MOST_TEXTS = 1_000_000;

/** The window that training shows of an environment: of KeyRoom the crop, of any other game the whole frame. */
export function shownWindow(id: string): "crop" | "map" {
  const on = worlds.ground(id);
  return worlds.registered(on) === undefined && worlds.familyTask(on) === undefined ? "crop" : "map";
}

export function viewOfStep({ before, action, after }: JudgedStep, { task, subgoals }: own.Task): TransitionView {
  return { task, subgoals, before: shownFrame(before), action, after: shownFrame(after) };
}

/** The verdicts as bits; what is unanswered pays nothing. */
export const saidBits = ({ verdicts }: Judgement): number =>
  verdicts.reduce((sum, verdict, i) => sum | (verdict === "yes" ? 1 << i : 0), 0);

/** `memo`: what was said of a text, by its key. */
function textJudge(
  read: (view: TransitionView) => Judgement,
  task: own.Task,
  memo: Map<number, number>,
): TrainingJudge {
  const judge: TrainingJudge = {
    reads: "text",
    judge(step) {
      const held = memo.get(step.key);
      if (held !== undefined) return held;
      const said = saidBits(read(viewOfStep(step, task)));
      if (memo.size >= MOST_TEXTS) memo.clear();
      memo.set(step.key, said);
      return said;
    },
    // It draws nothing and counts nothing: an evaluation may as well fill the memo.
    tester: () => judge,
  };
  return judge;
}

/** `memo`: a cache that runs may share. */
export function rulesJudge(id: string, memo: Map<number, number>): TrainingJudge {
  const task = own.taskOf(id);
  const template = presetPrompt(shownWindow(id));
  return textJudge((view) => judgeByRules(promptText(template, view)), task, memo);
}

/** An annotator of one's own that answers at once. */
export const ownJudge = (annotator: own.OwnAnnotator, task: own.Task): TrainingJudge =>
  textJudge((view) => own.judgeAtOnce(annotator, view), task, new Map());
