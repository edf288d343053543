import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { assetPath, assetText } from "../../../../envs/assets.js";
import { InputError, randomStream } from "../../../../envs/index.js";
import { streamDice } from "../../../../envs/nethack/dice.js";
import { buildLevel } from "../../../../envs/nethack/levels/des/interpreter.js";
import { parseLevel, parseLevels } from "../../../../envs/nethack/levels/des/parser.js";
import type { Level } from "../../../../envs/nethack/levels/des/syntax.js";
import { MASTER_KEY } from "../../../../envs/nethack/objects.js";
import { CELL, type State } from "../../../../envs/nethack/state.js";
import {
  BARS,
  CELLS,
  CLOSED,
  COLUMNS,
  CORRIDOR,
  DOOR,
  FLOOR,
  FOUNTAIN,
  LAVA,
  LOCKED,
  NO_DOOR,
  SECRET,
  STAIRS_DOWN,
  STAIRS_UP,
  STONE,
  TREE,
} from "../../../../envs/nethack/terrain.js";
import { sized } from "../../../sizes.js";
import { chiLimit, chiSquare, even, gameOf } from "../support.js";
import { mutations } from "./mutations.js";
import { TEXTS } from "./texts.js";

const game = gameOf("MiniHack-Room-5x5-v0");

const parsed = new Map<string, Level>();

/** A level of a text, by a seed; the state is the same each time. */
function built(text: string, seed = 1): State {
  const level = parsed.get(text) ?? parseLevel(text);
  parsed.set(text, level);
  game.clear();
  buildLevel(game.state, level, streamDice(randomStream(seed, "level").words));
  return game.state;
}

/** A map in the middle of an empty level. */
const maze = (rows: readonly string[], body = "", flags = ""): string =>
  `MAZE:"m",' '\n${flags}INIT_MAP:solidfill,' '\nGEOMETRY:center,center\nMAP\n${rows.join("\n")}\nENDMAP\n${body}\n`;

const at = (x: number, y: number): number => y * COLUMNS + x;
const cellsWith = ({ terrain }: State, kind: number): number[] =>
  [...terrain.keys()].filter((cell) => terrain[cell] === kind);
const open5 = Array.from({ length: 5 }, () => ".....");

describe("a map", () => {
  // Places that recordings of the real program show.
  it.each([
    [5, 5, 36, 9],
    [8, 8, 36, 7],
    [15, 15, 32, 3],
    [13, 7, 32, 7],
    [11, 3, 34, 9],
    [29, 3, 24, 9],
    [29, 6, 24, 9],
    [25, 7, 26, 7],
    [34, 5, 22, 9],
    [11, 9, 34, 7],
    [20, 11, 30, 5],
    [37, 21, 20, 0],
    [10, 10, 34, 7],
  ])("of %i x %i in the middle starts at (%i,%i)", (width, height, x, y) => {
    const state = built(maze(Array.from({ length: height }, () => ".".repeat(width))));
    const floor = [...cellsWith(state, FLOOR), ...cellsWith(state, STAIRS_UP)].sort((a, b) => a - b);
    expect(floor).toHaveLength(width * height);
    expect([floor[0]! % COLUMNS, Math.trunc(floor[0]! / COLUMNS)]).toEqual([x, y]);
  });

  it("lies at the upper left where it should", () => {
    const state = built("MAZE:\"m\",' '\nGEOMETRY:left,top\nMAP\nT.\nENDMAP\n");
    expect(state.terrain[at(0, 3)]).toBe(TREE);
  });

  it("has the terrain of its characters, and lava shines", () => {
    const state = built(maze([".{}PLTF#+", ".S.H....."]), 1);
    expect([...state.terrain.subarray(at(34, 11), at(43, 11))]).toEqual([
      expect.any(Number),
      FOUNTAIN,
      29,
      28,
      LAVA,
      TREE,
      BARS,
      CORRIDOR,
      DOOR,
    ]);
    expect(state.lit[at(38, 11)]).toBe(1);
    expect(state.lit[at(35, 11)]).toBe(0);
    expect([state.door[at(35, 12)], state.door[at(37, 12)]]).toEqual([SECRET, SECRET]);
  });
});

