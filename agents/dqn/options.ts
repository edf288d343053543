/**
 * What DQN needs to know.
 */
import type { DQN_SETTINGS } from "../network/settings.js";
import { type AgentOptions, numberOption } from "../setting.js";

export interface DqnOptions {
  readonly seed: number;
  /** Budget of environment steps. */
  readonly budget: number;
  /** Steps of each game between two times of learning. */
  readonly stretch: number;
  readonly capacity: number;
  /** Steps before the first update. */
  readonly warmUp: number;
  /** Environment steps (over all games) per update. */
  readonly stepsPerUpdate: number;
  readonly minibatch: number;
  /** Updates between copies to the target network. */
  readonly copyEvery: number;
  readonly rate: number;
  readonly discount: number;
  readonly n: number;
  readonly firstEpsilon: number;
  readonly lastEpsilon: number;
  /** Share of the budget over which epsilon falls. */
  readonly exploration: number;
  readonly gradientClip: number;
  readonly trunk: readonly [number, number];
  readonly kernel: "wasm" | "reference";
}

/** From resolved settings. */
export function dqnOptionsOf(settings: AgentOptions | undefined): Omit<DqnOptions, "seed" | "budget" | "discount"> {
  const of = (name: keyof typeof DQN_SETTINGS) => numberOption(settings, name);
  return {
    stretch: of("stretch"),
    capacity: of("capacity"),
    warmUp: of("warm-up"),
    stepsPerUpdate: of("steps-per-update"),
    minibatch: of("minibatch"),
    copyEvery: of("copy-every"),
    rate: of("rate"),
    n: of("n"),
    firstEpsilon: of("first-epsilon"),
    lastEpsilon: of("last-epsilon"),
    exploration: of("exploration"),
    gradientClip: of("gradient-clip"),
    trunk: [of("width"), of("width")],
    kernel: "wasm",
  };
}
