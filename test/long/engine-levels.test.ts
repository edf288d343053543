/**
 * 100,000 generated levels of every id against the rules' exact probabilities, and the recordings of the real MiniHack
 * against both: Pearson's statistic, its degrees of freedom and the chance of a larger one are printed.
 */
import { describe, expect, it } from "vitest";
import { CELL } from "../../envs/nethack/state.js";
import { DOOR, STAIRS_DOWN } from "../../envs/nethack/terrain.js";
import { faultOf, levelOf, offsetOf } from "../envs/nethack/frequencies.js";
import { gameOf, IDS } from "../envs/nethack/support.js";
import { recorded } from "../envs/recordings.js";
import {
  byBlock,
  chiSquareTail,
  type Goodness,
  goodness,
  type Places,
  type Rule,
  rulesOf,
  S5,
  S15,
} from "./level-rules.js";
import { recordedPlaces } from "./recorded-levels.js";

const LEVELS = 100_000;
/** Seeds are fixed, so a fit fails for good or never; too good a fit is one too. */
const RAREST = 1e-4;

/** Levels of an id, one after another; with `whole`, each is searched for ways to key, door and goal. */
function generated(id: string, whole: "whole" | "as it is"): readonly Places[] {
  const game = gameOf(id);
  // Lit and dark ids would have the same levels from the same seed.
  game.seed(20_261_123 + IDS.indexOf(id));
  const ground = id.includes("KeyRoom") ? (id.includes("S15") ? S15 : S5) : undefined;
  return Array.from({ length: LEVELS }, (_, i) => {
    game.reset();
    const { state } = game;
    const fault = whole === "whole" ? faultOf(levelOf(state)) : "";
    if (fault !== "") throw new Error(`${id} level ${i}: ${fault}`);
    const places = {
      start: state.hero[CELL]!,
      goal: state.terrain.indexOf(STAIRS_DOWN),
      key: state.floorHead.findIndex((head) => head > 0),
      door: state.terrain.indexOf(DOOR),
    };
    const [dx, dy] = ground === undefined ? [0, 0] : offsetOf({ ...places, state }, ground);
    return { ...places, dx, dy };
  });
}

const told = ({ what, statistic, freedom, p }: Goodness): string =>
  `  ${what}: chi-square ${statistic.toFixed(1)}, ${freedom} degrees of freedom, p ${p.toFixed(4)}`;

const isUnlikely = ({ freedom, p }: Goodness): boolean => p < RAREST || (freedom > 0 && p > 1 - RAREST);

/** A rule that is told wrong on purpose; its classes stay. */
const evenly = ({ shares, ...rule }: Rule): Rule => ({
  ...rule,
  shares: new Map([...shares.keys()].map((name) => [name, 1 / shares.size])),
});

const ruleOf = (id: string, what: string): Rule => rulesOf(id).find((rule) => rule.what === what)!;

describe("the rules as written in this test", () => {
  it("are probabilities: the shares of each add up to 1", () => {
    for (const id of IDS) {
      for (const { what, shares } of rulesOf(id)) {
        const sum = [...shares.values()].reduce((total, share) => total + share, 0);
        expect(sum, `${id} ${what}`).toBeCloseTo(1, 9);
      }
    }
  });

  // Origin: printed tables of chi-square, upper tails 0.05, 0.05, 0.01, 0.001.
  it.each([
    [3.841459, 1, 0.05],
    [5.991465, 2, 0.05],
    [23.20925, 10, 0.01],
    [149.4493, 100, 0.001],
  ])("have the tail of chi-square right at %f with %i degrees of freedom", (x, freedom, p) => {
    expect(chiSquareTail(x, freedom)).toBeCloseTo(p, 6);
  });

  // Origin: counts over 104 and 105 seeds of the real MiniHack, facts about KeyRoom §5.1.
  it.each([
    ["offset dx of S15", [25, 13, 9, 12, 14, 13, 11, 7], [2, 1, 1, 1, 1, 1, 1, 1]],
    ["offset dy of S15", [20, 11, 14, 9, 17, 10, 16, 7], [2, 1, 1, 1, 1, 1, 1, 1]],
    ["door of S5", [28, 24, 28, 25], [1, 1, 1, 1]],
    ["wall of S5's door", [52, 53], [1, 1]],
    ["goal of S5", [31, 25, 24, 20], [1, 1, 1, 1]],
    ["key on the start of S5", [7, 98], [1, 15]],
    ["key on the start of Fixed-S5", [5, 100], [1, 15]],
  ])("fit the real MiniHack's counted %s", (what, counts, weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const levels = counts.flatMap((count, i) => Array.from({ length: count }, () => i));
    const shares = new Map(weights.map((weight, i) => [String(i), weight / total]));
    const places: Places = { start: 0, goal: 0, key: 0, door: 0, dx: 0, dy: 0 };
    const rule: Rule = { what, classOf: ({ start }) => start, shares };
    const fit = goodness(
      rule,
      levels.map((start) => ({ ...places, start })),
    );
    console.log(told(fit));
    expect(fit.p).toBeGreaterThan(0.01);
  });
});

