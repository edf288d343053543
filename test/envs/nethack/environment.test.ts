import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { InputError, keep, make, type ObservationKey, randomStream, vector } from "../../../envs/index.js";
import { NETHACK } from "../../../envs/nethack/catalogue.js";
import { conformEpisode } from "../../../envs/nethack/conform.js";
import { makeState } from "../../../envs/nethack/state.js";
import { recorded } from "../recordings.js";
import { nextAction } from "./player.js";
import { bytesOf, episodesOf, filesOf, gameOf, IDS } from "./support.js";

const S5 = "MiniHack-KeyRoom-S5-v0";
const EVERY = [
  "glyphs",
  "chars",
  "colors",
  "specials",
  "glyphs_crop",
  "chars_crop",
  "colors_crop",
  "specials_crop",
  "blstats",
  "message",
  "internal",
  "inv_glyphs",
  "inv_letters",
  "inv_oclasses",
  "inv_strs",
  "tty_chars",
  "tty_colors",
  "tty_cursor",
  "screen_descriptions",
] as const satisfies readonly ObservationKey[];

/** The error's one sentence. */
function sentence(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message).toMatch(/^[^\n]+\.$/);
    return message;
  }
  throw new Error("nothing was thrown");
}

/** Plays the shortest solution. */
function solve(id: string, manners: "calmhack" | "minihack", seed = 3) {
  const env = make(id, { observationKeys: EVERY, manners });
  const { observation } = env.reset({ seed });
  for (;;) {
    const before = keep(observation);
    const name = nextAction(makeState(env.snapshot().block.buffer as ArrayBuffer))!;
    const step = env.step(env.actions.indexOf(name));
    if (step.terminated || step.truncated) return { env, step, before, observation };
  }
}

describe("actions", () => {
  it("are MiniHack's by default, in its order, the paper's six, or names in one's own order", () => {
    expect(make(S5).actions).toEqual(["N", "E", "S", "W", "NE", "SE", "SW", "NW", "PICKUP", "APPLY"]);
    expect(make(S5, { actions: "default" }).actions).toEqual(make(S5).actions);
    expect(make("MiniHack-Room-5x5-v0").actions).toEqual(["N", "E", "S", "W", "NE", "SE", "SW", "NW"]);
    expect(make(S5, { actions: "paper" }).actions).toEqual(["N", "E", "S", "W", "PICKUP", "APPLY"]);
    const all = make(S5, { actions: "all" }).actions;
    expect([all.length, all[8], all[16], all[50], all[84]]).toEqual([85, "LONG_N", "DOWN", "PRAY", "SPACE"]);
    const own = make("MiniHack-Room-5x5-v0", { actions: ["SE", "N"] });
    own.reset({ seed: 1 });
    expect(own.actions).toEqual(["SE", "N"]);
    expect([...own.step(0).observation.blstats.subarray(0, 2)]).toEqual([37, 10]);
    expect([...own.step(1).observation.blstats.subarray(0, 2)]).toEqual([37, 9]);
  });

  it("of other names are refused with the list of accepted ones", () => {
    const accepted = "accepted are N E S W NE SE SW NW PICKUP APPLY, or others of MiniHack's";
    expect(sentence(() => make(S5, { actions: ["n"] }))).toContain(accepted);
    expect(sentence(() => make(S5, { actions: [1] }))).toBe(
      "There is no action with key code 1 here; accepted are MiniHack's 85, by code or name.",
    );
    expect(sentence(() => make(S5, { actions: [] }))).toContain(`The list of actions is empty; ${accepted}`);
    expect(sentence(() => make(S5, { actions: ["PRAYY"] }))).toMatch(/the nearest is PRAY\.$/);
    expect(sentence(() => make(S5, { actions: ["N", "UP"] }))).toContain(`There is no action "UP" here; ${accepted}`);
    // As from JavaScript, where nothing checks the type.
    expect(sentence(() => make(S5, { actions: "some" as "default" }))).toContain('not "some"');
  });
});

