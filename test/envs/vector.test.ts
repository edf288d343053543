import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { environmentIds, keep, make, type ObservationTable, randomStream, solver, vector } from "../../envs/index.js";
import { isLong, sized } from "../sizes.js";

const S5 = "MiniHack-KeyRoom-S5-v0";
const LITTLE = { observationKeys: ["chars_crop", "glyphs_crop", "blstats", "message"] } as const;
const run = { seed: 1 } as const;

type Arrays = Partial<ObservationTable>;

/** One game's rows of stacked arrays. */
const rowsOf = (arrays: Arrays, count: number, game: number): Arrays =>
  Object.fromEntries(
    Object.entries(arrays).map(([key, array]) => {
      const size = array.length / count;
      return [key, array.slice(game * size, (game + 1) * size)];
    }),
  );

/** Keys and bytes in one value that compares fast. */
const bytes = (arrays: Arrays): string =>
  Object.entries(arrays)
    .map(([key, array]) => `${key} ${Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("latin1")}`)
    .join("\n");

const drawn = (seed: number, name: string, width: number, length: number): number[] => {
  const stream = randomStream(seed, name);
  return Array.from({ length }, () => stream.below(width));
};

/** One id of each kind of level every day, all of them in the long check. */
const KINDS =
  /^MiniHack-(KeyRoom-S5|KeyRoom-Dark-S5|Room-Random-5x5|Room-Trap-5x5|MultiRoom-N2|LavaCrossingS9N1|River-Narrow)-v0$/;

describe("a vector of one", () => {
  it.each(environmentIds().filter((id) => (isLong ? /^MiniHack-(?!MazeWalk)/ : KINDS).test(id)))(
    "is the single environment on %s",
    (id) => {
      const single = make(id);
      const one = vector(id, { count: 1 });
      expect([one.id, one.count, one.actions, one.limit]).toEqual([id, 1, single.actions, single.limit]);
      let ends = 0;
      const start = single.reset({ seed: 5 });
      const first = one.reset({ seed: 5 });
      expect(first.observation).toEqual(start.observation);
      for (const action of drawn(5, "actions", single.actions.length, 900)) {
        const { observation, reward, terminated, truncated, info } = single.step(action);
        const step = one.step([action]);
        const ended = terminated || truncated;
        expect([step.rewards[0], step.terminated[0], step.truncated[0]]).toEqual([reward, +terminated, +truncated]);
        expect(step.final.mask[0]).toBe(+ended);
        const { observation: seen, info: told } = ended ? step.final : step;
        expect(bytes(seen) === bytes(observation)).toBe(true);
        expect([told.endStatus[0], told.events[0], told.time[0]]).toEqual([info.endStatus, info.events, info.time]);
        if (!ended) continue;
        ends++;
        const next = single.reset();
        expect(bytes(step.observation) === bytes(next.observation)).toBe(true);
        expect([step.info.endStatus[0], step.info.events[0], step.info.time[0]]).toEqual([0, 0, 1]);
      }
      expect(ends).toBeGreaterThan(1);
    },
  );
});

