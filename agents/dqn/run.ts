/**
 * DQN in training: the learner on games with a judge, its settings and its checkpoints.
 */
import { InputError, type RandomStream } from "../../envs/index.js";
import { agentOptionsOf } from "../agent-settings.js";
import type { Games } from "../games.js";
import type { TrainingJudge } from "../judged-step.js";
import type { RunOptions } from "../learning-run.js";
import type { Levels } from "../levels.js";
import { INPUTS } from "../network/input-names.js";
import { type NetworkLearner, NetworkRun } from "../network/network-run.js";
import type { RowPolicy } from "../network/policy.js";
import { numberOption, wordOption } from "../setting.js";
import { DqnLearner } from "./learner.js";
import { type DqnOptions, dqnOptionsOf } from "./options.js";
import { best, type QNetwork } from "./q-network.js";
import { savedDqn } from "./saved-dqn.js";

/** Greedy, or with the epsilon that exploration ends with. Uses the network's first row. */
export function valuePolicy({ network, indices, values }: QNetwork, epsilon: number): RowPolicy {
  const { words, floats } = network.kernel;
  const actions = values.width;
  return {
    words,
    at: indices.at,
    begin() {},
    act(manner, stream: RandomStream) {
      if (manner === "exploring" && stream.uniform() < epsilon) return stream.below(actions);
      network.forward(1);
      return best(floats, values.values.at, actions);
    },
  };
}

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
  const { seed, steps: budget, discount, agent = "dqn", agentOptions } = options;
  const settings = agentOptionsOf(agent, agentOptions);
  const dqn = { ...dqnOptionsOf(settings), seed, budget, discount };
  const shown = { games: numberOption(settings, "games"), inputs: wordOption(settings, "inputs", INPUTS) };
  return new NetworkRun(options, judge, levels, { ...shown, manner: "greedy" }, (games) => learnerOf(games, dqn));
}
