/** PPO, options and DQN on KeyRoom-S15, acting and learning, on one core: environment steps by the processor's time. */
import { startRun, type TrainingJudge } from "calmhack/agents";
import type { Reading } from "./reading.js";

const truth: TrainingJudge = { reads: "numbers", judge: (step) => step.truth, tester: () => truth };
const discount = 0.99;

/** The first stretches, while the policy is nearly random and episodes are long. */
export function networkTraining(agent: "ppo" | "options-ppo" | "dqn"): Reading {
  const steps = agent === "dqn" ? 100_000 : 250_000;
  const run = startRun(
    {
      id: "MiniHack-KeyRoom-S15-v0",
      actions: "default",
      agent,
      seed: 1,
      steps: 10 * steps,
      stepSize: 0,
      discount,
      epsilon: 0,
      initial: 0,
      shaping: { form: "once", weights: [1, 1], discount },
      levels: "random",
      evaluateEvery: Number.MAX_SAFE_INTEGER,
    },
    truth,
    { seeds: [], episodes: 0 },
  );
  run.advance(steps / 5);
  const [from, began] = [run.steps, process.cpuUsage()];
  run.advance(steps);
  const { user, system } = process.cpuUsage(began);
  return { value: (run.steps - from) / ((user + system) / 1e6), unit: "1/s", note: "one core; two runs take two" };
}
