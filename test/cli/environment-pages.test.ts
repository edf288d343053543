import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { KEYROOM } from "../../annotations/index.js";
import { environmentFigures, type PlayFigures } from "../../cli/environment-figures.js";
import { environmentPage } from "../../cli/environment-page.js";
import { familyPage } from "../../cli/family-page.js";
import { environmentCard, environmentIds, make } from "../../envs/index.js";
import { build, calmhack, expectOneSentence, temporaryFolder } from "./run.js";

const FOLDER = "docs/environments";
const AGAIN = "make it again: npx tsx --conditions=calmhack-source scripts/make-environment-pages.ts";
const ids = environmentIds().filter((id) => environmentCard(id)?.page === "own");

const read = (name: string): string => readFileSync(join(FOLDER, name), "utf8");
const figures: Readonly<Record<string, readonly PlayFigures[]>> = JSON.parse(read("figures.json"));

/** All observation keys: the refusal of one that there is not lists them. */
function acceptedKeys(id: string): readonly string[] {
  try {
    make(id, { observationKeys: JSON.parse('["nothing"]') });
  } catch (error) {
    return /accepted are (.+)\.$/.exec(String(error))?.[1]?.split(" ") ?? [];
  }
  return [];
}

beforeAll(build, 60_000);

describe("the environments' pages", () => {
  it("are one for each id and no other", () => {
    const pages = ids.map((id) => `${id}.md`);
    expect(readdirSync(FOLDER).sort()).toEqual([...pages, "figures.json"].sort());
    expect(Object.keys(figures).sort()).toEqual([...ids]);
    for (const page of pages) expect(readFileSync("docs/environments.md", "utf8")).toContain(`(environments/${page})`);
  });

  it.each(ids)("hold what the card of %s says", (id) => {
    expect(read(`${id}.md`), AGAIN).toBe(environmentPage(id, figures[id]!));
  });

  it("of families hold what the cards of their ids say", () => {
    expect(readFileSync("docs/families.md", "utf8"), `${AGAIN} families`).toBe(familyPage());
  });

  // All ids in test/long/environment-figures.test.ts.
  it.each(["MiniHack-KeyRoom-Fixed-S5-v0", "MiniHack-Room-Random-5x5-v0"])(
    "hold figures of %s that measuring gives again",
    (id) => {
      expect(figures[id], AGAIN).toEqual(JSON.parse(JSON.stringify(environmentFigures(id))));
    },
  );

  it("are printed by calmhack envs ID --markdown, for one id at a time", async () => {
    const cwd = temporaryFolder();
    const id = "MiniHack-Room-Random-5x5-v0";
    const ran = await calmhack(["envs", id, "--markdown"], { cwd });
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toBe(read(`${id}.md`));
    expectOneSentence(expect, await calmhack(["envs", "--markdown"], { cwd }), /say which ID/);
    expectOneSentence(expect, await calmhack(["envs", id, "--markdown", "--json"], { cwd }), /choose one/);
    expectOneSentence(expect, await calmhack(["envs", "Nowhere", "--markdown"], { cwd }), /no environment "Nowhere"/);
  });
});

describe("a card", () => {
  it.each(ids)("of %s names the actions, the observation keys and their shapes as the environment has them", (id) => {
    const card = environmentCard(id)!;
    expect(card.actions.map(([name]) => name)).toEqual(make(id).actions);
    const keys = card.observations.map(([key]) => key);
    expect([...keys].sort()).toEqual([...acceptedKeys(id)].sort());
    const { observation } = make(id, { observationKeys: keys, cropSize: 5 }).reset({ seed: 1 });
    for (const [key, shape] of card.observations) {
      const size = shape.split(" x ").reduce((product, side) => product * (side === "side" ? 5 : Number(side)), 1);
      expect(observation[key].length, key).toBe(size);
    }
  });

  it("of a KeyRoom has the subgoals that judges are asked for, and a Room has none", () => {
    for (const id of ids) {
      const subgoals = environmentCard(id)!.subgoals.map(([subgoal]) => subgoal);
      expect(subgoals).toEqual(id.includes("KeyRoom") ? KEYROOM.subgoals : []);
    }
  });

  // Origin: facts about MiniHack's KeyRoom §5.1 and Room.
  it.each([
    ["MiniHack-KeyRoom-S15-v0", "inner room", "0 with chance 2/9"],
    ["MiniHack-KeyRoom-S15-v0", "inner room", "2 to 8 with chance 1/9 each"],
    ["MiniHack-KeyRoom-S15-v0", "key", "independent of the start"],
    ["MiniHack-KeyRoom-S5-v0", "start", "uniform over the 16 cells"],
    ["MiniHack-KeyRoom-S5-v0", "door", "1/4 each"],
    ["MiniHack-KeyRoom-Fixed-S5-v0", "door", "always at (39, 10)"],
    ["MiniHack-KeyRoom-Dark-S5-v0", "light", "unlit"],
    ["MiniHack-Room-5x5-v0", "stairs down", "always at (40, 13)"],
    ["MiniHack-Room-Random-5x5-v0", "start", "uniform over the other 24 cells"],
  ])("of %s tells how its %s is drawn: %s", (id, part, words) => {
    const [, how] = environmentCard(id)!.level.find(([name]) => name === part)!;
    expect(how).toContain(words);
  });

  it("exists only for this engine's ids", () => {
    expect(environmentCard("MiniHack-KeyRoom-S6-v0")).toBeUndefined();
  });
});
