/**
 * What options with networks need to know.
 */
import type { ExecutionOptions } from "../options/execution.js";
import { interruptsOf } from "../options/settings.js";
import { type PpoOptions, ppoOptionsOf } from "../ppo/options.js";
import { type AgentOptions, numberOption, wordOption } from "../setting.js";

export interface OptionsPpoOptions extends Omit<PpoOptions, "memory"> {
  /** What choosing options is rewarded with. */
  readonly outer: "task" | "task and bonus";
  /** Of options' pseudo-rewards. */
  readonly optionDiscount: number;
  readonly longest: number;
  /** Of choosing among options: at the beginning, and at the end of the budget. */
  readonly temperature: number;
  readonly lastTemperature: number;
  readonly interrupts: ExecutionOptions["interrupts"];
}

/** From resolved settings. */
export function optionsPpoOptionsOf(
  settings: AgentOptions | undefined,
): Omit<OptionsPpoOptions, "seed" | "budget" | "discount"> {
  return {
    ...ppoOptionsOf(settings),
    outer: wordOption(settings, "outer", ["task", "task and bonus"]),
    optionDiscount: numberOption(settings, "option-discount"),
    temperature: numberOption(settings, "temperature"),
    lastTemperature: numberOption(settings, "last-temperature"),
    longest: numberOption(settings, "longest"),
    interrupts: interruptsOf(settings),
  };
}
