import { describe, expect, it } from "vitest";
import { type conforming, randomStream } from "../../../envs/index.js";
import { NETHACK } from "../../../envs/nethack/catalogue.js";
import { conformEpisode } from "../../../envs/nethack/conform.js";
import { buildStart, fittingRooms } from "../../../envs/nethack/conform-start.js";
import type { Site } from "../../../envs/nethack/dice.js";
import { KEYS } from "../../../envs/nethack/keys.js";
import { messageText } from "../../../envs/nethack/messages.js";
import { CELL, END_STATUS, TIME } from "../../../envs/nethack/state.js";
import { recorded } from "../recordings.js";
import { episodesOf, filesOf, gameOf } from "./support.js";

const ID = "MiniHack-KeyRoom-S5-v0";
const KEY = "a key named The Master Key of Thievery.";

/** Seed 4 of the real MiniHack's KeyRoom-S5 with the paper's six actions, written down by hand from the recording. */
const TABLE = [
  ["E", "", 0, [39, 12], 2],
  ["E", "", 0, [40, 12], 3],
  ["N", "", 0, [40, 11], 4],
  ["N", `You see here ${KEY}`, 0, [40, 10], 5],
  ["PICKUP", `g - ${KEY}`, 0, [40, 10], 6],
  ["S", "", 0, [40, 11], 7],
  ["S", "", 0, [40, 12], 8],
  ["W", "", 0, [39, 12], 9],
  ["W", "", 0, [38, 12], 10],
  ["APPLY", "Never mind.", -0.01, [38, 12], 13],
  ["N", "", 0, [38, 11], 14],
] as const;

/** Fails to unlock once, then succeeds: three turns, as recorded. */
const threeTurns = () => {
  let isFirst = true;
  return {
    roll(site: Site, sides: number): number {
      if (site !== "unlock" || !isFirst) return 0;
      isFirst = false;
      return sides - 1;
    },
  };
};

describe.runIf(recorded)("the worked example, KeyRoom-S5 seed 4 in six actions", () => {
  const find = async (): Promise<conforming.RecordedEpisode> => {
    const episodes = await episodesOf(filesOf(ID)[2]!);
    return episodes.find(({ seed }) => seed === 4)!;
  };

  it("plays its table on our rules: message, reward, place and time, then the goal", async () => {
    const episode = await find();
    const game = gameOf(ID);
    const { state } = game;
    const { plan } = NETHACK.get(ID)!;
    const { fits } = fittingRooms(game, plan, episode);
    expect(fits).toHaveLength(1);
    expect(buildStart(game, plan, fits[0]!, episode)).toBeUndefined();
    game.playDice = threeTurns();
    const place = () => [state.hero[CELL]! % 79, Math.floor(state.hero[CELL]! / 79)];
    const played = TABLE.map(([action]) => {
      game.step(KEYS[action]!);
      return [action, messageText(state), game.reward, place(), state.hero[TIME]];
    });
    expect(played).toEqual(TABLE);
    // On the open door, in its column.
    expect(String.fromCharCode(state.chars[11 * 79 + 38]!)).toBe("@");
    game.step(KEYS.N!);
    expect([game.reward, state.hero[END_STATUS], place()]).toEqual([1, 2, [38, 10]]);
  });

  it("is what the recording holds, and conforms", async () => {
    const episode = await find();
    const told = episode.steps.flatMap(({ action, reward, frame, stats }) =>
      frame === undefined ? [] : [[action, frame.message, reward, [frame.hero!.x, frame.hero!.y], stats[20]]],
    );
    expect(told).toEqual(TABLE);
    const verdict = conformEpisode(gameOf(ID), NETHACK.get(ID)!.plan, episode);
    expect(verdict.steps.flatMap(({ differences }) => differences)).toEqual([]);
    const named = (t: number) => verdict.steps[t - 1]!.classes;
    expect(named(5)).toEqual(["pickup"]);
    expect(named(10)).toContain("unlock");
    expect(named(11)).toContain("door passed");
    expect(named(12)).toEqual(["ending", "door passed"]);
    expect(verdict.steps[9]!.doorTurns).toBe(3);
  });

  it("costs 0.01 whatever the dice of the door", async () => {
    const episode = await find();
    const game = gameOf(ID);
    const { fits } = fittingRooms(game, NETHACK.get(ID)!.plan, episode);
    const stream = randomStream(6, "door");
    for (let time = 0; time < 50; time++) {
      buildStart(game, NETHACK.get(ID)!.plan, fits[0]!, episode);
      game.playDice = { roll: (_site, sides) => stream.below(sides) };
      const rewards = TABLE.map(([action]) => {
        game.step(KEYS[action]!);
        return game.reward;
      });
      expect(rewards).toEqual(TABLE.map(([, , reward]) => reward));
    }
  });
});
