// A judge of your own pays for subgoals; does it help tabular Q-learning on one level of KeyRoom-S15?
import { type TrainingJudge, TrainingRun } from "calmhack/agents";

// Bits: 1 the key, 2 the door. This judge believes every message that names a key, and sees no doors.
const mine: TrainingJudge = {
  reads: "text",
  judge: ({ after }) => (Buffer.from(after.message).toString("latin1").includes("- a key") ? 1 : 0),
  tester: () => mine,
};
const nobody: TrainingJudge = { reads: "numbers", judge: () => 0, tester: () => nobody };

const discount = 0.99;
const shaping = { form: "once", weights: [0.1, 0.1], discount } as const;
for (const [name, judge] of [
  ["nobody", nobody],
  ["mine", mine],
] as const) {
  const run = new TrainingRun(
    {
      id: "MiniHack-KeyRoom-S15-v0",
      actions: "paper",
      levels: "one",
      seed: 1,
      steps: 200_000,
      evaluateEvery: 2_000,
      epsilon: 0.1,
      stepSize: 0.5,
      initial: 0,
      discount,
      shaping,
    },
    judge,
    { seeds: [1], episodes: 20 },
  );
  run.advance(200_000);
  const { stepsTo90, counts } = run;
  console.log(
    `${name}: ${stepsTo90 ?? "more than 200000"} steps to 90 %, ${counts.payments} payments, ${counts.falsePayments} false`,
  );
}
