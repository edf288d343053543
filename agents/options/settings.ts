/**
 * Settings of options, whatever their policies lie in.
 */
import { type AgentOptions, type AgentSetting, wordOption } from "../setting.js";
import type { ExecutionOptions } from "./execution.js";

export const OPTION_SETTINGS = {
  longest: {
    kind: "whole",
    least: 1,
    most: 1e6,
    value: 20,
    what: "steps after which an option is left whatever the judge says",
  },
  execution: {
    kind: "word",
    words: ["call-and-return", "interrupting"],
    value: "call-and-return",
    what: "whether an option goes on while another is worth more",
  },
  "option-discount": {
    kind: "number",
    least: 0,
    most: 1,
    value: 0.9,
    what: "discount of an option's pseudo-reward, 1 at its termination",
  },
} as const satisfies Readonly<Record<string, AgentSetting>>;

/** From resolved settings. */
export const interruptsOf = (settings: AgentOptions | undefined): ExecutionOptions["interrupts"] =>
  wordOption(settings, "execution", OPTION_SETTINGS.execution.words) === "interrupting"
    ? "when another is better"
    : "never";
