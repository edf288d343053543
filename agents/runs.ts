/**
 * From options to a run of the agent that they name.
 */
import { type AgentName, DEFAULT_AGENT } from "./agent-names.js";
import { DqnLearner } from "./dqn/learner.js";
import { dqnOptionsOf } from "./dqn/options.js";
import type { TrainingJudge } from "./judged-step.js";
import type { LearningRun, RunOptions } from "./learning-run.js";
import type { Levels } from "./levels.js";
import { type NetworkName, type NetworkRule, networkRun } from "./network/start.js";
import { OptionsPpoLearner } from "./options-ppo/learner.js";
import { optionsPpoOptionsOf } from "./options-ppo/settings.js";
import { PpoLearner } from "./ppo/learner.js";
import { ppoOptionsOf } from "./ppo/options.js";
import { type TabularName, tabularLearner } from "./tabular/learners.js";
import { TrainingRun } from "./training-run.js";

type Start = (options: RunOptions, judge: TrainingJudge, levels: Levels) => LearningRun;

const tabular =
  (name: TabularName): Start =>
  (options, judge, levels) =>
    new TrainingRun(options, judge, levels, (settings) => tabularLearner(name, settings, options.agentOptions));

const network =
  (agent: NetworkName, rule: NetworkRule): Start =>
  (options, judge, levels) =>
    networkRun(agent, rule, options, judge, levels);

const ppo: NetworkRule = (games, settings, basis) => new PpoLearner(games, { ...ppoOptionsOf(settings), ...basis });
const optionsPpo: NetworkRule = (games, settings, basis) =>
  new OptionsPpoLearner(games, { ...optionsPpoOptionsOf(settings), ...basis });
const dqn: NetworkRule = (games, settings, basis) => new DqnLearner(games, { ...dqnOptionsOf(settings), ...basis });

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
  ppo: network("ppo", ppo),
  "ppo-gru": network("ppo-gru", ppo),
  "options-ppo": network("options-ppo", optionsPpo),
  dqn: network("dqn", dqn),
};

/** Throws an InputError for an id or options that the agent cannot take. `levels`: of evaluations while training. */
export const startRun: Start = (options, judge, levels) =>
  STARTS[options.agent ?? DEFAULT_AGENT](options, judge, levels);
