import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { InputError, levels, make, register } from "../../../../envs/index.js";
import type { Dice, Site } from "../../../../envs/nethack/dice.js";
import { Game } from "../../../../envs/nethack/game.js";
import { KEYS } from "../../../../envs/nethack/keys.js";
import { parseBoxoban } from "../../../../envs/nethack/levels/boxoban.js";
import { boxobanIn, boxobanSet } from "../../../../envs/nethack/levels/boxoban-sets.js";
import { parseLevel } from "../../../../envs/nethack/levels/des/parser.js";
import { Sight } from "../../../../envs/nethack/look.js";
import { messageText } from "../../../../envs/nethack/messages.js";
import type { Pays } from "../../../../envs/nethack/scoring.js";
import { END_STATUS, TIME } from "../../../../envs/nethack/state.js";
import { folderUntilEnd } from "../../../folders.js";
import { root } from "../../../project/rooms.js";
import { sized } from "../../../sizes.js";
import { chiLimit, chiSquare, even } from "../support.js";
import { solveBoxoban } from "./boxoban-solver.js";

const told = (rolls: Partial<Record<Site, number>>): Dice => ({ roll: (site, sides) => rolls[site] ?? sides - 1 });

/** A game on a level that is known from the start. */
function gameOn(rows: readonly string[], body: string, pays?: Pays, dice = told({})): Game {
  const text = `MAZE:"m",' '\nFLAGS:premapped\nGEOMETRY:center,center\nMAP\n${rows.join("\n")}\nENDMAP\nREGION:(0,0,20,20),lit,"ordinary"\n${body}\n`;
  const level = parseLevel(text);
  const own = pays === undefined ? {} : { pays };
  const plan = { family: "written", level: () => level, signs: { light: "lit" }, isMapped: true, ...own } as const;
  const game = new Game({ plan, limit: 100, sight: new Sight() });
  game.seed(1);
  game.reset();
  game.playDice = dice;
  return game;
}

/** Message, turns, reward and end status of a step. */
function step(game: Game, key: string) {
  const { hero } = game.state;
  const time = hero[TIME]!;
  game.step(KEYS[key]!);
  return [messageText(game.state), hero[TIME]! - time, Number(game.reward.toFixed(4)), hero[END_STATUS]];
}

