import { describe, expect, it } from "vitest";
import type { conforming } from "../../../envs/index.js";
import { KEYS } from "../../../envs/nethack/keys.js";
import { addToPack, MASTER_KEY, makeObject, UNUSED } from "../../../envs/nethack/objects.js";
import { CELL, CONSTITUTION, DEXTERITY, STRENGTH, TIME } from "../../../envs/nethack/state.js";
import { DOOR, STAIRS_DOWN } from "../../../envs/nethack/terrain.js";
import { sized } from "../../sizes.js";
import { recorded } from "../recordings.js";
import { Counts, fitOf, levelOf, OFFSET_SHARES, offsetOf, uniform } from "./frequencies.js";
import { firstMoves, MOVES } from "./player.js";
import { chiLimit, chiSquare, episodesOf, filesOf, gameOf, KEYROOM_IDS } from "./support.js";

const MOST_TURNS = 200;

/**
 * Chance of each number of turns for a hero: U attempts at the lock, each succeeding with (70 + Dex) in 100, then O at the
 * door, each with floor((Str + Dex + Con) / 3) in 20 (NetHack's lock.c). Convolved; index is turns.
 */
function turnShares(strength: number, dexterity: number, constitution: number): number[] {
  const geometric = (p: number) => Array.from({ length: MOST_TURNS }, (_, i) => (i === 0 ? 0 : p * (1 - p) ** (i - 1)));
  const unlock = geometric(Math.min(1, (70 + dexterity) / 100));
  const open = geometric(Math.min(1, Math.floor((strength + dexterity + constitution) / 3) / 20));
  return Array.from({ length: MOST_TURNS }, (_, turns) =>
    unlock.slice(0, turns + 1).reduce((sum, p, u) => sum + p * open[turns - u]!, 0),
  );
}

/** Observed turns against the mean of the heroes' distributions: 2, 3, 4, 5 and more. */
function turnFit(cases: readonly { readonly turns: number; readonly shares: readonly number[] }[]) {
  const classes = 4;
  const index = (turns: number) => Math.min(turns, classes + 1) - 2;
  const [counts, shares] = [Array.from({ length: classes }, () => 0), Array.from({ length: classes }, () => 0)];
  for (const { turns, shares: of } of cases) {
    counts[index(turns)]!++;
    of.forEach((share, n) => {
      if (n >= 2) shares[index(n)]! += share / cases.length;
    });
  }
  return { counts, expected: shares.map((share) => share * cases.length), statistic: chiSquare(counts, shares) };
}

describe.runIf(recorded)("recorded starts and dice", () => {
  let read: Promise<readonly conforming.RecordedEpisode[]> | undefined;
  /** Read once for all tests. */
  const all = () => {
    read ??= Promise.all(KEYROOM_IDS.flatMap(filesOf).map(episodesOf)).then((files) => files.flat());
    return read;
  };

  it("unlock in as many turns as the rules say", async () => {
    const cases = (await all()).flatMap(({ startStats, steps }) =>
      steps.flatMap(({ action, stats, frame }, i) => {
        const before = i === 0 ? 1 : steps[i - 1]!.stats[20]!;
        if (action !== "APPLY" || frame === undefined || stats[20] === before) return [];
        return [{ turns: stats[20]! - before, shares: turnShares(startStats[2]!, startStats[4]!, startStats[5]!) }];
      }),
    );
    const { counts, expected, statistic } = turnFit(cases);
    console.log(
      `recorded unlockings ${cases.length}: turns 2,3,4,5+ ${counts} against ${expected.map((n) => n.toFixed(1))}, ` +
        `chi-square ${statistic.toFixed(2)} of ${chiLimit(3).toFixed(1)}`,
    );
    expect(cases).toHaveLength(500);
    expect(statistic).toBeLessThan(chiLimit(3));
  }, 60_000);

  it("stand where our levels put them: S5 starts among 16 cells, heroes within our ranges", async () => {
    const seen = new Map<string, conforming.RecordedEpisode>();
    for (const episode of await all()) {
      if (/-S5-/.test(episode.environment)) seen.set(`${episode.seed}`, episode);
    }
    const outer = [41, 40].flatMap((x) => [9, 10, 11, 12, 13].map((y) => `${x},${y}`));
    const lower = [37, 38, 39].flatMap((x) => [12, 13].map((y) => `${x},${y}`));
    const counts = new Counts();
    for (const { start } of seen.values()) counts.add("start", `${start.hero!.x},${start.hero!.y}`);
    const { statistic, limit } = fitOf("start", counts.of("start"), uniform([...outer, ...lower]));
    expect(seen.size).toBeGreaterThan(45);
    expect(statistic).toBeLessThan(limit);
  }, 60_000);

  it("have heroes like ours: attributes' means within four standard errors, kits with the same shares", async () => {
    const bySeed = new Map<string, conforming.RecordedEpisode>();
    for (const episode of await all()) bySeed.set(`${episode.seed}`, episode);
    const heroes = [...bySeed.values()];
    const game = gameOf("MiniHack-KeyRoom-S5-v0");
    game.seed(1);
    const ours = Array.from({ length: 5_000 }, () => {
      game.reset();
      return [...game.state.blstats];
    });
    const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
    for (const index of [2, 4, 5, 6, 7, 8]) {
      const [real, made] = [heroes.map(({ startStats }) => startStats[index]!), ours.map((stats) => stats[index]!)];
      const spread = Math.sqrt(mean(made.map((n) => (n - mean(made)) ** 2)));
      expect(Math.abs(mean(real) - mean(made)), `blstats ${index}`).toBeLessThan((4 * spread) / Math.sqrt(real.length));
      expect(Math.min(...real), `blstats ${index}`).toBeGreaterThanOrEqual(Math.min(...made));
      expect(Math.max(...real), `blstats ${index}`).toBeLessThanOrEqual(Math.max(...made));
    }
    const blindfolds = heroes.filter(({ start }) => start.inventory!.some(({ text }) => text.includes("blindfold")));
    expect(Math.abs(blindfolds.length - heroes.length / 5)).toBeLessThan(4 * Math.sqrt(heroes.length * 0.16));
    for (const { start } of heroes) {
      const daggers = Number(/(\d+) \+0 daggers/.exec(start.inventory![1]!.text)?.[1]);
      expect(daggers >= 6 && daggers <= 15).toBe(true);
    }
  }, 60_000);
});

