/**
 * Settings of an agent's own (`--agent-option lambda=0.8`): what there is, what is accepted, what holds when nothing is
 * said. An experiment may have arms of several agents; each takes what it has.
 */
import { InputError, visible } from "../envs/index.js";
import { AGENT_NAMES, type AgentName } from "./agent-names.js";
import { DQN_SETTINGS, GRU_SETTINGS, OPTIONS_PPO_SETTINGS, PPO_SETTINGS } from "./network/settings.js";
import { OPTION_SETTINGS } from "./options/settings.js";
import type { AgentOptions, AgentSetting } from "./setting.js";

/** By agent; absent: it has none. */
export const AGENT_SETTINGS: Readonly<Partial<Record<AgentName, Readonly<Record<string, AgentSetting>>>>> = {
  "sarsa-lambda": {
    lambda: { kind: "number", least: 0, most: 1, value: 0.8, what: "how far back a step is learned" },
    traces: {
      kind: "word",
      words: ["replacing", "accumulating"],
      value: "replacing",
      what: "what a second visit does to a trace",
    },
  },
  "n-step-q": {
    n: { kind: "whole", least: 1, most: 1000, value: 5, what: "rewards in a target" },
    backup: {
      kind: "word",
      words: ["tree", "uncorrected"],
      value: "tree",
      what: "whether a target ends where an action was not greedy",
    },
  },
  "dyna-q": {
    planning: { kind: "whole", least: 0, most: 1000, value: 10, what: "updates from the model after each step" },
  },
  "count-bonus": {
    beta: { kind: "number", least: 0, most: 1000, value: 0.003, what: "exploration bonus of a first visit" },
  },
  "options-smdp": OPTION_SETTINGS,
  "options-smdp-bonus": OPTION_SETTINGS,
  "options-intra": OPTION_SETTINGS,
  "options-intra-bonus": OPTION_SETTINGS,
  ppo: PPO_SETTINGS,
  "ppo-gru": GRU_SETTINGS,
  dqn: DQN_SETTINGS,
  "options-ppo": OPTIONS_PPO_SETTINGS,
};

const settingsOf = (agent: AgentName): Readonly<Record<string, AgentSetting>> => AGENT_SETTINGS[agent] ?? {};

/** What a setting accepts, in words. */
const accepted = (setting: AgentSetting): string =>
  setting.kind === "word"
    ? setting.words.join(", ")
    : `a ${setting.kind === "whole" ? "whole number" : "number"} from ${setting.least} to ${setting.most}`;

function readValue(setting: AgentSetting, text: string): number | string | undefined {
  if (setting.kind === "word") return setting.words.includes(text) ? text : undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= setting.least && value <= setting.most)) return undefined;
  return setting.kind === "whole" && !Number.isInteger(value) ? undefined : value;
}

/** From "name=value" texts. Throws an InputError for a name that none of `agents` has, twice the same, or a bad value. */
export function readAgentOptions(texts: readonly string[], agents: readonly AgentName[] = AGENT_NAMES): AgentOptions {
  const known = new Map(agents.flatMap((agent) => Object.entries(settingsOf(agent))));
  const read = new Map<string, number | string>();
  for (const text of texts) {
    const at = text.indexOf("=");
    const name = at < 0 ? text : text.slice(0, at);
    const setting = known.get(name);
    if (at < 0 || setting === undefined) {
      const names = [...known.keys()].map((one) => `${one}=…`).join(", ");
      throw new InputError(
        `--agent-option is "${visible(text, 60)}"; accepted are ${names === "" ? "none for this agent" : names}.`,
      );
    }
    const value = readValue(setting, text.slice(at + 1));
    if (value === undefined) {
      throw new InputError(`--agent-option is "${visible(text, 60)}"; ${name} is ${accepted(setting)}.`);
    }
    if (read.has(name)) throw new InputError(`--agent-option names ${name} twice.`);
    read.set(name, value);
  }
  return Object.fromEntries(read);
}

/** An agent's own settings: what was given of those that it has, defaults for the others; undefined where it has none. */
export function agentOptionsOf(agent: AgentName, given: AgentOptions = {}): AgentOptions | undefined {
  const settings = Object.entries(settingsOf(agent));
  if (settings.length === 0) return undefined;
  return Object.fromEntries(settings.map(([name, { value }]) => [name, given[name] ?? value]));
}
