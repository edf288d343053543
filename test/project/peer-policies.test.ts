import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KeyRoomMemory, keyRoomPlaces } from "../../agents/keyroom-memory.js";
import { QTable } from "../../agents/q-learning.js";
import { type conforming, type Env, make } from "../../envs/index.js";
import { learn } from "../../peers/minihack/learn.js";
import {
  Follower,
  greedyPolicy,
  type Policy,
  readPolicy,
  unknownStateAction,
  writePolicy,
} from "../../peers/minihack/policy.js";
import { compareEpisode, rebuiltStart } from "../../peers/minihack/rebuilt.js";
import { root } from "./rooms.js";

const ID = "MiniHack-KeyRoom-Fixed-S5-v0";
const KEYS = ["chars", "message", "blstats"] as const;
const newGame = () => make(ID, { observationKeys: KEYS, manners: "minihack" });

/** Plays a policy in `env`, in the stead of the real MiniHack, and tells of it as a recording does. */
function played(env: Env<(typeof KEYS)[number]>, policy: Policy, seed: number): conforming.RecordedEpisode {
  const follower = new Follower(policy);
  const memory = new KeyRoomMemory();
  const { observation, info } = env.reset({ seed });
  const [start, startStats] = [env.frame(), [...observation.blstats]];
  const steps: conforming.RecordedEpisode["steps"][number][] = [];
  for (let t = 1; info.endStatus === 0; t++) {
    memory.see(observation);
    const action = follower.known(memory) ?? unknownStateAction(seed, 0, t, env.actions.length);
    const { reward } = env.step(action);
    const step = { t, action: env.actions[action]!, reward, endStatus: info.endStatus, planes: {}, keys: new Map() };
    const stats = [...observation.blstats];
    steps.push(info.endStatus === 0 ? { ...step, stats, frame: env.frame() } : { ...step, stats });
  }
  const { actions, limit } = env;
  const names = { environment: ID, seed, episode: 0, policy: "test", limit, actions };
  return { ...names, start, startStats, startPlanes: {}, startKeys: new Map(), startScreen: [], steps };
}

const lesson = { id: ID, actions: newGame().actions, seed: 3, bonus: 0 };
const policy = learn({ ...lesson, steps: 60_000 });
const seeds = Array.from({ length: 20 }, (_, i) => 1_000 + i);
const episodes = seeds.map((seed) => played(newGame(), policy, seed));

describe("a policy beside episodes that it played elsewhere", () => {
  it("chooses the same action at every step, and succeeds where it did there", () => {
    const found = episodes.map((episode) => compareEpisode(new Follower(policy), episode));
    for (const one of found) {
      expect(one).toMatchObject({ conforming: one.steps, sameAction: one.steps });
      expect(one.successReplayed).toBe(one.successThere);
      if (one.goal === "shown") expect(one.successAlone).toBe(one.successThere);
    }
    expect(found.filter(({ successThere }) => successThere).length).toBeGreaterThanOrEqual(18);
  });

  it("is told apart from one that another seed taught", () => {
    const other = new Follower(learn({ ...lesson, seed: 4, steps: 60_000 }));
    const found = episodes.map((episode) => compareEpisode(other, episode));
    expect(found.every(({ steps, conforming }) => steps === conforming)).toBe(true);
    expect(found.some(({ steps, sameAction }) => sameAction < steps)).toBe(true);
    for (const { steps, sameAction, successReplayed } of found)
      if (sameAction < steps) expect(successReplayed).toBe(false);
  });

  it("counts a step that the engine does not reproduce", () => {
    const [first] = episodes;
    const steps = first!.steps.map((step) => (step.t === 1 ? { ...step, reward: 0.5 } : step));
    const found = compareEpisode(new Follower(policy), { ...first!, steps });
    expect(found.conforming).toBe(found.steps - 1);
    expect(found.sameAction).toBe(found.steps);
  });

  it("can be learnt on one level, rebuilt from an episode of it", () => {
    const whole = episodes.find(({ steps }) => steps.at(-1)?.endStatus === 2)!;
    const own = learn({ ...lesson, bonus: 0.1, steps: 20_000, start: rebuiltStart(whole) });
    expect(own.states.length).toBeLessThan(policy.states.length);
    const found = compareEpisode(new Follower(own), played(newGame(), own, whole.seed));
    expect(found).toMatchObject({ sameAction: found.steps, unknown: 0, successReplayed: true, successAlone: true });
  });

  it("cannot be learnt on a level that was not shown to the end", () => {
    const cut = { ...episodes[0]!, steps: [] };
    expect(() => rebuiltStart(cut)).toThrow(`${ID}, seed 1000: the recording does not give the whole level.`);
  });
});