describe("options", () => {
  it("take any odd crop and any keys, and refuse others with what is accepted", () => {
    expect(make(S5, { cropSize: 5 }).reset({ seed: 1 }).observation.chars_crop).toHaveLength(25);
    for (const cropSize of [0, 2, -3, 1.5, Number.NaN, 999]) {
      expect(sentence(() => make(S5, { cropSize }))).toBe(`The crop's side is ${cropSize}; accepted is an odd number.`);
    }
    for (const key of ["pixel", "toString", "__proto__"]) {
      const say = sentence(() => make(S5, { observationKeys: [key as "chars"] }));
      expect(say).toContain(`There is no observation key "${key}"; accepted are glyphs chars`);
    }
    expect(Object.keys(make(S5, { observationKeys: [] }).reset({ seed: 1 }).observation)).toEqual([]);
  });

  it("of other names are refused, so that a misspelt one is not the default in silence", () => {
    for (const name of ["observation_keys", "seed", "__proto", "a\nb"]) {
      expect(sentence(() => make(S5, { [name]: ["chars"] }))).toMatch(
        /^There is no option "\S+"; accepted are observationKeys actions cropSize levels manners autopickup reward sight\.$/,
      );
    }
    expect(() => vector(S5, { count: 2, ...{ crop_size: 9 } })).toThrow('There is no option "crop_size"');
  });

  it("give MiniHack's ten keys by default, with its shapes", () => {
    const { observation } = make(S5).reset({ seed: 1 });
    const shapes = Object.fromEntries(Object.entries(observation).map(([key, array]) => [key, array.length]));
    const [map, crop] = [21 * 79, 81];
    expect(shapes).toEqual({
      glyphs: map,
      chars: map,
      colors: map,
      specials: map,
      glyphs_crop: crop,
      chars_crop: crop,
      colors_crop: crop,
      specials_crop: crop,
      blstats: 27,
      message: 256,
    });
  });
});

describe("a call out of turn", () => {
  it("is one sentence: before a reset, after the end, an unknown action, a seed that is none", () => {
    const env = make(S5);
    expect(sentence(() => env.step(0))).toBe(`${S5} was not reset.`);
    expect(sentence(() => env.snapshot())).toBe(`${S5} was not reset; there is nothing to snapshot.`);
    expect(sentence(() => env.reset())).toBe(`${S5} was never seeded; the first reset needs a seed.`);
    for (const seed of [Number.NaN, 1.5, Number.POSITIVE_INFINITY]) {
      expect(sentence(() => env.reset({ seed }))).toBe(`The seed is ${seed}; accepted is a whole number.`);
    }
    env.reset({ seed: 1 });
    for (const action of [-1, 10, 0.5, Number.NaN]) {
      expect(sentence(() => env.step(action))).toBe(`There is no action ${action}; accepted are 0 to 9.`);
    }
    const ended = solve(S5, "calmhack").env;
    expect(sentence(() => ended.step(0))).toBe("The episode has ended; reset it.");
    ended.reset();
    expect(ended.step(0).info.endStatus).toBe(0);
  });
});

describe("the step limit", () => {
  it.each(IDS)("truncates %s at its last step, in MiniHack's manners terminates", (id) => {
    for (const manners of ["calmhack", "minihack"] as const) {
      const env = make(id, { observationKeys: ["blstats"], manners });
      expect(env.limit).toBe(
        id.includes("KeyRoom")
          ? id.includes("S15")
            ? 400
            : 200
          : id.includes("5x5") && !id.includes("15x15")
            ? 100
            : 300,
      );
      const { observation } = env.reset({ seed: 2 });
      // North until the wall, then against it.
      for (let t = 1; t < env.limit; t++) {
        const step = env.step(0);
        // A goal on the way would end it; seed 2 has none.
        expect([step.terminated, step.truncated, step.info.endStatus]).toEqual([false, false, 0]);
      }
      const last = env.step(0);
      expect(last.reward).toBe(-0.01);
      expect(last.info.endStatus).toBe(-1);
      expect([last.terminated, last.truncated]).toEqual(manners === "minihack" ? [true, false] : [false, true]);
      expect(observation.blstats.some((n) => n !== 0)).toBe(manners === "calmhack");
    }
  });

  it("comes before the goal: the last allowed step does not win", () => {
    const id = "MiniHack-Room-5x5-v0";
    for (const [limit, status, reward] of [
      [4, -1, 0],
      [5, 2, 1],
    ] as const) {
      const game = gameOf(id, { limit });
      game.seed(1);
      game.reset();
      for (let t = 0; t < 4; t++) game.step(110);
      expect([game.state.hero[16], game.reward]).toEqual([status, reward]);
    }
  });
});

