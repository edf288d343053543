/** `view` on a training result: its episodes on the screen, in a pipe, and what it refuses. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { render } from "ink-testing-library";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { episodeText } from "../../cli/episodes-text.js";
import { EpisodesScreen } from "../../cli/screens/episodes.js";
import { afterEpisodeKey, type EpisodePlace, type Filter } from "../../cli/screens/episodes-state.js";
import { scrolledTo, walkShares } from "../../cli/screens/layout.js";
import {
  outcomeText,
  readShownEpisodes,
  type ShownEpisode,
  shownEpisode,
  timeline,
} from "../../cli/view-model-episodes.js";
import { type Episode, writeEpisodes } from "../../envs/index.js";
import { press as pressOn } from "./keys.js";
import { build, calmhack, temporaryFolder } from "./run.js";
import { judgedEpisode, solvedEpisode, trainingSample } from "./training-samples.js";

const folder = temporaryFolder();
const HOSTILE = "\u001b[2J\u202e<script>\u0007\r\n\u200b";
let episodes: readonly Episode[];
let shown: readonly ShownEpisode[];

beforeAll(async () => {
  build();
  episodes = await trainingSample(join(folder, "trained"));
  shown = await readShownEpisodes(join(folder, "trained", "episodes.jsonl"));
}, 120_000);

/** The steps of the second sample at which something is wrong: the key flagged too early, the door missed. */
const wrongSteps = () => shown[1]!.moments.filter(({ wrong }) => wrong).map(({ t }) => t);

describe("what is shown of an episode", () => {
  it("compares what was terminated with what was achieved", () => {
    const marks = shown[1]!.moments.flatMap(({ t, marks: all }) => all.map((mark) => ({ t, ...mark })));
    const door = episodes[1]!.steps.findIndex(({ truth }) => truth?.includes("open the door")) + 1;
    const key = episodes[1]!.steps.findIndex(({ truth }) => truth?.includes("pick up the key")) + 1;
    expect(marks).toEqual([
      { t: 2, subgoal: "pick up the key", kind: "false" },
      { t: key, subgoal: "pick up the key", kind: "right" },
      { t: door, subgoal: "open the door", kind: "missed" },
    ]);
    expect(wrongSteps()).toEqual([2, door]);
    expect(shown[0]!.moments.some(({ wrong }) => wrong)).toBe(false);
  });

  it("calls nothing wrong where nobody judged, or the truth is not told", () => {
    const change = (without: "terminations" | "truth") =>
      shownEpisode({ ...episodes[1]!, steps: episodes[1]!.steps.map((step) => ({ ...step, [without]: undefined })) });
    const kinds = (one: ShownEpisode) => new Set(one.moments.flatMap(({ marks }) => marks.map(({ kind }) => kind)));
    expect(kinds(change("terminations"))).toEqual(new Set(["unjudged"]));
    expect(kinds(change("truth"))).toEqual(new Set(["unchecked"]));
    expect([change("terminations"), change("truth")].some((one) => one.moments.some(({ wrong }) => wrong))).toBe(false);
  });

  it("plays an episode without frames again, and refuses one that this engine does not play", () => {
    const strip = ({ frame: _frame, ...rest }: Episode["steps"][number]) => rest;
    const { frame: _start, ...bare } = episodes[0]!;
    const without = { ...bare, steps: bare.steps.map(strip) };
    expect(shownEpisode(without).moments).toEqual(shown[0]!.moments);
    expect(() => shownEpisode({ ...without, seed: 9 })).toThrow(/this is not how .* starts with seed 9/);
  });

  it("has a timeline that fits, and shows the gravest of the steps that share a place", () => {
    const [one] = shown.slice(1);
    const length = one!.moments.length;
    const whole = timeline(one!, "pick up the key", 1000);
    expect([whole.length, whole[2], whole.replaceAll("·", "")]).toEqual([length, "✗", "✗✓"]);
    expect(timeline(one!, "pick up the key", 1)).toBe("✗");
    expect(timeline(one!, "open the door", 1)).toBe("!");
    expect(timeline(one!, "pick up the key", 5)).toHaveLength(5);
    expect(timeline(one!, "of another world", 3)).toBe("···");
  });
});

