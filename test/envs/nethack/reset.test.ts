import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError, keep, make, randomStream, type Snapshot } from "../../../envs/index.js";
import { makeState } from "../../../envs/nethack/state.js";
import { nextAction } from "./player.js";
import { bytesOf, IDS } from "./support.js";

const S5 = "MiniHack-KeyRoom-S5-v0";

/** Where both streams are; the rest of the state is the observation's business. */
const streams = ({ block }: Snapshot) => {
  const { levelStream, dynamicsStream } = makeState(block.slice().buffer);
  return { level: [...levelStream], dynamics: [...dynamicsStream] };
};

const sameBlock = (a: Snapshot, b: Snapshot): boolean => Buffer.from(a.block).equals(b.block);

const seeds = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });

describe("a reset with a level", () => {
  it.each(IDS)("gives %s the level and hero of the reset with that seed, whatever was played before", (id) => {
    const property = fc.property(seeds, seeds, fc.nat({ max: 40 }), (seed, level, before) => {
      const [env, plain] = [make(id), make(id)];
      const stream = randomStream(seed, "actions");
      env.reset({ seed });
      for (let t = 0; t < before; t++) {
        const { terminated } = env.step(stream.below(env.actions.length));
        if (terminated) break;
      }
      const { dynamics } = streams(env.snapshot());
      const expected = plain.reset({ seed: level });
      const { observation, info } = env.reset({ level });
      expect(bytesOf(observation).equals(bytesOf(expected.observation))).toBe(true);
      expect(info).toEqual(expected.info);
      expect(env.frame()).toEqual(plain.frame());
      // The level's stream stands where that seed's stands; the dice of play stand where they stood.
      expect(streams(env.snapshot())).toEqual({ level: streams(plain.snapshot()).level, dynamics });
      const next = keep(env.reset().observation);
      expect(bytesOf(next).equals(bytesOf(plain.reset().observation))).toBe(true);
    });
    fc.assert(property, { seed: 1, numRuns: 25 });
  });

  it("and a seed starts every other stream from the seed", () => {
    const property = fc.property(seeds, seeds, (seed, level) => {
      const [both, levelOnly, seedOnly] = [make(S5), make(S5), make(S5)];
      both.reset({ seed, level });
      levelOnly.reset({ seed: level });
      seedOnly.reset({ seed });
      expect(both.frame()).toEqual(levelOnly.frame());
      expect(streams(both.snapshot())).toEqual({
        level: streams(levelOnly.snapshot()).level,
        dynamics: streams(seedOnly.snapshot()).dynamics,
      });
      // The same twice: nothing of what was played remains.
      const first = both.snapshot();
      for (let t = 0; t < 30; t++) both.step(t % 10);
      both.reset({ seed, level });
      expect(sameBlock(both.snapshot(), first)).toBe(true);
      levelOnly.reset({ seed: level, level });
      seedOnly.reset({ seed: level });
      expect(sameBlock(levelOnly.snapshot(), seedOnly.snapshot())).toBe(true);
    });
    fc.assert(property, { seed: 1, numRuns: 40 });
  });

  it("throws other dice in the same level each time", () => {
    const env = make(S5, { observationKeys: ["chars", "blstats"] });
    env.reset({ seed: 3 });
    const times = new Set<number>();
    const starts = new Set<string>();
    for (let episode = 0; episode < 20; episode++) {
      const { observation } = env.reset({ level: 11 });
      starts.add(bytesOf(observation).toString("latin1"));
      // The shortest solution: how many turns the lock takes is the dice's matter.
      for (;;) {
        const name = nextAction(makeState(env.snapshot().block.slice().buffer))!;
        const { terminated, info } = env.step(env.actions.indexOf(name));
        if (!terminated) continue;
        times.add(info.time);
        break;
      }
    }
    expect(starts.size).toBe(1);
    expect(times.size).toBeGreaterThan(1);
  });

  it("that is no whole number is refused, and so is a first reset without a seed, before a stream has changed", () => {
    const env = make(S5);
    expect(() => env.reset({ level: 1 })).toThrow(
      new InputError(`${S5} was never seeded; the first reset needs a seed.`),
    );
    env.reset({ seed: 1 });
    const before = env.snapshot();
    for (const bad of [Number.NaN, 1.5, Number.POSITIVE_INFINITY, 2 ** 60]) {
      const sentence = new InputError(`The level is ${bad}; accepted is a whole number.`);
      expect(() => env.reset({ level: bad })).toThrow(sentence);
      expect(() => env.reset({ seed: 2, level: bad })).toThrow(sentence);
      expect(() => env.reset({ seed: bad, level: 2 })).toThrow(
        new InputError(`The seed is ${bad}; accepted is a whole number.`),
      );
    }
    expect(env.snapshot()).toEqual(before);
  });
});