// What is said and done here is what the real MiniHack 1.0.2 said and did on the same level.
describe("Sokoban's rules", () => {
  const rows = ["--------", "|......|", "|......|", "|.|....|", "|......|", "--------"];
  const body = `BRANCH:(1,1,1,1),(0,0,0,0)
OBJECT:"boulder",(2,1)
OBJECT:"boulder",(3,2)
OBJECT:"boulder",(3,4)
STAIR:(5,4),down
`;
  const pits = 'TRAP:"pit",(5,1)\nTRAP:"pit",(5,2)';

  it("a boulder fills a pit, which pays a tenth, and nobody squeezes past two boulders", () => {
    const game = gameOn(rows, body + pits, "pits");
    expect(step(game, "E")).toEqual(["", 1, -0.001, 0]);
    expect(step(game, "E")).toEqual(["", 1, -0.001, 0]);
    expect(step(game, "E")).toEqual(["The boulder fills a pit.", 1, 0.099, 0]);
    expect(step(game, "E")).toEqual(["", 1, -0.001, 0]);
    expect(step(game, "SW")).toEqual(["", 1, -0.001, 0]);
    expect(step(game, "W")).toEqual(["With great effort you move the boulder.", 1, -0.001, 0]);
    expect(step(game, "W")).toEqual(["", 1, -0.001, 0]);
    expect(step(game, "SW")).toEqual(["You cannot pass that way.", 0, -0.001, 0]);
    expect(step(game, "W")).toEqual(["You try to move the boulder, but in vain.", 0, -0.001, 0]);
  });

  it("no boulder rolls diagonally, and a step into a pit is the end", () => {
    const other = gameOn(rows, body.replace("(2,1)", "(2,2)").replace("(3,2)", "(4,3)") + pits, "pits");
    expect(step(other, "SE")).toEqual(["The boulder won't roll diagonally on this floor.", 0, -0.001, 0]);
    for (const key of ["E", "E"]) step(other, key);
    expect(step(other, "E")).toEqual(["", 1, -0.001, 0]);
    expect(step(other, "E")).toEqual(["Air currents pull you down into a pit!", 1, 0, 1]);
  });

  it("the stairs win when no pit is left, and not before", () => {
    const one = ["......"];
    const start = 'BRANCH:(1,0,1,0),(0,0,0,0)\nOBJECT:"boulder",(2,0)\nTRAP:"pit",(3,0)\n';
    const game = gameOn(one, `${start}STAIR:(0,0),down`, "pits");
    expect(step(game, "W")).toEqual(["", 1, -0.001, 0]);
    step(game, "E");
    expect(step(game, "E")).toEqual(["The boulder fills a pit.", 1, 0.099, 0]);
    step(game, "W");
    expect(step(game, "W")).toEqual(["", 1, 1, 2]);
  });

  it("hold where there is a pit alone: on another mapped level boulders roll as they like", () => {
    const game = gameOn(["...", "...", "..."], 'BRANCH:(0,0,0,0),(1,1,1,1)\nOBJECT:"boulder",(1,1)');
    expect(step(game, "SE")[1]).toBe(1);
    const text = 'MAZE:"m",\' \'\nGEOMETRY:center,center\nMAP\n...\nENDMAP\nTRAP:"pit",(1,0)\n';
    const unknown = levels.maker("Pit-v0", text)({});
    expect(() => unknown.reset({ seed: 1 })).toThrow(/a pit on a level that is not premapped/);
  });

  it("a kicked boulder hurts and stays", () => {
    const game = gameOn(rows, body + pits, "pits");
    step(game, "KICK");
    expect(step(game, "E")[0]).toBe("Ouch!  That hurts!");
  });

  it("start on maps with as many boulders as pits, or more", () => {
    for (const name of ["1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b"]) {
      const env = make(`MiniHack-Sokoban${name}-v0`);
      env.reset({ seed: 2 });
      const shown = env.frame().rows.join("");
      const signs = (sign: string) => shown.split(sign).length - 1;
      expect(signs("`"), name).toBeGreaterThan(signs("^"));
      expect(signs("^"), name).toBeGreaterThan(8);
      expect(signs(">"), name).toBe(1);
    }
  });
});

describe("Boxoban's rules", () => {
  const rows = ["FFFFFF", "F....F", "F....F", "FFFFFF"];
  const start = "BRANCH:(1,1,1,1),(0,0,0,0)\n";
  const body = `${start}OBJECT:"boulder",(2,1)\nFOUNTAIN:(3,1)\nOBJECT:"boulder",(2,2)\nFOUNTAIN:(4,2)`;

  it("each boulder on a fountain pays a tenth, one pushed off costs it, the last one wins 1", () => {
    const game = gameOn(rows, body, "boulders");
    expect(step(game, "N")).toEqual(["You cannot pass through the bars.", 0, -0.001, 0]);
    expect(step(game, "E")).toEqual(["", 1, 0.099, 0]);
    expect(step(game, "E")).toEqual(["", 1, -0.101, 0]);
    const other = gameOn(rows, body, "boulders");
    step(other, "E");
    step(other, "W");
    step(other, "S");
    step(other, "E");
    expect(step(other, "E")).toEqual(["", 1, 1, 2]);
  });

  it("the last allowed step pays nothing and does not win", () => {
    const game = gameOn(rows, body, "boulders");
    for (let t = 0; t < 99; t++) step(game, "N");
    expect(step(game, "E")).toEqual(["", 1, 0, -1]);
  });

  it("fountains are heard one turn in four hundred, in three voices", () => {
    const game = gameOn(rows, body, "boulders", told({ sound: 0 }));
    expect(step(game, "S")[0]).toBe("You hear bubbling water.");
  });
});

