/**
 * The network of DQN: a table of features, one more dense layer, and a value for each action.
 */
import {
  dense,
  embedding,
  type KernelName,
  Network,
  Plan,
  type Port,
  type Span,
  sparseInput,
} from "../../networks/index.js";
import type { Games } from "../games.js";

export interface QNetwork {
  readonly network: Network;
  readonly indices: Span;
  readonly values: Port & { readonly gradient: Span };
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
  const [first, second] = options.trunk;
  const plan = new Plan();
  const input = sparseInput(plan, features, slots, batch);
  const one = embedding(plan, input, batch, { width: first, activation: "relu", gain: Math.SQRT2 });
  const two = dense(plan, one.output, batch, { width: second, activation: "relu", gain: Math.SQRT2 });
  const last = dense(plan, two.output, batch, { width: actions, activation: "none", gain: 0.01 });
  const network = new Network(plan, [one, two, last], options.kernel);
  return { network, indices: input.indices, values: last.output as QNetwork["values"] };
}

/** The best of a row's values, first of equals. */
export function best(floats: Float32Array, at: number, actions: number): number {
  let chosen = 0;
  for (let a = 1; a < actions; a++) if (floats[at + a]! > floats[at + chosen]!) chosen = a;
  return chosen;
}
