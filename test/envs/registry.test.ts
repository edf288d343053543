import { describe, expect, it } from "vitest";
import { environmentIds, InputError, make, register } from "../../envs/index.js";
import { WRITTEN_IDS } from "./nethack/support.js";

describe("make", () => {
  it("knows the five KeyRooms, six plain Rooms and the written levels by MiniHack's names", () => {
    const ids = environmentIds().filter((id) => id.startsWith("MiniHack-"));
    expect(ids).toHaveLength(11 + WRITTEN_IDS.length);
    expect(ids).toEqual([...ids].sort());
    for (const id of ids) {
      const env = make(id);
      expect(env.id).toBe(id);
      expect(env.reset({ seed: 0 }).info).toEqual({ endStatus: 0, events: 0, time: 1 });
    }
  });

  it.each([
    ["MiniHack-KeyRoom-S5", "MiniHack-KeyRoom-S5-v0"],
    ["minihack-keyroom-s15-v0", "MiniHack-KeyRoom-S15-v0"],
    ["MiniHack-Room-Dark-5x5", "MiniHack-Room-Dark-5x5-v0"],
    ["KeyRoom-Fixed-S5", "MiniHack-KeyRoom-Fixed-S5-v0"],
  ])("names the nearest id for %s", (id, nearest) => {
    expect(() => make(id)).toThrow(InputError);
    expect(() => make(id)).toThrow(`There is no environment "${id}"; the nearest is ${nearest} (`);
  });

  it.each(["", "toString", "__proto__", "x".repeat(100_000), "\u001b[31m\nred"])(
    "answers any other text in one short sentence",
    (id) => {
      expect(() => make(id)).toThrow(/^There is no environment "[^\p{Cc}]{0,100}"; the nearest is [ -~]+\.$/u);
    },
  );
});

describe("register", () => {
  it("adds an environment of one's own, once, and never over one of ours", () => {
    const id = "Test-Own-v0";
    const never = () => {
      throw new Error("made, though it was refused");
    };
    register(id, (options) => ({ ...make("MiniHack-Room-5x5-v0", options), id }));
    expect(environmentIds()).toContain(id);
    const env = make(id, { actions: ["SE"] });
    expect([env.id, env.actions]).toEqual([id, ["SE"]]);
    expect(() => register(id, never)).toThrow(`There is an environment "${id}" already.`);
    expect(() => register("MiniHack-KeyRoom-S5-v0", never)).toThrow(InputError);
    expect(() => make("Test-Own")).toThrow(/the nearest is Test-Own-v0/);
  });
});
