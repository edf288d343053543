/**
 * The ids of fixed and of puzzle levels, each from its documents under data/levels: labyrinths.
 */
import { document, type Signs, type WrittenSpec } from "./written.js";

const LABYRINTH = "Find the way through the labyrinth to the stairs down.";

const labyrinth = (size: "Big" | "Small", limit: number): [string, WrittenSpec] => {
  const level = document(`labyrinth-${size.toLowerCase()}`);
  const signs: Signs = { light: "lit", map: level };
  return [
    `Labyrinth-${size}`,
    { plan: { family: "written", level, signs, isMapped: false }, limit, task: LABYRINTH, more: [] },
  ];
};

const ALL: readonly [string, WrittenSpec][] = [labyrinth("Big", 1000), labyrinth("Small", 400)];

/** By MiniHack's id. */
export const PUZZLES: Readonly<Record<string, WrittenSpec>> = Object.fromEntries(
  ALL.map(([name, spec]) => [`MiniHack-${name}-v0`, spec]),
);