describe("in a pipe", () => {
  it("is complete: what an episode shows, how it went, every step with map, message, payment and marks", async () => {
    const { code, out, err } = await calmhack(["view", "trained"], { cwd: folder });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^3 of 3 episodes\.\n✗ terminated, not achieved\n/);
    expect(out).toContain("episode 1 of 3: truth once, seed 1, after 25000 steps, greedy\n");
    expect(out).toContain("MiniHack-KeyRoom-S5-v0, seed 2, level 7, calmhack rules 1\n");
    expect(out).toMatch(/\nsuccess, \d+ steps, reward [\d.]+, bonus 0\.2; judge: 2 right\n/);
    expect(out).toMatch(/; judge: 1 right, 1 false, 1 missed\n/);
    expect(out).toMatch(/\nnot ended, 120 steps, .*; nobody judged\n/);
    expect(out).toMatch(/\nstep \d+ PICKUP: reward 0, bonus 0\.1\n".*key.*"\n/);
    expect(out).toContain("✗ pick up the key: terminated, not achieved\n");
    expect(out).toContain("! open the door: achieved, not terminated\n");
    expect(out.match(/^(start|step \d+ .*)$/gm)).toHaveLength(
      episodes.reduce((sum, one) => sum + 1 + one.steps.length, 0),
    );
    expect(out).not.toContain("\u001b");
  });

  it("keeps to what is wrong, also of a bare file, packed or not", async () => {
    const file = join(folder, "trained", "episodes.jsonl");
    writeFileSync(join(folder, "packed.jsonl.gz"), gzipSync(readFileSync(file)));
    const runs = await Promise.all(
      ["trained", file, "packed.jsonl.gz"].map((path) => calmhack(["view", path, "--wrong"], { cwd: folder })),
    );
    for (const { code, out } of runs) {
      expect(code).toBe(0);
      expect(out).toMatch(/^1 of 3 episodes; of each the steps whose terminations differ from the truth\.\n/);
      expect(out).toContain("\nepisode 2 of 3: noisy");
      expect([...out.matchAll(/^step (\d+) /gm)].map(([, t]) => Number(t))).toEqual(wrongSteps());
    }
  });

  it("says so where nothing is wrong", async () => {
    await writeEpisodes(join(folder, "right.jsonl"), [episodes[0]!]);
    const { code, out } = await calmhack(["view", "right.jsonl", "--wrong"], { cwd: folder });
    expect({ code, out }).toEqual({ code: 0, out: "No termination of 1 episode differs from the truth.\n" });
  });

  it("shows hostile names, notes and frames harmless", async () => {
    const judged = judgedEpisode(solvedEpisode(4), HOSTILE, () => [HOSTILE]);
    const frame = { ...judged.frame!, message: HOSTILE, rows: [HOSTILE, `@${HOSTILE}`] };
    const steps = judged.steps.map((step) => ({ ...step, action: HOSTILE, frame }));
    await writeEpisodes(join(folder, "hostile.jsonl"), [{ ...judged, id: HOSTILE, frame, steps }]);
    const { code, out, err } = await calmhack(["view", "hostile.jsonl"], { cwd: folder });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const screen = render(<EpisodesScreen all={await readShownEpisodes(join(folder, "hostile.jsonl"))} filter="all" />);
    await pressOn(screen, ["nn"]);
    expect(screen.lastFrame()).toContain("\\u{202e}<script>");
    expect(["\u202e", "\u0007", "\u200b"].filter((sign) => screen.lastFrame()?.includes(sign))).toEqual([]);
    screen.unmount();
  });
});

describe("what is no training result", () => {
  const bad = join(folder, "bad");
  const file = join(bad, "episodes.jsonl");
  const spoil = (change: (text: string) => string) => writeFileSync(file, change(readFileSync(file, "utf8")));
  beforeEach(async () => {
    rmSync(bad, { recursive: true, force: true });
    await trainingSample(bad);
  });

  async function refused(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await calmhack(["view", "bad", ...args], { cwd: folder });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^calmhack: [^\n]*\.\n$/);
    return err;
  }

  it("is refused in one sentence: without episodes, with none, damaged, cut, or of another format", async () => {
    spoil((text) => text.slice(0, -20));
    expect(await refused()).toMatch(/episodes\.jsonl:\d+: not a JSON object/);
    spoil((text) => `${text.split("\n").slice(0, 4).join("\n")}\n`);
    expect(await refused()).toMatch(/announces \d+ steps, and 3 are there/);
    spoil((text) => text.replace(/"truth":\[\]/, '"truth":[7]'));
    expect(await refused("--wrong")).toMatch(/episodes\.jsonl:2: not step 1 of an episode \(truth\.0/);
    spoil(() => "");
    expect(await refused()).toContain("holds no episode.");
    rmSync(file);
    expect(await refused()).toContain("bad is a training result without its episodes.jsonl.");
    mkdirSync(file);
    expect(await refused()).toMatch(/episodes\.jsonl cannot be read: it is a folder/);
    writeFileSync(join(bad, "result.json"), '{"format":"calmhack-training/1"}');
    expect(await refused()).toContain(
      "of format calmhack-training/1, which this version does not open; calmhack-training/2 it does.",
    );
  });

  it("is refused with a row, which episodes have not", async () => {
    expect(await refused("--row", "truth")).toContain("--row chooses a row of an evaluation; episodes have none.");
  });
});

function screen(filter: Filter = "all") {
  const drawn = render(<EpisodesScreen all={shown} filter={filter} />);
  const press = (...keys: readonly string[]) => pressOn(drawn, keys);
  return { press, frame: () => drawn.lastFrame() ?? "", leave: () => drawn.unmount() };
}

