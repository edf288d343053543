/**
 * What PPO needs to know.
 */
import type { PPO_SETTINGS } from "../network/settings.js";
import { type AgentOptions, numberOption } from "../setting.js";

export interface PpoOptions {
  readonly seed: number;
  /** Budget of environment steps; the rate's schedule runs over it. */
  readonly budget: number;
  /** Steps of each game per iteration. */
  readonly steps: number;
  /** Passes over a stretch. */
  readonly epochs: number;
  /** Rows per minibatch; with memory it is rounded to whole games. */
  readonly minibatch: number;
  readonly rate: number;
  readonly lastRate: number;
  readonly discount: number;
  readonly lambda: number;
  readonly clip: number;
  /** Of the entropy in the loss; falls linearly to the second over the budget, as the rate does. */
  readonly entropyWeight: number;
  readonly lastEntropyWeight: number;
  readonly valueWeight: number;
  readonly gradientClip: number;
  /** Least divisor of the advantages; 0: none but their deviation. */
  readonly floor: number;
  readonly trunk: readonly [number, number];
  readonly memory?: number;
  readonly kernel: "wasm" | "reference";
}

/** From resolved settings. */
export function ppoOptionsOf(settings: AgentOptions | undefined): Omit<PpoOptions, "seed" | "budget" | "discount"> {
  const of = (name: keyof typeof PPO_SETTINGS) => numberOption(settings, name);
  return {
    steps: of("stretch"),
    epochs: of("epochs"),
    minibatch: of("minibatch"),
    rate: of("rate"),
    lastRate: of("last-rate"),
    lambda: of("lambda"),
    clip: of("clip"),
    entropyWeight: of("entropy"),
    lastEntropyWeight: of("last-entropy"),
    valueWeight: of("value-weight"),
    gradientClip: of("gradient-clip"),
    floor: of("floor"),
    trunk: [of("width"), of("width")],
    ...(settings?.memory === undefined ? {} : { memory: numberOption(settings, "memory") }),
    kernel: "wasm",
  };
}
