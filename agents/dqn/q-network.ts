/**
 * The network of DQN: a table of features, one more dense layer, and a value for each action.
 */
import { dense, type KernelName, Network, Plan, type Span } from "../../networks/index.js";
import type { Games } from "../games.js";
import { type Head, headOf, trunkOf } from "../network/trunk.js";

export interface QNetwork {
  readonly network: Network;
  readonly indices: Span;
  readonly values: Head;
}

export interface QNetworkOptions {
  readonly trunk: readonly [number, number];
  readonly kernel: KernelName;
}

export function qNetwork(
  { features, slots, actions }: Pick<Games, "features" | "slots" | "actions">,
  batch: number,
  options: QNetworkOptions,
): QNetwork {
  const { trunk, kernel } = options;
  const plan = new Plan();
  const { indices, layers, output } = trunkOf(plan, { features, slots, trunk, batch });
  const last = dense(plan, output, batch, { width: actions, activation: "none", gain: 0.01 });
  return { network: new Network(plan, [...layers, last], kernel), indices, values: headOf(last) };
}

/** The best of a row's values, first of equals. */
export function best(floats: Float32Array, at: number, actions: number): number {
  let chosen = 0;
  for (let a = 1; a < actions; a++) if (floats[at + a]! > floats[at + chosen]!) chosen = a;
  return chosen;
}
