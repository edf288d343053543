import { describe, expect, it } from "vitest";
import { randomStream } from "../../envs/index.js";
import {
  convolution,
  dense,
  denseInput,
  embedding,
  gru,
  type KernelName,
  Network,
  Plan,
  sparseInput,
} from "../../networks/index.js";
import { checkGradients } from "./gradients.js";

const draws = (name: string) => {
  const stream = randomStream(3, name);
  return () => stream.uniform();
};

/** Fills a stretch with numbers in [-1, 1). */
function fill(floats: Float32Array, at: number, length: number): void {
  const draw = draws("inputs");
  for (let i = 0; i < length; i++) floats[at + i] = draw() * 2 - 1;
}

// Rectifiers have kinks, which finite differences step over now and then; so layers are checked without them, and the
// rectifier by itself.
const plain = { activation: "none", gain: 1 } as const;

describe("gradients agree with finite differences", () => {
  it("of two dense layers", () => {
    const plan = new Plan();
    const input = denseInput(plan, 7, 5);
    const first = dense(plan, input, 5, { width: 6, ...plain });
    const second = dense(plan, first.output, 5, { width: 3, ...plain });
    const network = new Network(plan, [first, second], "wasm");
    network.initialise(draws("start"));
    fill(network.kernel.floats, input.values.at, 35);
    expect(checkGradients(network, second, 5).worst).toBeLessThan(2e-3);
  });

  it("of an embedding under a dense layer", () => {
    const plan = new Plan();
    const input = sparseInput(plan, 12, 4, 6);
    const first = embedding(plan, input, 6, { width: 5, ...plain });
    const second = dense(plan, first.output, 6, { width: 2, ...plain });
    const network = new Network(plan, [first, second], "wasm");
    network.initialise(draws("start"));
    network.kernel.words.set(
      [0, 3, 11, 5, 1, -1, -1, -1, 2, 2, 4, -1, 7, 8, 9, 10, 6, -1, 3, 3, -1, 0, 0, 0],
      input.indices.at,
    );
    expect(checkGradients(network, second, 6).worst).toBeLessThan(2e-3);
  });

  it("of two convolutions under a dense layer", () => {
    const plan = new Plan();
    const input = denseInput(plan, 6 * 7 * 2, 3);
    const size = { height: 6, width: 7, channels: 2, filters: 4, size: 3, ...plain };
    const first = convolution(plan, input, 3, size);
    const second = convolution(plan, first.output, 3, { ...size, height: 4, width: 5, channels: 4, filters: 3 });
    const last = dense(plan, second.output, 3, { width: 2, ...plain });
    const network = new Network(plan, [first, second, last], "wasm");
    network.initialise(draws("start"));
    fill(network.kernel.floats, input.values.at, 3 * 84);
    expect(checkGradients(network, last, 3).worst).toBeLessThan(2e-3);
  });

  it("of a gated recurrent unit through time, with episodes that begin on the way", () => {
    const plan = new Plan();
    const [steps, lanes] = [6, 3];
    const rows = steps * lanes;
    const input = denseInput(plan, 4, rows);
    const first = dense(plan, input, rows, { width: 5, ...plain });
    const memory = gru(plan, first.output, rows, { width: 4 });
    const last = dense(plan, memory.output, rows, { width: 2, ...plain });
    const network = new Network(plan, [first, memory, last], "wasm");
    network.initialise(draws("start"));
    memory.lanes = lanes;
    const { floats } = network.kernel;
    fill(floats, input.values.at, rows * 4);
    fill(floats, memory.begin.at, lanes * 4);
    floats.fill(1, memory.going.at, memory.going.at + rows);
    for (const row of [0, 7, 14]) floats[memory.going.at + row] = 0;
    expect(checkGradients(network, last, rows).worst).toBeLessThan(5e-3);
  });

  it("and a rectifier passes exactly what is above zero", () => {
    const plan = new Plan();
    const input = denseInput(plan, 1, 1);
    const layer = dense(plan, input, 1, { width: 4, activation: "relu", gain: 1 });
    const network = new Network(plan, [layer], "wasm");
    network.initialise(draws("start"));
    network.weights.set([1, -1, 2, 0]);
    network.kernel.floats[input.values.at] = 3;
    network.forward(1);
    const { output } = layer;
    expect([...network.kernel.floats.subarray(output.values.at, output.values.at + 4)]).toEqual([3, 0, 6, 0]);
    network.kernel.floats.set([1, 1, 1, 1], output.gradient!.at);
    network.backward(1);
    expect([...network.gradients.subarray(0, 4)]).toEqual([3, 0, 3, 0]);
  });
});

/** A regression that a small network learns: weights after `updates`, and the last loss. */
function regression(kernel: KernelName, updates: number): { readonly weights: Float32Array; readonly loss: number } {
  const plan = new Plan();
  const input = denseInput(plan, 2, 16);
  const first = dense(plan, input, 16, { width: 19, activation: "relu", gain: Math.SQRT2 });
  const last = dense(plan, first.output, 16, { width: 1, ...plain });
  const network = new Network(plan, [first, last], kernel);
  network.initialise(draws("start"));
  const { floats } = network.kernel;
  const draw = draws("data");
  let loss = 0;
  for (let update = 0; update < updates; update++) {
    network.clearPorts(16);
    network.clearGradients();
    for (let i = 0; i < 32; i++) floats[input.values.at + i] = draw() * 2 - 1;
    network.forward(16);
    loss = 0;
    for (let i = 0; i < 16; i++) {
      const [x, y] = [floats[input.values.at + 2 * i]!, floats[input.values.at + 2 * i + 1]!];
      const miss = floats[last.output.values.at + i]! - x * y;
      loss += miss * miss;
      floats[last.output.gradient!.at + i] = (2 * miss) / 16;
    }
    network.backward(16);
    network.step({ rate: 0.01, clip: 1 });
  }
  return { weights: network.weights.slice(), loss: loss / 16 };
}

describe("a network", () => {
  it("learns a product of two numbers", () => {
    expect(regression("wasm", 2000).loss).toBeLessThan(2e-3);
  });

  it("learns the same weights, bit by bit, with either kernel", () => {
    expect(regression("wasm", 60).weights).toEqual(regression("reference", 60).weights);
  });

  it("goes on from its saved state as if nothing had happened", () => {
    const build = () => {
      const plan = new Plan();
      const input = denseInput(plan, 2, 1);
      const layer = dense(plan, input, 1, { width: 2, ...plain });
      const network = new Network(plan, [layer], "wasm");
      const update = () => {
        network.kernel.floats.set([0.5, -1], input.values.at);
        network.forward(1);
        network.clearPorts(1);
        network.clearGradients();
        network.kernel.floats.set([1, -0.5], layer.output.gradient!.at);
        network.backward(1);
        network.step({ rate: 0.1 });
      };
      return { network, update };
    };
    const [one, other] = [build(), build()];
    one.network.initialise(draws("start"));
    one.update();
    other.network.load(one.network.save());
    one.update();
    other.update();
    expect(other.network.save()).toEqual(one.network.save());
    expect(() => other.network.load({ steps: 0, numbers: new Float32Array(3) })).toThrow("3 numbers for a network");
  });
});
