/**
 * Commands that work on many cells at once: light, terrain, mazes, walls.
 */
import { COLUMNS, CORRIDOR, DOOR, FLOOR, LAVA, ROWS, STONE } from "../../terrain.js";
import { walkFrom } from "../mazewalk.js";
import { type Canvas, TERRAIN_OF } from "./canvas.js";
import type { Evaluator } from "./evaluate.js";
import type { Command } from "./syntax.js";

export function lightRegion(
  canvas: Canvas,
  values: Evaluator,
  { area, light, type, flags, body }: Extract<Command, { kind: "REGION" }>,
): void {
  const { state } = canvas;
  if (type !== "ordinary" || flags.includes("irregular") || flags.includes("unfilled") || body !== undefined) {
    canvas.unsupported("a region that is a room of its own");
  }
  const [x1, y1, x2, y2] = values.corners(area);
  const isLit = canvas.isRoomLit(light);
  // Light falls on the walls about it.
  const margin = isLit ? 1 : 0;
  for (let y = Math.max(0, y1 - margin); y <= Math.min(ROWS - 1, y2 + margin); y++) {
    for (let x = Math.max(0, x1 - margin); x <= Math.min(COLUMNS - 1, x2 + margin); x++) {
      const cell = y * COLUMNS + x;
      if (state.terrain[cell] !== LAVA) state.lit[cell] = isLit ? 1 : 0;
    }
  }
}

export function replaceTerrain(
  canvas: Canvas,
  values: Evaluator,
  { area, from, to, percent }: Extract<Command, { kind: "REPLACE_TERRAIN" }>,
): void {
  const { state } = canvas;
  const [x1, y1, x2, y2] = values.corners(area);
  const old = values.ground(from);
  const fresh = values.ground(to);
  const kind = TERRAIN_OF[old.character];
  const isLit = old.light === "lit" ? 1 : 0;
  for (let x = x1; x <= x2; x++) {
    for (let y = y1; y <= y2; y++) {
      const cell = y * COLUMNS + x;
      const hasLight = old.light === undefined || old.light === "random" || state.lit[cell] === isLit;
      if (state.terrain[cell] !== kind || !hasLight) continue;
      if (canvas.dice.roll("level: chance", 100) < percent) canvas.paint(cell, fresh.character, fresh.light);
    }
  }
}

/** `corridors`: mazes are of corridor, not of floor. */
export function mazewalk(
  canvas: Canvas,
  values: Evaluator,
  { place, direction, fill }: Extract<Command, { kind: "MAZEWALK" }>,
  ways: "floor" | "corridors",
): void {
  const { terrain } = canvas.state;
  const from = values.cell(place, ["any"]);
  const ground = (fill === undefined ? undefined : TERRAIN_OF[fill]) ?? (ways === "corridors" ? CORRIDOR : FLOOR);
  let x = (from % COLUMNS) + (direction === "east" ? 1 : direction === "west" ? -1 : 0);
  let y = Math.trunc(from / COLUMNS) + (direction === "south" ? 1 : direction === "north" ? -1 : 0);
  if (!canvas.isWithin(x, y) || x < 1) canvas.fail("a maze that starts outside the level", "a place inside");
  if (terrain[y * COLUMNS + x] !== DOOR) terrain[y * COLUMNS + x] = ground;
  // The game's columns count from 1: its odd ones are the screen's even ones.
  if (x % 2 === 1) {
    x += direction === "east" ? 1 : -1;
    terrain[y * COLUMNS + x] = ground;
  }
  if (y % 2 === 0) y += direction === "south" ? 1 : -1;
  if (!canvas.isWithin(x, y)) canvas.fail("a maze that starts outside the level", "a place inside");
  walkFrom({ terrain, ground, dice: canvas.dice }, y * COLUMNS + x);
}

/** Stone beside floor becomes wall, upright where the floor is in its row. */
export function wallify(canvas: Canvas): void {
  const { state } = canvas;
  const { left, top, right, bottom } = canvas.map;
  const before = state.terrain.slice();
  const isOpen = (x: number, y: number) => canvas.isWithin(x, y) && (before[y * COLUMNS + x] ?? STONE) >= FLOOR;
  for (let y = Math.max(0, top - 1); y <= Math.min(ROWS - 1, bottom + 1); y++) {
    for (let x = Math.max(0, left - 1); x <= Math.min(COLUMNS - 1, right + 1); x++) {
      if (before[y * COLUMNS + x] !== STONE) continue;
      const inRow = isOpen(x - 1, y) || isOpen(x + 1, y);
      const beside = [-1, 0, 1].some((dx) => isOpen(x + dx, y - 1) || isOpen(x + dx, y + 1));
      if (inRow || beside) canvas.paint(y * COLUMNS + x, beside ? "-" : "|", undefined);
    }
  }
}