// As the real MiniHack 1.0.2 plays it.
describe("Memento's rules", () => {
  const start = "BRANCH:(1,0,1,0),(0,0,0,0)\n";
  const bug = `${start}MONSTER:('x',"grid bug"),(3,0),asleep\n`;

  it("the grid bug sleeps until it is struck, and its death wins 1", () => {
    const game = gameOn(["....."], bug, "grid bug", told({ "hero: hit": 0, "hero: damage": 5 }));
    expect(step(game, "E")).toEqual(["", 1, 0, 0]);
    for (let turn = 0; turn < 3; turn++) expect(step(game, "SEARCH")).toEqual(["", 1, 0, 0]);
    expect(step(game, "E")).toEqual(["You kill the grid bug!", 1, 1, 2]);
    const other = gameOn(["....."], bug, "grid bug", told({ "hero: hit": 19, "monster: hit": 0, "monster: magic": 9 }));
    step(other, "E");
    expect(step(other, "E")).toEqual(["You miss the grid bug.  The grid bug bites!  You get zapped!", 1, 0, 0]);
  });

  it("a board squeaks its note, which costs 1 and ends the episode as won, as MiniHack has it", () => {
    const game = gameOn(["....."], `${start}TRAP:"board",(2,0)`, "grid bug");
    expect(step(game, "E")[0]).toMatch(/^A board beneath you squeaks an? [A-G] (note|flat|sharp) loudly\.$/);
    expect(game.reward).toBe(-1);
    expect(game.state.hero[END_STATUS]).toBe(2);
  });

  it("a bump costs a hundredth", () => {
    expect(step(gameOn(["....."], bug, "grid bug"), "N")[2]).toBe(-0.01);
  });

  it.each([
    ["Short-F2", 2],
    ["F2", 2],
    ["F4", 4],
  ])("%s has one clue in %i, each as likely, and the bug where it says", (name, clues) => {
    const env = make(`MiniHack-Memento-${name}-v0`, { observationKeys: ["glyphs"] });
    const counts = new Map<string, number>();
    const draws = 80 * clues;
    for (let seed = 0; seed < draws; seed++) {
      const { glyphs } = env.reset({ seed }).observation;
      const seen = [...glyphs].filter((glyph) => glyph < 381 && glyph !== 337).join(" ");
      counts.set(seen, (counts.get(seen) ?? 0) + 1);
    }
    expect(counts.size).toBe(clues);
    expect(chiSquare([...counts.values()], even(clues))).toBeLessThan(chiLimit(clues - 1));
  });
});

describe("our own Boxoban levels", () => {
  it.each(["unfiltered", "medium", "hard"])(
    "%s: every level sampled is solved, and the solution wins in play",
    (set) => {
      const file = join(root, "data", "levels", `boxoban-${set}.txt`);
      const all = parseBoxoban(readFileSync(file, "utf8"), file);
      expect(all).toHaveLength(200);
      expect(new Set(all.map((rows) => rows.join("\n"))).size).toBe(200);
      const every = sized(set === "unfiltered" ? 10 : 40, 1);
      for (const [i, rows] of all.entries()) {
        if (i % every !== 0) continue;
        const moves = solveBoxoban(rows);
        expect(moves, `level ${i}`).toBeDefined();
        const folder = folderUntilEnd("boxoban");
        writeFileSync(join(folder, "one.txt"), `; 0\n${rows.join("\n")}\n`);
        const env = make("MiniHack-Boxoban-Hard-v0", { levels: folder, observationKeys: [] });
        env.reset({ seed: i });
        let sum = 0;
        for (const [t, move] of moves!.entries()) {
          const { reward, terminated, info } = env.step(env.actions.indexOf(move));
          sum += reward;
          expect(terminated, `level ${i} move ${t}`).toBe(t === moves!.length - 1);
          if (terminated) expect(info.endStatus).toBe(2);
        }
        // Three boulders a tenth each, the last one 1 in place of its tenth.
        expect(sum).toBeCloseTo(1 + 3 * 0.1 - 0.001 * (moves!.length - 1), 9);
      }
    },
    60_000,
  );
});

