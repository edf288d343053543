import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Episode,
  environmentIds,
  InputError,
  make,
  RULES,
  randomStream,
  readEpisodes,
  recorder,
  replay,
  solver,
  writeEpisodes,
} from "../../envs/index.js";

const S5 = "MiniHack-KeyRoom-S5-v0";
const PAPER = { actions: "paper" } as const;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "calmhack-episodes-"));
  file = join(folder, "episodes.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Random actions, to the end or as many as given. */
function played(id: string, seed: number, steps = 1000, content?: "frames"): Episode {
  const game = recorder(id, {}, content);
  const stream = randomStream(seed, "actions");
  game.reset({ seed });
  for (let t = 0; t < steps; t++) {
    const { terminated, truncated } = game.step(stream.below(game.actions.length));
    if (terminated || truncated) break;
  }
  return game.episode();
}

/** The recorded solution of a KeyRoom by the shortest way: wanders nowhere, so every action matters. */
function solved(seed: number, content?: "frames"): Episode {
  const game = recorder(S5, PAPER, content);
  game.reset({ seed });
  const single = make(S5, PAPER);
  single.reset({ seed });
  for (const action of solver(single).plan()!) game.step(action);
  return game.episode();
}

async function read(path = file): Promise<Episode[]> {
  const episodes: Episode[] = [];
  for await (const episode of readEpisodes(path)) episodes.push(episode);
  return episodes;
}

const withoutSource = ({ source: _source, ...episode }: Episode) => episode;
const lines = () => readFileSync(file, "utf8").trimEnd().split("\n");
const verify = async () => {
  for (const episode of await read()) for (const _ of replay(episode));
};

/** Changes line `number` of the file, given as an object, and says with what verifying fails. */
async function damaged(number: number, change: (line: Record<string, unknown>) => unknown): Promise<string> {
  const all = lines();
  all[number - 1] = JSON.stringify(change(JSON.parse(all[number - 1]!)));
  return damagedFile(`${all.join("\n")}\n`);
}

async function damagedFile(text: string): Promise<string> {
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, text);
  const failure: unknown = await verify().then(
    () => undefined,
    (error) => error,
  );
  writeFileSync(file, whole);
  expect(failure).toBeInstanceOf(InputError);
  return (failure as InputError).message.replace(file, "FILE");
}

