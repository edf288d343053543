/**
 * The Python client with the standard library alone, where there is a Python. What needs gymnasium, MiniGrid and
 * Stable-Baselines3 is in test/long/python-client.test.ts.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { make, randomStream } from "../../envs/index.js";
import { build, program, root, temporaryFolder } from "./run.js";
import { S5 } from "./serving.js";

beforeAll(build, 120_000);

/** Plays, saves, goes back, steps a batch, judges a toy world of its own; prints what it saw as one line of JSON. */
const PROGRAM = `
import json, sys
sys.path.insert(0, sys.argv[1])
from calmhack_client import CalmhackEnv, CalmhackError, CalmhackVectorEnv, JudgeReward, Server
assert "numpy" not in sys.modules and "gymnasium" not in sys.modules
seen = {}
with Server.start(sys.argv[2:4]) as server:
    env = CalmhackEnv("${S5}", server, actions="paper", observation_keys=["chars", "blstats"])
    actions = json.loads(sys.argv[4])
    observation, info = env.reset(seed=5)
    seen["chars"] = observation["chars"].tolist()
    steps = []
    for i, action in enumerate(actions):
        if i == 20:
            saved, before = env.snapshot(), len(steps)
        if i == 40:
            again = steps[before:]
            env.restore(saved)
            for action_again, told in zip(actions[20:40], again):
                o, r, *_ = env.step(action_again)
                assert [o["blstats"].tolist(), r] == told[:2]
        observation, reward, terminated, truncated, info = env.step(action)
        steps.append([observation["blstats"].tolist(), reward, terminated, truncated, info])
    seen["steps"] = steps
    try:
        env.step(99)
    except CalmhackError as error:
        seen["refused"] = [error.status, str(error)]
    games = CalmhackVectorEnv("${S5}", 3, server, observation_keys=["chars_crop"])
    observation, infos = games.reset(seed=[5, 6, 7])
    seen["vector"] = [list(observation["chars_crop"].shape), observation["chars_crop"][0, 4, 4]]
    ended = None
    while ended is None:
        observation, rewards, terminated, truncated, infos = games.step([0, 0, 0])
        ended = infos.get("final_info")
    seen["ended"] = [truncated, ended["end_status"], infos["final_obs"][0]["chars_crop"].shape]

    class Toy:
        actions = ["left", "toggle"]
        def reset(self, seed=None, options=None):
            self.text = "#@+.#"
            return 0, {}
        def step(self, action):
            self.text = "#@_.#" if action == 1 else self.text
            return 0, 0.0, False, False, {}

    toy = JudgeReward(Toy(), server, subgoals=["open the door"], weight=0.5, show=lambda toy: toy.text)
    seen["bonus"] = []
    for _ in range(2):
        toy.reset()
        seen["bonus"].append([toy.step(action)[1] for action in (0, 1, 1)])
    seen["asked"] = toy.judging.asked
    for one in (env, games):
        one.close()
    seen["open"] = len(server.about()["instances"])
print(json.dumps(seen))
`;

/** The Python that CALMHACK_PYTHON names, the oldest one that the client promises to run on, else the usual one. */
const python = [process.env.CALMHACK_PYTHON ?? "python3.9", "python3"].find((name) => {
  const version = "import sys; sys.exit(sys.version_info < (3, 9))";
  return spawnSync(name, ["-c", version], { stdio: "ignore" }).status === 0;
});

it("is the game in process, with the standard library alone", { timeout: 60_000 }, ({ skip }) => {
  if (python === undefined) {
    console.warn("There is no Python 3.9 or later: examples/python/calmhack_client.py is not tried here.");
    skip();
  }
  const stream = randomStream(3, "python");
  const actions = Array.from({ length: 80 }, () => stream.below(6));
  const args = [
    "-I",
    "-S",
    "-B",
    "-c",
    PROGRAM,
    join(root, "examples", "python"),
    process.execPath,
    program,
    JSON.stringify(actions),
  ];
  const seen = JSON.parse(
    execFileSync(python ?? "", args, { cwd: temporaryFolder(), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }),
  );
  const env = make(S5, { actions: "paper", observationKeys: ["chars", "blstats"] });
  const { chars } = env.reset({ seed: 5 }).observation;
  expect(seen.chars).toEqual(Array.from({ length: 21 }, (_, y) => [...chars.subarray(y * 79, (y + 1) * 79)]));
  const steps = actions.map((action) => {
    const { observation, reward, terminated, truncated, info } = env.step(action);
    const told = { end_status: info.endStatus, events: info.events, time: info.time };
    return [[...observation.blstats], reward, terminated, truncated, told];
  });
  expect(seen.steps).toEqual(steps);
  expect(seen.refused).toEqual([400, "There is no action 99; accepted are 0 to 5."]);
  expect(seen.vector).toEqual([[3, 9, 9], "@".charCodeAt(0)]);
  expect(seen.ended).toEqual([
    [true, true, true],
    [-1, -1, -1],
    [9, 9],
  ]);
  expect(seen.bonus).toEqual([
    [0, 0.5, 0],
    [0, 0.5, 0],
  ]);
  expect(seen.asked).toBe(1);
  expect(seen.open).toBe(0);
});
