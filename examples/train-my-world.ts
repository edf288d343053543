// The world, the shaper and the annotator of this folder without the command line: register, judge, train.
import { TrainingRun } from "calmhack/agents";
import { own } from "calmhack/annotations";
import { make, register } from "calmhack/envs";
import { judgeOf } from "calmhack/experiments";
import { signs } from "./my-annotator.js";
import { halving } from "./my-shaper.js";
import { myRoom } from "./my-world.js";

register(myRoom); // checks what a world promises
const { id } = myRoom;
const env = make(id);
env.reset({ seed: 1 });
const before = env.frame();
env.step(env.actions.indexOf("up"));
const { task, subgoals } = own.taskOf(id);
const view = { task, subgoals, before, action: "up", after: env.frame() };
console.log(view.after.message, own.judgeAtOnce(signs, view).verdicts);

const [seed, steps, discount] = [1, 30_000, 0.99];
const game = { id, actions: "default", levels: "one", seed, steps, evaluateEvery: 500 } as const;
const learner = { epsilon: 0.1, stepSize: 0.5, initial: 0, discount };
for (const form of ["once", halving] as const) {
  const shaping = { form, weights: [0.1, 0.1], discount };
  const run = new TrainingRun({ ...game, ...learner, shaping }, judgeOf({ kind: "truth" }, { id, seed })!, {
    seeds: [seed],
    episodes: 20,
  });
  run.advance(steps);
  console.log(`${typeof form === "string" ? form : form.name}: ${run.stepsTo90 ?? "more"} steps to 90 %`);
}