describe("an episode file", () => {
  it("brings back what was recorded, of every id, and the replay proves it", async () => {
    const episodes = environmentIds()
      .filter((id) => id.startsWith("MiniHack-"))
      .map((id, seed) => played(id, seed));
    await writeEpisodes(file, episodes);
    const back = await read();
    expect(back.map(withoutSource)).toEqual(episodes);
    await verify();
  });

  it("brings back any episode, ended or not, with or without frames", async () => {
    const property = fc.asyncProperty(
      fc.nat(),
      fc.nat({ max: 60 }),
      fc.constantFrom(undefined, "frames" as const),
      async (seed, steps, content) => {
        const episode = played(S5, seed, steps, content);
        await writeEpisodes(file, [episode, solved(seed, content)]);
        const [first] = await read();
        expect(withoutSource(first!)).toEqual(episode);
        await verify();
      },
    );
    await fc.assert(property, { seed: 1, numRuns: 12 });
  });

  it("brings back what was noted beside the play, which no link of the chain covers", async () => {
    const plain = solved(2, "frames");
    const steps = plain.steps.map((step, t) =>
      t === 1 ? { ...step, terminations: ["pick up the key"], truth: [], bonus: 0.1 } : step,
    );
    const noted = { ...plain, note: "truth once, seed 1, after 25000 steps, greedy", steps };
    await writeEpisodes(file, [noted]);
    expect((await read()).map(withoutSource)).toEqual([noted]);
    await verify();
    const other = { ...noted, note: "of another run", steps: plain.steps };
    expect([...replay(other)]).toEqual([...replay(noted)]);
  });

  it("keeps the seed of the level where that is another one than the seed of play", async () => {
    const game = recorder(S5, PAPER);
    game.reset({ seed: 1, level: 7 });
    const levelled = game.episode();
    game.reset({ seed: 7 });
    expect(game.frame().rows).toEqual([...replay(levelled)][0]!.frame.rows);
    await writeEpisodes(file, [levelled]);
    expect((await read()).map(withoutSource)).toEqual([levelled]);
    await verify();
    expect(levelled.level).toBe(7);
    expect(() => [...replay({ ...levelled, level: 8 })]).toThrow(/this is not how/);
  });

  it("regenerates the frames that the environment showed, which are those of the self-contained variant", () => {
    const short = solved(3);
    const long = solved(3, "frames");
    expect(short.steps.every(({ frame }) => frame === undefined)).toBe(true);
    expect(short.steps.map(({ hash }) => hash)).toEqual(long.steps.map(({ hash }) => hash));
    const env = make(S5, PAPER);
    env.reset({ seed: 3 });
    for (const { t, action, before, frame, reward } of replay(short)) {
      if (action !== undefined) {
        expect(before).toEqual(env.frame());
        expect(env.step(env.actions.indexOf(action)).reward).toBe(reward);
      }
      expect(frame).toEqual(env.frame());
      expect(frame).toEqual(t === 0 ? long.frame : long.steps[t - 1]!.frame);
    }
    expect([short.endStatus, short.steps.at(-1)!.reward]).toEqual([2, 1]);
  });

  it("is written as a heading and a line a step", async () => {
    const episode = solved(1);
    await writeEpisodes(file, [episode]);
    const [heading, first] = lines().map((line) => JSON.parse(line));
    expect(heading).toMatchObject({ format: "calmhack-episode/1", id: S5, options: PAPER, seed: 1, rules: RULES });
    expect(heading.steps).toBe(lines().length - 1);
    expect(first).toEqual({ t: 1, ...episode.steps[0] });
    await writeEpisodes(file, []);
    expect(await read()).toEqual([]);
  });
});

