/**
 * A written level as a recording shows it: terrain, doors, boulders and apples where the first step that shows a cell has
 * them. What is never seen is taken to be stone. Shapes of walls follow from the walls that were seen.
 */
import type { Frame } from "../frame.js";
import type { RecordedEpisode } from "../trace-file.js";
import { cellOf, framesOf, shownFirst } from "./conform-frames.js";
import type { Rooms } from "./conform-start.js";
import type { Written } from "./game.js";
import { finishGeometry, shapeLevel } from "./levels/shapes.js";
import { APPLE, BOULDER, layOnFloor, makeObject, UNUSED } from "./objects.js";
import type { State } from "./state.js";
import {
  BROKEN,
  CELLS,
  CLOSED,
  COLUMNS,
  CORRIDOR,
  DOOR,
  FLOOR,
  FOUNTAIN,
  HORIZONTAL,
  LAVA,
  LOCKED,
  MOAT,
  OPEN,
  STAIRS_DOWN,
  STAIRS_UP,
  STONE,
  VERTICAL,
} from "./terrain.js";
import { TELEPORT_TRAP } from "./traps.js";

const DOORWAY_GLYPH = 2371;
const FLOOR_SIGNS = ".@<>%`^";

const isFloorSign = (sign: string | undefined): boolean =>
  sign !== undefined && sign !== " " && FLOOR_SIGNS.includes(sign);

/** Where the hero was carried off: the cell that a step led to, when he then stood elsewhere. */
function trapCells(episode: RecordedEpisode): ReadonlySet<number> {
  const cells = new Set<number>();
  let from = cellOf(episode.start);
  for (const { action, frame } of episode.steps) {
    if (frame === undefined) break;
    const to = cellOf(frame);
    const dx = /E/.test(action) ? 1 : /W/.test(action) ? -1 : 0;
    const dy = /N/.test(action) ? -1 : /S/.test(action) ? 1 : 0;
    const isFar = Math.abs((to % COLUMNS) - (from % COLUMNS)) > 1 || Math.abs(to - from) > COLUMNS + 1;
    if (isFar) cells.add(from + dy * COLUMNS + dx);
    frame.rows.forEach((row, y) => {
      for (let x = row.indexOf("^"); x >= 0; x = row.indexOf("^", x + 1)) cells.add(y * COLUMNS + x);
    });
    from = to;
  }
  return cells;
}

/** Cells of doors that the hero found locked. */
function lockedDoors(episode: RecordedEpisode): ReadonlySet<number> {
  const cells = new Set<number>();
  let from = cellOf(episode.start);
  for (const { action, frame } of episode.steps) {
    if (frame === undefined) break;
    const dx = /E/.test(action) ? 1 : /W/.test(action) ? -1 : 0;
    const dy = /N/.test(action) ? -1 : /S/.test(action) ? 1 : 0;
    if (frame.message === "This door is locked.") cells.add(from + dy * COLUMNS + dx);
    from = cellOf(frame);
  }
  return cells;
}

interface Survey {
  readonly shown: readonly string[];
  readonly glyphs: readonly (readonly number[])[] | undefined;
  readonly signs: Written["signs"];
}

/** Whether a wall's sign is an open door's: with floor on both sides along its sign's own direction. */
function isOpenDoor({ shown, glyphs }: Survey, cell: number): boolean {
  const glyph = glyphs?.[Math.trunc(cell / COLUMNS)]?.[cell % COLUMNS];
  if (glyph !== undefined && glyph !== 2359) return glyph === 2372 || glyph === 2373;
  const step = shown[cell] === "-" ? 1 : COLUMNS;
  return isFloorSign(shown[cell - step]) && isFloorSign(shown[cell + step]);
}

