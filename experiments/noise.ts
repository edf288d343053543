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
  /** Asked once per step and subgoal, 0 before 1, whatever the chance is. */
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
  // Two words of salt per subgoal: seeds and subgoals err on texts of their own.
  const { words: salt } = randomStream(seed, "noise by text");
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
  /** Chance of error: 2 * class + subgoal. */
  readonly chances: Float64Array;
  /** A step's class; `number` counts the episode's steps from 1. */
  classOf(step: JudgedStep, number: number): number;
}

export interface ErrorRates {
  /** Per subgoal: share of the noes that become yes. */
  readonly falsePositive: readonly [number, number];
  /** Per subgoal: share of the yeses that become no. */
  readonly falseNegative: readonly [number, number];
}

/** One class per set of achieved subgoals: the rates depend on nothing else. */
export function flatClasses({ falsePositive, falseNegative }: ErrorRates): ErrorClasses {
  const chances = new Float64Array(8);
  for (let truth = 0; truth < 4; truth++) {
    for (const subgoal of [0, 1] as const) {
      chances[2 * truth + subgoal] = (truth >> subgoal) & 1 ? falseNegative[subgoal] : falsePositive[subgoal];
    }
  }
  return { reads: "numbers", chances, classOf: (step) => step.truth };
}

const savedState = z.object({ steps: count, turns: z.unknown() });

/** The truth with errors. */
export function erringJudge(classes: ErrorClasses, turns: Turns): TrainingJudge {
  const { chances } = classes;
  let steps = 0;
  return {
    reads: classes.reads === "text" ? "text" : turns.reads,
    begin() {
      steps = 0;
    },
    judge(step) {
      const at = 2 * classes.classOf(step, ++steps);
      const turned =
        (turns.uniform(0, step.key) < chances[at]! ? 1 : 0) | (turns.uniform(1, step.key) < chances[at + 1]! ? 2 : 0);
      return step.truth ^ turned;
    },
    tester: (name) => erringJudge(classes, turns.tester(name)),
    save: () => ({ steps, turns: turns.save?.() ?? null }),
    load(saved) {
      const state = loaded(savedState, saved);
      steps = state.steps;
      turns.load?.(state.turns);
    },
  };
}
