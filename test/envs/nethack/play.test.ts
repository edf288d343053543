import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Env, InputError, make, type ObservationKey, randomStream, type Snapshot } from "../../../envs/index.js";
import { Sight } from "../../../envs/nethack/look.js";
import { CELL, makeState } from "../../../envs/nethack/state.js";
import { CELLS, DOOR, LOCKED } from "../../../envs/nethack/terrain.js";
import { build } from "../../cli/run.js";
import { isLong, sized } from "../../sizes.js";
import { wander } from "./player.js";
import { bytesOf, gameOf, IDS } from "./support.js";

/** MiniHack's ten, and all derived ones. */
const KEYS: readonly ObservationKey[] = [
  "glyphs",
  "chars",
  "colors",
  "specials",
  "glyphs_crop",
  "chars_crop",
  "blstats",
  "message",
  "internal",
  "inv_glyphs",
  "inv_letters",
  "inv_strs",
  "tty_chars",
  "tty_cursor",
];

/** What is played and told, as one digest: block, observation, reward, ends, info, step by step. */
function play<K extends ObservationKey>(env: Env<K>, actions: readonly number[]): string {
  const hash = createHash("sha256");
  let into: Snapshot | undefined;
  for (const action of actions) {
    const { observation, reward, terminated, truncated, info } = env.step(action);
    hash.update(bytesOf(observation));
    hash.update(JSON.stringify([reward, terminated, truncated, info]));
    into = env.snapshot(into);
    hash.update(into.block);
    if (terminated || truncated) env.reset();
  }
  return hash.digest("hex");
}

const drawActions = (count: number, seed: number, env: Pick<Env, "actions">): number[] => {
  const stream = randomStream(seed, "actions");
  return Array.from({ length: count }, () => stream.below(env.actions.length));
};

/** Play that opens doors now and then, so that snapshots are taken in every kind of state. */
function walkIn(env: Env, steps: number, seed: number): void {
  const stream = randomStream(seed, "walk in");
  for (let step = 0; step < steps; step++) {
    const state = makeState(env.snapshot().block.buffer as ArrayBuffer);
    const { terminated, truncated } = env.step(env.actions.indexOf(wander(state, env.actions, stream)));
    if (terminated || truncated) env.reset();
  }
}

describe("a snapshot", () => {
  it("brings back the very game: 50 steps played again are the same bytes", () => {
    const sight = new Sight();
    const reused = new Map<string, Snapshot>();
    fc.assert(
      fc.property(fc.constantFrom(...IDS), fc.nat(), fc.nat(40), fc.constantFrom(3, 9), (id, seed, steps, cropSize) => {
        const env = make(id, { observationKeys: KEYS, cropSize, sight });
        const { observation } = env.reset({ seed });
        walkIn(env, steps, seed);
        const fresh = env.snapshot();
        const again = env.snapshot(reused.get(id));
        reused.set(id, again);
        const shown = bytesOf(observation);
        const actions = drawActions(50, seed, env);
        const first = play(env, actions);
        // Others play meanwhile, on the same lines of sight.
        const other = make(IDS[seed % IDS.length]!, { observationKeys: KEYS, sight });
        other.reset({ seed: seed + 1 });
        play(other, drawActions(50, seed + 1, other));
        env.restore(again);
        expect(bytesOf(observation).equals(shown)).toBe(true);
        expect(play(env, actions)).toBe(first);
        env.restore(fresh);
        expect(play(env, actions)).toBe(first);
        // Another environment of the same id, cold, never reset, takes it too.
        const cold = make(id, { observationKeys: KEYS, cropSize });
        cold.restore(fresh);
        expect(play(cold, actions)).toBe(first);
      }),
      { seed: 1, numRuns: sized(25, 80) },
    );
  });

  it("survives JSON as bytes", () => {
    const env = make("MiniHack-KeyRoom-S15-v0", { observationKeys: KEYS });
    env.reset({ seed: 5 });
    walkIn(env, 30, 5);
    const { block, ...rest } = env.snapshot();
    const text = JSON.stringify({ ...rest, block: Buffer.from(block).toString("base64") });
    const actions = drawActions(50, 1, env);
    const first = play(env, actions);
    const read: Omit<Snapshot, "block"> & { block: string } = JSON.parse(text);
    env.restore({ ...read, block: new Uint8Array(Buffer.from(read.block, "base64")) });
    expect(play(env, actions)).toBe(first);
  });

  it("of another id, layout or size is refused in one sentence, as source and as target, and changes nothing", () => {
    const env = make("MiniHack-KeyRoom-S5-v0", { observationKeys: KEYS });
    env.reset({ seed: 1 });
    const other = make("MiniHack-Room-5x5-v0");
    other.reset({ seed: 1 });
    const own = env.snapshot();
    const wrong: readonly Snapshot[] = [
      other.snapshot(),
      { ...own, layout: `${own.layout} more:u8[1]` },
      { ...own, id: "MiniHack-KeyRoom-S15-v0" },
      { ...own, block: own.block.slice(8) },
      { ...own, format: "calmhack-snapshot/2" as Snapshot["format"] },
      { ...own, id: "a\u001b[31m\nb" },
    ];
    const before = Buffer.from(own.block);
    for (const snapshot of wrong) {
      for (const attempt of [() => env.restore(snapshot), () => env.snapshot(snapshot)]) {
        expect(attempt).toThrow(InputError);
        expect(attempt).toThrow(/^The snapshot is of [ -~]+ or another version, and this is MiniHack-KeyRoom-S5-v0\.$/);
      }
    }
    expect(Buffer.from(env.snapshot().block).equals(before)).toBe(true);
    const foreign = other.snapshot();
    expect(Buffer.from(other.snapshot().block).equals(Buffer.from(foreign.block))).toBe(true);
  });

  it("shares no memory with the game", () => {
    const env = make("MiniHack-KeyRoom-S5-v0");
    env.reset({ seed: 1 });
    const snapshot = env.snapshot();
    const copy = snapshot.block.slice();
    play(env, drawActions(20, 1, env));
    expect(snapshot.block).toEqual(copy);
    env.restore(snapshot);
    play(env, drawActions(20, 2, env));
    expect(snapshot.block).toEqual(copy);
  });
});

