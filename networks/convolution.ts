/**
 * A 3 x 3 convolution (any odd size) over height x width x channels, stride 1, no padding, with a rectifier where asked
 * for. Patches are laid out as rows of a matrix (im2col), so that the work is one product.
 */

import { orthogonal } from "./initialise.js";
import type { Kernel } from "./kernel.js";
import { type Layer, outputPort, type Port } from "./layer.js";
import type { Plan } from "./plan.js";

export interface ConvolutionOptions {
  /** Of the input; its port is height * width * channels wide, channels running fastest. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  readonly size: number;
  readonly activation: "none" | "relu";
  readonly gain: number;
}

/** Output: (height - size + 1) x (width - size + 1) x filters, filters running fastest. */
export function convolution(plan: Plan, input: Port, batch: number, options: ConvolutionOptions): Layer {
  const { height, width, channels, filters, size, activation, gain } = options;
  if (input.width !== height * width * channels) throw new RangeError("a convolution's input has another width");
  const [down, across] = [height - size + 1, width - size + 1];
  const places = down * across;
  const patch = size * size * channels;
  const weights = plan.parameter(patch * filters);
  const bias = plan.parameter(filters);
  const output = outputPort(plan, places * filters, batch);
  const patches = plan.floats(batch * places * patch);
  const back = input.gradient === undefined ? undefined : plan.floats(batch * places * patch);
  const turned = input.gradient === undefined ? undefined : plan.floats(patch * filters);
  const run = size * channels;

  /** Calls with the start of each run of a patch and of the same run in the image. */
  function eachRun(rows: number, patchesAt: number, imageAt: number, call: (inPatch: number, inImage: number) => void) {
    let inPatch = patchesAt;
    for (let b = 0; b < rows; b++) {
      for (let y = 0; y < down; y++) {
        for (let x = 0; x < across; x++) {
          for (let dy = 0; dy < size; dy++, inPatch += run) {
            call(inPatch, imageAt + ((b * height + y + dy) * width + x) * channels);
          }
        }
      }
    }
  }

  return {
    output,
    initialise(floats, draw) {
      orthogonal(floats.subarray(weights.at, weights.at + patch * filters), patch, filters, gain, draw);
      floats.fill(0, bias.at, bias.at + filters);
    },
    forward(kernel: Kernel, rows) {
      const { floats } = kernel;
      eachRun(rows, patches.at, input.values.at, (to, from) => floats.copyWithin(to, from, from + run));
      const { at } = output.values;
      kernel.rows(at, bias.at, rows * places, filters);
      kernel.product(patches.at, patch, 1, weights.at, filters, at, filters, rows * places, filters, patch, "added");
      if (activation === "relu") kernel.relu(at, rows * places * filters);
    },
    backward(kernel, rows) {
      const g = output.gradient.at;
      const count = rows * places;
      if (activation === "relu") kernel.reluBack(g, output.values.at, count * filters);
      kernel.columnSums(g, bias.gradient, count, filters);
      kernel.product(patches.at, 1, patch, g, filters, weights.gradient, filters, patch, filters, count, "added");
      if (input.gradient === undefined || back === undefined || turned === undefined) return;
      kernel.transpose(weights.at, turned.at, patch, filters);
      kernel.product(g, filters, 1, turned.at, patch, back.at, patch, count, patch, filters, "fresh");
      const { floats } = kernel;
      eachRun(rows, back.at, input.gradient.at, (from, to) => {
        for (let i = 0; i < run; i++) floats[to + i]! += floats[from + i]!;
      });
    },
  };
}
