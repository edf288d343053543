import { describe, expect, it } from "vitest";
import { KEYS } from "../../../envs/nethack/keys.js";
import { levelFits, solutionLength } from "./frequencies.js";
import { gameOf, IDS } from "./support.js";

describe("4,000 generated levels", () => {
  // One in twenty is searched for ways to key, door and goal; of 100,000 all in test/long/engine-levels.test.ts.
  it.each(IDS)("of %s have the rules' frequencies", (id) => {
    const fits = levelFits(id, 4_000, 1, 20);
    expect(fits.filter(({ statistic, limit }) => statistic > limit)).toEqual([]);
    expect(fits.length).toBeGreaterThan(1);
  });
});

describe("the shortest solution", () => {
  it.each(IDS)("of %s ends within the limit, on every one of 60 levels", (id) => {
    const game = gameOf(id);
    game.seed(3);
    const lengths = Array.from({ length: 60 }, () => {
      game.reset();
      return solutionLength(game, KEYS);
    });
    expect(lengths).not.toContain(undefined);
    // Within what solutions of the real levels need (explored there, known here): 5 to 14 steps for S5.
    if (id.includes("-S5-")) expect(Math.max(...lengths.map((n) => n ?? 0))).toBeLessThan(19);
  });
});
