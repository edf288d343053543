/**
 * A dense layer: y = x W + b, with a rectifier where asked for. W is [inputs x width], as the products want it.
 */
import { orthogonal } from "./initialise.js";
import { type Layer, outputPort, type Port } from "./layer.js";
import type { Plan } from "./plan.js";

export interface DenseOptions {
  readonly width: number;
  readonly activation: "none" | "relu";
  /** Of the orthogonal start; sqrt(2) is usual before a rectifier. */
  readonly gain: number;
}

/** `batch`: the most rows that will be asked for at once. */
export function dense(plan: Plan, input: Port, batch: number, options: DenseOptions): Layer {
  const { width, activation, gain } = options;
  const inputs = input.width;
  const weights = plan.parameter(inputs * width);
  const bias = plan.parameter(width);
  const output = outputPort(plan, width, batch);
  // The way back to the input takes W transposed; nobody needs it at the first layer.
  const turned = input.gradient === undefined ? undefined : plan.floats(inputs * width);
  return {
    output,
    initialise(floats, draw) {
      orthogonal(floats.subarray(weights.at, weights.at + inputs * width), inputs, width, gain, draw);
      floats.fill(0, bias.at, bias.at + width);
    },
    forward(kernel, rows) {
      const { at } = output.values;
      kernel.rows(at, bias.at, rows, width);
      kernel.product(input.values.at, inputs, 1, weights.at, width, at, width, rows, width, inputs, "added");
      if (activation === "relu") kernel.relu(at, rows * width);
    },
    backward(kernel, rows) {
      const g = output.gradient.at;
      if (activation === "relu") kernel.reluBack(g, output.values.at, rows * width);
      kernel.columnSums(g, bias.gradient, rows, width);
      kernel.product(input.values.at, 1, inputs, g, width, weights.gradient, width, inputs, width, rows, "added");
      if (input.gradient === undefined || turned === undefined) return;
      kernel.transpose(weights.at, turned.at, inputs, width);
      kernel.product(g, width, 1, turned.at, inputs, input.gradient.at, inputs, rows, inputs, width, "added");
    },
  };
}
