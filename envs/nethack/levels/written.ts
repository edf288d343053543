/**
 * The ids whose levels are written in the level language: a document under data/levels each, or drawn as its tree
 * (`grids.ts`).
 */
import { assetText } from "../../assets.js";
import type { Dice } from "../dice.js";
import type { Written } from "../game.js";
import { KNIGHT } from "../roles.js";
import { CLOSED, CORRIDOR, LAVA, LOCKED, OPEN, WATER } from "../terrain.js";
import { parseLevel } from "./des/parser.js";
import type { Level } from "./des/syntax.js";
import { Grid } from "./grid.js";
import { type Crossing, drawCrossing, drawRoomChain, type RoomChain, WHOLE_MAP } from "./grids.js";

export type Signs = Written["signs"];

/** What a written id is, beside its actions. */
export interface WrittenSpec {
  readonly plan: Written;
  readonly limit: number;
  /** In words, as a player would be told it. */
  readonly task: string;
  /** 4: N E S W alone; all eight when absent. */
  readonly moves?: 4;
  /** Actions beyond the moves. */
  readonly more: readonly string[];
}

const LIT: Signs = { light: "lit" };
const FIGHT = "Walk to the stairs down; monsters attack, and walking at one strikes it.";
const BATTLE =
  "Walk through the corridor to the stairs down in the far room; six giant rats attack, and walking at one strikes it.";
const WALK = "Walk to the stairs down.";

/** Read and parsed when the first game asks. */
export function document(name: string): () => Level {
  let level: Level | undefined;
  return () => {
    level ??= parseLevel(assetText("levels", `${name}.des`));
    return level;
  };
}

/** What of a document is drawn without dice: its maps and their light. */
export function fixedPart(name: string): () => Level {
  const read = document(name);
  return () => {
    const level = read();
    return { ...level, body: level.body.filter(({ kind }) => ["INIT_MAP", "MAP", "REGION"].includes(kind)) };
  };
}

/** Drawn anew by dice for each episode, on one grid. */
function drawn(draw: (grid: Grid, dice: Dice) => void): Written["level"] {
  const grid = new Grid();
  return (dice) => {
    draw(grid, dice);
    return grid;
  };
}

const written = (
  level: Written["level"],
  limit: number,
  task: string,
  signs: Signs = LIT,
  knowledge: "unknown" | "mapped" = "unknown",
  more: readonly string[] = [],
): WrittenSpec => ({
  plan: { family: "written", level, signs, isMapped: knowledge === "mapped", isLively: /attack/.test(task) },
  limit,
  task,
  more,
});

const MAZE = "Find the way through the maze to the stairs down.";
const CROSS_LAVA = "Walk to the stairs down; lava kills, each line of it has one gap.";
const CROSS_WALLS = "Walk to the stairs down through the gap of each wall.";
const ROOMS = "Walk from room to room to the stairs down in the last one.";
const BANKS: Signs = { light: "lit", "}": WATER };
const RIVER = "Push boulders into the river until you can cross it, and walk to the stairs down.";

const mazes = ([size, limit]: readonly [string, number]): [string, WrittenSpec][] => [
  [`MazeWalk-${size}`, written(document(`mazewalk-${size}`), limit, MAZE)],
  [`MazeWalk-Mapped-${size}`, written(document(`mazewalk-mapped-${size}`), limit, MAZE, LIT, "mapped")],
];

const crossing = (name: string, plan: Crossing): [string, WrittenSpec] => [
  name,
  written(
    drawn((grid, dice) => drawCrossing(grid, plan, dice)),
    100,
    plan.sign === "L" ? CROSS_LAVA : CROSS_WALLS,
    {
      light: "lit",
      "}": LAVA,
    },
  ),
];

const DOORS = { open: OPEN, closed: CLOSED, locked: LOCKED } as const;

const chain = (name: string, limit: number, plan: RoomChain): [string, WrittenSpec] => [
  `MultiRoom-${name}`,
  written(
    drawn((grid, dice) => drawRoomChain(grid, plan, dice)),
    limit,
    `${ROOMS.slice(0, -1)}${plan.sign === "L" ? "; the walls are lava" : ""}${plan.monsters ? "; monsters attack" : ""}.`,
    {
      light: "lit",
      rooms: "wide",
      "+": DOORS[plan.doors],
      "}": LAVA,
    },
    "unknown",
    plan.doors === "locked" ? ["OPEN", "KICK"] : [],
  ),
];

const CHAINS = [
  ["N2", 40, 2, 4, 3],
  ["N4", 120, 4, 5, 6],
  ["N6", 240, 6, 10, 9],
] as const;

const APPLES = "Walk through the mazes to the stairs down; each apple eaten on the way pays a half.";
const FIND_ROOM = "Find the way through rooms and corridors, some of them hidden, to the stairs down.";
export const DOOR_COMMANDS = ["OPEN", "KICK", "SEARCH"] as const;

const apples = (name: string, knowledge: "unknown" | "mapped"): [string, WrittenSpec] => {
  const file = `exploremaze-${name}`;
  const signs: Signs = { ...LIT, map: fixedPart(file) };
  const spec = written(document(file), 500, APPLES, signs, knowledge, [...DOOR_COMMANDS, "EAT"]);
  return [NAMES[name]!, { ...spec, plan: { ...spec.plan, pays: "apples" } }];
};
const NAMES: Readonly<Record<string, string>> = {
  easy: "ExploreMaze-Easy",
  hard: "ExploreMaze-Hard",
  "easy-mapped": "ExploreMaze-Easy-Mapped",
  "hard-mapped": "ExploreMaze-Hard-Mapped",
};

