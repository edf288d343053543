/**
 * One reading of one figure of the engine, in a process of its own: `tsx bench/engine.ts NAME` prints
 * `{"value": …, "unit": …, "note": …}`. Warm-up first, then whole batches until a second of processor time has passed.
 */
import { pathToFileURL } from "node:url";
import { AGENT_NAMES, AGENTS, type AgentName, startRun, type TrainingJudge } from "calmhack/agents";
import { environmentIds, make, type ObservationKey, randomStream, vector } from "calmhack/envs";
import { networkTraining } from "./network-agents.js";
import type { Reading } from "./reading.js";

const S5 = "MiniHack-KeyRoom-S5-v0";
const S15 = "MiniHack-KeyRoom-S15-v0";
const CROPS = ["glyphs_crop", "chars_crop", "colors_crop", "specials_crop"] as const;
/** What a network is trained on: the map, or the window, with what the game says and counts. */
const TRAINING = ["chars", "message", "blstats"] as const;
const TRAINING_CROP = ["chars_crop", "message", "blstats"] as const;
/** Seconds; a game with monsters is at its speed after one. */
const WARM_UP = 1.5;
const READING = 1;

/**
 * Repeats a batch for so many seconds of this process's own time on the processor, so that others' work on the machine
 * counts as little as it can; says how many batches and how long they took.
 */
function repeat(seconds: number, batch: () => void): { batches: number; seconds: number } {
  const began = process.cpuUsage();
  let batches = 0;
  for (;;) {
    batch();
    batches++;
    const { user, system } = process.cpuUsage(began);
    const passed = (user + system) / 1e6;
    if (passed >= seconds) return { batches, seconds: passed };
  }
}

/** Uniformly random actions, a new level after each end. */
function steps(id: string, observationKeys?: readonly ObservationKey[]): Reading {
  const env = observationKeys === undefined ? make(id) : make(id, { observationKeys });
  const stream = randomStream(1, "bench");
  const actions = Uint8Array.from({ length: 65_536 }, () => stream.below(env.actions.length));
  const batch = 20_000;
  let at = 0;
  let resets = 0;
  // Something of every observation is read, so that no work can be left out.
  let sum = 0;
  env.reset({ seed: 1 });
  const play = () => {
    for (let i = 0; i < batch; i++) {
      const step = env.step(actions[at++ & 65_535]!);
      sum += step.reward;
      if (step.terminated || step.truncated) {
        env.reset();
        resets++;
      }
    }
  };
  repeat(WARM_UP, play);
  resets = 0;
  const { batches, seconds } = repeat(READING, play);
  const count = batches * batch;
  if (Number.isNaN(sum)) throw new Error("no reward");
  return { value: count / seconds, unit: "1/s", note: `a reset every ${Math.round(count / resets)} steps included` };
}

/** So many games stepped together, uniformly random actions; each game's step counts. */
function vectorSteps(id: string, count: number, observationKeys?: readonly ObservationKey[]): Reading {
  const games = observationKeys === undefined ? vector(id, { count }) : vector(id, { count, observationKeys });
  const stream = randomStream(1, "bench");
  const actions = Array.from({ length: 1024 }, () =>
    Uint8Array.from({ length: count }, () => stream.below(games.actions.length)),
  );
  let at = 0;
  let sum = 0;
  games.reset({ seed: 1 });
  const batch = Math.ceil(20_000 / count);
  const play = () => {
    for (let i = 0; i < batch; i++) sum += games.step(actions[at++ & 1023]!).rewards[0]!;
  };
  repeat(WARM_UP, play);
  const { batches, seconds } = repeat(READING, play);
  if (Number.isNaN(sum)) throw new Error("no reward");
  return { value: (batches * batch * count) / seconds, unit: "1/s", note: `${count} games, their resets included` };
}

/** How much faster two cores step so many games than one, by the clock: turns of both, in one process. */
function twoCores(count: number): Reading {
  const stream = randomStream(1, "bench");
  const both = [1, 2].map((threads) => vector(S5, { count, threads }));
  const actions = Array.from({ length: 64 }, () => Uint8Array.from({ length: count }, () => stream.below(10)));
  const rounds = Math.ceil(200_000 / count);
  const ratios: number[] = [];
  for (const games of both) games.reset({ seed: 1 });
  for (let turn = 0; turn < 10; turn++) {
    const [one, two] = both.map((games) => {
      const began = performance.now();
      for (let i = 0; i < rounds; i++) games.step(actions[i & 63]!);
      return performance.now() - began;
    }) as [number, number];
    // The first turn warms up.
    if (turn > 0) ratios.push(one / two);
  }
  for (const games of both) games.close();
  const value = ratios.sort((a, b) => a - b)[(ratios.length - 1) / 2]!;
  return { value, unit: "x", note: `median of ${ratios.length} turns; needs two cores with nothing else to do` };
}

/** Every id that runs, each with MiniHack's default keys; `npm run bench -- ids` prints these alone. */
export const IDS: readonly string[] = environmentIds().map((id) => `ids/${id}/steps`);