describe("the games of a vector", () => {
  it("go each their own way: with its seed and actions, a game alone does the same", () => {
    const seeds = fc.array(fc.nat(), { minLength: 1, maxLength: 6 });
    const property = fc.property(seeds, fc.nat(), (given, salt) => {
      const together = vector(S5, { count: given.length, ...LITTLE });
      const alone = given.map((seed) => {
        const env = make(S5, LITTLE);
        return { env, start: env.reset({ seed }) };
      });
      const begun = together.reset({ seed: given });
      for (const [i, { start }] of alone.entries()) {
        expect(rowsOf(begun.observation, given.length, i)).toEqual(start.observation);
      }
      const plays = given.map((_, i) => drawn(salt, `game ${i}`, 10, 250));
      for (let t = 0; t < 250; t++) {
        const step = together.step(plays.map((play) => play[t]!));
        for (const [i, { env }] of alone.entries()) {
          const single = env.step(plays[i]![t]!);
          expect(step.rewards[i]).toBe(single.reward);
          const ended = single.terminated || single.truncated;
          const { observation } = ended ? step.final : step;
          expect(bytes(rowsOf(observation, given.length, i)) === bytes(single.observation)).toBe(true);
          if (ended) expect(rowsOf(step.observation, given.length, i)).toEqual({ ...env.reset().observation });
        }
      }
    });
    fc.assert(property, { ...run, numRuns: sized(2, 5) });
  });

  it("may stand in any order", () => {
    const count = 5;
    const forward = vector(S5, { count, ...LITTLE });
    const backward = vector(S5, { count, ...LITTLE });
    const seeds = [4, 8, 15, 16, 23];
    forward.reset({ seed: seeds });
    backward.reset({ seed: [...seeds].reverse() });
    for (let t = 0; t < 450; t++) {
      const actions = drawn(t, "actions", 10, count);
      const one = forward.step(actions);
      const other = backward.step([...actions].reverse());
      expect([...other.rewards].reverse()).toEqual([...one.rewards]);
      for (let i = 0; i < count; i++) {
        const mirrored = rowsOf(other.observation, count, count - 1 - i);
        expect(bytes(mirrored) === bytes(rowsOf(one.observation, count, i))).toBe(true);
      }
    }
  });

  it("have seeds that all differ, the first the given one, whatever the count", () => {
    const many = vector(S5, { count: 200, observationKeys: ["blstats"] });
    const few = vector(S5, { count: 3, observationKeys: ["blstats"] });
    many.reset({ seed: 9 });
    few.reset({ seed: 9 });
    const blocks = Array.from({ length: 200 }, (_, i) => Buffer.from(many.game(i).snapshot().block).toString("latin1"));
    expect(new Set(blocks).size).toBe(200);
    for (const i of [0, 1, 2]) expect(many.game(i).snapshot()).toEqual(few.game(i).snapshot());
    const single = make(S5, { observationKeys: ["blstats"] });
    single.reset({ seed: 9 });
    expect(many.game(0).snapshot()).toEqual(single.snapshot());
  });

  it("can be looked at and solved one by one", () => {
    const pair = vector(S5, { count: 2 });
    pair.reset({ seed: 3 });
    const solvers = [0, 1].map((i) => solver(pair.game(i)));
    const plans = solvers.map((solved) => solved.plan()!);
    const least = Math.min(...plans.map((plan) => plan.length));
    for (let t = 0; t < least - 1; t++) pair.step(plans.map((plan) => plan[t]!));
    const before = plans.map((plan) => plan.length - least + 1);
    expect(solvers.map((solved) => solved.distance())).toEqual(before);
    const { final, rewards } = pair.step(plans.map((plan) => plan[least - 1]!));
    expect([...final.mask]).toEqual(before.map((distance) => +(distance === 1)));
    expect([...rewards].map((reward) => reward > 0.9)).toEqual(before.map((distance) => distance === 1));
    expect(pair.game(0).frame().rows).toHaveLength(21);
  });
});

describe("a vector's arrays", () => {
  it("are made once: steps, resets and restores write into the same ones", () => {
    const pair = vector(S5, { count: 2 });
    const { observation, info } = pair.reset({ seed: 1 });
    const saved = pair.snapshot();
    const step = pair.step([0, 1]);
    expect(step.observation).toBe(observation);
    expect(step.info).toBe(info);
    const buffers = Object.values(observation);
    for (let t = 0; t < 500; t++) expect(pair.step(drawn(t, "a", 10, 2))).toBe(step);
    pair.restore(saved);
    expect(pair.reset().observation).toBe(observation);
    expect(Object.values(observation).every((array, i) => array === buffers[i])).toBe(true);
  });

  it("leave a final observation as it was until that game ends again", () => {
    const pair = vector(S5, { count: 2, ...LITTLE });
    pair.reset({ seed: 1 });
    // In MiniHack's default actions the first four bump or walk: both games run into the limit of 200 together.
    for (let t = 0; t < 199; t++) pair.step([0, 0]);
    const { final } = pair.step([0, 0]);
    expect([...final.mask]).toEqual([1, 1]);
    expect([...final.info.endStatus]).toEqual([-1, -1]);
    const held = keep(final.observation);
    expect([...pair.step([1, 1]).final.mask]).toEqual([0, 0]);
    expect(final.observation).toEqual(held);
  });
});

