/**
 * What a layer is: it reads its input's values, fills its output's, and on the way back adds to the gradients of its
 * parameters and of its input. Ports are where layers meet.
 */
import type { Kernel } from "./kernel.js";
import type { Plan, Span } from "./plan.js";

/** Values of shape [batch x width], and the gradient of the loss by them; no gradient: nobody learns before it. */
export interface Port {
  readonly width: number;
  readonly values: Span;
  readonly gradient?: Span;
}

/** Lists of rows that are on, [batch x slots] words; -1 ends a list early. */
export interface SparsePort {
  /** How many rows there are. */
  readonly size: number;
  readonly slots: number;
  readonly indices: Span;
}

/** Uniform in [0, 1). */
export type Draw = () => number;

export interface Layer {
  readonly output: Port;
  /** Starting values of the parameters. */
  initialise(floats: Float32Array, draw: Draw): void;
  /** For the first `batch` rows. */
  forward(kernel: Kernel, batch: number): void;
  /** After `forward` of the same rows; reads and may overwrite the output's gradient. */
  backward(kernel: Kernel, batch: number): void;
}

/** Dense numbers from outside, for at most `batch` rows; nothing is learned before them. */
export const denseInput = (plan: Plan, width: number, batch: number): Port => ({
  width,
  values: plan.floats(batch * width),
});

/** Indices from outside: of `size` possible ones at most `slots` a row. */
export const sparseInput = (plan: Plan, size: number, slots: number, batch: number): SparsePort => ({
  size,
  slots,
  indices: plan.floats(batch * slots),
});

/** A port with a gradient, for the output of a layer. */
export const outputPort = (plan: Plan, width: number, batch: number): Port & { readonly gradient: Span } => ({
  width,
  values: plan.floats(batch * width),
  gradient: plan.floats(batch * width),
});