describe("the last observation", () => {
  it.each(["MiniHack-KeyRoom-S5-v0", "MiniHack-Room-Random-15x15-v0"])("of %s is the true one", (id) => {
    const { step, before, env } = solve(id, "calmhack");
    expect([step.reward, step.terminated, step.truncated, step.info.endStatus]).toEqual([1, true, false, 2]);
    const { observation } = step;
    expect(observation.blstats[20]).toBe(before.blstats[20]! + 1);
    expect(observation.internal[4]).toBe(1);
    const frame = env.frame();
    expect(frame.rows[frame.hero!.y]![frame.hero!.x]).toBe("@");
    expect([...observation.tty_cursor]).toEqual([frame.hero!.y + 1, frame.hero!.x]);
    expect(String.fromCharCode(...observation.chars)).toBe(frame.rows.join(""));
  });

  it("is blank in MiniHack's manners, though pack and state stay", () => {
    const { step, before, env, observation } = solve(S5, "minihack");
    // Recorded endings: chars, colors, specials 0, glyphs 2359, blstats 0, no message; end_status 2, terminated.
    expect([step.terminated, step.truncated, step.info.endStatus]).toEqual([true, false, 2]);
    for (const key of ["chars", "colors", "specials", "chars_crop", "colors_crop", "specials_crop"] as const) {
      expect(new Set(observation[key]), key).toEqual(new Set([0]));
    }
    expect(new Set(observation.glyphs)).toEqual(new Set([2359]));
    expect([...observation.blstats]).toEqual(Array.from({ length: 27 }, () => 0));
    expect(new Set(observation.message)).toEqual(new Set([0]));
    expect(observation.screen_descriptions.every((byte) => byte === 0)).toBe(true);
    // A window centred on (0,0): what lies beyond the map is 0.
    const quarter = Array.from({ length: 81 }, (_, i) => (i % 9 < 4 || i < 36 ? 0 : 2359));
    expect([...observation.glyphs_crop]).toEqual(quarter);
    expect([...observation.inv_strs]).toEqual([...before.inv_strs]);
    expect([...observation.inv_glyphs]).toEqual([...before.inv_glyphs]);
    // Waiting behind a --More--, on the stairs, one turn hungrier: as all recorded endings say.
    expect([...observation.internal]).toEqual([1, 0, 0, 1, 1, 0, 0, before.internal[7]! - 1, 0]);
    const { rows, hero } = env.frame();
    expect(rows[hero!.y]![hero!.x]).toBe("@");
  });

  it("comes back with a snapshot of the end, and goes with a restored earlier one", () => {
    for (const manners of ["calmhack", "minihack"] as const) {
      const { env, observation } = solve(S5, manners);
      const end = env.snapshot();
      const shown = keep(observation);
      env.reset({ seed: 9 });
      expect(observation).not.toEqual(shown);
      const start = env.snapshot();
      const atStart = keep(observation);
      env.restore(end);
      expect(keep(observation)).toEqual(shown);
      expect(sentence(() => env.step(0))).toBe("The episode has ended; reset it.");
      env.restore(start);
      expect(keep(observation)).toEqual(atStart);
      expect(env.step(0).info.endStatus).toBe(0);
    }
  });

  it("in MiniHack's manners differs from ours in nothing before the end", () => {
    const [ours, theirs] = (["calmhack", "minihack"] as const).map((manners) =>
      make(S5, { observationKeys: EVERY, manners }),
    );
    const stream = randomStream(1, "manners");
    for (let seed = 0; seed < 5; seed++) {
      let observations = [ours!.reset({ seed }).observation, theirs!.reset({ seed }).observation];
      for (let t = 0; t < 60; t++) {
        expect(bytesOf(observations[0]!).equals(bytesOf(observations[1]!)), `seed ${seed} step ${t}`).toBe(true);
        const action = stream.below(10);
        const steps = [ours!.step(action), theirs!.step(action)];
        expect(steps[0]!.reward).toBe(steps[1]!.reward);
        observations = steps.map(({ observation }) => observation);
        if (steps[0]!.terminated) break;
      }
    }
  });
});

describe.runIf(recorded)("recorded numbers beside the map", () => {
  it("equal ours at every step: internal, status numbers, the start's terminal and pack", async () => {
    let [steps, starts] = [0, 0];
    for (const id of [S5, "MiniHack-KeyRoom-Dark-S15-v0", "MiniHack-Room-Random-5x5-v0"]) {
      const [path] = filesOf(id);
      const lines: Record<string, unknown>[] = gunzipSync(readFileSync(path!))
        .toString("utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      for (const episode of await episodesOf(path!)) {
        const game = gameOf(id);
        const ours: number[][] = [];
        // Watches the replay from inside: what the state holds after each step.
        const step = game.step.bind(game);
        game.step = (key) => {
          step(key);
          ours.push([...game.state.internal, ...game.state.blstats]);
        };
        const verdict = conformEpisode(game, NETHACK.get(id)!.plan, episode);
        expect(verdict.steps.flatMap(({ differences }) => differences)).toEqual([]);
        starts++;
        const theirs = lines.filter((line) => line.type === "step" && line.episode === episode.episode);
        theirs.forEach((line, t) => {
          const [internal, stats] = [line.internal as number[], line.blstats as number[]];
          if (line.terminated) return;
          // Several levels may fit; the last replay is the one that counts.
          expect(ours.slice(-theirs.length)[t], `${id} step ${t + 1}`).toEqual([...internal, ...stats]);
          steps++;
        });
      }
    }
    console.log(`internal and blstats: ${steps} steps of ${starts} episodes equal`);
    expect(steps).toBeGreaterThan(900);
  });
});
