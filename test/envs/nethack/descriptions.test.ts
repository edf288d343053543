import { describe, expect, it } from "vitest";
import { make, randomStream } from "../../../envs/index.js";
import { makeState } from "../../../envs/nethack/state.js";
import { nextAction, wander } from "./player.js";
import { bytesOf, IDS } from "./support.js";

const KEYS = ["glyphs", "colors", "screen_descriptions", "tty_chars", "tty_colors", "blstats"] as const;
const CELLS = 21 * 79;
const KEY = 2102;
const FULL_NAME = "a key named The Master Key of Thievery";

const textAt = (all: Uint8Array, cell: number): string => {
  const bytes = Buffer.from(all.subarray(cell * 80, cell * 80 + 80));
  return bytes.toString("latin1", 0, bytes.indexOf(0));
};

/** What NLE 1.3 says of each glyph, asked in some 1,100 states of KeyRoom and Room. */
const asked = (glyph: number): string | undefined => {
  if (glyph === 2359) return "";
  if (glyph >= 2360 && glyph <= 2370) return "wall";
  if (glyph === 2372 || glyph === 2373) return "open door";
  if (glyph === 2374 || glyph === 2375) return "closed door";
  const others = new Map([
    [337, "human rogue called Agent"],
    [2378, "floor of a room"],
    [2379, "dark part of a room"],
    [2382, "staircase up"],
    [2383, "staircase down"],
  ]);
  return others.get(glyph);
};

const stateOf = ({ block }: { block: Uint8Array }) => makeState(block.slice().buffer);

describe("screen_descriptions", () => {
  it.each(IDS)("say of each cell of %s what the real game says of its glyph", (id) => {
    const stream = randomStream(2, id);
    for (let seed = 0; seed < 6; seed++) {
      const env = make(id, { observationKeys: KEYS });
      const { observation } = env.reset({ seed });
      let drawn: string | undefined;
      for (let t = 0; t < 50; t++) {
        const hero = observation.blstats[1]! * 79 + observation.blstats[0]!;
        const expected = Buffer.alloc(CELLS * 80);
        for (let cell = 0; cell < CELLS; cell++) {
          const glyph = observation.glyphs[cell]!;
          if (glyph !== KEY) {
            const text = asked(glyph);
            if (text === undefined) expect.fail(`glyph ${glyph} is not expected here`);
            expected.write(text, cell * 80, "latin1");
            continue;
          }
          // By how far off it was when it was drawn: first seen, or left after standing on it.
          const columns = Math.abs((cell % 79) - (hero % 79));
          const isBeside = columns <= 1 && Math.abs(Math.floor(cell / 79) - Math.floor(hero / 79)) <= 1;
          drawn ??= isBeside ? FULL_NAME : "a key";
          expected.write(drawn, cell * 80, "latin1");
        }
        expect(expected.equals(observation.screen_descriptions)).toBe(true);
        const state = stateOf(env.snapshot());
        if (state.floorHead[hero] !== 0) drawn = FULL_NAME;
        const name = wander(state, env.actions, stream);
        if (env.step(env.actions.indexOf(name)).terminated) break;
      }
    }
  });

  it("name the key in full once the hero stood on it, not for having come beside it, also after a restore", () => {
    const env = make("MiniHack-KeyRoom-S15-v0", { observationKeys: KEYS });
    let [fromAfar, inFull] = [0, 0];
    for (let seed = 0; seed < 20; seed++) {
      const { observation } = env.reset({ seed });
      const key = observation.glyphs.indexOf(KEY);
      if (key < 0 || textAt(observation.screen_descriptions, key) !== "a key") continue;
      for (;;) {
        const name = nextAction(stateOf(env.snapshot()))!;
        if (name === "PICKUP") break;
        expect(textAt(observation.screen_descriptions, key)).toBe("a key");
        fromAfar++;
        env.step(env.actions.indexOf(name));
      }
      const stood = env.snapshot();
      for (const name of ["N", "E", "S", "W"]) {
        env.restore(stood);
        env.step(env.actions.indexOf(name));
        if (observation.glyphs[key] !== KEY) continue;
        expect(textAt(observation.screen_descriptions, key)).toBe(FULL_NAME);
        inFull++;
      }
      const fresh = make("MiniHack-KeyRoom-S15-v0", { observationKeys: KEYS });
      const shown = fresh.reset({ seed: 0 }).observation;
      fresh.restore(env.snapshot());
      expect(bytesOf(shown).equals(bytesOf(observation))).toBe(true);
    }
    expect(fromAfar).toBeGreaterThan(20);
    expect(inFull).toBeGreaterThan(20);
  });
});

describe("tty_colors", () => {
  it.each(IDS)("of %s are the map's in the map, 7 for text, 0 for blanks; the last column stays empty", (id) => {
    const stream = randomStream(3, id);
    for (let seed = 0; seed < 12; seed++) {
      const env = make(id, { observationKeys: KEYS });
      const { observation } = env.reset({ seed });
      for (let t = 0; t < 20; t++) {
        const expected = Array.from(observation.tty_chars, (char, i) => {
          const [y, x] = [Math.floor(i / 80), i % 80];
          if (y >= 1 && y <= 21 && x < 79) return observation.colors[(y - 1) * 79 + x]!;
          return char === 32 ? 0 : x === 79 ? -1 : 7;
        });
        expect([...observation.tty_colors].join()).toBe(expected.join());
        if (env.step(stream.below(env.actions.length)).terminated) break;
      }
    }
  });
});
