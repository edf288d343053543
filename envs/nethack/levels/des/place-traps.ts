/**
 * Traps that TRAP puts on the level, as far as this engine plays them.
 */
import { CELLS, DOOR, KNOWN_TRAP } from "../../terrain.js";
import { NOTES, PIT, SQUEAKY_BOARD, TELEPORT_TRAP } from "../../traps.js";
import type { Canvas } from "./canvas.js";
import type { Evaluator } from "./evaluate.js";
import type { Command } from "./syntax.js";

/** `isPremapped`: whether the hero knows the level from the start; pits are played on such levels alone. */
function trapOf(canvas: Canvas, name: string, isPremapped: boolean): number {
  if (name === "teleport") return TELEPORT_TRAP;
  if (name === "board") return SQUEAKY_BOARD + canvas.dice.roll("level: number", NOTES);
  if (name !== "pit") return canvas.unsupported(`the trap "${name}"`);
  return isPremapped ? PIT : canvas.unsupported("a pit on a level that is not premapped");
}

export function placeTrap(
  canvas: Canvas,
  values: Evaluator,
  { name, place }: Extract<Command, { kind: "TRAP" }>,
  flags: readonly string[],
): void {
  const trap = trapOf(canvas, name, flags.includes("premapped"));
  canvas.state.door[values.cell(place, ["dry"])] = trap;
}

/** Who knows the level from the start knows its traps. */
export function showTraps({ terrain, door }: Canvas["state"]): void {
  for (let cell = 0; cell < CELLS; cell++) {
    if (terrain[cell]! > DOOR && terrain[cell]! < KNOWN_TRAP && door[cell] !== 0) terrain[cell] = KNOWN_TRAP;
  }
}
