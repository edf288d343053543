/** Learners on the toys, seed by seed: a few seeds in the everyday tests, ten in the long ones. */

import { agentOptionsOf } from "../../agents/agent-settings.js";
import { DqnLearner } from "../../agents/dqn/learner.js";
import { type DqnOptions, dqnOptionsOf } from "../../agents/dqn/options.js";
import { OptionsPpoLearner } from "../../agents/options-ppo/learner.js";
import { type OptionsPpoOptions, optionsPpoOptionsOf } from "../../agents/options-ppo/settings.js";
import { PpoLearner } from "../../agents/ppo/learner.js";
import { type PpoOptions, ppoOptionsOf } from "../../agents/ppo/options.js";
import { toyGames } from "./toys.js";

type Toy = Parameters<typeof toyGames>[0];

export const SMALL_PPO = {
  ...ppoOptionsOf(agentOptionsOf("ppo")),
  discount: 0.99,
  entropyWeight: 0.02,
  lastEntropyWeight: 0.02,
  steps: 16,
  minibatch: 128,
  rate: 3e-3,
  lastRate: 3e-3,
  trunk: [16, 16],
  floor: 0,
} as const;

export const SMALL_OPTIONS = {
  ...optionsPpoOptionsOf(agentOptionsOf("options-ppo")),
  ...SMALL_PPO,
  floor: 0.1,
  longest: 10,
} as const;

export const SMALL_DQN = {
  ...dqnOptionsOf(agentOptionsOf("dqn")),
  discount: 0.99,
  stretch: 1,
  n: 3,
  minibatch: 64,
  trunk: [16, 16],
  warmUp: 200,
  stepsPerUpdate: 4,
  copyEvery: 50,
  rate: 3e-3,
} as const;

const meanOfLast = (returns: readonly number[], count: number): number => {
  const last = returns.slice(-count);
  return last.reduce((sum, value) => sum + value, 0) / last.length;
};

/** Mean return of the last 200 episodes, for seeds 0 .. seeds - 1; the list is printed. */
export function ppoReturns(
  name: string,
  toy: Toy,
  seeds: number,
  options: Partial<PpoOptions> & { readonly budget: number },
): readonly number[] {
  const returns = Array.from({ length: seeds }, (_, seed) => {
    const games = toyGames(toy, 16, seed);
    const learner = new PpoLearner(games, { ...SMALL_PPO, seed, ...options });
    while (learner.steps < options.budget) learner.iterate();
    return meanOfLast(games.returns, 200);
  });
  console.log(`PPO, ${name}: ${returns.map((value) => value.toFixed(2)).join(" ")}`);
  return returns;
}

/** Mean return of the last 200 episodes. */
export function optionsReturns(
  name: string,
  toy: Toy,
  seeds: number,
  options: Partial<OptionsPpoOptions> & { readonly budget: number },
): readonly number[] {
  const returns = Array.from({ length: seeds }, (_, seed) => {
    const games = toyGames(toy, 16, seed);
    const learner = new OptionsPpoLearner(games, { ...SMALL_OPTIONS, seed, ...options });
    while (learner.steps < options.budget) {
      learner.play();
      learner.learn();
    }
    return meanOfLast(games.returns, 200);
  });
  console.log(`options, ${name}: ${returns.map((value) => value.toFixed(2)).join(" ")}`);
  return returns;
}

/** Mean return of the last 100 episodes, exploration included. */
export function dqnReturns(
  name: string,
  toy: Toy,
  seeds: number,
  options: Partial<DqnOptions> & { readonly budget: number },
): readonly number[] {
  const returns = Array.from({ length: seeds }, (_, seed) => {
    const games = toyGames(toy, 8, seed);
    const learner = new DqnLearner(games, { ...SMALL_DQN, seed, ...options });
    while (learner.steps < options.budget) {
      learner.play();
      learner.learn();
    }
    return meanOfLast(games.returns, 100);
  });
  console.log(`DQN, ${name}: ${returns.map((value) => value.toFixed(2)).join(" ")}`);
  return returns;
}
