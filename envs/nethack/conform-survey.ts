/**
 * A written level as a recording shows it: terrain, doors, boulders and apples where the first step that shows a cell has
 * them. What is never seen is taken to be stone. Shapes of walls follow from the walls that were seen.
 */
import type { Frame } from "../frame.js";
import type { RecordedEpisode } from "../trace-file.js";
import { cellOf, framesOf, type Rooms, shownFirst } from "./conform-frames.js";
import { monstersOf, namingOf, place } from "./conform-monsters.js";
import { placeHidden, placeSleepers } from "./conform-placing.js";
import { fillRooms, isFloorSign, joinRooms } from "./conform-rooms.js";
import {
  appleCounts,
  boardCells,
  hiddenBoulders,
  hiddenCells,
  lockedDoors,
  pushedTo,
  trapCells,
  treesTold,
} from "./conform-told.js";
import type { Dice } from "./dice.js";
import type { Written } from "./game.js";
import { buildLevel } from "./levels/des/interpreter.js";
import { finishGeometry, shapeLevel } from "./levels/shapes.js";
import { APPLE, BOULDER, layOnFloor, makeObject, UNUSED } from "./objects.js";
import { HERO_GLYPHS } from "./roles.js";
import { CELL, type State } from "./state.js";
import {
  BLANK,
  CELLS,
  CLOSED,
  CLOUD,
  COLUMNS,
  CORRIDOR,
  DOOR,
  DOORWAY_GLYPH,
  FLOOR,
  FOUNTAIN,
  HORIZONTAL,
  isWater,
  KNOWN_TRAP,
  LAVA,
  LOCKED,
  MOAT,
  NO_DOOR,
  OPEN,
  OPEN_HORIZONTAL,
  OPEN_VERTICAL,
  SECRET,
  STAIRS_DOWN,
  STAIRS_UP,
  STONE,
  TREE,
  TREE_GLYPH,
  VERTICAL,
  WATER,
} from "./terrain.js";
import { SQUEAKY_BOARD, TELEPORT_TRAP } from "./traps.js";

/** The glyph that each cell showed first, the hero's and blanks aside. */
function glyphsFirst(episode: RecordedEpisode): readonly number[] {
  const first: number[] = Array.from({ length: CELLS }, () => BLANK);
  for (const { glyphs } of [episode.startPlanes, ...episode.steps.map(({ planes }) => planes)]) {
    glyphs?.forEach((row, y) => {
      row.forEach((glyph, x) => {
        const cell = y * COLUMNS + x;
        if (first[cell] === BLANK && !HERO_GLYPHS.includes(glyph)) first[cell] = glyph;
      });
    });
  }
  return first;
}

interface Survey {
  readonly shown: readonly string[];
  /** The glyph that a cell showed first, where recorded; else the blank. */
  readonly glyphs: readonly number[];
  readonly hidden: ReadonlySet<number>;
  readonly trees: ReadonlySet<number>;
  readonly signs: Written["signs"];
  readonly isLively: boolean;
}

/** Whether a wall's sign is an open door's: with floor on both sides along its sign's own direction. */
function isOpenDoor({ shown, glyphs, signs }: Survey, cell: number): boolean {
  const glyph = glyphs[cell];
  if (glyph !== undefined && glyph !== BLANK) return glyph === OPEN_VERTICAL || glyph === OPEN_HORIZONTAL;
  const step = shown[cell] === "-" ? 1 : COLUMNS;
  const isGround = (at: number) => isFloorSign(shown[at]) || (signs["#"] === CORRIDOR && shown[at] === "#");
  const before = isGround(cell - step);
  const behind = isGround(cell + step);
  if (signs["#"] === CORRIDOR) {
    const along = step === 1 ? COLUMNS : 1;
    const isWallSign = (at: number) => shown[at] === "-" || shown[at] === "|";
    return isWallSign(cell - along) && isWallSign(cell + along) && (before || behind);
  }
  // Where doors are open from the start one side may never be seen.
  return signs["+"] === OPEN ? before || behind : before && behind;
}

/** Whether a dot is a doorway: in a wall, with something to walk on before and behind. */
function isDoorway({ shown, glyphs, signs }: Survey, cell: number): boolean {
  const glyph = glyphs[cell];
  if (glyph !== undefined && glyph !== BLANK) return glyph === DOORWAY_GLYPH;
  if (signs["#"] !== CORRIDOR) return false;
  const isWallSign = (at: number) => shown[at] === "-" || shown[at] === "|";
  return (isWallSign(cell - 1) && isWallSign(cell + 1)) || (isWallSign(cell - COLUMNS) && isWallSign(cell + COLUMNS));
}

/** Clouds and trees have one sign: told by the glyph, or by a step at it; else a cloud is likelier. */
const cloudOrTree = ({ glyphs, trees }: Survey, cell: number): number =>
  trees.has(cell) || glyphs[cell] === TREE_GLYPH ? TREE : CLOUD;

function setCell(state: State, survey: Survey, cell: number, locked: ReadonlySet<number>): void {
  const { shown, signs } = survey;
  const { terrain, door } = state;
  const sign = shown[cell]!;
  if (survey.hidden.has(cell)) {
    const isPassage = sign === "#";
    terrain[cell] = isPassage ? STONE : sign === "-" ? HORIZONTAL : VERTICAL;
    door[cell] = SECRET + (isPassage ? 0 : locked.has(cell) ? LOCKED : CLOSED);
    return;
  }
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
      terrain[cell] = signs["#"] === CLOUD ? cloudOrTree(survey, cell) : (signs["#"] ?? CORRIDOR);
      return;
    case "}":
      terrain[cell] = signs.waterRows?.includes(Math.trunc(cell / COLUMNS)) ? WATER : (signs["}"] ?? MOAT);
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
      // Among monsters it is what one of them has left.
      if (sign === "%" && survey.isLively) return;
      layOnFloor(state, makeObject(state, sign === "`" ? BOULDER : APPLE, 1, UNUSED), cell);
      return;
    default:
      terrain[cell] = FLOOR;
      if (sign !== "." || !isDoorway(survey, cell)) return;
      terrain[cell] = DOOR;
      door[cell] = NO_DOOR;
  }
}