describe("the screen", () => {
  it("lists the episodes by note and outcome", () => {
    const { frame, leave } = screen();
    expect(frame()).toMatch(/^3 episodes\n▸ truth once, seed 1, after 25000 steps, greedy\n {2}success, \d+ steps/);
    expect(frame()).toContain("  none, seed 3, after 2500 steps, greedy\n  not ended, 120 steps");
    leave();
  });

  it("opens one and walks forth and back, and stops at both ends", async () => {
    const { press, leave } = screen();
    expect(await press("\r")).toMatch(/^episode 1 of 3: truth once[\s\S]*\nstart \(of \d+\)\n[\s\S]*start\n/);
    const steps = episodes[0]!.steps.length;
    expect(await press("n")).toContain(`step 1 ${episodes[0]!.steps[0]!.action}: reward 0, bonus 0 (of ${steps})`);
    expect(await press("\u001b[C", "\u001b[C")).toContain("step 3 ");
    expect(await press("p", "\u001b[D", "p", "p")).toContain("start (of");
    expect(await press(" ", " ", " ")).toContain(`step ${steps} `);
    expect(await press("b", "b", "b", "b")).toContain("start (of");
    expect(await press("j")).toContain("episode 2 of 3");
    expect(await press("t")).toContain("▸ noisy 0.1/0.5");
    leave();
  });

  it("shows maps, message, payment and the timeline of each subgoal at its place", async () => {
    const { press, leave } = screen();
    const key = episodes[0]!.steps.findIndex(({ truth }) => truth?.includes("pick up the key")) + 1;
    const frame = await press("\r", "n".repeat(key));
    expect(frame).toContain(`step ${key} PICKUP: reward 0, bonus 0.1`);
    expect(frame).toMatch(/before +after/);
    expect(frame).toMatch(/message: .*key/);
    expect(frame).toMatch(/pick up the key ·+✓·+ ✓ terminated, rightly/);
    expect(frame).toMatch(/open the door +·+✓·+/);
    expect(frame).toMatch(new RegExp(`▴ ${key}$`, "m"));
    leave();
  });

  it("shows only what is wrong, and all again at the same step", async () => {
    const { press, frame, leave } = screen("wrong");
    expect(frame()).toMatch(/^1 episode with something wrong, of 3\n▸ noisy/);
    const [first, second] = wrongSteps();
    expect(await press("n")).toContain(`wrong step 1 of 2, step ${first} `);
    expect(frame()).toContain("✗ terminated, not achieved");
    expect(await press("n")).toContain(`wrong step 2 of 2, step ${second} `);
    expect(frame()).toContain("! achieved, not terminated");
    expect(await press("w")).toMatch(new RegExp(`^episode 2 of 3(.|\\n)*\\nstep ${second} `));
    expect(await press("n")).toContain(`step ${second! + 1} `);
    leave();
  });

  it("says that nothing is wrong where nothing is", () => {
    const drawn = render(<EpisodesScreen all={shown.slice(0, 1)} filter="wrong" />);
    expect(drawn.lastFrame()).toContain("No termination of 1 episodes differs from the truth.");
    drawn.unmount();
  });

  it("loses no key, whatever comes in which order", () => {
    const keys = ["n", "p", "j", "k", "w", "t", " ", "b", "return", "x"];
    let place: EpisodePlace = { page: "list", filter: "all", episode: 0, moment: 0 };
    for (let i = 0; i < 3000; i++) {
      place = afterEpisodeKey(place, keys[(i * 7 + Math.floor(i / 11)) % keys.length]!, shown);
      const left = place.filter === "all" ? shown.length : 1;
      expect(place.episode).toBeGreaterThanOrEqual(0);
      expect(place.episode).toBeLessThan(left);
      expect(place.moment).toBeGreaterThanOrEqual(0);
    }
  });
});

describe("what fits", () => {
  it("shows how an episode went within 80 columns", () => {
    for (const one of shown) expect(`  ${outcomeText(one)}`.length).toBeLessThanOrEqual(80);
  });

  it("is never higher than the window, and keeps some of everything", () => {
    for (let rows = 13; rows <= 60; rows++) {
      for (const frame of [1, 7, 21, 40]) {
        for (const subgoals of [0, 1, 2, 5, 64]) {
          const share = walkShares(rows, { frame, subgoals });
          const more = share.subgoals < subgoals ? 1 : 0;
          expect(share.frame).toBeGreaterThan(0);
          expect(10 + share.frame + share.subgoals + more).toBeLessThanOrEqual(rows);
          if (rows >= 16) expect(share.subgoals).toBeGreaterThanOrEqual(Math.min(subgoals, 1));
        }
      }
    }
  });

  it("scrolls a list no further than needed", () => {
    expect([scrolledTo(0, 3, 10), scrolledTo(0, 12, 10), scrolledTo(8, 5, 10), scrolledTo(2, 5, 10)]).toEqual([
      0, 3, 5, 2,
    ]);
  });

  it("keeps the text of an episode within 100 columns", () => {
    for (const one of shown) {
      const lines = episodeText(one, "all", "episode 1 of 1").split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    }
  });
});
