// The world, the shaper and the annotator of this folder without the command line: register, judge, train.
import { TrainingRun } from "calmhack/agents";
import { own } from "calmhack/annotations";
import { make, register } from "calmhack/envs";
import { judgeOf } from "calmhack/experiments";
import { signs } from "./my-annotator.js";
import { halving } from "./my-shaper.js";
import { myRoom } from "./my-world.js";

register(myRoom); // checks what a world promises
const env = make(myRoom.id);
env.reset({ seed: 3 });
const before = env.frame();
env.step(env.actions.indexOf("down"));
const { task, subgoals } = own.taskOf(myRoom.id);
const view = { task, subgoals, before, action: "down", after: env.frame() };
console.log(view.after.rows.join("\n"), own.judgeAtOnce(signs, view).verdicts);

const common = {
  id: myRoom.id,
  actions: "default",
  levels: "one",
  seed: 3,
  steps: 30_000,
  evaluateEvery: 1_000,
} as const;
const learning = { epsilon: 0.1, stepSize: 0.5, initial: 0, discount: 0.99 };
const shaping = { form: halving, weights: [0.1, 0.1], discount: learning.discount };
const judge = judgeOf({ kind: "truth" }, common)!;
const run = new TrainingRun({ ...common, ...learning, shaping }, judge, { seeds: [3], episodes: 20 });
run.advance(common.steps);
console.log(`${run.stepsTo90 ?? `more than ${common.steps}`} steps to 90 %, ${run.counts.payments} payments`);
