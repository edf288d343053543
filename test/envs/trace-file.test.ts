import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conforming, InputError } from "../../envs/index.js";
import { RECORDINGS, recorded } from "./recordings.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "calmhack-traces-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function collect(path: string): Promise<conforming.RecordedEpisode[]> {
  const episodes: conforming.RecordedEpisode[] = [];
  for await (const episode of conforming.readTraces(path)) episodes.push(episode);
  return episodes;
}

const map = (sign = "@") => [`  ${sign}`.padEnd(79), ...Array.from({ length: 20 }, () => " ".repeat(79))];
const blstats = (x = 2, y = 0) => [
  x,
  y,
  13,
  13,
  18,
  16,
  10,
  9,
  9,
  0,
  12,
  12,
  1,
  0,
  2,
  2,
  7,
  0,
  1,
  0,
  1,
  1,
  0,
  0,
  1,
  0,
  -1,
];

const episodeLine = (changes: object = {}, reset: object = {}) => ({
  type: "episode",
  env: "MiniHack-KeyRoom-S5-v0",
  seed: 4,
  episode: 4,
  policy: "hand",
  max_episode_steps: 200,
  actions: [
    ["CompassDirection.N", 107],
    ["Command.PICKUP", 44],
  ],
  reset_end_status: 0,
  reset: {
    chars: map(),
    blstats: blstats(),
    message: "Hello.",
    inv: [["a", "a dagger"]],
    tty_chars: ["Hello.", ...Array.from({ length: 21 }, () => ""), "Agent the Footpad      St:13", "Dlvl:1"],
    ...reset,
  },
  ...changes,
});

const stepLine = (t: number, changes: object = {}) => ({
  type: "step",
  env: "MiniHack-KeyRoom-S5-v0",
  seed: 4,
  episode: 4,
  t,
  action: 0,
  name: "CompassDirection.N",
  ascii: 107,
  reward: 0,
  terminated: false,
  truncated: false,
  end_status: 0,
  message: `step ${t}`,
  chars: map(),
  blstats: blstats(2 + t, 0),
  ...changes,
});

const ending = (t: number) => ({
  ...stepLine(t),
  terminated: true,
  end_status: 2,
  reward: 1,
  chars: Array.from({ length: 21 }, () => "\0".repeat(79)),
  blstats: new Array<number>(27).fill(0),
});

let written = 0;
function write(...lines: readonly (object | string)[]): string {
  const path = join(folder, `trace-${written++}.jsonl.gz`);
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  writeFileSync(path, gzipSync(`${text}\n`));
  return path;
}

/** The message of the InputError that reading ends in. */
async function refusal(path: string): Promise<string> {
  const error = await collect(path).then(
    () => "nothing was thrown",
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputError)) throw new Error(`no InputError: ${String(error)}`);
  return error.message.replace(path, "FILE");
}