describe("a folder of levels", () => {
  const LEVEL = "; 0\n#####\n#@$.#\n#####\n";

  it("is drawn from, each level of each file as likely", () => {
    const folder = folderUntilEnd("levels");
    writeFileSync(join(folder, "b.txt"), `${LEVEL}\n${LEVEL.replace("@$.", ".$@")}`);
    writeFileSync(join(folder, "a.txt"), LEVEL.replaceAll("#####\n#@$.#", "#####\n#@$.#\n#   #"));
    writeFileSync(join(folder, "notes.md"), "no level");
    const env = make("MiniHack-Boxoban-Medium-v0", { levels: folder, observationKeys: ["chars"] });
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 300; seed++) {
      env.reset({ seed });
      const key = env
        .frame()
        .rows.map((row) => row.trim())
        .join("|");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(3);
    expect(Math.min(...counts.values())).toBeGreaterThan(70);
  });

  it("may be DeepMind's, which a variable names", () => {
    const folder = folderUntilEnd("levels");
    mkdirSync(join(folder, "medium", "train"), { recursive: true });
    writeFileSync(join(folder, "medium", "train", "000.txt"), LEVEL);
    vi.stubEnv("CALMHACK_BOXOBAN", folder);
    try {
      expect(boxobanSet("medium")(told({})).body.filter(({ kind }) => kind === "OBJECT")).toHaveLength(1);
      expect(() => boxobanSet("hard")(told({}))).toThrow(
        `${join(folder, "hard")} cannot be read: there is no such folder; accepted is in CALMHACK_BOXOBAN the folder of DeepMind's Boxoban levels, with hard in it.`,
      );
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it("that is missing, empty or damaged is one sentence with file, line and what is accepted", () => {
    const folder = folderUntilEnd("levels");
    const draw = (at: string) => () => boxobanIn(at)(told({}));
    expect(draw(join(folder, "none"))).toThrow(/none cannot be read: there is no such folder; accepted is a folder of/);
    expect(draw(folder)).toThrow(/holds no level files \(\.txt\); accepted is a folder of/);
    const said = (text: string): string => {
      writeFileSync(join(folder, "000.txt"), text);
      try {
        draw(folder)();
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        return String((error as Error).message).replace(folder, "");
      }
      return "";
    };
    expect(said(`; 0\n#####\n#@$x#\n#####\n`)).toBe(
      '/000.txt:3: found "x"; accepted is # for a wall, a blank for floor, $ for a box, . for a target, @ for the player.',
    );
    expect(said(`; 0\n#####\n#@$.#\n####\n`)).toContain(":4: a row of 4 signs where the level's first has 5");
    expect(said(`${LEVEL}\n; 1\n#####\n# $.#\n#####\n`)).toContain(":7: a level with 0 players; accepted is one @.");
    expect(said("; 0\n#####\n#@$ #\n#####\n")).toContain(":2: a level with 1 boxes ($) and 0 targets (.);");
    expect(said("; 0\n")).toContain(":1: no level; accepted are levels with blank lines between.");
    expect(() => make("MiniHack-Room-5x5-v0", { levels: folder })).toThrow(
      'MiniHack-Room-5x5-v0 takes no folder of levels; the option "levels" is for MiniHack-Boxoban ids.',
    );
  });

  it("of any text gives levels or one sentence", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc
        .array(fc.constantFrom("#", " ", "$", ".", "@", "\n", ";", "\r\n", "*"), { maxLength: 60 })
        .map((all) => all.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const all = parseBoxoban(text, "file.txt");
          for (const rows of all) expect(rows.join("").split("@")).toHaveLength(2);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as Error).message).toMatch(/^file\.txt:\d+: .*\.$/);
        }
      }),
      { numRuns: sized(300, 20_000) },
    );
  });
});

it("labyrinths are the same each time", () => {
  for (const [id, cells] of [
    ["MiniHack-Labyrinth-Big-v0", 37],
    ["MiniHack-Labyrinth-Small-v0", 20],
  ] as const) {
    const env = make(id);
    env.reset({ seed: 1 });
    const one = env.frame().rows.join("\n");
    env.reset({ seed: 2 });
    expect(env.frame().rows.join("\n")).toBe(one);
    expect(Math.max(...one.split("\n").map((row) => row.trim().length))).toBeLessThanOrEqual(cells);
  }
});

it("a level of one's own with a pit and MiniHack's own rules ends in the pit", () => {
  const text =
    'MAZE:"mine",\' \'\nFLAGS:premapped\nGEOMETRY:center,center\nMAP\n...\nENDMAP\nREGION:(0,0,3,1),lit,"ordinary"\nBRANCH:(0,0,0,0),(1,0,1,0)\nTRAP:"pit",(1,0)\nSTAIR:(2,0),down\n';
  register("MyPit-v0", levels.maker("MyPit-v0", text));
  const env = make("MyPit-v0");
  env.reset({ seed: 1 });
  expect(env.step(1)).toMatchObject({ reward: 0, terminated: true, info: { endStatus: 1 } });
});
