/**
 * Simulated errors: the truth, turned now and then. Steps fall into classes, each class has a chance of error per
 * subgoal, and `Turns` says when it strikes: anew in every step, or as a function of the text a judge would read, as a
 * judge with a memory errs (a vote cannot help it, and it errs in evaluation as in training).
 */
import { z } from "zod";
import type { JudgedStep, TrainingJudge } from "../agents/index.js";
import { randomStream } from "../envs/index.js";
import type { ErrorsFall } from "./judge-source.js";
import { count, loaded, savedWords, wordsOf } from "./saved.js";

/** Uniform numbers in [0, 1) that decide whether a verdict turns. */
export interface Turns {
  readonly reads: TrainingJudge["reads"];
  /** Asked once per step and subgoal, in the order of the subgoals, whatever the chance is. */
  uniform(subgoal: number, key: number): number;
  tester(name: string): Turns;
  save?(): unknown;
  load?(saved: unknown): void;
}

function independentTurns(seed: number, name: string): Turns {
  const stream = randomStream(seed, name);
  return {
    reads: "numbers",
    uniform: () => stream.uniform(),
    tester: (test) => independentTurns(seed, `noise ${test}`),
    save: () => wordsOf(stream),
    load: (saved) => stream.words.set(loaded(savedWords, saved)),
  };
}

/** A bijection of 32 bits in which every bit of the input moves every bit of the output (C. Wellons, lowbias32). */
function mixed(word: number): number {
  let hash = word ^ (word >>> 16);
  hash = Math.imul(hash, 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}

function turnsByText(seed: number): Turns {
  // Two words of salt per subgoal: seeds and subgoals err on texts of their own. A stream has words for two of them.
  const salt = [0, 1, 2, 3].flatMap((pair) => [
    ...randomStream(seed, pair === 0 ? "noise by text" : `noise by text ${pair}`).words,
  ]);
  const turns: Turns = {
    reads: "text",
    uniform(subgoal, key) {
      // The key is a whole number of 53 bits: `>>>` takes the low 32, the quotient holds the rest.
      const low = mixed((key >>> 0) ^ salt[2 * subgoal]!);
      const hash = mixed((low + Math.floor(key / 2 ** 32)) ^ salt[2 * subgoal + 1]!);
      return (hash >>> 0) * 2 ** -32;
    },
    tester: () => turns,
  };
  return turns;
}

export const turnsOf = (errors: ErrorsFall, seed: number): Turns =>
  errors === "by text" ? turnsByText(seed) : independentTurns(seed, "noise");

/** Classes of steps and how often each errs. */
export interface ErrorClasses {
  readonly reads: TrainingJudge["reads"];
  readonly subgoals: number;
  /** Chance of error: subgoals * class + subgoal. */
  readonly chances: Float64Array;
  /** A step's class; `number` counts the episode's steps from 1. */
  classOf(step: JudgedStep, number: number): number;
}

export interface ErrorRates {
  /** Per subgoal, the last for all further ones: share of the noes that become yes. */
  readonly falsePositive: readonly number[];
  /** Likewise: share of the yeses that become no. */
  readonly falseNegative: readonly number[];
}

/** One class per set of achieved subgoals: the rates depend on nothing else. */
export function flatClasses({ falsePositive, falseNegative }: ErrorRates, subgoals = 2): ErrorClasses {
  const sets = 2 ** subgoals;
  const chances = new Float64Array(subgoals * sets);
  const rate = (rates: readonly number[], i: number) => rates[i] ?? rates.at(-1) ?? 0;
  for (let truth = 0; truth < sets; truth++) {
    for (let i = 0; i < subgoals; i++) {
      chances[subgoals * truth + i] = rate((truth >> i) & 1 ? falseNegative : falsePositive, i);
    }
  }
  return { reads: "numbers", subgoals, chances, classOf: (step) => step.truth };
}

const savedState = z.object({ steps: count, turns: z.unknown() });

/** Turns that others draw from as well: they are saved once, by their owner. */
const shared = ({ save: _save, load: _load, ...turns }: Turns): Turns => turns;

/** The truth with errors. */
export function erringJudge(classes: ErrorClasses, turns: Turns): TrainingJudge {
  const { chances, subgoals } = classes;
  let steps = 0;
  return {
    reads: classes.reads === "text" ? "text" : turns.reads,
    begin() {
      steps = 0;
    },
    judge(step) {
      const at = subgoals * classes.classOf(step, ++steps);
      let turned = 0;
      for (let i = 0; i < subgoals; i++) if (turns.uniform(i, step.key) < chances[at + i]!) turned |= 1 << i;
      return step.truth ^ turned;
    },
    lane: () => erringJudge(classes, shared(turns)),
    tester: (name) => erringJudge(classes, turns.tester(name)),
    save: () => ({ steps, turns: turns.save?.() ?? null }),
    load(saved) {
      const state = loaded(savedState, saved);
      steps = state.steps;
      turns.load?.(state.turns);
    },
  };
}
