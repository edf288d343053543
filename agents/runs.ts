/**
 * From options to a run of the agent that they name.
 */
import { type AgentName, DEFAULT_AGENT } from "./agent-names.js";
import type { TrainingJudge } from "./judged-step.js";
import type { LearningRun, RunOptions } from "./learning-run.js";
import type { Levels } from "./levels.js";
import { ppoRun } from "./ppo/run.js";
import { TrainingRun } from "./training-run.js";

type Start = (options: RunOptions, judge: TrainingJudge, levels: Levels) => LearningRun;

const STARTS: Readonly<Record<AgentName, Start>> = {
  "q-learning": (options, judge, levels) => new TrainingRun(options, judge, levels),
  ppo: (options, judge, levels) => ppoRun(options, judge, levels, "without memory"),
  "ppo-gru": (options, judge, levels) => ppoRun(options, judge, levels, "with memory"),
};

/** Throws an InputError for an id or options that the agent cannot take. `levels`: of evaluations while training. */
export const startRun: Start = (options, judge, levels) =>
  STARTS[options.agent ?? DEFAULT_AGENT](options, judge, levels);
