/**
 * PPO in training: the learner on games with a judge, its settings and its checkpoints.
 */
import { InputError } from "../../envs/index.js";
import { agentOptionsOf } from "../agent-settings.js";
import { bytesText } from "../bytes.js";
import type { Games } from "../games.js";
import type { TrainingJudge } from "../judged-step.js";
import type { RunOptions } from "../learning-run.js";
import type { Levels } from "../levels.js";
import { INPUTS } from "../network/input-names.js";
import type { NetworkLearner } from "../network/network-run.js";
import { NetworkRun } from "../network/network-run.js";
import { numberOption, wordOption } from "../setting.js";
import { PpoLearner } from "./learner.js";
import { type PpoOptions, ppoOptionsOf } from "./options.js";
import { actorPolicy } from "./row-policy.js";
import { savedPpo } from "./saved-ppo.js";

function learnerOf(games: Games, options: PpoOptions): NetworkLearner {
  const learner = new PpoLearner(games, options);
  return {
    size: learner.actor.network.weights.length,
    get steps() {
      return learner.steps;
    },
    play: () => learner.play(),
    pay: (step, extra) => learner.pay(step, extra),
    learn: () => ({ ...learner.learn() }),
    policy: () => actorPolicy(learner.actor),
    saved: () => ({
      trunk: [...options.trunk],
      ...(options.memory === undefined ? {} : { memory: options.memory }),
      weights: bytesText(learner.actor.network.weights),
    }),
    save: () => learner.save(),
    load(saved) {
      const parsed = savedPpo.safeParse(saved);
      if (!parsed.success) throw new InputError("The saved run is damaged: it is no run of PPO.");
      learner.load(parsed.data);
    },
  };
}

/** Throws an InputError for a game that the network cannot be shown. */
export function ppoRun(options: RunOptions, judge: TrainingJudge, levels: Levels): NetworkRun {
  const { seed, steps: budget, discount, agentOptions } = options;
  const agent = options.agent === "ppo-gru" ? "ppo-gru" : "ppo";
  const settings = agentOptionsOf(agent, agentOptions);
  const ppo = { ...ppoOptionsOf(settings), seed, budget, discount };
  const [games, inputs] = [numberOption(settings, "games"), wordOption(settings, "inputs", INPUTS)];
  return new NetworkRun(options, judge, levels, { agent, games, inputs, manner: "exploring" }, (all) =>
    learnerOf(all, ppo),
  );
}