describe("a policy's file", () => {
  it("holds the greedy action of every state, of equal ones the first", () => {
    const table = new QTable({ actions: 2, stepSize: 1, discount: 1 });
    const memory = new KeyRoomMemory();
    const env = newGame();
    memory.see(env.reset({ seed: 1 }).observation);
    const here = memory.code();
    expect(greedyPolicy(withStates(table, here), { id: ID, actions: ["N", "E"], arm: "none", seed: 1 }).states).toEqual(
      [{ ...keyRoomPlaces(here), action: 0 }],
    );
    table.learn(here, 1, 1, here, "terminated");
    const learnt = greedyPolicy(table, { id: ID, actions: ["N", "E"], arm: "none", seed: 1 });
    expect(learnt).toMatchObject({ format: "calmhack-policy/1", rules: 1, states: [{ action: 1, phase: "locked" }] });
  });

  it("comes back as it was written", () => {
    const folder = mkdtempSync(join(tmpdir(), "calmhack-policy-"));
    try {
      writePolicy(join(folder, "p.json"), policy);
      expect(readPolicy(join(folder, "p.json"))).toEqual(policy);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Makes the table meet states. */
function withStates(table: QTable, ...states: readonly number[]): QTable {
  for (const state of states) table.learn(state, 0, 0, state, "terminated");
  return table;
}

const python = spawnSync("python3", ["--version"]).status === 0;
if (!python) console.warn("python3 is absent: policy.py is not compared with policy.ts.");

/** Reads a policy's path, then an observation a line; prints the state, the policy's action and the rule's, a line each. */
const IN_PYTHON = `
import json, sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from policy import KeyRoomMemory, Policy, unknown_state_action
policy = Policy(sys.argv[2])
for line in sys.stdin:
    at = json.loads(line)
    if at["t"] == 1:
        memory = KeyRoomMemory()
    memory.see(at["chars"].encode("latin-1"), at["message"].encode("latin-1"), at["x"], at["y"])
    rule = unknown_state_action(at["seed"], 3, at["t"], len(policy.actions))
    print(json.dumps([*memory.state(), policy.greedy.get(memory.state(), -1), rule]))
`;

describe.runIf(python)("policy.py", () => {
  it("remembers, follows and guesses like policy.ts", () => {
    const folder = mkdtempSync(join(tmpdir(), "calmhack-policy-"));
    const half = { ...policy, states: policy.states.filter((_, i) => i % 2 === 0) };
    const follower = new Follower(half);
    const asked: string[] = [];
    const ours: unknown[] = [];
    const env = newGame();
    for (const seed of seeds.map((one) => one * 1_000_003)) {
      const memory = new KeyRoomMemory();
      const { observation, info } = env.reset({ seed });
      for (let t = 1; info.endStatus === 0 && t <= 60; t++) {
        memory.see(observation);
        const { door, key, goal, phase, hero } = keyRoomPlaces(memory.code());
        const rule = unknownStateAction(seed, 3, t, env.actions.length);
        ours.push([door, key, goal, phase, hero, follower.known(memory) ?? -1, rule]);
        const [x, y] = observation.blstats;
        const chars = Buffer.from(observation.chars).toString("latin1");
        asked.push(
          JSON.stringify({ t, seed, chars, message: Buffer.from(observation.message).toString("latin1"), x, y }),
        );
        env.step(new Follower(policy).known(memory) ?? rule);
      }
    }
    try {
      writePolicy(join(folder, "half.json"), half);
      const place = join(root, "peers", "minihack");
      const done = spawnSync("python3", ["-c", IN_PYTHON, place, join(folder, "half.json")], {
        input: asked.join("\n"),
        encoding: "utf8",
        maxBuffer: 1 << 26,
      });
      expect(done.stderr).toBe("");
      expect(
        done.stdout
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line)),
      ).toEqual(ours);
      expect(new Set(ours.map((one) => (one as unknown[])[3]))).toEqual(new Set(["locked", "held", "open"]));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