describe("random play", () => {
  it("of thousands of actions over all ids throws nothing, stays on the floor, and keeps its numbers in bounds", () => {
    const each = sized(4_000, 20_000);
    const sight = new Sight();
    for (const id of IDS) {
      const game = gameOf(id, { sight });
      const { state } = game;
      const keys = [107, 108, 106, 104, 117, 110, 98, 121, ...(id.includes("KeyRoom") ? [44, 97] : [])];
      const stream = randomStream(2, id);
      game.seed(2);
      game.reset();
      let wrong = "";
      for (let step = 0; step < each; step++) {
        const before = state.hero[1]!;
        game.step(keys[stream.below(keys.length)]!);
        const cell = state.hero[CELL]!;
        const terrain = state.terrain[cell]!;
        const isFloor =
          cell >= 0 && cell < CELLS && terrain >= DOOR && !(terrain === DOOR && state.door[cell] === LOCKED);
        const isShown = state.chars[cell] === 64;
        const turns = state.hero[1]! - before;
        const isReward = [-0.01, 0, 1].includes(game.reward);
        const isTime = state.blstats[20] === state.hero[1] && state.internal[7] === 901 - state.hero[1]!;
        if (!(isFloor && isShown && turns >= 0 && isReward && isTime)) wrong = `${id} step ${step}`;
        if (state.hero[16] !== 0) game.reset();
      }
      expect(wrong).toBe("");
    }
  });

  it("follows from seed and actions alone, whatever was played before", () => {
    for (const id of IDS) {
      const fresh = make(id, { observationKeys: KEYS });
      fresh.reset({ seed: 11 });
      const actions = drawActions(300, 11, fresh);
      const used = make(id, { observationKeys: KEYS });
      used.reset({ seed: 4 });
      walkIn(used, 50, 4);
      used.reset({ seed: 11 });
      expect(play(used, actions), id).toBe(play(fresh, actions));
    }
  });

  it("differs between seeds", () => {
    const digests = Array.from({ length: 20 }, (_, seed) => {
      const env = make("MiniHack-KeyRoom-S5-v0", { observationKeys: KEYS });
      env.reset({ seed });
      return play(env, drawActions(30, 1, env));
    });
    expect(new Set(digests).size).toBe(20);
  });

  it("is the same in another process", () => {
    const program = `
      import { createHash } from "node:crypto";
      import { environmentIds, make, randomStream } from "calmhack/envs";
      const hash = createHash("sha256");
      // One id of each kind of level, unless there is time.
      const kinds = ${isLong ? "/./" : "/(KeyRoom-S5|Room-Monster-5x5|MultiRoom-N4|LavaCrossingS9N1|River|Corridor-R2|ExploreMaze-Easy)-v0$/"};
      for (const id of environmentIds().filter((id) => kinds.test(id))) {
        const env = make(id);
        let { observation } = env.reset({ seed: 77 });
        const stream = randomStream(77, "actions");
        for (let t = 0; t < 500; t++) {
          for (const array of Object.values(observation)) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
          const step = env.step(stream.below(env.actions.length));
          hash.update(String(step.reward));
          if (step.terminated || step.truncated) env.reset();
        }
      }
      console.log(hash.digest("hex"));`;
    build();
    const flags = ["--input-type=module", "--eval", program];
    const run = () => execFileSync(process.execPath, flags, { encoding: "utf8" }).trim();
    const [first, second] = [run(), run()];
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
  });
});