describe("the reader of recorded episodes", () => {
  it("gives an episode with its start, its short action names and every step", async () => {
    const [episode, ...others] = await collect(write(episodeLine(), stepLine(1), stepLine(2)));
    expect(others).toEqual([]);
    expect(episode).toMatchObject({
      environment: "MiniHack-KeyRoom-S5-v0",
      seed: 4,
      limit: 200,
      actions: ["N", "PICKUP"],
      start: { hero: { x: 2, y: 0 }, message: "Hello.", inventory: [{ letter: "a", text: "a dagger" }] },
    });
    expect(episode?.steps.map(({ t, action, frame }) => [t, action, frame?.message, frame?.hero?.x])).toEqual([
      [1, "N", "step 1", 3],
      [2, "N", "step 2", 4],
    ]);
  });

  it("keeps the inventory until a step tells another, an empty one too", async () => {
    const told = { inv: [["g", "a key"]] };
    const [episode] = await collect(
      write(episodeLine(), stepLine(1), stepLine(2, told), stepLine(3), stepLine(4, { inv: [] }), stepLine(5)),
    );
    expect(episode?.steps.map(({ frame }) => frame?.inventory?.map(({ text }) => text))).toEqual([
      ["a dagger"],
      ["a key"],
      ["a key"],
      [],
      [],
    ]);
  });

  it("gives the blank ending as a step without a frame", async () => {
    const [episode] = await collect(write(episodeLine(), stepLine(1), ending(2)));
    expect(episode?.steps.map(({ frame }) => frame !== undefined)).toEqual([true, false]);
    const stats = Array(27).fill(0);
    expect(episode?.steps[1]).toEqual({
      t: 2,
      action: "N",
      reward: 1,
      endStatus: 2,
      stats,
      planes: {},
      keys: new Map(),
    });
  });

  it("gives episodes without steps, and several episodes apart", async () => {
    const path = write(episodeLine({ episode: 1 }), episodeLine(), stepLine(1), episodeLine({ episode: 6 }));
    expect((await collect(path)).map(({ episode, steps }) => [episode, steps.length])).toEqual([
      [1, 0],
      [4, 1],
      [6, 0],
    ]);
  });

  it("makes the title of every step's status lines from the recorded terminal", async () => {
    const [episode] = await collect(write(episodeLine(), stepLine(1, { blstats: blstats(3, 0).with(10, 5) })));
    expect(episode?.steps[0]?.frame?.status).toEqual([
      "Agent the Footpad              St:13 Dx:18 Co:16 In:10 Wi:9 Ch:9 Chaotic S:0",
      "Dlvl:1 $:0 HP:5(12) Pw:2(2) AC:7 Xp:1/0",
    ]);
  });

  it("refuses what is no gzip and what is cut off", async () => {
    const plain = join(folder, "plain.jsonl.gz");
    writeFileSync(plain, JSON.stringify(episodeLine()));
    expect(await refusal(plain)).toBe("FILE cannot be read: incorrect header check.");
    const noise = Array.from({ length: 400 }, (_, i) => stepLine(i + 1, { message: `${(i * 7919) % 104729}` }));
    const whole = gzipSync([episodeLine(), ...noise].map((line) => `${JSON.stringify(line)}\n`).join(""));
    const cut = join(folder, "cut.jsonl.gz");
    writeFileSync(cut, whole.subarray(0, whole.length - 12));
    expect(await refusal(cut)).toMatch(/^FILE cannot be read( after line \d+)?: unexpected end of file\.$/);
  });

  const damages: readonly (readonly [string, readonly (object | string)[], string])[] = [
    ["text", ["hello"], "FILE:1: not a JSON object; a recorded episode or step is needed."],
    ["a cut line", [episodeLine(), '{"type":"step","t":'], "FILE:2: not a JSON object"],
    ["an empty line", [episodeLine(), "", stepLine(1)], "FILE:2: not a JSON object"],
    ["a list", ["[1]"], "FILE:1: not a recorded episode or step"],
    ["foreign JSON", ['{"type":"message"}'], "FILE:1: not a recorded episode or step (type: "],
    ["a step before its episode", [stepLine(1)], "FILE:1: step 1 does not follow its episode's last step."],
    ["a skipped step", [episodeLine(), stepLine(1), stepLine(3)], "FILE:3: step 3 does not follow"],
    ["a step twice", [episodeLine(), stepLine(1), stepLine(1)], "FILE:3: step 1 does not follow"],
    ["a step of another episode", [episodeLine(), stepLine(1, { episode: 5 })], "FILE:2: step 1 does not follow"],
    ["a step of another seed", [episodeLine(), stepLine(1, { seed: 5 })], "FILE:2: step 1 does not follow"],
    ["a step of another world", [episodeLine(), stepLine(1, { env: "Other" })], "FILE:2: step 1 does not follow"],
    ["a step after the end", [episodeLine(), ending(1), stepLine(2)], "FILE:3: step 2 does not follow"],
    [
      "a map of 20 rows",
      [episodeLine({}, { chars: map().slice(1) })],
      "FILE:1: not a recorded episode or step (reset.chars",
    ],
    [
      "a row of 78 cells",
      [episodeLine(), stepLine(1, { chars: map().with(3, "x".repeat(78)) })],
      "FILE:2: not a recorded episode or step (chars.3",
    ],
    [
      "25 status numbers",
      [episodeLine(), stepLine(1, { blstats: blstats().slice(2) })],
      "FILE:2: not a recorded episode or step (blstats",
    ],
    [
      "a status number as text",
      [episodeLine({}, { blstats: blstats().map(String) })],
      "FILE:1: not a recorded episode or step (reset.blstats.0",
    ],
    [
      "a message that is no text",
      [episodeLine(), stepLine(1, { message: 5 })],
      "FILE:2: not a recorded episode or step (message",
    ],
    [
      "an end that is no yes or no",
      [episodeLine(), stepLine(1, { terminated: 0 })],
      "FILE:2: not a recorded episode or step (terminated",
    ],
    ["a step number of 0", [episodeLine(), stepLine(0)], "FILE:2: not a recorded episode or step (t"],
    [
      "an item of three parts",
      [episodeLine(), stepLine(1, { inv: [["a", "b", "c"]] })],
      "FILE:2: not a recorded episode or step (inv.0",
    ],
    ["no seed", [episodeLine({ seed: undefined })], "FILE:1: not a recorded episode or step (seed"],
  ];

  for (const [name, lines, message] of damages) {
    it(`refuses ${name} and names file and line`, async () => {
      expect((await refusal(write(...lines))).startsWith(message), await refusal(write(...lines))).toBe(true);
    });
  }

  it("shows no terminal sequence of a damaged file", async () => {
    expect(await refusal(write('{"type":"\u009b31m\u202e"}'))).not.toMatch(/[\u009b\u202e]/);
  });

  it.skipIf(!recorded)("reads every episode and step that the index of the recordings counts", async () => {
    const names = [
      "MiniHack-KeyRoom-S5-v0",
      "solutions-MiniHack-KeyRoom-Dark-S5-v0-paper6",
      "scripted-MiniHack-ClosedDoor-v0",
    ];
    const index: {
      file: string;
      episodes: number;
      steps: number;
      ends: [number, number, number, number | null, number][];
    }[] = [];
    for (const line of readFileSync(join(RECORDINGS, "INDEX.jsonl"), "utf8").trim().split("\n"))
      index.push(JSON.parse(line));
    const paths = names.map((name) => join(RECORDINGS, `${name}.jsonl.gz`));
    for (const path of paths) {
      const entry = index.find(({ file }) => file === basename(path));
      const episodes = await collect(path);
      expect(episodes).toHaveLength(entry?.episodes ?? -1);
      expect(episodes.reduce((sum, { steps }) => sum + steps.length, 0)).toBe(entry?.steps);
      const ends = episodes.map(({ episode, seed, steps }) => {
        const last = steps.at(-1);
        const cumulated = steps.reduce((sum, { reward }) => sum + reward, 0);
        return [
          episode,
          seed,
          steps.length,
          last?.frame === undefined ? (last?.endStatus ?? null) : null,
          Number(cumulated.toFixed(6)),
        ];
      });
      expect(ends).toEqual(entry?.ends.map((end) => [...end.slice(0, 4), Number(end[4].toFixed(6))]));
    }
  });
});
