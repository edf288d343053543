// Steps per second of ours in the same manner as timing.py: random actions with resets, default keys. One JSON line.
import { make, randomStream } from "calmhack/envs";

const [name, count] = [process.argv[2], Number(process.argv[3])];
const env = make(name);
env.reset({ seed: 1 });
const stream = randomStream(1, "timing");
const actions = Uint8Array.from({ length: count }, () => stream.below(env.actions.length));
let resets = 0;
const run = () => {
  resets = 0;
  const began = performance.now();
  for (let i = 0; i < count; i++) {
    const { terminated, truncated } = env.step(actions[i]);
    if (terminated || truncated) {
      env.reset();
      resets++;
    }
  }
  return (performance.now() - began) / 1000;
};
run(); // warm
const seconds = run();
console.log(JSON.stringify({ env: name, steps: count, resets, stepsPerSecond: count / seconds }));