describe("commands", () => {
  it("light a region and the walls about it", () => {
    const state = built(maze(["-----", "|...|", "|...|", "-----"], 'REGION:(1,1,2,1),lit,"ordinary"'));
    const lit = [...state.lit.keys()].filter((cell) => state.lit[cell]);
    expect(lit).toHaveLength(4 * 3);
    expect(lit[0]).toBe(at(36, 9));
  });

  it("set doors, random ones to each of five states alike", () => {
    const state = built(maze(["-+-", "...", "-+-"], "DOOR:locked,(1,0)\nDOOR:closed,(1,2)"));
    expect([state.door[at(39, 9)], state.door[at(39, 11)]]).toEqual([LOCKED, CLOSED]);
    const counts = [0, 0, 0, 0, 0];
    for (let seed = 0; seed < 500; seed++)
      counts[built(maze(["-+-", "..."], "DOOR:random,(1,0)"), seed).door[at(39, 11)]!]!++;
    expect(chiSquare(counts, even(5))).toBeLessThan(chiLimit(4));
  });

  it("draw one cell of a selection uniformly", () => {
    const text = maze(open5, "$a = selection:fillrect (1,1,3,3)\nTERRAIN:rndcoord($a),'T'");
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 900; seed++) {
      const [cell] = cellsWith(built(text, seed), TREE);
      counts.set(cell!, (counts.get(cell!) ?? 0) + 1);
    }
    expect(counts.size).toBe(9);
    expect(chiSquare([...counts.values()], even(9))).toBeLessThan(chiLimit(8));
  });

  it.each([
    ["rect (0,0,4,4)", 16],
    ["fillrect (1,1,2,4)", 8],
    ["line (0,0),(4,4)", 5],
    ["line (0,0),(4,1)", 5],
    ["(rect (0,0,1,1) & (4,4))", 5],
    ["grow((2,2))", 9],
    ["grow(north|south,(2,2))", 3],
    ["filter((1,1) & (2,2),fillrect (2,2,4,4))", 1],
    ["filter('T',fillrect (0,0,4,4))", 0],
    ["filter(100%,fillrect (0,0,4,4))", 25],
    ["floodfill (0,0)", 25],
    ["circle((2,2),0)", 1],
    ["ellipse((2,2),2,1,unfilled)", 8],
    ["filter(fillrect (0,0,4,4),complement fillrect (0,0,4,3))", 5],
  ])("select %s: %i cells", (selection, count) => {
    // Behind a wall there is floor for the start.
    const state = built(
      maze(
        open5.map((row) => `${row}|.`),
        `TERRAIN:${selection},'L'`,
      ),
    );
    expect(cellsWith(state, LAVA)).toHaveLength(count);
  });

  it.each([
    ["LOOP [3] { $n = $n + 1 }", 3],
    ["LOOP [0] { $n = $n + 1 }", 1],
    ["LOOP [9] {\n  $n = $n + 1\n  IF [$n == 4] { BREAK }\n}", 4],
    ["FOR $i = 1 TO 4 { $n = $n + $i }", 10],
    ["FOR $i = 3 .. 1 { $n = $n * 2 + $i }", 17],
    [
      "$c = 1\nSWITCH [$c] {\nCASE 0:\n  $n = 7\nCASE 1:\n  $n = $n + 1\nCASE 2:\n  $n = $n + 2\n  BREAK\nDEFAULT:\n  $n = 9\n}",
      3,
    ],
    ["$c = 8\nSWITCH [$c] {\nCASE 0:\n  $n = 7\nDEFAULT:\n  $n = 9\n}", 9],
    ["$l = { 4, 5, 6 }\n$n = $l[1 + 1]", 6],
    ["IF [2 < 1] { $n = 1 } ELSE { $n = 2 }", 2],
    ["[100%]: $n = 5", 5],
    ["[0%]: $n = 5", 0],
    ["$n = 7 % 4 + 9 / 2", 7],
  ])("compute as the language says: %s", (body, value) => {
    const state = built(
      maze(
        [".........................."],
        `$n = 0\n${body}\nTERRAIN:fillrect (0,0,25,0),'.'\nIF [$n == ${value}] { TERRAIN:(3,0),'T' }`,
      ),
    );
    expect(cellsWith(state, TREE)).toHaveLength(1);
  });

  it("shuffle lists so that each order is as likely, and take chances as often as they say", () => {
    const orders = new Map<string, number>();
    let chances = 0;
    const text = maze(
      ["......"],
      "$p = { (0,0), (1,0), (2,0) }\nSHUFFLE:$p\nTERRAIN:$p[0],'T'\nTERRAIN:$p[1],'F'\n[30%]: TERRAIN:(5,0),'L'",
    );
    for (let seed = 0; seed < 900; seed++) {
      const state = built(text, seed);
      const order = `${cellsWith(state, TREE)} ${cellsWith(state, BARS)}`;
      orders.set(order, (orders.get(order) ?? 0) + 1);
      chances += cellsWith(state, LAVA).length;
    }
    expect(orders.size).toBe(6);
    expect(chiSquare([...orders.values()], even(6))).toBeLessThan(chiLimit(5));
    expect(Math.abs(chances / 900 - 0.3)).toBeLessThan(0.06);
  });

  it("put the start where BRANCH says, and the level's own start anywhere", () => {
    const branched = built(maze(open5, "BRANCH:(2,2,2,2),(0,0,0,0)"));
    expect(branched.hero[CELL]).toBe(at(38, 11));
    expect(branched.terrain[at(38, 11)]).toBe(STAIRS_UP);
    expect(new Set(Array.from({ length: 200 }, (_, seed) => built(maze(open5), seed).hero[CELL])).size).toBe(25);
  });

  it("walk mazes that are joined and have no ring but one where the walk begins", () => {
    for (let seed = 0; seed < 20; seed++) {
      const { terrain } = built(assetText("levels", "mazewalk-45x19.des"), seed);
      const open = [...terrain.keys()].filter((cell) => terrain[cell]! >= FLOOR);
      const ways = open.flatMap((cell) => [1, COLUMNS].filter((step) => terrain[cell + step]! >= FLOOR)).length;
      // A tree of cells has one way fewer than cells; where the walk begins the game opens one wall more.
      expect([open.length - 1, open.length]).toContain(ways);
      expect(reached(terrain, open[0]!)).toBe(open.length);
      expect(open.filter((cell) => cell % COLUMNS === 0 || cell % COLUMNS === 78)).toEqual([]);
    }
  });

  it("join rooms so that the stairs down can be reached, through doors and hidden places too", () => {
    for (let seed = 0; seed < sized(150, 5_000); seed++) {
      const state = built(assetText("levels", "corridor-r5.des"), seed);
      const { terrain, door } = state;
      const passable = terrain.map((kind, cell) => (kind >= DOOR || door[cell]! >= SECRET ? FLOOR : STONE));
      const [goal] = cellsWith(state, STAIRS_DOWN);
      expect(goal, `seed ${seed}`).toBeDefined();
      expect(marked(passable, state.hero[CELL]!)[goal!], `seed ${seed}`).toBe(1);
    }
  });

  it.each([
    ["MONSTER:'d',random", 'a random monster of the class "d", which this engine does not play yet'],
    ["OBJECT:('%',\"pear\"),random", 'the object "pear", which this engine does not play yet'],
    ['TRAP:"pit",random', "a pit on a level that is not premapped, which this engine does not play yet"],
    ["GOLD:5,random", "GOLD, which this engine does not play yet"],
    ["LOOP [1000000000] { EXIT }\nLOOP [1000000000] { }", ""],
    ["LOOP [1000000000] { }", "more than 100000 commands run"],
    ["FOR $i = 0 TO 1000000000 { }", "more than 100000 commands run"],
    ["$n = 1000000000d6\nGOLD:$n,random", "1000000000d6"],
    ["$n = 1 / 0\nGOLD:$n,random", "a division by 0"],
    ["$l = { 1, 2 }\nIF [$l[7]] { }", "$l[7] of 2 values"],
    ["STAIR:(70,3),down", "(70,3) lies outside the level"],
    ['LOOP [99] { OBJECT:"boulder",random }', "one object more than the level holds"],
    ["STAIR:(0,0,4,4),(0,0,4,4),up", "no free floor in the stairs' area"],
  ])("refuse at the line what cannot be built: %s", (body, said) => {
    const text = maze(
      Array.from({ length: 15 }, () => ".".repeat(15)),
      `# one line\n${body}`,
    );
    const build = () => built(text);
    if (said === "") expect(build).not.toThrow();
    else expect(build).toThrow(new RegExp(`^Line 2[2-5], column 1: .*${said.replace(/[()[\]$]/g, "\\$&")}`));
  });

  it("build or refuse every text of ours, and every one with a mistake", () => {
    const texts = [...Object.values(TEXTS), ...mutations(3, sized(400, 20_000)).map(({ text }) => text)];
    let levels = 0;
    for (const text of texts) {
      try {
        for (const level of parseLevels(text)) {
          game.clear();
          buildLevel(game.state, level, streamDice(randomStream(1, "level").words));
          levels++;
        }
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }
    expect(levels).toBeGreaterThan(20);
  });
});

