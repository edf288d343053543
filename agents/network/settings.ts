/**
 * Settings of the agents with networks. The defaults of PPO are the ones that learned KeyRoom-S15; they were chosen on
 * seeds of their own (docs/algorithms/ppo.md).
 */

import { OPTION_SETTINGS } from "../options/settings.js";
import type { AgentSetting } from "../setting.js";
import { INPUTS } from "./input-names.js";

const whole = (value: number, most: number, what: string): AgentSetting => ({
  kind: "whole",
  least: 1,
  most,
  value,
  what,
});
const number = (value: number, most: number, what: string): AgentSetting => ({
  kind: "number",
  least: 0,
  most,
  value,
  what,
});

const temperature = (value: number, when: string): AgentSetting => ({
  kind: "number",
  least: 1e-6,
  most: 1000,
  value,
  what: `of choosing options by what they are worth, at the ${when}`,
});

const INPUT: AgentSetting = {
  kind: "word",
  words: INPUTS,
  value: "auto",
  what: "what the network is shown of the game",
};

export const PPO_SETTINGS = {
  games: whole(64, 4096, "games side by side"),
  inputs: INPUT,
  stretch: whole(128, 4096, "steps of each game between two times of learning"),
  epochs: whole(3, 100, "passes over a stretch"),
  minibatch: whole(1024, 1_000_000, "steps of a minibatch"),
  rate: number(1e-3, 1, "learning rate at the beginning"),
  "last-rate": number(1e-4, 1, "learning rate at the end of the budget"),
  lambda: number(0.95, 1, "how far back an advantage reaches"),
  clip: number(0.2, 10, "how far from 1 the ratio of policies may go"),
  entropy: number(0.04, 10, "weight of the entropy at the beginning"),
  "last-entropy": number(0.002, 10, "weight of the entropy at the end of the budget"),
  "value-weight": number(0.5, 10, "weight of the value's loss"),
  "gradient-clip": number(0.5, 1e6, "longest gradient"),
  floor: number(0.1, 1e6, "least divisor of the advantages; 0: their deviation alone"),
  width: whole(64, 1024, "width of the two hidden layers"),
} as const satisfies Readonly<Record<string, AgentSetting>>;

export const GRU_SETTINGS = {
  ...PPO_SETTINGS,
  memory: whole(64, 1024, "width of the recurrent layer"),
} as const satisfies Readonly<Record<string, AgentSetting>>;

export const OPTIONS_PPO_SETTINGS = {
  ...PPO_SETTINGS,
  ...OPTION_SETTINGS,
  "option-discount": number(0.99, 1, "discount of an option's pseudo-reward, 1 at its termination"),
  temperature: temperature(0.1, "beginning"),
  "last-temperature": temperature(0.01, "end of the budget"),
  outer: {
    kind: "word",
    words: ["task", "task and bonus"],
    value: "task",
    what: "what choosing options is rewarded with",
  },
} as const satisfies Readonly<Record<string, AgentSetting>>;

export const DQN_SETTINGS = {
  games: whole(16, 4096, "games side by side"),
  inputs: INPUT,
  stretch: whole(16, 4096, "steps of each game between two times of learning"),
  capacity: whole(100_000, 10_000_000, "transitions that are remembered"),
  "warm-up": whole(5_000, 1e8, "steps before the first update"),
  "steps-per-update": whole(8, 1e6, "environment steps for each update"),
  minibatch: whole(128, 1_000_000, "transitions of an update"),
  "copy-every": whole(500, 1e8, "updates between copies to the target network"),
  rate: number(5e-4, 1, "learning rate"),
  n: whole(5, 1000, "rewards in a target"),
  "first-epsilon": number(1, 1, "exploration at the beginning"),
  "last-epsilon": number(0.05, 1, "exploration at the end of its fall"),
  exploration: number(0.3, 1, "share of the budget over which exploration falls"),
  "gradient-clip": number(10, 1e6, "longest gradient"),
  width: whole(64, 1024, "width of the two hidden layers"),
} as const satisfies Readonly<Record<string, AgentSetting>>;
