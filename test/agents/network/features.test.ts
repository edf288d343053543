import { describe, expect, it } from "vitest";
import { groups } from "../../../agents/network/features.js";
import { featuresOf } from "../../../agents/network/inputs.js";
import { Player } from "../../../agents/player.js";
import { randomStream } from "../../../envs/index.js";

const S15 = "MiniHack-KeyRoom-S15-v0";

function shown(player: Player, inputs: "map" | "wide map" | "crop", paid = 0): readonly number[] {
  const features = featuresOf(player, inputs);
  const into = new Int32Array(features.slots + 1).fill(-7);
  features.write(paid, into, 0);
  expect(into[features.slots]).toBe(-7);
  const end = into.indexOf(-1);
  return [...into.subarray(0, end < 0 ? features.slots : end)];
}

describe("what a network is shown of KeyRoom", () => {
  it.each(["map", "wide map", "crop"] as const)("is, as %s, a list of different features within bounds", (inputs) => {
    const stream = randomStream(1, "a test of features");
    const player = new Player({ id: S15, actions: "default" }, "numbers");
    for (let episode = 0; episode < 5; episode++) {
      player.begin({ seed: episode });
      const { size } = featuresOf(player, inputs);
      for (let t = 0; t < 100; t++) {
        const on = shown(player, inputs, stream.below(4));
        expect(new Set(on).size).toBe(on.length);
        expect(Math.min(...on)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...on)).toBeLessThan(size);
        if (player.act(stream.below(player.actions.length), 0).terminated) break;
      }
    }
  });

  it("says, as map, where the door lies from the hero, and that the goal is unknown", () => {
    const player = new Player({ id: S15, actions: "default" }, "numbers");
    let seen = 0;
    for (let seed = 0; seed < 20; seed++) {
      player.begin({ seed });
      const { rows, hero } = player.env.frame();
      const y = rows.findIndex((row) => row.includes("+"));
      const on = shown(player, "map");
      // Offsets of -16 to 16 in a group each, and one more for "unknown" after those across.
      if (y < 0) {
        expect(on[0]).toBe(33);
        continue;
      }
      seen++;
      const x = rows[y]!.indexOf("+");
      expect(on.slice(0, 2)).toEqual([x - hero!.x + 16, 34 + (y - hero!.y + 16)]);
    }
    expect(seen).toBeGreaterThan(3);
  });

  it("does not change with what the hero cannot see", () => {
    // A wide search over levels: those that look alike at the start must be shown alike, wherever key and goal are.
    const player = new Player({ id: "MiniHack-KeyRoom-S5-v0", actions: "default" }, "numbers");
    const met = new Map<string, readonly number[]>();
    let twins = 0;
    for (let seed = 0; seed < 3_000; seed++) {
      player.begin({ seed });
      const { rows, message } = player.env.frame();
      const look = JSON.stringify([rows, message]);
      const on = shown(player, "map");
      const held = met.get(look);
      if (held !== undefined) {
        twins++;
        expect(on).toEqual(held);
      }
      met.set(look, on);
    }
    expect(twins).toBeGreaterThan(100);
  });

  it("is laid out group after group", () => {
    expect(groups({ a: 2, b: 3 })).toEqual({ a: { from: 0, size: 2 }, b: { from: 2, size: 3 }, size: 5 });
  });

  it("is refused where a game does not have it", () => {
    const player = new Player({ id: S15, actions: "default" }, "numbers");
    expect(() => featuresOf(player, "frame")).toThrow('The inputs "frame" do not fit this game');
  });
});
