/**
 * The ids of fixed levels and of boulder puzzles: labyrinths, Boxoban, Sokoban, and Memento; and HideNSeek.
 */
import { BARS, CLOSED, CLOUD, LAVA } from "../terrain.js";
import { PIT } from "../traps.js";
import { type BoxobanSet, boxobanSet } from "./boxoban-sets.js";
import { DOOR_COMMANDS, document, fixedPart, type Signs, type WrittenSpec } from "./written.js";

const LABYRINTH = "Find the way through the labyrinth to the stairs down.";

const labyrinth = (size: "Big" | "Small", limit: number): [string, WrittenSpec] => {
  const level = document(`labyrinth-${size.toLowerCase()}`);
  const signs: Signs = { light: "lit", map: level };
  return [
    `Labyrinth-${size}`,
    { plan: { family: "written", level, signs, isMapped: false }, limit, task: LABYRINTH, more: [] },
  ];
};

const SOKOBAN =
  "Push boulders into the pits until none is left, then walk to the stairs down; a step into a pit is the end.";

const sokoban = (name: string): [string, WrittenSpec] => {
  const file = `sokoban-${name}`;
  const signs: Signs = { light: "lit", map: fixedPart(file), "+": CLOSED, "^": PIT };
  const plan = { family: "written", level: document(file), signs, isMapped: true, pays: "pits" } as const;
  return [`Sokoban${name}`, { plan, limit: 2000, task: SOKOBAN, more: DOOR_COMMANDS }];
};

const BOXOBAN = "Push the boulders onto the fountains; the last one in its place wins.";

const boxoban = (name: string, set: BoxobanSet): [string, WrittenSpec] => {
  const signs: Signs = { light: "lit", "#": BARS };
  const plan = { family: "written", level: boxobanSet(set), signs, isMapped: true, pays: "boulders" } as const;
  return [`Boxoban-${name}`, { plan, limit: 400, task: BOXOBAN, moves: 4, more: [] }];
};

const MEMENTO =
  "Remember who sits behind the bars at the start: that tells in which arm of the fork the grid bug sleeps. Kill it; in the other arms a board squeaks, and that is the end.";

const memento = (name: string): [string, WrittenSpec] => {
  const file = `memento-${name.toLowerCase()}`;
  const signs: Signs = { light: "dark", map: fixedPart(file), "#": BARS, monsters: "asleep" };
  const own = { isMapped: false, pays: "grid bug", isLively: true } as const;
  const plan = { family: "written", level: document(file), signs, ...own } as const;
  return [`Memento-${name}`, { plan, limit: 5000, task: MEMENTO, more: [] }];
};

const HIDE =
  "Walk to the stairs down past clouds and trees, out of sight of a monster that attacks and is far too strong";

const hideAndSeek = (name: "" | "-Mapped" | "-Lava" | "-Big"): [string, WrittenSpec] => {
  const level = document(`hidenseek${name.toLowerCase()}`);
  const signs: Signs = { light: "lit", "#": CLOUD, "}": LAVA, monsters: "of classes" };
  const plan = { family: "written", level, signs, isMapped: name === "-Mapped", isLively: true } as const;
  const task = name === "-Lava" ? `${HIDE}; lava kills.` : `${HIDE}.`;
  return [`HideNSeek${name}`, { plan, limit: name === "-Big" ? 400 : 200, task, more: [] }];
};

const ALL: readonly [string, WrittenSpec][] = [
  labyrinth("Big", 1000),
  labyrinth("Small", 400),
  boxoban("Unfiltered", "unfiltered"),
  boxoban("Medium", "medium"),
  boxoban("Hard", "hard"),
  ...["Short-F2", "F2", "F4"].map(memento),
  ...(["", "-Mapped", "-Lava", "-Big"] as const).map(hideAndSeek),
  ...["1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b"].map(sokoban),
];

/** By MiniHack's id. */
export const PUZZLES: Readonly<Record<string, WrittenSpec>> = Object.fromEntries(
  ALL.map(([name, spec]) => [`MiniHack-${name}-v0`, spec]),
);