/** Whether a dot is a doorway: in a wall, with something to walk on before and behind. */
function isDoorway({ shown, glyphs, signs }: Survey, cell: number): boolean {
  const glyph = glyphs?.[Math.trunc(cell / COLUMNS)]?.[cell % COLUMNS];
  if (glyph !== undefined && glyph !== 2359) return glyph === DOORWAY_GLYPH;
  if (signs["#"] !== CORRIDOR) return false;
  const isWallSign = (at: number) => shown[at] === "-" || shown[at] === "|";
  return (isWallSign(cell - 1) && isWallSign(cell + 1)) || (isWallSign(cell - COLUMNS) && isWallSign(cell + COLUMNS));
}

function setCell(state: State, survey: Survey, cell: number, locked: ReadonlySet<number>): void {
  const { shown, signs } = survey;
  const { terrain, door } = state;
  const sign = shown[cell]!;
  switch (sign) {
    case " ":
      return;
    case "-":
    case "|":
      terrain[cell] = sign === "-" ? HORIZONTAL : VERTICAL;
      if (!isOpenDoor(survey, cell)) return;
      terrain[cell] = DOOR;
      door[cell] = OPEN;
      return;
    case "+":
      terrain[cell] = DOOR;
      door[cell] = locked.has(cell) ? LOCKED : (signs["+"] ?? CLOSED);
      return;
    case "#":
      terrain[cell] = signs["#"] ?? CORRIDOR;
      return;
    case "}":
      terrain[cell] = signs["}"] ?? MOAT;
      return;
    case ">":
      terrain[cell] = STAIRS_DOWN;
      return;
    case "{":
      terrain[cell] = FOUNTAIN;
      return;
    case "`":
    case "%":
      terrain[cell] = FLOOR;
      layOnFloor(state, makeObject(state, sign === "`" ? BOULDER : APPLE, 1, UNUSED), cell);
      return;
    default:
      terrain[cell] = FLOOR;
      if (sign !== "." || !isDoorway(survey, cell)) return;
      terrain[cell] = DOOR;
      door[cell] = BROKEN;
  }
}

/** Red signs are lava where both lie on a level. */
function colourLiquids(state: State, episode: RecordedEpisode, signs: Written["signs"]): void {
  const { colors } = episode.startPlanes;
  if (signs["}"] === LAVA || colors === undefined) return;
  colors.forEach((row, y) => {
    row.forEach((colour, x) => {
      if (colour === 1 && episode.start.rows[y]![x] === "}") state.terrain[y * COLUMNS + x] = LAVA;
    });
  });
}

function lightCells({ terrain, lit }: State, light: Written["signs"]["light"]): void {
  for (let cell = 0; cell < CELLS; cell++) {
    const kind = terrain[cell]!;
    const isLit = light === "lit" || (light === "rooms" && kind !== CORRIDOR && kind !== STONE);
    lit[cell] = isLit || kind === LAVA ? 1 : 0;
  }
}

/** Builds what an episode shows into a cleared state. */
export function survey(plan: Written, episode: RecordedEpisode): Rooms {
  const frames: readonly Frame[] = framesOf(episode);
  const found: Survey = { shown: shownFirst(frames), glyphs: episode.startPlanes.glyphs, signs: plan.signs };
  const locked = lockedDoors(episode);
  const traps = trapCells(episode);
  return (state) => {
    for (let cell = 0; cell < CELLS; cell++) setCell(state, found, cell, locked);
    for (const frame of frames) {
      // Where the hero stood and nothing else was ever shown there is floor.
      const cell = cellOf(frame);
      if (state.terrain[cell] === STONE) state.terrain[cell] = FLOOR;
    }
    for (const cell of traps) {
      state.terrain[cell] = FLOOR;
      state.trap[cell] = TELEPORT_TRAP;
    }
    colourLiquids(state, episode, plan.signs);
    state.terrain[cellOf(episode.start)] = STAIRS_UP;
    lightCells(state, plan.signs.light);
    shapeLevel(state);
    finishGeometry(state);
  };
}
