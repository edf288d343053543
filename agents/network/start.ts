/**
 * From options to a run of an agent with a network: the games and inputs that its settings name, and its rule on them.
 */
import { AGENTS } from "../agent-names.js";
import { agentOptionsOf } from "../agent-settings.js";
import type { Games } from "../games.js";
import type { TrainingJudge } from "../judged-step.js";
import type { RunOptions } from "../learning-run.js";
import type { Levels } from "../levels.js";
import { type AgentOptions, numberOption, wordOption } from "../setting.js";
import { INPUTS } from "./input-names.js";
import type { NetworkLearner } from "./learner.js";
import { NetworkRun, type NetworkSettings } from "./network-run.js";

export type NetworkName = NetworkSettings["agent"];

/** What every rule is told besides its own resolved settings. */
export interface Basis {
  readonly seed: number;
  /** Of environment steps. */
  readonly budget: number;
  readonly discount: number;
}

export type NetworkRule = (games: Games, settings: AgentOptions | undefined, basis: Basis) => NetworkLearner;

/** Throws an InputError for a game that the network cannot be shown. */
export function networkRun(
  agent: NetworkName,
  rule: NetworkRule,
  options: RunOptions,
  judge: TrainingJudge,
  levels: Levels,
): NetworkRun {
  const { seed, steps: budget, discount, agentOptions } = options;
  const settings = agentOptionsOf(agent, agentOptions);
  const [games, inputs] = [numberOption(settings, "games"), wordOption(settings, "inputs", INPUTS)];
  return new NetworkRun(options, judge, levels, { agent, games, inputs, manner: AGENTS[agent].manner }, (all) =>
    rule(all, settings, { seed, budget, discount }),
  );
}
