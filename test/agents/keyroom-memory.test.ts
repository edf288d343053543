import { describe, expect, it } from "vitest";
import { KeyRoomMemory } from "../../agents/index.js";
import { make, randomStream } from "../../envs/index.js";

const KEYS = ["chars", "message", "blstats"] as const;

describe("the compact state of a KeyRoom", () => {
  it("meets about the 2,300 states of S5 that its parts multiply to, and not many more", () => {
    const env = make("MiniHack-KeyRoom-S5-v0", { observationKeys: KEYS });
    const memory = new KeyRoomMemory();
    const stream = randomStream(4, "random play");
    const codes = new Set<number>();
    memory.see(env.reset({ seed: 4 }).observation);
    for (let step = 0; step < 150_000; step++) {
      const { observation, terminated, truncated } = env.step(stream.below(env.actions.length));
      memory.see(observation);
      codes.add(memory.code());
      if (!terminated && !truncated) continue;
      const { observation: first } = env.reset();
      memory.reset();
      memory.see(first);
    }
    expect(codes.size).toBeGreaterThan(1_200);
    expect(codes.size).toBeLessThan(2_600);
  });

  it("is the same for equal observations, whatever is hidden behind them", () => {
    const chars = new Uint8Array(21 * 79).fill(32);
    const blstats = Int32Array.from([40, 10, ...Array(25).fill(0)]);
    const message = new Uint8Array(256);
    const [one, two] = [new KeyRoomMemory(), new KeyRoomMemory()];
    one.see({ chars, message, blstats });
    two.see({ chars: chars.slice(), message: message.slice(), blstats: blstats.slice() });
    expect(one.code()).toBe(two.code());
  });

  it("remembers a key that shows only in the message, under the hero", () => {
    const chars = new Uint8Array(21 * 79).fill(32);
    const message = new Uint8Array(256);
    const at = (x: number, y: number) => Int32Array.from([x, y, ...Array(25).fill(0)]);
    const say = (text: string) => {
      message.fill(0);
      message.set(new TextEncoder().encode(text));
    };
    const [told, silent] = [new KeyRoomMemory(), new KeyRoomMemory()];
    say("You see here a key named The Master Key of Thievery.");
    told.see({ chars, message, blstats: at(40, 10) });
    say("");
    silent.see({ chars, message, blstats: at(40, 10) });
    for (const memory of [told, silent]) memory.see({ chars, message, blstats: at(41, 10) });
    expect(told.code()).not.toBe(silent.code());
    say("g - a key named The Master Key of Thievery.");
    const before = told.code();
    told.see({ chars, message, blstats: at(41, 10) });
    expect(told.code()).not.toBe(before);
  });
});
