/**
 * From an arm's plain data to its judge. None but the truth, the simulated ones and the shuffled bonus reads the game's
 * state; the others see what the observation shows.
 */
import type { TrainingJudge } from "../agents/index.js";
import { own } from "../annotations/index.js";
import { distilledJudge } from "./distilled-judge.js";
import { handMadeEvents } from "./hand-made-events.js";
import type { JudgeSource } from "./judge-source.js";
import { measuredClasses } from "./measured.js";
import { messageNovelty } from "./message-novelty.js";
import { erringJudge, flatClasses, turnsOf } from "./noise.js";
import { type Finder, oncePerEpisode } from "./once-per-episode.js";
import type { OwnModules } from "./own-modules.js";
import { drawPlaces, randomSubgoals } from "./random-subgoals.js";
import { ownJudge, rulesJudge } from "./rules-judge.js";
import { shuffledBonus } from "./shuffled-bonus.js";

export interface JudgeContext {
  /** The run's seed: streams of judges are named streams of it. */
  readonly seed: number;
  /** The environment's id. */
  readonly id: string;
  /** What the text rules said, by a text's key: a cache, shared by runs that follow each other. */
  readonly memo?: Map<number, number>;
  /** Annotators of one's own. */
  readonly modules?: Pick<OwnModules, "annotators"> | undefined;
}

const truth: TrainingJudge = { reads: "numbers", judge: (step) => step.truth, tester: () => truth };

function always(bits: number): TrainingJudge {
  const judge: TrainingJudge = { reads: "numbers", judge: () => bits, tester: () => judge };
  return judge;
}

/** The memory holds what was achieved from then on; it is news in one step. */
const memory: Finder = { reads: "numbers", find: (step) => step.remembered, tester: () => memory };

function ownOf(name: string, task: own.Task, modules: JudgeContext["modules"]): TrainingJudge {
  const found = modules?.annotators.get(name);
  if (found === undefined) throw new RangeError(`nobody answers for ${name}`);
  return ownJudge(found.annotator, task);
}

/** A fresh judge for one run; undefined: no shaping. */
export function judgeOf(
  source: JudgeSource,
  { seed, id, memo = new Map(), modules }: JudgeContext,
): TrainingJudge | undefined {
  const task = own.taskOf(id);
  const count = task.subgoals.length;
  switch (source.kind) {
    case "none":
      return undefined;
    case "truth":
      return truth;
    case "memory":
      return oncePerEpisode(memory);
    case "rules":
      return rulesJudge(id, memo);
    case "yes":
      return always(2 ** count - 1);
    case "noisy":
      return erringJudge(flatClasses(source, count), turnsOf(source.errors, seed));
    case "measured":
      return erringJudge(measuredClasses(source.table, source.at, task), turnsOf(source.errors, seed));
    case "distilled":
      return distilledJudge(source.judge, task);
    case "random subgoals":
      return oncePerEpisode(randomSubgoals(drawPlaces(id, seed)));
    case "shuffled bonus":
      return oncePerEpisode(shuffledBonus(seed, "shuffled bonus", count));
    case "hand-made events":
      return oncePerEpisode(handMadeEvents);
    case "message novelty":
      return oncePerEpisode(messageNovelty(seed, count));
    case "own":
      return ownOf(source.name, task, modules);
    case "asked":
      throw new RangeError("a judge in the loop is made by whoever holds its door");
  }
}
