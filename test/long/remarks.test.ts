/**
 * Commands that come to nothing but a text, beside the real MiniHack: each is the first step of an episode on three
 * levels, and follows a step off the stairs on three more.
 */
import { expect, it } from "vitest";
import { make } from "../../envs/index.js";
import { REMARKED } from "../../envs/nethack/remarks.js";
import { pythonWith } from "./python.js";

const python = pythonWith(
  [{ module: "minihack", name: "minihack" }],
  "what commands say is not compared with the real MiniHack",
);

// The real game greets with the phase of the moon, if it is full or new, on whatever is said first.
const PROGRAM = `
import json, sys, warnings
warnings.filterwarnings("ignore")
import gymnasium as gym, minihack
from nle import nethack
names = json.load(sys.stdin)
codes = {a.name: a for a in nethack.ACTIONS}
moves = [nethack.CompassDirection.N, nethack.CompassDirection.S, nethack.CompassDirection.E]
env = gym.make("MiniHack-Room-15x15-v0", actions=tuple(moves + [codes[n] for n in names]))
def text(o): return bytes(o["message"]).split(b"\\0")[0].decode()
found = {}
for i, name in enumerate(names):
    said = []
    for seed in range(6):
        env.unwrapped.seed(seed, seed, False)
        o, _ = env.reset()
        if seed >= 3: o, *_ = env.step(2)
        before = int(o["blstats"][20])
        o, reward, *_ = env.step(3 + i)
        said.append([text(o), int(o["blstats"][20]) - before, round(float(reward), 3)])
    found[name] = said
print(json.dumps(found))
`;

it.skipIf(!python.isThere)("say and take what they do in MiniHack", () => {
  const theirs = JSON.parse(python.run(PROGRAM, { input: JSON.stringify(REMARKED) })) as Record<string, unknown>;
  const env = make("MiniHack-Room-15x15-v0", { observationKeys: ["message", "blstats"], actions: ["E", ...REMARKED] });
  for (const [i, name] of REMARKED.entries()) {
    const ours = Array.from({ length: 6 }, (_, seed) => {
      env.reset({ seed });
      if (seed >= 3) env.step(0);
      const before = env.snapshot();
      const turn = (): number => env.step(i + 1).observation.blstats[20]!;
      const time = turn();
      env.restore(before);
      const { observation, reward } = env.step(i + 1);
      const said = Buffer.from(observation.message).toString("latin1").replace(/\0+$/, "");
      return [said, time - (seed >= 3 ? 2 : 1), Number(reward.toFixed(3))];
    });
    expect.soft(ours, name).toEqual(theirs[name]);
  }
  console.log(`${python.versions}: ${REMARKED.length} commands equal on six levels each`);
});
