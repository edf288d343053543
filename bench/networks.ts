/**
 * `npx tsx bench/networks.ts`: updates per second of a 162-128-128-9 network, batch 64 (forward, mean squared error,
 * back, clip, Adam), ours beside jax-js in one process, in turns, by the processor's time: ratios are what counts.
 */
import { dense, denseInput, Network, Plan } from "calmhack/networks";
import { peer, WIDTHS } from "./peer-network.js";

const BATCH = 64;
const seconds = (): number => process.cpuUsage().user / 1e6;
const random = (length: number, scale: number) =>
  Float32Array.from({ length }, (_, i) => scale * Math.sin(i * 12.9898));

const x = random(BATCH * WIDTHS[0], 1);
const y = random(BATCH * WIDTHS[3], 1);
const parameters = WIDTHS.slice(1).flatMap((width, i) => [random(WIDTHS[i]! * width, 0.1), new Float32Array(width)]);

function ours(kernel: "wasm" | "reference"): () => void {
  const plan = new Plan();
  const input = denseInput(plan, WIDTHS[0], BATCH);
  const one = dense(plan, input, BATCH, { width: WIDTHS[1], activation: "relu", gain: 1 });
  const two = dense(plan, one.output, BATCH, { width: WIDTHS[2], activation: "relu", gain: 1 });
  const last = dense(plan, two.output, BATCH, { width: WIDTHS[3], activation: "none", gain: 1 });
  const network = new Network(plan, [one, two, last], kernel);
  network.initialise(Math.random);
  const { floats } = network.kernel;
  const [out, gradient] = [last.output.values.at, last.output.gradient!.at];
  return () => {
    floats.set(x, input.values.at);
    network.clearPorts(BATCH);
    network.clearGradients();
    network.forward(BATCH);
    for (let i = 0; i < y.length; i++) floats[gradient + i] = (2 * (floats[out + i]! - y[i]!)) / y.length;
    network.backward(BATCH);
    network.step({ rate: 1e-3, clip: 0.5 });
  };
}

const contestants: readonly { readonly name: string; readonly updates: number; readonly run: () => unknown }[] = [
  { name: "calmhack, WebAssembly", updates: 600, run: ours("wasm") },
  { name: "calmhack, plain TypeScript", updates: 30, run: ours("reference") },
  {
    name: "jax-js 0.1.25, wasm, jit",
    updates: 120,
    run: (
      (step) => () =>
        step(x, y)
    )(peer(parameters)),
  },
];
const readings = contestants.map((): number[] => []);
for (let round = 0; round < 7; round++) {
  for (const [i, { updates, run }] of contestants.entries()) {
    const began = seconds();
    for (let n = 0; n < updates; n++) await run();
    // The first round warms up.
    if (round > 0) readings[i]!.push(updates / (seconds() - began));
  }
}
const medians = readings.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]!);
for (const [i, { name }] of contestants.entries()) {
  console.log(
    `${name.padEnd(28)} ${medians[i]!.toFixed(0).padStart(6)} updates/s   ${(medians[i]! / medians[2]!).toFixed(2)} x jax-js`,
  );
}