describe("a snapshot of a vector", () => {
  it("brings back all games, with their streams: the same actions have the same consequences", () => {
    const property = fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), fc.nat({ max: 300 }), (seed, count, at) => {
      const games = vector(S5, { count, ...LITTLE });
      const play = (from: number, to: number) =>
        Array.from({ length: to - from }, (_, t) => {
          const step = games.step(drawn(from + t, "actions", 10, count));
          return [bytes(step.observation), [...step.rewards], [...step.final.mask], [...step.info.time]];
        });
      games.reset({ seed });
      play(0, at);
      const saved = games.snapshot();
      const first = play(at, at + 220);
      games.restore(saved);
      expect(games.snapshot()).toEqual(saved);
      expect(play(at, at + 220)).toEqual(first);
      // Also into another vector that was never reset.
      const other = vector(S5, { count, ...LITTLE });
      other.restore(saved);
      expect(other.snapshot()).toEqual(saved);
    });
    fc.assert(property, { ...run, numRuns: sized(2, 6) });
  });

  it("shows the restored games at once, clears what the last step left, and copies into a given snapshot", () => {
    const pair = vector(S5, { count: 2, ...LITTLE });
    const { observation } = pair.reset({ seed: 1 });
    const start = keep(observation);
    const saved = pair.snapshot();
    for (let t = 0; t < 200; t++) pair.step([0, 0]);
    const step = pair.step([1, 1]);
    const into = pair.snapshot();
    pair.restore(saved);
    expect(step.observation).toEqual(start);
    expect([...step.rewards, ...step.terminated, ...step.truncated, ...step.final.mask]).toEqual(Array(8).fill(0));
    expect([...step.info.time]).toEqual([1, 1]);
    expect(pair.snapshot(into)).toBe(into);
    expect(into).toEqual(saved);
  });
});

describe("a vector refuses", () => {
  const pair = () => vector(S5, { count: 2, ...LITTLE });

  it("a count that is none", () => {
    for (const count of [0, -1, 1.5, Number.NaN]) {
      expect(() => vector(S5, { count })).toThrow(`The count of games is ${count}; it starts at 1.`);
    }
    expect(() => vector("MiniHack-KeyRoom-S6-v0", { count: 1 })).toThrow(/nearest is/);
  });

  it("to go on before the first reset, and a first reset without a seed", () => {
    expect(() => pair().step([0, 0])).toThrow(`The games of ${S5} were not reset.`);
    expect(() => pair().snapshot()).toThrow("were not reset");
    expect(() => pair().reset()).toThrow("the first reset needs a seed");
    expect(() => pair().reset({ seed: [1, 2, 3] })).toThrow(`There are 3 seeds for 2 games of ${S5}.`);
  });

  it("wrong actions before any game has moved", () => {
    const games = pair();
    games.reset({ seed: 1 });
    const before = games.snapshot();
    expect(() => games.step([0])).toThrow("There are 1 actions for 2 games.");
    for (const bad of [10, -1, 0.5, Number.NaN]) {
      expect(() => games.step([0, bad])).toThrow(`There is no action ${bad} for game 1; accepted are 0 to 9.`);
    }
    expect(games.snapshot()).toEqual(before);
    expect(() => games.game(2)).toThrow("There is no game 2; accepted are 0 to 1.");
  });

  it("another vector's snapshot before any game has changed", () => {
    const games = pair();
    games.reset({ seed: 1 });
    const before = games.snapshot();
    const three = vector(S5, { count: 3, ...LITTLE });
    three.reset({ seed: 1 });
    const [one, two] = three.snapshot().games as [(typeof before.games)[0], (typeof before.games)[0]];
    const format = "calmhack-vector/1" as const;
    for (const states of [[one], [one, { ...two, id: "other" }], [one, { ...two, layout: "other" }], []]) {
      expect(() => games.restore({ format, games: states })).toThrow(/and this is 2 games of MiniHack-KeyRoom-S5-v0/);
    }
    const alike = [one, two].map((state) => ({ ...state, layout: "other" }));
    expect(() => games.restore({ format, games: alike })).toThrow("another version");
    expect(() => games.snapshot(three.snapshot())).toThrow("The snapshot has 3 games, and this vector 2.");
    expect(games.snapshot()).toEqual(before);
  });
});
