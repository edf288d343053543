/**
 * From options to a run of the agent that they name.
 */
import { type AgentName, DEFAULT_AGENT } from "./agent-names.js";
import { dqnRun } from "./dqn/run.js";
import type { TrainingJudge } from "./judged-step.js";
import type { LearningRun, RunOptions } from "./learning-run.js";
import type { Levels } from "./levels.js";
import { ppoRun } from "./ppo/run.js";
import { type TabularName, tabularLearner } from "./tabular/learners.js";
import { TrainingRun } from "./training-run.js";

type Start = (options: RunOptions, judge: TrainingJudge, levels: Levels) => LearningRun;

const tabular =
  (name: TabularName): Start =>
  (options, judge, levels) =>
    new TrainingRun(options, judge, levels, (settings) => tabularLearner(name, settings, options.agentOptions));

const STARTS: Readonly<Record<AgentName, Start>> = {
  "q-learning": tabular("q-learning"),
  "expected-sarsa": tabular("expected-sarsa"),
  "sarsa-lambda": tabular("sarsa-lambda"),
  "double-q": tabular("double-q"),
  "n-step-q": tabular("n-step-q"),
  "dyna-q": tabular("dyna-q"),
  "count-bonus": tabular("count-bonus"),
  "options-smdp": tabular("options-smdp"),
  "options-smdp-bonus": tabular("options-smdp-bonus"),
  "options-intra": tabular("options-intra"),
  "options-intra-bonus": tabular("options-intra-bonus"),
  ppo: ppoRun,
  "ppo-gru": ppoRun,
  dqn: dqnRun,
};

/** Throws an InputError for an id or options that the agent cannot take. `levels`: of evaluations while training. */
export const startRun: Start = (options, judge, levels) =>
  STARTS[options.agent ?? DEFAULT_AGENT](options, judge, levels);
