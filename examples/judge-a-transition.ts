import { judgeTransition } from "calmhack/calm";

const verdicts = await judgeTransition({
  task: "Fetch the key and open the door.",
  subgoals: ["pick up the key", "open the door"],
  before: "#####\n#@+.#\n#####",
  action: "toggle",
  after: "#####\n#@_.#\n#####",
  model: "text rules", // a program; with a model: model: "llama3.1", server: "http://localhost:11434"
});
console.log(verdicts);