describe("our dice", () => {
  it("unlock and open in as many turns as the rules say, over thousands of heroes", () => {
    const game = gameOf("MiniHack-KeyRoom-Fixed-S5-v0");
    const { state } = game;
    game.seed(7);
    const cases = Array.from({ length: sized(3_000, 20_000) }, () => {
      game.reset();
      const { hero } = state;
      // Beside the door, with the key and the door in sight.
      hero[CELL] = 10 * 79 + 40;
      hero[17]! += 1;
      addToPack(state, makeObject(state, MASTER_KEY, 1, UNUSED));
      game.step(KEYS.S!);
      game.step(KEYS.N!);
      const before = hero[TIME]!;
      game.step(KEYS.APPLY!);
      expect(game.reward).toBe(-0.01);
      return {
        turns: hero[TIME]! - before,
        shares: turnShares(hero[STRENGTH]!, hero[DEXTERITY]!, hero[CONSTITUTION]!),
      };
    });
    const { counts, expected, statistic } = turnFit(cases);
    console.log(`our unlockings ${cases.length}: ${counts} against ${expected.map((n) => n.toFixed(0))}`);
    expect(statistic).toBeLessThan(chiLimit(3));
  });

  it("give heroes NetHack's ranges and kits, over thousands", () => {
    const game = gameOf("MiniHack-Room-5x5-v0");
    game.seed(8);
    const counts = new Counts();
    const sums = new Map<number, number>();
    const heroes = sized(4_000, 20_000);
    for (let i = 0; i < heroes; i++) {
      game.reset();
      const { hero, blstats, objectKind, objectCount, objectDetail, packHead } = game.state;
      for (const index of [STRENGTH, DEXTERITY, CONSTITUTION]) {
        // 21 stands for 18/51 and above.
        expect(hero[index]! >= 3 && hero[index]! <= (index === STRENGTH ? 21 : 18)).toBe(true);
      }
      for (let index = 3; index <= 8; index++) sums.set(index, (sums.get(index) ?? 0) + blstats[index]!);
      expect(packHead[0]).toBe(1);
      counts.add("daggers", objectCount[1]!);
      counts.add("blindfold", objectKind[6] === 7 ? "yes" : "no");
      counts.add("potion", objectDetail[3]!);
    }
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const blindfold = new Map([
      ["yes", 1 / 5],
      ["no", 4 / 5],
    ]);
    for (const { what, statistic, limit } of [
      fitOf("daggers", counts.of("daggers"), uniform(range(6, 15))),
      fitOf("blindfold", counts.of("blindfold"), blindfold),
      fitOf("potion", counts.of("potion"), uniform(range(0, 24))),
    ]) {
      expect(statistic, what).toBeLessThan(limit);
    }
    // 75 points in all, but for the rare ones that a full attribute leaves and the variation by -2 … +4.
    const total = [...sums.values()].reduce((sum, n) => sum + n, 0) / heroes;
    expect(total).toBeGreaterThan(74);
    expect(total).toBeLessThan(76);
  });

  it("are asked by site, so that a test can script a whole level", () => {
    const game = gameOf("MiniHack-KeyRoom-S15-v0");
    const sites = new Map<string, number>();
    game.levelDice = {
      roll: (site, sides) => {
        sites.set(site, sides);
        return sides - 1;
      },
    };
    game.seed(1);
    // The last side everywhere would vary no attribute and add no point to any but the last.
    game.reset();
    const level = levelOf(game.state);
    expect(offsetOf(level, { left: 32, top: 4, side: 15, inner: 5 })).toEqual([8, 8]);
    expect([level.door % 79, Math.floor(level.door / 79)]).toEqual([45, 16]);
    expect(game.state.terrain[level.goal]).toBe(STAIRS_DOWN);
    expect(game.state.terrain[level.door]).toBe(DOOR);
    expect([...sites.keys()].slice(0, 7)).toEqual([
      "level: subroom x",
      "level: subroom y",
      "level: door wall",
      "level: door place",
      "level: goal",
      "level: start",
      "level: key",
    ]);
    expect(OFFSET_SHARES.get("0")).toBeCloseTo(2 / 9);
    expect(firstMoves(game.state).size).toBeGreaterThan(MOVES.length);
  });
});