describe("100,000 generated levels", () => {
  it.each(IDS)("of %s are whole, can be solved and have the rules' frequencies", (id) => {
    const levels = generated(id, "whole");
    const fits = rulesOf(id).map((rule) => goodness(rule, levels));
    console.log([id, ...fits.map(told)].join("\n"));
    expect(fits.filter(isUnlikely)).toEqual([]);
  });

  it("are enough to tell wrong rules: an even subroom, door or start, and a key that avoids the start", () => {
    const id = "MiniHack-KeyRoom-S15-v0";
    const levels = generated(id, "as it is");
    const onStart = ruleOf(id, "key on start").shares.get("1")!;
    const avoiding = new Map([
      ["0", 1 - onStart / 2],
      ["1", onStart / 2],
    ]);
    const fits = [
      ...["subroom", "door", "start", "key", "goal"].map((what) => goodness(evenly(ruleOf(id, what)), levels)),
      goodness({ ...ruleOf(id, "key on start"), shares: avoiding }, levels),
    ];
    console.log(["wrong rules", ...fits.map(told)].join("\n"));
    for (const { what, p } of fits) expect(p, what).toBeLessThan(1e-9);
  });
});

describe.runIf(recorded)("recorded levels of the real MiniHack", () => {
  const parts = ["start", "key", "goal", "door"] as const;

  // Lit and dark ids share their levels, seed by seed; so do the two sets of actions.
  it.each([
    { name: "Fixed-S5", ids: ["MiniHack-KeyRoom-Fixed-S5-v0"], atLeast: 50 },
    { name: "S5", ids: ["MiniHack-KeyRoom-S5-v0", "MiniHack-KeyRoom-Dark-S5-v0"], atLeast: 50 },
    { name: "S15", ids: ["MiniHack-KeyRoom-S15-v0", "MiniHack-KeyRoom-Dark-S15-v0"], atLeast: 50 },
    { name: "Room-Random-5x5", ids: ["MiniHack-Room-Random-5x5-v0", "MiniHack-Room-Dark-5x5-v0"], atLeast: 4 },
    { name: "Room-Random-15x15", ids: ["MiniHack-Room-Random-15x15-v0", "MiniHack-Room-Dark-15x15-v0"], atLeast: 3 },
  ])("of $name lie as the rules say, no further off than as many of ours", async ({ ids, atLeast }) => {
    const id = ids[0]!;
    const real = await recordedPlaces(ids);
    const ours = generated(id, "as it is");
    const lines: string[] = [];
    for (const part of id.includes("KeyRoom") ? parts : (["start", "goal"] as const)) {
      const cells = real.flatMap((known) => known[part] ?? []);
      expect(cells.length, part).toBeGreaterThanOrEqual(atLeast);
      const rule = ruleOf(id, part);
      // On 15 x 15 a cell holds less than one of fifty.
      for (const { what, classOf, shares } of rule.shares.size > 16 ? [rule, byBlock(rule, id)] : [rule]) {
        const levels = cells.map((cell) => ({ start: -1, goal: -1, key: -1, door: -1, dx: 0, dy: 0, [part]: cell }));
        const { statistic } = goodness({ what, classOf, shares }, levels);
        // Samples of ours of the same size, each level in one: their statistics are what chance does to the real one.
        const samples = Math.floor(LEVELS / cells.length);
        let further = 0;
        for (let i = 0; i < samples; i++) {
          const sample = ours.slice(i * cells.length, (i + 1) * cells.length);
          if (goodness({ what, classOf, shares }, sample).statistic >= statistic - 1e-9) further++;
        }
        const p = (1 + further) / (1 + samples);
        lines.push(
          `  ${what}: ${cells.length} real, chi-square ${statistic.toFixed(1)}, p ${p.toFixed(4)} of ${samples} samples`,
        );
        expect(p, `${id} ${what}`).toBeGreaterThan(0.002);
      }
    }
    console.log([ids.join(" and "), ...lines].join("\n"));
  });
});
