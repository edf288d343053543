/**
 * The start state of a recorded episode: rooms as the plan allows them, where the shown cells say; a cell that the start
 * does not show takes its content from the step that first shows it.
 */
import type { Frame } from "../frame.js";
import type { RecordedEpisode } from "../trace-file.js";
import { cellOf, framesOf, type Rooms, shownFirst } from "./conform-frames.js";
import { survey, UNSEEN } from "./conform-survey.js";
import type { Game, Plan } from "./game.js";
import { hashGeometry } from "./geometry.js";
import { buildRooms } from "./levels/keyroom.js";
import { buildRoom } from "./levels/room.js";
import {
  ALTERNATE,
  APPLE,
  addToPack,
  BLESSED,
  BLINDFOLD,
  CARROT,
  DAGGER,
  HELMET,
  LANCE,
  LEATHER_ARMOR,
  LEATHER_GLOVES,
  LOCK_PICK,
  LONG_SWORD,
  LOOK,
  layOnFloor,
  MASTER_KEY,
  makeObject,
  objectName,
  POTION_OF_SICKNESS,
  RING_MAIL,
  SACK,
  SHORT_SWORD,
  SMALL_SHIELD,
  UNCURSED,
  UNUSED,
  WIELDED,
  WORN,
} from "./objects.js";
import { HERO_STATS } from "./observe.js";
import { CELL, ROLE, type State } from "./state.js";
import {
  CELLS,
  COLUMNS,
  DOOR,
  FLOOR,
  isWall,
  LOCKED,
  STAIRS_DOWN,
  STAIRS_UP,
  STONE,
  T_LEFT,
  T_RIGHT,
  VERTICAL,
} from "./terrain.js";

/** What each sign can be; a key lies on floor. */
const FITS: Readonly<Record<string, (terrain: number) => boolean>> = {
  ".": (terrain) => terrain === FLOOR,
  "(": (terrain) => terrain === FLOOR,
  "<": (terrain) => terrain === FLOOR,
  ">": (terrain) => terrain === FLOOR,
  // A T whose stem points east or west shows either sign; every other shape shows one.
  "|": (terrain) => terrain === VERTICAL || terrain === T_LEFT || terrain === T_RIGHT,
  "-": (terrain) => isWall(terrain) && terrain !== VERTICAL,
  "+": isWall,
};

function firstMisfit(state: State, shown: readonly string[], visited: readonly number[]): string | undefined {
  for (let cell = 0; cell < CELLS; cell++) {
    const sign = shown[cell]!;
    if (sign !== " " && !FITS[sign]?.(state.terrain[cell]!)) {
      return `the sign "${sign}" at (${cell % COLUMNS},${Math.trunc(cell / COLUMNS)}) has no place in this level`;
    }
  }
  const wrong = visited.find((cell) => state.terrain[cell] === STONE);
  return wrong === undefined ? undefined : `the hero walks where this level has stone`;
}

/** Every level of a plan, up to what its dice furnish. */
function levelsOf(plan: Exclude<Plan, { family: "written" }>): readonly Rooms[] {
  if (plan.family === "room") return [(state) => buildRoom(state, plan)];
  const places = Array.from({ length: plan.offsets }, (_, i) => i).filter((i) => i !== 1);
  return places.flatMap((dx) => places.map((dy) => (state: State) => buildRooms(state, plan, { dx, dy })));
}

export interface FittingRooms {
  /** Several where the episode never shows what would tell them apart. */
  readonly fits: readonly Rooms[];
  /** Why the last one that does not fit does not. */
  readonly misfit: string;
}

/** The levels of a plan in which everything that the episode shows has its place. */
export function fittingRooms(game: Game, plan: Plan, episode: RecordedEpisode): FittingRooms {
  if (plan.family === "written") {
    return { fits: UNSEEN.map((what) => survey(plan, episode, what)), misfit: "" };
  }
  const frames = framesOf(episode);
  const shown = shownFirst(frames);
  const visited = frames.map(cellOf);
  let misfit = "no level fits";
  const fits = levelsOf(plan).filter((rooms) => {
    game.clear();
    rooms(game.state);
    const wrong = firstMisfit(game.state, shown, visited);
    if (wrong !== undefined) misfit = wrong;
    return wrong === undefined;
  });
  return { fits, misfit };
}

