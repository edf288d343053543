// Save a game, try every action from there, and ask the solver (which sees the true state) what each was worth.
import { frameText, make, solver } from "calmhack/envs";

const env = make("MiniHack-KeyRoom-S5-v0", { actions: "paper" });
env.reset({ seed: 7 });
const solved = solver(env);
for (const action of solved.plan()!.slice(0, 3)) env.step(action);

const here = env.snapshot();
const distance = solved.distance(here);
console.log(frameText(env.frame(), { window: "crop" }));
console.log(`${distance} actions from success`);

for (const [action, name] of env.actions.entries()) {
  env.restore(here);
  const { reward } = env.step(action);
  const progress = distance - solved.distance();
  const likes = progress === 1 ? "  <- the solver likes it" : "";
  console.log(`${name.padEnd(6)}  reward ${reward.toFixed(2).padStart(5)}  progress ${progress}${likes}`);
}
