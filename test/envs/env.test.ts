import { describe, expect, it } from "vitest";
import { keep, make } from "../../envs/index.js";

describe("keep", () => {
  it("copies, while the environment's own arrays are reused by the next step", () => {
    const env = make("MiniHack-Room-5x5-v0");
    const first = env.reset({ seed: 1 }).observation;
    const kept = keep(first);
    expect(kept).toEqual(first);
    for (const [key, array] of Object.entries(kept)) {
      expect(array, key).not.toBe(first[key as keyof typeof first]);
      expect(array.buffer, key).not.toBe(first[key as keyof typeof first].buffer);
    }
    const step = env.step(5);
    expect(step.observation).toBe(first);
    expect(step.observation.blstats).toBe(first.blstats);
    expect(env.step(5)).toBe(step);
    expect([first.blstats[0], kept.blstats[0]]).toEqual([38, 36]);
    expect(kept.chars).not.toEqual(first.chars);
    const { observation } = env.reset({ seed: 1 });
    expect(observation).toBe(first);
    expect(keep(observation)).toEqual(kept);
  });

  it("keeps the keys that were asked for and their kinds of arrays", () => {
    const env = make("MiniHack-KeyRoom-S5-v0", { observationKeys: ["glyphs_crop", "message", "blstats"] });
    const kept = keep(env.reset({ seed: 1 }).observation);
    expect(Object.keys(kept)).toEqual(["glyphs_crop", "message", "blstats"]);
    expect(kept.glyphs_crop).toBeInstanceOf(Int16Array);
    expect(kept.message).toBeInstanceOf(Uint8Array);
    expect(kept.blstats).toBeInstanceOf(Int32Array);
  });
});
