/**
 * PPO in training: the learner on games with a judge, its settings and its checkpoints.
 */
import { InputError } from "../../envs/index.js";
import { optionsFrom } from "../agent-options.js";
import type { Games } from "../games.js";
import type { TrainingJudge } from "../judged-step.js";
import type { RunOptions } from "../learning-run.js";
import type { Levels } from "../levels.js";
import type { NetworkLearner } from "../network/network-run.js";
import { NetworkRun } from "../network/network-run.js";
import { PpoLearner } from "./learner.js";
import { PPO_DEFAULTS, type PpoOptions, ppoAgentOptions } from "./options.js";
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
    save: () => learner.save(),
    load(saved) {
      const parsed = savedPpo.safeParse(saved);
      if (!parsed.success) throw new InputError("The saved run is damaged: it is no run of PPO.");
      learner.load(parsed.data);
    },
  };
}

/** With memory or without. Throws an InputError for an option that PPO does not have. */
export function ppoRun(
  options: RunOptions,
  judge: TrainingJudge,
  levels: Levels,
  kind: "without memory" | "with memory",
): NetworkRun {
  const { seed, steps: budget, discount, agent = "ppo", agentOptions } = options;
  const { games, inputs, width, memory, ...own } = optionsFrom(agent, ppoAgentOptions, agentOptions);
  const settings = { games, inputs, manner: "exploring" } as const;
  const ppo: PpoOptions = {
    ...PPO_DEFAULTS,
    ...own,
    trunk: [width, width],
    seed,
    budget,
    discount,
    ...(kind === "with memory" ? { memory } : {}),
  };
  return new NetworkRun(options, judge, levels, settings, (all) => learnerOf(all, ppo));
}
