/**
 * What all networks of agents begin with: a table of features and one more dense layer; and what their heads look like.
 */
import { dense, embedding, type Layer, type Plan, type Port, type Span, sparseInput } from "../../networks/index.js";

export interface TrunkOptions {
  readonly features: number;
  readonly slots: number;
  /** Widths of the two layers. */
  readonly trunk: readonly [number, number];
  /** The most rows at once. */
  readonly batch: number;
}

export interface Trunk {
  /** [rows x slots]. */
  readonly indices: Span;
  readonly layers: readonly [Layer, Layer];
  readonly output: Head;
}

export type Head = Port & { readonly gradient: Span };

/** A layer's output always has a gradient. */
export const headOf = ({ output }: Layer): Head => output as Head;

export function trunkOf(plan: Plan, { features, slots, trunk, batch }: TrunkOptions): Trunk {
  const [first, second] = trunk;
  const gain = Math.SQRT2;
  const input = sparseInput(plan, features, slots, batch);
  const one = embedding(plan, input, batch, { width: first, activation: "relu", gain });
  const two = dense(plan, one.output, batch, { width: second, activation: "relu", gain });
  return { indices: input.indices, layers: [one, two], output: headOf(two) };
}
