/**
 * DQN in training: the learner on games with a judge, its settings and its checkpoints.
 */
import { InputError } from "../../envs/index.js";
import { agentOptionsOf } from "../agent-settings.js";
import { bytesText } from "../bytes.js";
import type { Games } from "../games.js";
import type { TrainingJudge } from "../judged-step.js";
import type { RunOptions } from "../learning-run.js";
import type { Levels } from "../levels.js";
import { INPUTS } from "../network/input-names.js";
import { type NetworkLearner, NetworkRun } from "../network/network-run.js";
import { numberOption, wordOption } from "../setting.js";
import { DqnLearner } from "./learner.js";
import { type DqnOptions, dqnOptionsOf } from "./options.js";
import { valuePolicy } from "./row-policy.js";
import { savedDqn } from "./saved-dqn.js";

function learnerOf(games: Games, options: DqnOptions): NetworkLearner {
  const learner = new DqnLearner(games, options);
  return {
    size: learner.online.network.weights.length,
    get steps() {
      return learner.steps;
    },
    play: () => learner.play(),
    pay: (step, extra) => learner.pay(step, extra),
    learn: () => ({ ...learner.learn() }),
    policy: () => valuePolicy(learner.online, options.lastEpsilon),
    saved: () => ({
      trunk: [...options.trunk],
      epsilon: options.lastEpsilon,
      weights: bytesText(learner.online.network.weights),
    }),
    save: () => learner.save(),
    load(saved) {
      const parsed = savedDqn.safeParse(saved);
      if (!parsed.success) throw new InputError("The saved run is damaged: it is no run of DQN.");
      learner.load(parsed.data);
    },
  };
}

/** Throws an InputError for a game that the network cannot be shown. */
export function dqnRun(options: RunOptions, judge: TrainingJudge, levels: Levels): NetworkRun {
  const { seed, steps: budget, discount, agentOptions } = options;
  const agent = "dqn";
  const settings = agentOptionsOf(agent, agentOptions);
  const dqn = { ...dqnOptionsOf(settings), seed, budget, discount };
  const [games, inputs] = [numberOption(settings, "games"), wordOption(settings, "inputs", INPUTS)];
  return new NetworkRun(options, judge, levels, { agent, games, inputs, manner: "greedy" }, (all) =>
    learnerOf(all, dqn),
  );
}