function resets(id: string): Reading {
  const env = make(id);
  env.reset({ seed: 1 });
  const batch = 500;
  const play = () => {
    for (let i = 0; i < batch; i++) env.reset();
  };
  repeat(WARM_UP, play);
  const { batches, seconds } = repeat(READING, play);
  return { value: (batches * batch) / seconds, unit: "1/s", note: "the same streams go on: no two levels alike" };
}

/** Snapshot and restore, one pair, from a game under way. */
function snapshots(way: "reused" | "fresh" | "json"): Reading {
  const env = make(S5);
  env.reset({ seed: 1 });
  for (let i = 0; i < 20; i++) env.step(i % 8);
  const into = env.snapshot();
  const pair = {
    reused: () => env.restore(env.snapshot(into)),
    fresh: () => env.restore(env.snapshot()),
    json: () => {
      const snapshot = env.snapshot();
      const text = JSON.stringify({ ...snapshot, block: Array.from(snapshot.block) });
      const read: { block: number[] } = JSON.parse(text);
      env.restore({ ...snapshot, block: Uint8Array.from(read.block) });
    },
  }[way];
  const batch = way === "json" ? 20 : 2_000;
  const play = () => {
    for (let i = 0; i < batch; i++) pair();
  };
  repeat(WARM_UP, play);
  const { batches, seconds } = repeat(READING, play);
  const note = way === "json" ? "as an array of numbers" : `a block of ${into.block.length} bytes`;
  return { value: (seconds / (batches * batch)) * 1e6, unit: "µs", note };
}

/** A tabular agent, acting and learning, a new level after each end; no evaluation. `bonus`: the exact one, once. */
function training(bonus: number, agent: AgentName = "q-learning"): Reading {
  const truth: TrainingJudge = { reads: "numbers", judge: (step) => step.truth, tester: () => truth };
  const discount = 0.99;
  const run = startRun(
    {
      agent,
      id: S5,
      actions: "default",
      seed: 1,
      steps: Number.MAX_SAFE_INTEGER,
      stepSize: 0.5,
      discount,
      epsilon: 0.1,
      initial: 0,
      levels: "random",
      evaluateEvery: Number.MAX_SAFE_INTEGER,
      ...(bonus === 0 ? {} : { shaping: { form: "once", weights: [bonus, bonus], discount } }),
    },
    truth,
    { seeds: [1], episodes: 1 },
  );
  const batch = 20_000;
  const learn = () => run.advance(run.steps + batch);
  repeat(WARM_UP, learn);
  const [steps, episodes] = [run.steps, run.counts.episodes];
  const { seconds } = repeat(READING, learn);
  const share = Math.round((run.steps - steps) / (run.counts.episodes - episodes));
  return { value: (run.steps - steps) / seconds, unit: "1/s", note: `a reset every ${share} steps included` };
}

export const ENGINE: Readonly<Record<string, () => Reading>> = {
  ...Object.fromEntries(environmentIds().map((id, i) => [IDS[i]!, () => steps(id)])),
  "keyroom-s5/default-keys/steps": () => steps(S5),
  "keyroom-s5/crop-keys/steps": () => steps(S5, CROPS),
  "keyroom-s5/map-message-stats/steps": () => steps(S5, TRAINING),
  "keyroom-s5/crop-message-stats/steps": () => steps(S5, TRAINING_CROP),
  "keyroom-s5/vector-64/default-keys/steps": () => vectorSteps(S5, 64),
  "keyroom-s5/vector-64/crop-keys/steps": () => vectorSteps(S5, 64, CROPS),
  "keyroom-s5/vector-1024/two-cores": () => twoCores(1_024),
  "keyroom-s5/resets": () => resets(S5),
  "keyroom-s15/default-keys/steps": () => steps(S15),
  "keyroom-s5/training/no-bonus": () => training(0),
  "keyroom-s5/training/exact-bonus": () => training(0.1),
  "keyroom-s15/training/ppo": () => networkTraining("ppo"),
  "keyroom-s15/training/options-ppo": () => networkTraining("options-ppo"),
  "keyroom-s15/training/dqn": () => networkTraining("dqn"),
  ...Object.fromEntries(
    AGENT_NAMES.filter((agent) => AGENTS[agent].values === "table" && agent !== "q-learning").map((agent) => [
      `keyroom-s5/training/exact-bonus/${agent}`,
      () => training(0.1, agent),
    ]),
  ),
  "keyroom-s5/snapshot-restore-reused": () => snapshots("reused"),
  "keyroom-s5/snapshot-restore-fresh": () => snapshots("fresh"),
  "keyroom-s5/snapshot-restore-json": () => snapshots("json"),
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const read = ENGINE[process.argv[2] ?? ""];
  if (read === undefined) throw new Error(`no figure "${process.argv[2]}"; there are ${Object.keys(ENGINE).join(" ")}`);
  console.log(JSON.stringify(read()));
}