/** 1 for each cell that can be walked to, straight or at an angle. */
function marked(terrain: Uint8Array, from: number): Uint8Array {
  const marks = new Uint8Array(CELLS);
  const open = [from];
  marks[from] = 1;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    for (const step of [1, -1, COLUMNS, -COLUMNS, COLUMNS + 1, COLUMNS - 1, -COLUMNS + 1, -COLUMNS - 1]) {
      if (marks[cell + step] || (terrain[cell + step] ?? STONE) < DOOR) continue;
      marks[cell + step] = 1;
      open.push(cell + step);
    }
  }
  return marks;
}

const reached = (terrain: Uint8Array, from: number): number =>
  marked(terrain, from).reduce((sum, mark) => sum + mark, 0);

describe("the documents", () => {
  const documents = readdirSync(assetPath("levels")).filter((name) => name.endsWith(".des"));

  it.each(documents)("%s builds a level with one start and its goal", (name) => {
    for (let seed = 0; seed < 5; seed++) {
      const state = built(assetText("levels", name), seed);
      // In Memento a grid bug, or a board, is the end.
      expect(cellsWith(state, STAIRS_DOWN)).toHaveLength(name.startsWith("memento") ? 0 : 1);
      // In HideNSeek a cloud or a tree may leave the start without stairs.
      if (!name.startsWith("hidenseek")) expect(state.terrain[state.hero[CELL]!]).toBe(STAIRS_UP);
    }
  });

  it.each(["Room-5x5", "Room-15x15"])("of %s is the level that the engine builds itself, cell by cell", (name) => {
    const own = gameOf(`MiniHack-${name}-v0`);
    own.seed(1);
    own.reset();
    const state = built(assetText("levels", `${name.toLowerCase()}.des`));
    // REGION lights the stone about the floor too, which nothing shows.
    for (const field of ["terrain", "door", "opaque", "wallMode"] as const) {
      expect([...state[field]], field).toEqual([...own.state[field]]);
    }
    expect(state.hero[CELL]).toBe(own.state.hero[CELL]);
  });

  it.each(["KeyRoom-Fixed-S5", "KeyRoom-S5", "KeyRoom-Dark-S5", "KeyRoom-S15"])(
    "of %s draws what the engine draws itself, as often",
    (name) => {
      const text = assetText("levels", `${name.toLowerCase()}.des`);
      const own = gameOf(`MiniHack-${name}-v0`);
      own.seed(5);
      const runs = sized(300, 20_000);
      // Counts of rows and columns of what is drawn, ours and the engine's.
      const tally = new Map<string, [ours: number, theirs: number]>();
      const count = (state: State, side: 0 | 1) => {
        const key = [...state.floorHead.keys()].find(
          (cell) => state.objectKind[state.floorHead[cell]! - 1] === MASTER_KEY && state.floorHead[cell] !== 0,
        );
        const [door] = cellsWith(state, DOOR);
        expect(state.door[door!]).toBe(LOCKED);
        for (const [what, cell] of [
          ["key", key],
          ["door", door],
          ["start", state.hero[CELL]],
          ["goal", cellsWith(state, STAIRS_DOWN)[0]],
        ] as const) {
          const place = `${what} ${name.includes("15") ? `row ${Math.trunc(cell! / COLUMNS)}` : cell}`;
          const held = tally.get(place) ?? [0, 0];
          held[side]++;
          tally.set(place, held);
        }
      };
      for (let run = 0; run < runs; run++) {
        count(built(text, run), 0);
        own.reset();
        count(own.state, 1);
      }
      // Two samples of one size: (a - b)^2 / (a + b) is chi-square, a degree for each place.
      const statistic = [...tally.values()].reduce((sum, [a, b]) => sum + (a - b) ** 2 / (a + b), 0);
      expect(statistic).toBeLessThan(chiLimit(tally.size));
      expect(own.state.door[cellsWith(own.state, DOOR)[0]!]).not.toBe(NO_DOOR);
    },
  );
});