const ALL: readonly [string, WrittenSpec][] = [
  ["Room-Trap-5x5", written(document("room-trap-5x5"), 100, WALK)],
  ["Room-Trap-15x15", written(document("room-trap-15x15"), 300, WALK)],
  ...(["5x5", "15x15"] as const).flatMap((size): [string, WrittenSpec][] => [
    [`Room-Monster-${size}`, written(document(`room-monster-${size}`), size === "5x5" ? 100 : 300, FIGHT)],
    [
      `Room-Ultimate-${size}`,
      written(document(`room-ultimate-${size}`), size === "5x5" ? 100 : 300, FIGHT, { light: "dark" }),
    ],
  ]),
  ...(
    [
      ["9x9", 200],
      ["15x15", 1000],
      ["45x19", 1000],
    ] as const
  ).flatMap(mazes),
  ...(
    [
      ["S9N1", 9, 1],
      ["S9N2", 9, 2],
      ["S9N3", 9, 3],
      ["S11N5", 11, 5],
      ["S19N13", 19, 13],
      ["S19N17", 19, 17],
    ] as const
  ).map(([name, size, lines]) => crossing(`LavaCrossing${name}`, { size, lines, sign: "L" })),
  ...(
    [
      ["S9N1", 9, 1],
      ["S9N2", 9, 2],
      ["S9N3", 9, 3],
      ["S11N5", 11, 5],
    ] as const
  ).map(([name, size, lines]) => crossing(`SimpleCrossing${name}`, { size, lines, sign: "|" })),
  ...CHAINS.flatMap(([name, limit, rooms, most, monsters]) => [
    chain(name, limit, { rooms, most, doors: "closed", sign: "|" }),
    chain(`${name}-Lava`, limit, { rooms, most, doors: "closed", sign: "L" }),
    chain(`${name}-Monster`, limit, { rooms, most, doors: "closed", sign: "|", monsters }),
    chain(`${name}-LavaMonsters`, limit, { rooms, most, doors: "closed", sign: "L", monsters: monsters / 3 }),
    chain(`${name}-Extreme`, limit, { rooms, most, doors: "locked", sign: "L", monsters }),
    chain(`${name}-Locked`, limit, { rooms, most, doors: "locked", sign: "|" }),
  ]),
  // In its recordings the real program does not load ten rooms, and plays an ordinary dungeon level instead.
  ...(["closed", "open"] as const).flatMap((doors) =>
    (["|", "L"] as const).map((sign) =>
      chain(`N10${sign === "L" ? "-Lava" : ""}${doors === "open" ? "-OpenDoor" : ""}`, 360, {
        rooms: 10,
        most: 10,
        doors,
        sign,
        grid: WHOLE_MAP,
      }),
    ),
  ),
  ...CHAINS.slice(2).flatMap(([name, limit, rooms, most]) => [
    chain(`${name}-OpenDoor`, limit, { rooms, most, doors: "open", sign: "|" }),
    chain(`${name}-Lava-OpenDoor`, limit, { rooms, most, doors: "open", sign: "L" }),
  ]),
  ...["r2", "r3", "r5"].map((rooms): [string, WrittenSpec] => [
    `Corridor-${rooms.toUpperCase()}`,
    written(
      document(`corridor-${rooms}`),
      1000,
      FIND_ROOM,
      { light: "rooms", "#": CORRIDOR },
      "unknown",
      DOOR_COMMANDS,
    ),
  ]),
  apples("easy", "unknown"),
  apples("hard", "unknown"),
  apples("easy-mapped", "mapped"),
  apples("hard-mapped", "mapped"),
  ...(["CorridorBattle", "CorridorBattle-Dark"] as const).map((name): [string, WrittenSpec] => {
    const file = name.toLowerCase();
    const spec = written(document(file), 350, BATTLE, { light: "lit", map: fixedPart(file) });
    return [name, { ...spec, plan: { ...spec.plan, role: KNIGHT } }];
  }),
  ["River", written(document("river"), 350, RIVER, { ...BANKS, map: fixedPart("river") })],
  [
    "River-Monster",
    written(document("river-monster"), 350, `${RIVER.slice(0, -1)}; monsters attack.`, {
      ...BANKS,
      map: fixedPart("river-monster"),
    }),
  ],
  [
    "River-MonsterLava",
    written(document("river-monsterlava"), 350, `${RIVER.slice(0, -1)}; lava kills, and monsters attack.`, {
      ...BANKS,
      map: fixedPart("river-monsterlava"),
      waterRows: [9, 11],
      "}": LAVA,
    }),
  ],
  ["River-Narrow", written(document("river-narrow"), 350, RIVER, { ...BANKS, map: fixedPart("river-narrow") })],
  [
    "River-Lava",
    written(document("river-lava"), 350, `${RIVER.slice(0, -1)}; lava kills.`, {
      ...BANKS,
      map: fixedPart("river-lava"),
      waterRows: [9, 11],
      "}": LAVA,
    }),
  ],
];

/** By MiniHack's id. */
export const WRITTEN: Readonly<Record<string, WrittenSpec>> = Object.fromEntries(
  ALL.map(([name, spec]) => [`MiniHack-${name}-v0`, spec]),
);