function buildRoomsFor(game: Game, rooms: Rooms, frames: readonly Frame[]): void {
  const { state } = game;
  const shown = shownFirst(frames);
  const start = cellOf(frames[0]!);
  game.clear();
  rooms(state);
  state.terrain[start] = STAIRS_UP;
  const goal = shown.indexOf(">");
  if (goal >= 0) state.terrain[goal] = STAIRS_DOWN;
  const door = shown.indexOf("+");
  if (door >= 0) {
    const isVertical = state.terrain[door - COLUMNS]! < DOOR && state.terrain[door + COLUMNS]! < DOOR;
    state.terrain[door] = DOOR;
    state.door[door] = LOCKED;
    state.doorVertical[door] = isVertical ? 1 : 0;
  }
  const key = /You see here .*\bkey\b/.test(frames[0]!.message) ? start : shown.indexOf("(");
  if (key >= 0) layOnFloor(state, makeObject(state, MASTER_KEY, 1, UNUSED), key);
  hashGeometry(state);
}

/** Glyph of the potions' first look. */
const FIRST_POTION = 2178;

/** The drawn look of a game's potion; 0 where no glyph tells it. */
function potionLook(glyph: number | undefined): number {
  const look = (glyph ?? FIRST_POTION) - FIRST_POTION;
  return look >= 0 && look < 256 ? look : 0;
}

/** What the kits hold, by what their names contain: kind, detail without blessing, and the glyph of its first look. */
const KIT: readonly (readonly [part: string, kind: number, detail: number, firstGlyph?: number])[] = [
  ["short sword", SHORT_SWORD, WIELDED],
  ["dagger", DAGGER, ALTERNATE],
  ["leather armor", LEATHER_ARMOR, WORN],
  ["lock pick", LOCK_PICK, UNUSED],
  ["sack", SACK, UNUSED],
  ["blindfold", BLINDFOLD, UNUSED],
  ["long sword", LONG_SWORD, WIELDED],
  ["lance", LANCE, ALTERNATE],
  ["ring mail", RING_MAIL, WORN],
  ["helmet", HELMET, WORN, 1984],
  ["small shield", SMALL_SHIELD, WORN],
  ["leather gloves", LEATHER_GLOVES, WORN, 2042],
  ["uncursed apple", APPLE, UNCURSED],
  ["uncursed carrot", CARROT, UNCURSED],
];

function thingOf(text: string, glyph: number | undefined): readonly [kind: number, detail: number] | undefined {
  if (text.includes("potion of sickness")) return [POTION_OF_SICKNESS, potionLook(glyph)];
  const [, kind, detail, first] = KIT.find(([part]) => text.includes(part)) ?? [];
  if (kind === undefined || detail === undefined) return undefined;
  const look = first === undefined || glyph === undefined ? 0 : Math.min(3, Math.max(0, glyph - first));
  return [kind, detail + LOOK * look + (/ blessed /.test(text) ? BLESSED : 0)];
}

/** `glyphs`: of the pack's things in order, where recorded: they tell how this game's potion looks. */
function buildPack(state: State, frame: Frame, glyphs: ArrayLike<number> | undefined): string | undefined {
  for (const [i, { letter, text }] of (frame.inventory ?? []).entries()) {
    const kind = thingOf(text, glyphs?.[i]);
    if (kind === undefined) return `the pack holds "${text}", which this engine does not know`;
    const [, count] = /^(\d+) /.exec(text) ?? [];
    const row = makeObject(state, kind[0], Number(count ?? 1), kind[1]);
    addToPack(state, row);
    const built = `${String.fromCharCode(state.objectLetter[row]!)} - ${objectName(state, row)}`;
    if (built !== `${letter} - ${text}`) return `the pack holds "${letter} - ${text}", built was "${built}"`;
  }
  return undefined;
}

/** Builds the start into `game`; says why it could not. */
export function buildStart(game: Game, plan: Plan, rooms: Rooms, episode: RecordedEpisode): string | undefined {
  const { state } = game;
  if (plan.family === "written") {
    game.clear();
    rooms(state);
    game.isMapped = plan.isMapped;
    state.hero[ROLE] = plan.role ?? 0;
  } else buildRoomsFor(game, rooms, framesOf(episode));
  for (const [index, to] of HERO_STATS) state.hero[to] = episode.startStats[index] ?? 0;
  state.hero[CELL] = cellOf(episode.start);
  const pack = buildPack(state, episode.start, episode.startKeys.get("inv_glyphs"));
  if (pack !== undefined) return pack;
  game.begin();
  return undefined;
}
