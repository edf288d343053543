import { expect, it } from "vitest";
import { lossAndGradients, np, WIDTHS } from "../../bench/peer-network.js";
import { randomStream } from "../../envs/index.js";
import { dense, denseInput, Network, Plan } from "../../networks/index.js";

it("gradients of three dense layers equal those of jax-js, an independent library", async () => {
  const batch = 8;
  const plan = new Plan();
  const input = denseInput(plan, WIDTHS[0], batch);
  const one = dense(plan, input, batch, { width: WIDTHS[1], activation: "relu", gain: 1 });
  const two = dense(plan, one.output, batch, { width: WIDTHS[2], activation: "relu", gain: 1 });
  const last = dense(plan, two.output, batch, { width: WIDTHS[3], activation: "none", gain: 1 });
  const network = new Network(plan, [one, two, last], "wasm");
  const stream = randomStream(1, "peer");
  network.initialise(() => stream.uniform());
  const numbers = (length: number) => Float32Array.from({ length }, () => stream.uniform() * 2 - 1);
  const x = numbers(batch * WIDTHS[0]);
  const y = numbers(batch * WIDTHS[3]);
  const { floats } = network.kernel;
  floats.set(x, input.values.at);
  network.forward(batch);
  network.clearPorts(batch);
  network.clearGradients();
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    const miss = floats[last.output.values.at + i]! - y[i]!;
    loss += (miss * miss) / y.length;
    floats[last.output.gradient!.at + i] = (2 * miss) / y.length;
  }
  network.backward(batch);

  // Parameters lie in the order of the layers, weights before biases; a span is padded to whole vectors of four.
  const shapes = WIDTHS.slice(1).flatMap((width, i) => [[WIDTHS[i]!, width], [width]]);
  let at = 0;
  const places = shapes.map((shape) => {
    const length = shape.reduce((product, side) => product * side, 1);
    const place = { at, length, shape };
    at += (length + 3) & ~3;
    return place;
  });
  const given = places.map(({ at: from, length, shape }) =>
    np.array(network.weights.slice(from, from + length)).reshape(shape),
  );
  const [w1, b1, w2, b2, w3, b3] = given;
  const inputs = np.array(x).reshape([batch, WIDTHS[0]]);
  const targets = np.array(y).reshape([batch, WIDTHS[3]]);
  const [theirs, gradients] = lossAndGradients(w1!, b1!, w2!, b2!, w3!, b3!, inputs, targets);
  expect((await theirs.data())[0]).toBeCloseTo(loss, 5);
  let worst = 0;
  for (const [i, { at: from, length }] of places.entries()) {
    const their = await gradients[i]!.data();
    for (let j = 0; j < length; j++) worst = Math.max(worst, Math.abs(their[j]! - network.gradients[from + j]!));
  }
  console.log(`largest difference of a gradient: ${worst.toExponential(1)}`);
  expect(worst).toBeLessThan(1e-6);
});
