/**
 * A gated recurrent unit over sequences (Cho et al. 2014, arXiv 1406.1078, in the variant that PyTorch and cuDNN compute,
 * where the reset gate acts on the product with the hidden state):
 *
 *   r = s(x Wr + br + h Ur + cr),  z = s(x Wz + bz + h Uz + cz),  n = tanh(x Wn + bn + r (h Un + cn)),  h' = (1 - z) n + z h
 *
 * Rows are [steps x lanes], all lanes of a step together. A lane whose `going` is 0 at a step starts anew there: its
 * hidden state counts as zeros, and no gradient passes that point. The gates are computed in double precision by the same
 * code for both kernels.
 */

import { orthogonal } from "./initialise.js";
import type { Kernel } from "./kernel.js";
import { type Layer, outputPort, type Port } from "./layer.js";
import type { Plan, Span } from "./plan.js";

export interface GruOptions {
  readonly width: number;
}

export interface Gru extends Layer {
  readonly output: Port & { readonly gradient: Span };
  /** [lanes x width]: the hidden state before the first step; from outside. */
  readonly begin: Span;
  /** [steps x lanes] floats from outside: 1, or 0 where an episode begins. */
  readonly going: Span;
  /** How many sequences the rows of the next calls hold; rows are a multiple of it. */
  lanes: number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** `batch`: the most rows (steps times lanes) at once. */
export function gru(plan: Plan, input: Port, batch: number, { width }: GruOptions): Gru {
  const inputs = input.width;
  const three = 3 * width;
  const inner = plan.parameter(inputs * three);
  const innerBias = plan.parameter(three);
  const hidden = plan.parameter(width * three);
  const hiddenBias = plan.parameter(three);
  const output = outputPort(plan, width, batch);
  const begin = plan.floats(batch * width);
  const going = plan.floats(batch);
  /** The hidden state that each row starts from, after resets. */
  const before = plan.floats(batch * width);
  /** Products with the input and with the hidden state; then, in place, gates r, z, n and the third product. */
  const fromInput = plan.floats(batch * three);
  const fromHidden = plan.floats(batch * three);
  const inputTurned = plan.floats(inputs * three);
  const hiddenTurned = plan.floats(width * three);
  const carried = plan.floats(batch * width);

  function gates({ floats }: Kernel, from: number, rows: number): void {
    for (let row = from; row < from + rows; row++) {
      const x = fromInput.at + row * three;
      const h = fromHidden.at + row * three;
      for (let i = 0; i < width; i++) {
        const r = sigmoid(floats[x + i]! + floats[h + i]!);
        const z = sigmoid(floats[x + width + i]! + floats[h + width + i]!);
        const n = Math.tanh(floats[x + 2 * width + i]! + r * floats[h + 2 * width + i]!);
        floats[x + i] = r;
        floats[x + width + i] = z;
        floats[x + 2 * width + i] = n;
        const old = floats[before.at + row * width + i]!;
        floats[output.values.at + row * width + i] = n + z * (old - n);
      }
    }
  }

  /** From the gradient at h' to those at the two products; the direct path to h is left in `carried`. */
  function gatesBack({ floats }: Kernel, from: number, rows: number): void {
    for (let row = from; row < from + rows; row++) {
      const x = fromInput.at + row * three;
      const h = fromHidden.at + row * three;
      for (let i = 0; i < width; i++) {
        const at = row * width + i;
        const g = floats[output.gradient.at + at]!;
        const [r, z, n] = [floats[x + i]!, floats[x + width + i]!, floats[x + 2 * width + i]!];
        const product = floats[h + 2 * width + i]!;
        const byN = g * (1 - z) * (1 - n * n);
        const byZ = g * (floats[before.at + at]! - n) * z * (1 - z);
        const byR = byN * product * r * (1 - r);
        floats[carried.at + at] = g * z;
        floats[x + i] = byR;
        floats[x + width + i] = byZ;
        floats[x + 2 * width + i] = byN;
        floats[h + i] = byR;
        floats[h + width + i] = byZ;
        floats[h + 2 * width + i] = byN * r;
      }
    }
  }

  const layer: Gru = {
    output,
    begin,
    going,
    lanes: 1,
    initialise(floats, draw) {
      for (const [span, rows] of [
        [inner, inputs],
        [hidden, width],
      ] as const) {
        // Each gate's matrix is orthogonal by itself.
        const gate = new Float32Array(rows * width);
        for (let part = 0; part < 3; part++) {
          orthogonal(gate, rows, width, 1, draw);
          for (let row = 0; row < rows; row++) {
            floats.set(gate.subarray(row * width, (row + 1) * width), span.at + row * three + part * width);
          }
        }
      }
      floats.fill(0, innerBias.at, innerBias.at + three);
      floats.fill(0, hiddenBias.at, hiddenBias.at + three);
    },
    forward(kernel, rows) {
      const { lanes } = layer;
      const { floats } = kernel;
      kernel.rows(fromInput.at, innerBias.at, rows, three);
      kernel.product(input.values.at, inputs, 1, inner.at, three, fromInput.at, three, rows, three, inputs, "added");
      kernel.rows(fromHidden.at, hiddenBias.at, rows, three);
      for (let row = 0; row < rows; row += lanes) {
        const from = row === 0 ? begin.at : output.values.at + (row - lanes) * width;
        for (let lane = 0; lane < lanes; lane++) {
          const to = before.at + (row + lane) * width;
          if (floats[going.at + row + lane] === 0) floats.fill(0, to, to + width);
          else floats.copyWithin(to, from + lane * width, from + (lane + 1) * width);
        }
        const at = before.at + row * width;
        const to = fromHidden.at + row * three;
        kernel.product(at, width, 1, hidden.at, three, to, three, lanes, three, width, "added");
        gates(kernel, row, lanes);
      }
    },
    backward(kernel, rows) {
      const { lanes } = layer;
      const { floats } = kernel;
      kernel.transpose(hidden.at, hiddenTurned.at, width, three);
      for (let row = rows - lanes; row >= 0; row -= lanes) {
        gatesBack(kernel, row, lanes);
        const g = fromHidden.at + row * three;
        kernel.product(
          g,
          three,
          1,
          hiddenTurned.at,
          width,
          carried.at + row * width,
          width,
          lanes,
          width,
          three,
          "added",
        );
        if (row === 0) break;
        for (let lane = 0; lane < lanes; lane++) {
          if (floats[going.at + row + lane] === 0) continue;
          const to = output.gradient.at + (row - lanes + lane) * width;
          const from = carried.at + (row + lane) * width;
          for (let i = 0; i < width; i++) floats[to + i]! += floats[from + i]!;
        }
      }
      kernel.columnSums(fromHidden.at, hiddenBias.gradient, rows, three);
      kernel.product(before.at, 1, width, fromHidden.at, three, hidden.gradient, three, width, three, rows, "added");
      kernel.columnSums(fromInput.at, innerBias.gradient, rows, three);
      kernel.product(
        input.values.at,
        1,
        inputs,
        fromInput.at,
        three,
        inner.gradient,
        three,
        inputs,
        three,
        rows,
        "added",
      );
      if (input.gradient === undefined) return;
      kernel.transpose(inner.at, inputTurned.at, inputs, three);
      const to = input.gradient.at;
      kernel.product(fromInput.at, three, 1, inputTurned.at, inputs, to, inputs, rows, inputs, three, "added");
    },
  };
  return layer;
}
