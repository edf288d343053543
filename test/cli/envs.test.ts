import { beforeAll, describe, expect, it } from "vitest";
import { build, calmhack, expectOneSentence, temporaryFolder } from "./run.js";

const cwd = temporaryFolder();
beforeAll(build, 60_000);

describe("calmhack envs", () => {
  it("lists ids, limits and actions, in text and in JSON", async () => {
    const text = await calmhack(["envs"], { cwd });
    expect(text).toMatchObject({ code: 0, err: "" });
    expect(text.out).toMatch(/MiniHack-KeyRoom-S5-v0 +200 +N E S W NE SE SW NW PICKUP APPLY\n/);
    expect(text.out).toMatch(/MiniHack-Room-Dark-15x15-v0 +300 +N E S W NE SE SW NW *\n/);
    expect(text.out).toContain("calmhack rules 1: a re-implementation of MiniHack's rules.");
    const json = await calmhack(["envs", "--json"], { cwd });
    const cards: { id: string; limit: number; rules: number; actions: string[] }[] = JSON.parse(json.out);
    // Worlds that other commands of this process brought along stand beside them.
    expect(cards.filter(({ id }) => id.startsWith("MiniHack-"))).toHaveLength(91);
    expect(cards.find(({ id }) => id === "MiniHack-KeyRoom-S15-v0")).toEqual({
      id: "MiniHack-KeyRoom-S15-v0",
      rules: 1,
      limit: 400,
      actions: ["N", "E", "S", "W", "NE", "SE", "SW", "NW", "PICKUP", "APPLY"],
    });
  });

  it("shows the card of one and a level of the seed, the same each time", async () => {
    const show = (seed: string) => calmhack(["envs", "MiniHack-KeyRoom-S5-v0", "--seed", seed], { cwd });
    const [first, again, other] = [await show("4"), await show("4"), await show("5")];
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toMatch(
      /^MiniHack-KeyRoom-S5-v0, calmhack rules 1\nStep limit 200\. Actions, in index order: N E/,
    );
    expect(first.out).toMatch(/A level \(seed 4\):\n\nHello Agent|A level \(seed 4\):\n\nYou see here/);
    expect(first.out).toContain("@");
    expect(first.out).toMatch(/Agent the Footpad +St:.*\nDlvl:1 \$:0 HP:12\(12\)/);
    expect(again.out).toBe(first.out);
    expect(other.out).not.toBe(first.out);
    const json = await calmhack(["envs", "MiniHack-KeyRoom-S5-v0", "--seed", "4", "--json"], { cwd });
    const card: { screen: string; seed: number } = JSON.parse(json.out);
    expect(card.seed).toBe(4);
    expect(first.out.trimEnd().endsWith(card.screen.trimEnd())).toBe(true);
  });

  it.each([
    [
      ["envs", "MiniHack-KeyRoom-S6-v0"],
      /There is no environment "MiniHack-KeyRoom-S6-v0"; the nearest is MiniHack-KeyRoom-S5-v0/,
    ],
    [["envs", "MiniHack-KeyRoom-S5-v0", "--seed", "-1"], /--seed/],
    [["envs", "MiniHack-KeyRoom-S5-v0", "--seed", "many"], /--seed/],
  ])("%j ends in one sentence", async (args, said) => {
    expectOneSentence(expect, await calmhack(args, { cwd }), said);
  });
});