describe("verifying names file, line and step", () => {
  beforeEach(async () => writeEpisodes(file, [played(S5, 5, 3), solved(1, "frames")]));
  const heading = 5;

  it("of every altered action, also of one with the same effect", async () => {
    const { steps } = solved(1);
    for (const [i, { action }] of steps.entries()) {
      const other = action === "N" ? "S" : "N";
      const message = await damaged(heading + i + 1, (line) => ({ ...line, action: other }));
      expect(message).toBe(`FILE:${heading + i + 1}: step ${i + 1}: ${other} does not lead to the recorded state.`);
    }
    const message = await damaged(heading + 1, (line) => ({ ...line, action: "DANCE" }));
    expect(message).toBe(`FILE:6: step 1: there is no action "DANCE"; accepted are N E S W PICKUP APPLY.`);
  });

  it("of altered hashes, rewards and frames", async () => {
    const step = heading + 2;
    expect(await damaged(step, (line) => ({ ...line, hash: "0123456789abcdef" }))).toMatch(/^FILE:7: step 2: .* state/);
    expect(await damaged(step, (line) => ({ ...line, reward: 5 }))).toMatch(
      /^FILE:7: step 2: the reward is .* and 5 is/,
    );
    const blind = (line: Record<string, unknown>) => ({
      ...line,
      frame: { ...(line.frame as object), message: "Hi." },
    });
    expect(await damaged(step, blind)).toBe(
      "FILE:7: step 2: the recorded frame is not the one that the actions lead to.",
    );
    expect(await damaged(heading, blind)).toMatch(/^FILE:5: the recorded frame/);
  });

  it("of an altered heading", async () => {
    const with_ = (part: object) => damaged(heading, (line) => ({ ...line, ...part }));
    expect(await with_({ rules: RULES + 1 })).toBe(
      `FILE:5: the episode was played by rules version ${RULES + 1}, and these are ${RULES}.`,
    );
    expect(await with_({ id: "MiniHack-KeyRoom-S7-v0" })).toMatch(/^FILE:5: There is no environment .* nearest is/);
    expect(await with_({ id: "MiniHack-KeyRoom-Dark-S5-v0" })).toBe(
      "FILE:5: this is not how MiniHack-KeyRoom-Dark-S5-v0 starts with seed 1.",
    );
    expect(await with_({ seed: 2 })).toBe(`FILE:5: this is not how ${S5} starts with seed 2.`);
    expect(await with_({ options: { ...PAPER, cropSize: 7 } })).toMatch(/^FILE:5: this is not how/);
    expect(await with_({ options: { actions: ["DANCE"] } })).toMatch(/^FILE:5: There is no action "DANCE"/);
    expect(await with_({ layout: "0123456789abcdef" })).toMatch(/^FILE:5: .* another layout/);
    expect(await with_({ endStatus: 1 })).toBe("FILE:5: the episode ends with status 2, and 1 is recorded.");
  });

  it("of damaged, missing and foreign lines", async () => {
    const all = lines();
    const without = (from: number, to: number) => damagedFile(all.filter((_, i) => i < from || i >= to).join("\n"));
    expect(await without(all.length - 1, all.length)).toMatch(
      /^FILE:\d+: the episode announces \d+ steps, and \d+ are/,
    );
    expect(await without(3, 4)).toBe("FILE:4: the episode announces 3 steps, and 2 are there.");
    expect(await without(2, 3)).toBe("FILE:3: step 3 stands where step 2 should.");
    expect(await without(0, 1)).toMatch(/^FILE:1: not the heading of an episode \(format:/);
    expect(await damagedFile(all.join("\n").slice(0, -9))).toMatch(
      /^FILE:\d+: not a JSON object; step \d+ of an episode/,
    );
    expect(await damaged(2, (line) => ({ ...line, hash: "short" }))).toMatch(
      /^FILE:2: not step 1 of an episode \(hash:/,
    );
    expect(await damaged(2, (line) => ({ ...line, more: 1 }))).toMatch(/^FILE:2: not step 1/);
    expect(await damaged(2, (line) => ({ ...line, truth: "door" }))).toMatch(/^FILE:2: not step 1 .*truth/);
    expect(await damaged(2, (line) => ({ ...line, bonus: "0.1" }))).toMatch(/^FILE:2: not step 1 .*bonus/);
    expect(await damaged(1, (line) => ({ ...line, note: 1 }))).toMatch(/^FILE:1: not the heading .*note/);
    const longer = all.with(4, all[4]!.replace(/"steps":\d+/, `"steps":${all.length - 4}`));
    const extra = { ...JSON.parse(all.at(-1)!), t: all.length - 4 };
    expect(await damagedFile([...longer, JSON.stringify(extra)].join("\n"))).toMatch(/the episode had ended before/);
    await verify();
  });
});

describe("a recorder", () => {
  it("plays as the environment does", () => {
    const env = make(S5);
    const game = recorder(S5);
    expect(env.reset({ seed: 2 }).observation).toEqual(game.reset({ seed: 2 }).observation);
    for (const action of [0, 1, 2, 3, 8, 9]) {
      expect(game.step(action)).toEqual(env.step(action));
      expect(game.snapshot()).toEqual(env.snapshot());
    }
  });

  it("tells two bumps apart that leave the same state", () => {
    const bump = (action: number) => {
      const game = recorder("MiniHack-Room-5x5-v0");
      game.reset({ seed: 1 });
      game.step(action);
      return { state: game.snapshot(), hash: game.episode().steps[0]!.hash };
    };
    // In the top left corner: north and west are both solid stone.
    expect(bump(0).state).toEqual(bump(3).state);
    expect(bump(0).hash).not.toBe(bump(3).hash);
  });

  it("has no episode before its first reset, and each reset begins another", () => {
    const game = recorder(S5);
    expect(() => game.episode()).toThrow(`${S5} was not reset; there is no episode.`);
    game.reset({ seed: 1 });
    game.step(0);
    const first = game.episode();
    game.reset({ seed: 2 });
    expect([first.steps.length, game.episode().steps.length, game.episode().seed]).toEqual([1, 0, 2]);
  });

  it("says what is wrong with an episode that is in no file", () => {
    const episode = solved(1);
    expect(() => [...replay({ ...episode, seed: 9 })]).toThrow(
      `The episode: this is not how ${S5} starts with seed 9.`,
    );
  });
});
