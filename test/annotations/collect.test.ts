import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { playEpisode } from "../../annotations/collect-play.js";
import { dataSets, KEYROOM, loadDataSet, validate } from "../../annotations/index.js";
import { InputError, make, randomStream, solver } from "../../envs/index.js";
import { RECORDINGS, recorded } from "../envs/recordings.js";

const ID = "MiniHack-KeyRoom-S5-v0";

const random: dataSets.Policy = {
  name: "random",
  told: "uniformly random",
  actor: ({ actions }) => {
    let stream = randomStream(0, "test");
    return {
      begin: (seed) => {
        stream = randomStream(seed, "test");
      },
      act: () => stream.below(actions.length),
    };
  },
};

const best: dataSets.Policy = {
  name: "best",
  told: "shortest ways",
  actor: (env) => {
    const { plan } = solver(env);
    return { begin: () => undefined, act: () => plan()?.[0] ?? 0 };
  },
};

const play = (more: Partial<Parameters<typeof dataSets.collectPlay>[0]> = {}) =>
  dataSets.collectPlay({
    id: ID,
    actions: "default",
    policies: [best, random],
    episodes: 20,
    seed: 1,
    name: "mine",
    quotas: { perClass: 10, perKind: 5, natural: 60 },
    ...more,
  });

describe("collecting from the engine", () => {
  it.each(["MiniHack-Corridor-R2-v0", "MiniHack-MultiRoom-N2-Locked-v0", "MiniHack-ExploreMaze-Easy-v0"])(
    "counts the levels of %s, whose actions no solver needs to know for that",
    (id) => {
      const { about } = play({ id, policies: [random], episodes: 2, quotas: { perClass: 1, perKind: 1, natural: 5 } });
      expect(about.provenance.levels).toContain("2 level seeds, 2 different starts");
    },
  );

  it("takes the truth from the game's state: frames say what the engine's own events say", () => {
    const env = dataSets.collectEnv(ID, "default");
    const events: number[] = [];
    const watched: typeof env = {
      ...env,
      step: (action) => {
        const step = env.step(action);
        events.push(step.info.events);
        return step;
      },
    };
    let achieved = 0;
    for (let seed = 0; seed < 40; seed++) {
      events.length = 0;
      const policy = seed % 2 === 0 ? random : best;
      const episode = playEpisode(watched, policy.actor(watched), policy.name, seed);
      let before = episode.start;
      for (const [i, { frame: after = before, action }] of episode.steps.entries()) {
        const truth = KEYROOM.truth({ before, after });
        const bits = events[i] ?? 0;
        expect(truth, `seed ${seed} step ${i + 1} ${action}`).toEqual([
          bits & 4 ? "yes" : "no",
          bits & 16 ? "yes" : "no",
        ]);
        achieved += truth.filter((verdict) => verdict === "yes").length;
        before = after;
      }
    }
    expect(achieved).toBeGreaterThan(40);
  });

  it("draws as many of each class, look-alikes by kind, and the natural rate, and says what it drew", () => {
    const { about, items } = play();
    const balanced = items.filter(({ part }) => part === "balanced");
    const classes = balanced.map(({ labels }) => labels?.join());
    for (const of of ["yes,no", "no,yes", "no,no"]) expect(classes.filter((one) => one === of)).toHaveLength(10);
    expect(new Set(balanced.map(({ episode }) => episode)).size).toBeGreaterThan(15);
    const hard = items.filter(({ part }) => part === "hard negatives");
    expect(hard.every(({ labels, kind }) => labels?.every((label) => label === "no") && kind !== undefined)).toBe(true);
    for (const kind of new Set(hard.map((item) => item.kind))) {
      expect(hard.filter((item) => item.kind === kind).length).toBeLessThanOrEqual(5);
    }
    expect(items.filter(({ part }) => part === "natural rate")).toHaveLength(60);
    expect(about.provenance.policies).toMatch(/^best \(shortest ways\): 20 episodes, \d+ steps, 20 won; random/);
    expect(about.provenance.levels).toMatch(/^20 level seeds, 20 different starts .* 0 of these in both splits$/);
  });

  it("puts no level seed, and so no episode, into both splits", () => {
    const { items } = play();
    const splits = new Map<string, Set<string>>();
    for (const { episode = "", split = "" } of items) {
      const seed = /seed (\d+)/.exec(episode)?.[1] ?? "";
      splits.set(seed, (splits.get(seed) ?? new Set()).add(split));
    }
    expect([...splits.values()].every(({ size }) => size === 1)).toBe(true);
    expect(new Set(items.map(({ split }) => split))).toEqual(new Set(["dev", "test"]));
  });

  it("gives the same items again, and others for another seed", () => {
    expect(play()).toEqual(play());
    expect(play({ seed: 2 }).items).not.toEqual(play().items);
  });

  it("plays an episode of a policy the same way whoever plays besides", () => {
    const alone = play({ policies: [random] }).items.map((item) =>
      JSON.stringify([item.episode, item.step, item.after]),
    );
    const known = new Map(
      alone.map((text) => {
        const [episode, step]: [string, number] = JSON.parse(text);
        return [`${episode} ${step}`, text];
      }),
    );
    let met = 0;
    for (const { episode = "", step, after } of play({ quotas: { perClass: 50, perKind: 50, natural: 2000 } }).items) {
      const same = known.get(`${episode} ${step}`);
      if (same === undefined) continue;
      met++;
      expect(JSON.stringify([episode, step, after])).toBe(same);
    }
    expect(met).toBeGreaterThan(20);
  });

  it("balances the classes that occur, says which are short, and leaves the part out when nothing was achieved", () => {
    const stuck: dataSets.Policy = {
      ...random,
      name: "stuck",
      actor: () => ({ begin: () => undefined, act: () => 0 }),
    };
    const { about, items } = play({ policies: [stuck] });
    expect(about.parts.map(({ name }) => name)).not.toContain("balanced");
    expect(items.some(({ part }) => part === "balanced")).toBe(false);
    expect(about.provenance.balanced).toContain("0 key, 0 door, 0 neither taken");
  });

  it("says that a small KeyRoom repeats its levels", () => {
    const { about } = play({ id: "MiniHack-KeyRoom-Fixed-S5-v0", policies: [best], episodes: 300 });
    const [, starts, both] = /(\d+) different starts .* (\d+) of these/.exec(String(about.provenance.levels)) ?? [];
    expect(Number(starts)).toBeLessThan(300);
    expect(Number(both)).toBeGreaterThan(0);
  });

  it("refuses an id without a truth", () => {
    expect(() => play({ id: "MiniHack-Room-5x5-v0" })).toThrow(/has no subgoals whose truth is known; KeyRoom/);
    expect(() => make("MiniHack-Room-5x5-v0")).not.toThrow();
  });
});

