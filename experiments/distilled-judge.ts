/**
 * A distilled judge in training: it reads the text that its teacher would have been shown (of KeyRoom the 9x9 crop), each
 * distinct text once a run, and answers at once. What it is unsure of pays nothing: nobody is asked.
 *
 * It counts what asking the teacher would have taken: distinct texts met (by their keys), and how many it was unsure of.
 */
import { z } from "zod";
import type { JudgedStep, TrainingJudge } from "../agents/index.js";
import type { own } from "../annotations/index.js";
import { distilling } from "../calm/index.js";
import { InputError, visible } from "../envs/index.js";
import type { ArmSpec } from "./arm.js";
import { viewOfStep } from "./rules-judge.js";
import { count, loaded } from "./saved.js";

const savedState = z.strictObject({ texts: z.array(z.tuple([z.number(), z.int().min(0).max(0xffff)])), steps: count });

/** The subgoals of training, in its order, or an InputError. */
function requireSubgoals({ subgoals }: distilling.DistilledJudge, task: own.Task): void {
  const missing = task.subgoals.find((name) => !subgoals.includes(name));
  if (missing === undefined) return;
  const held = subgoals.map((name) => `"${visible(name, 60)}"`).join(", ");
  throw new InputError(`The judge learned ${held}, and not "${visible(missing, 60)}", which training pays for.`);
}

/** Verdicts as bits of at most eight subgoals, then doubts as the eight bits above. */
const DOUBT = 8;
const BITS = (1 << DOUBT) - 1;
const MOST_TESTED = 1_000_000;

export function distilledJudge(judge: distilling.DistilledJudge, task: own.Task): TrainingJudge {
  requireSubgoals(judge, task);
  const { subgoals } = task;
  const read = distilling.student(judge);
  const scorers = subgoals.map((name) => judge.scorers[judge.subgoals.indexOf(name)]!);
  const places = subgoals.map((name) => judge.subgoals.indexOf(name));
  const known = new Map<number, number>();
  /** What evaluations met besides: a cache, so nothing depends on when it is emptied. */
  const tested = new Map<number, number>();
  let steps = 0;

  function say(step: JudgedStep): number {
    const probabilities = read(viewOfStep(step, task));
    return scorers.reduce((bits, scorer, i) => {
      const verdict = distilling.verdictOf(scorer, probabilities[places[i]!]!);
      return bits | (verdict === "yes" ? 1 << i : verdict === "unanswered" ? 1 << (DOUBT + i) : 0);
    }, 0);
  }
  const saidOf = (step: JudgedStep, memo: Map<number, number>): number => {
    const held = memo.get(step.key);
    if (held !== undefined) return held;
    const said = say(step);
    memo.set(step.key, said);
    return said;
  };
  const tester: TrainingJudge = {
    reads: "text",
    judge(step) {
      if (tested.size >= MOST_TESTED) tested.clear();
      return (known.get(step.key) ?? saidOf(step, tested)) & BITS;
    },
    tester: () => tester,
  };
  return {
    reads: "text",
    judge(step) {
      steps++;
      return saidOf(step, known) & BITS;
    },
    // An evaluation reads what is known and adds nothing to it: counts are of training alone.
    tester: () => tester,
    report: () => ({
      steps,
      texts: known.size,
      unsure: [...known.values()].filter((said) => said > BITS).length,
      calls: 0,
    }),
    save: () => ({ texts: [...known], steps }),
    load(saved) {
      const state = loaded(savedState, saved);
      known.clear();
      for (const [key, said] of state.texts) known.set(key, said);
      steps = state.steps;
    },
  };
}

/** An arm whose bonus a distilled judge pays. Throws an InputError for one that learned other subgoals. */
export function distilledArm(judge: distilling.DistilledJudge, name: string, task: own.Task): ArmSpec {
  requireSubgoals(judge, task);
  const { teacher, lessons, hash } = judge;
  const what = `distilled: a small classifier of the text, learned from ${lessons.transitions} answers of ${visible(teacher.name, 60)} (${teacher.kind}); judge ${hash.slice(0, 12)}`;
  return { name, what, source: { kind: "distilled", judge } };
}
