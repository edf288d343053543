/**
 * Finite differences: what the gradient of a loss should be, in single-precision networks. The loss is a fixed random
 * projection of the last port, so its gradient there is the projection itself.
 */
import { randomStream } from "../../envs/index.js";
import type { Layer, Network } from "../../networks/index.js";

export interface Checked {
  /** Largest distance between the two gradients, relative to the largest gradient. */
  readonly worst: number;
  readonly compared: number;
}

const STEP = 1e-2;

/** Compares the gradient of every `stride`-th parameter with central differences, for inputs that are in place already. */
export function checkGradients(network: Network, last: Layer, batch: number, stride = 1): Checked {
  const { kernel } = network;
  const { output } = last;
  const count = batch * output.width;
  const stream = randomStream(5, "projection");
  const projection = Float64Array.from({ length: count }, () => stream.uniform() * 2 - 1);
  const loss = (): number => {
    network.forward(batch);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += projection[i]! * kernel.floats[output.values.at + i]!;
    return sum;
  };
  loss();
  network.clearPorts(batch);
  network.clearGradients();
  for (let i = 0; i < count; i++) kernel.floats[output.gradient!.at + i] = projection[i]!;
  network.backward(batch);
  const gradients = network.gradients.slice();
  const { weights } = network;
  const largest = gradients.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  let worst = 0;
  let compared = 0;
  for (let i = 0; i < weights.length; i += stride) {
    const held = weights[i]!;
    weights[i] = held + STEP;
    const up = loss();
    weights[i] = held - STEP;
    const down = loss();
    weights[i] = held;
    worst = Math.max(worst, Math.abs((up - down) / (2 * STEP) - gradients[i]!) / largest);
    compared++;
  }
  return { worst, compared };
}