describe("placing a data set", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "calmhack-collect-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const put = (path: string, seed = 1) => {
    const { about, items } = play({ seed, policies: [best], episodes: 5 });
    return dataSets.placeDataSet(path, about, items);
  };

  it("writes a folder that loads and is valid, and replaces its former self whole", async () => {
    const path = join(folder, "deep", "mine");
    await put(path);
    expect((await validate(path)).findings).toEqual([]);
    const first = loadDataSet(path).hash;
    await put(path, 2);
    expect((await validate(path)).findings).toEqual([]);
    expect(loadDataSet(path).hash).not.toBe(first);
    expect(readdirSync(join(folder, "deep"))).toEqual(["mine"]);
  });

  it.each([
    ["holds something else", (path: string) => writeFileSync(join(path, "thesis.tex"), "x"), /holds thesis\.tex/],
    [
      "holds labels beside a data set",
      (path: string) => writeFileSync(join(path, "labels.human-a.jsonl"), "x"),
      /labels\.human-a/,
    ],
    [
      "holds a damaged manifest",
      (path: string) => writeFileSync(join(path, "dataset.json"), "{"),
      /no data-set manifest/,
    ],
  ])("refuses a folder that %s, and leaves it as it is", async (_, prepare, said) => {
    const path = join(folder, "mine");
    mkdirSync(path);
    prepare(path);
    const before = readdirSync(path).map((name) => [name, readFileSync(join(path, name), "utf8")]);
    await expect(put(path)).rejects.toThrow(said);
    await expect(put(path)).rejects.toThrow(InputError);
    expect(readdirSync(path).map((name) => [name, readFileSync(join(path, name), "utf8")])).toEqual(before);
  });

  it("refuses a file, a place below a file, and the name of a shipped set", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "x");
    await expect(put(file)).rejects.toThrow(/it is a file/);
    await expect(put(join(file, "below"))).rejects.toThrow(/is a file/);
    await expect(put("keyroom")).rejects.toThrow(/means the shipped one/);
  });
});

describe("collecting from recordings", () => {
  it.skipIf(!recorded)("draws from one recording and names what it is of", async () => {
    const { about, items } = await dataSets.collectRecordings([join(RECORDINGS, "MiniHack-KeyRoom-S5-v0.jsonl.gz")], {
      name: "recorded",
      seed: 1,
      quotas: { perClass: 10, perKind: 5, natural: 50 },
      balanced: { holds: () => true, told: "drawn from all" },
    });
    expect(about.provenance.origin).toBe("recorded episodes of the real MiniHack: MiniHack-KeyRoom-S5-v0");
    expect(items.filter(({ part }) => part === "natural rate")).toHaveLength(50);
    expect(about.provenance.balanced).toMatch(/^drawn from all/);
  });

  it.skipIf(!recorded)("refuses a recording of another task", async () => {
    const path = join(RECORDINGS, "MiniHack-Corridor-R2-v0.jsonl.gz");
    const options = { name: "x", seed: 1, quotas: dataSets.QUOTAS, balanced: { holds: () => true, told: "" } };
    await expect(dataSets.collectRecordings([path], options)).rejects.toThrow(
      /the truth that collect knows is KeyRoom's/,
    );
  });
});
