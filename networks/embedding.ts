/**
 * A first layer for inputs that are lists of what is on (one-hot groups, glyphs by place): the sum of the table's rows
 * that are listed, plus a bias. What a dense layer would do with the zeros written out, at the cost of the ones alone.
 */
import { normal } from "./initialise.js";
import { type Layer, outputPort, type SparsePort } from "./layer.js";
import type { Plan } from "./plan.js";

export interface EmbeddingOptions {
  readonly width: number;
  readonly activation: "none" | "relu";
  readonly gain: number;
}

/** Rows start as normal numbers of standard deviation gain / sqrt(slots): the sum of a full list then has deviation gain. */
export function embedding(plan: Plan, input: SparsePort, batch: number, options: EmbeddingOptions): Layer {
  const { width, activation, gain } = options;
  const { size, slots, indices } = input;
  const table = plan.parameter(size * width);
  const bias = plan.parameter(width);
  const output = outputPort(plan, width, batch);
  return {
    output,
    initialise(floats, draw) {
      const deviation = gain / Math.sqrt(slots);
      for (let i = 0; i < size * width; i++) floats[table.at + i] = deviation * normal(draw);
      floats.fill(0, bias.at, bias.at + width);
    },
    forward(kernel, rows) {
      kernel.gather(indices.at, slots, table.at, bias.at, output.values.at, rows, width);
      if (activation === "relu") kernel.relu(output.values.at, rows * width);
    },
    backward(kernel, rows) {
      const g = output.gradient.at;
      if (activation === "relu") kernel.reluBack(g, output.values.at, rows * width);
      kernel.columnSums(g, bias.gradient, rows, width);
      kernel.scatter(indices.at, slots, g, table.gradient, rows, width);
    },
  };
}
