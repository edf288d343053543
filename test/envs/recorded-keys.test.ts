import { describe, expect, it } from "vitest";
import { make } from "../../envs/index.js";
import { NETHACK } from "../../envs/nethack/catalogue.js";
import { conformEpisode } from "../../envs/nethack/conform.js";
import { Game } from "../../envs/nethack/game.js";
import { Sight } from "../../envs/nethack/look.js";
import { type RecordedKeys, recordedKeys } from "../../envs/recorded-keys.js";
import type { RecordedEpisode } from "../../envs/trace-file.js";

const ID = "MiniHack-Room-5x5-v0";
const KEYS = ["tty_chars", "tty_colors", "screen_descriptions", "inv_glyphs", "chars_crop", "blstats"] as const;

/** Three steps of ours, as if they had been recorded. */
function episode(change: (t: number, keys: Map<string, number[]>) => void): RecordedEpisode {
  const env = make(ID, { observationKeys: KEYS });
  const { observation } = env.reset({ seed: 3 });
  const keysNow = (t: number): RecordedKeys => {
    const { blstats: _, ...kept } = observation;
    const keys = new Map(Object.entries(kept).map(([key, values]) => [key, [...values]]));
    change(t, keys);
    return keys as unknown as RecordedKeys;
  };
  const start = { start: env.frame(), startStats: [...observation.blstats], startKeys: keysNow(0) };
  const steps = [1, 2, 3].map((t) => {
    const { reward } = env.step(0);
    const moment = { frame: env.frame(), stats: [...observation.blstats], keys: keysNow(t) };
    return { t, action: "N", reward, endStatus: 0, planes: {}, ...moment };
  });
  const heading = { environment: ID, seed: 3, episode: 0, policy: "north", limit: 100, actions: env.actions };
  return { ...heading, ...start, startPlanes: {}, startScreen: [], steps };
}

const differences = (recorded: RecordedEpisode): readonly (readonly string[])[] => {
  const { plan, limit } = NETHACK.get(ID)!;
  const { steps, unbuilt } = conformEpisode(new Game({ plan, limit, sight: new Sight() }), plan, recorded);
  expect(unbuilt).toBeUndefined();
  return steps.map((step) => step.differences);
};

describe("further keys of a recording", () => {
  it("conform where each number is the same", () => {
    expect(differences(episode(() => undefined))).toEqual([[], [], []]);
  });

  it("are missed at the step where one number differs, by name and place", () => {
    const found = differences(
      episode((t, keys) => {
        if (t === 2) keys.get("tty_colors")![81] = 9;
      }),
    );
    expect(found).toEqual([[], [expect.stringMatching(/^tty_colors at 81 is 9, ours \d+$/)], []]);
  });

  it("count against the first step where the start shows them otherwise", () => {
    const found = differences(
      episode((t, keys) => {
        if (t === 0) keys.get("chars_crop")!.fill(7);
      }),
    );
    expect(found.map(({ length }) => length)).toEqual([1, 0, 0]);
  });

  it("become NLE's flat arrays, however a recording spells them", () => {
    const keys = recordedKeys({
      specials_nonzero: [[1, 2, 5]],
      inv_glyphs: [7],
      tty_chars: ["ab"],
      screen_descriptions: [[0, 1, "door"]],
      chars_crop: ["@.", ".."],
      colors_crop: [
        [1, 2],
        [3, 4],
      ],
    });
    expect(keys.get("specials")![81]).toBe(5);
    expect([keys.get("inv_glyphs")!.length, keys.get("inv_glyphs")![0], keys.get("inv_glyphs")![1]]).toEqual([
      55, 7, 5976,
    ]);
    expect([...Array.from(keys.get("tty_chars")!).slice(0, 3)]).toEqual([97, 98, 32]);
    expect(Buffer.from(Uint8Array.from(keys.get("screen_descriptions")!).subarray(80, 84)).toString()).toBe("door");
    expect(Array.from(keys.get("chars_crop")!)).toEqual([64, 46, 46, 46]);
    expect(Array.from(keys.get("colors_crop")!)).toEqual([1, 2, 3, 4]);
  });
});