function lightCell({ terrain, lit }: State, { signs: { light } }: Written, cell: number): void {
  const kind = terrain[cell]!;
  const isLit = light === "lit" || (light === "rooms" && kind !== CORRIDOR && kind !== STONE);
  lit[cell] = isLit || kind === LAVA ? 1 : 0;
}

/** A cell is taken to be otherwise than it was never seen. What sight passes through unseen is dark: a corridor. */
export function guessAt(state: State, plan: Written, cell: number, guess: Guess): void {
  if (guess === "boulder") layOnFloor(state, makeObject(state, BOULDER, 1, UNUSED), cell);
  else state.terrain[cell] = guess === "solid" ? STONE : plan.signs["#"] === CORRIDOR ? CORRIDOR : FLOOR;
  if (plan.signs.map === undefined) lightCell(state, plan, cell);
}

/** For levels that are the same each time. */
const NO_DICE: Dice = { roll: () => 0 };

/** What is taken to stand where nothing was seen. */
export const UNSEEN = ["rooms", "walled rooms", "rooms in lava", "joined rooms in lava", "stone"] as const;
export type Unseen = (typeof UNSEEN)[number];

/** "boulder": one that liquid hides. */
export type Guess = "clear" | "solid" | "boulder";

/** Cells that were never seen, and whether sight passes through them all the same: what was seen behind them tells. */
export type Guesses = ReadonlyMap<number, Guess>;

/** Cells that no frame shows. */
export function unseenCells(episode: RecordedEpisode): ReadonlySet<number> {
  const frames = framesOf(episode);
  const stood = new Set(frames.map(cellOf));
  return new Set(shownFirst(frames).flatMap((sign, cell) => (sign === " " && !stood.has(cell) ? [cell] : [])));
}

/** Builds what an episode shows into a cleared state. */
export function survey(plan: Written, episode: RecordedEpisode, unseen: Unseen, guesses: Guesses = new Map()): Rooms {
  const frames: readonly Frame[] = framesOf(episode);
  const shown = shownFirst(frames);
  const isBareStart = shown[cellOf(episode.start)] === ".";
  for (const cell of pushedTo(episode)) shown[cell] = ".";
  // Where the hero stood there is floor, if nothing else was ever shown there.
  for (const frame of frames) if (shown[cellOf(frame)] === " ") shown[cellOf(frame)] = ".";
  for (const frame of frames)
    for (const { cell } of monstersOf(frame, undefined)) if (shown[cell] === " ") shown[cell] = ".";
  if (unseen === "joined rooms in lava") joinRooms(shown);
  if (unseen !== "stone") fillRooms(shown, unseen === "rooms" ? " " : unseen === "walled rooms" ? "|" : "}");
  const found: Survey = {
    shown,
    glyphs: glyphsFirst(episode),
    hidden: hiddenCells(episode),
    trees: treesTold(episode),
    signs: plan.signs,
    isLively: plan.isLively === true,
  };
  const locked = lockedDoors(episode);
  const traps = trapCells(episode, found.shown);
  const apples = appleCounts(episode);
  const boards = plan.pays === "grid bug" ? boardCells(episode) : [];
  return (state) => {
    if (plan.signs.map !== undefined) buildLevel(state, plan.signs.map(), NO_DICE);
    const known = state.terrain;
    const boulders = hiddenBoulders(episode, (cell) => isWater(known[cell]!) || known[cell] === LAVA);
    for (let cell = 0; cell < CELLS; cell++) if (!boulders.filled.has(cell)) setCell(state, found, cell, locked);
    for (const cell of boulders.at) layOnFloor(state, makeObject(state, BOULDER, 1, UNUSED), cell);
    for (const [cell, guess] of guesses) guessAt(state, plan, cell, guess);
    for (const cell of traps) {
      state.terrain[cell] = plan.isMapped ? KNOWN_TRAP : FLOOR;
      state.door[cell] = plan.signs["^"] ?? TELEPORT_TRAP;
    }
    for (const cell of boards) state.door[cell] = SQUEAKY_BOARD;
    for (const [cell, count] of apples) {
      const top = state.floorHead[cell]!;
      if (top !== 0 && state.objectKind[top - 1] === APPLE) state.objectCount[top - 1] = count;
    }
    state.terrain[cellOf(episode.start)] = isBareStart ? FLOOR : STAIRS_UP;
    if (plan.signs.map === undefined) for (let cell = 0; cell < CELLS; cell++) lightCell(state, plan, cell);
    shapeLevel(state);
    // An open door's sign tells which way its wall runs, also where that wall was not seen.
    for (let cell = 0; cell < CELLS; cell++) {
      if (state.door[cell] === OPEN) state.doorVertical[cell] = shown[cell] === "-" ? 1 : 0;
    }
    finishGeometry(state);
    state.hero[CELL] = cellOf(episode.start);
    const naming = namingOf(episode);
    if (plan.signs.monsters === "asleep") placeSleepers(state, episode);
    else if (plan.isMapped && plan.signs.monsters === "of classes") placeHidden(state, episode);
    if (plan.signs.monsters !== "asleep")
      for (const one of monstersOf(episode.start, episode.startPlanes.glyphs, naming)) place(state, one);
  };
}
