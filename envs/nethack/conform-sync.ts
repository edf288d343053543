/**
 * After a step that went otherwise the replay goes on from what was recorded: the hero and his numbers, the monsters and
 * things in sight, doors, traps, the pack, and what is remembered of the rest. So one miss is one miss.
 */
import type { Frame } from "../frame.js";
import type { RecordedStep } from "../trace-file.js";
import { cellOf } from "./conform-frames.js";
import { isMonsterSign, monstersOf, type Naming, resyncMonsters } from "./conform-monsters.js";
import { THINGS } from "./conform-reasons.js";
import type { Game } from "./game.js";
import { setOpaque } from "./geometry.js";
import { MONSTERS } from "./monster-kinds.js";
import {
  addToPack,
  BOULDER,
  CORPSE,
  freeObject,
  layOnFloor,
  makeObject,
  OTHER,
  objectGlyph,
  objectName,
  takeFromFloor,
  UNUSED,
} from "./objects.js";
import { HERO_STATS, NUTRITION } from "./observe.js";
import {
  AUTOPICKUP,
  CELL,
  CHANGES,
  EATEN,
  END_STATUS,
  EXPERIENCE,
  EXPERIENCE_LEVEL,
  LOAD,
  PENDING,
  STUCK,
  type State,
  TIME,
} from "./state.js";
import {
  BARS,
  BLANK,
  BROKEN,
  blocksSight,
  CELLS,
  CLOSED,
  COLUMNS,
  DARK_FLOOR_GLYPH,
  DOOR,
  FLOOR,
  GLYPH_CHARS,
  GLYPH_COLOURS,
  KNOWN_TRAP,
  LOCKED,
  OPEN,
} from "./terrain.js";
import { TELEPORT_TRAP } from "./traps.js";

/** Names of things that are none of ours, by letter of the pack. */
export type Names = Map<string, string>;

const FIRST_THING = 1906;
const LAST_THING = 2358;

/** A glyph of a thing with a sign. */
function thingGlyph(sign: string): number {
  for (let glyph = FIRST_THING; glyph <= LAST_THING; glyph++) {
    if (GLYPH_CHARS[glyph] === sign.charCodeAt(0)) return glyph;
  }
  return FIRST_THING;
}

function makeOther(state: State, glyph: number): number {
  const beyond = glyph - FIRST_THING;
  return makeObject(state, OTHER, 1 + (beyond >> 8), beyond & 255);
}

/** What lies on a cell becomes what its sign says. */
function syncFloor(state: State, cell: number, sign: string, glyph: number | undefined): void {
  const top = state.floorHead[cell]!;
  if (top !== 0 && GLYPH_CHARS[objectGlyph(state, top - 1)] === sign.charCodeAt(0)) return;
  for (let row = takeFromFloor(state, cell); row >= 0; row = takeFromFloor(state, cell)) freeObject(state, row);
  if (sign === "`") layOnFloor(state, makeObject(state, BOULDER, 1, UNUSED), cell);
  else if (THINGS.includes(sign)) layOnFloor(state, makeOther(state, glyph ?? thingGlyph(sign)), cell);
}

function syncDoor(state: State, cell: number, sign: string): void {
  const { door } = state;
  const isShut = door[cell] === CLOSED || door[cell] === LOCKED;
  if (sign === "+" && !isShut) door[cell] = CLOSED;
  else if ((sign === "-" || sign === "|") && isShut) door[cell] = OPEN;
  else if (sign === "." && (isShut || door[cell] === OPEN)) door[cell] = BROKEN;
}

/** Ground in sight, and what lies on it. */
function syncCells(game: Game, frame: Frame, glyphs: readonly (readonly number[])[] | undefined): void {
  const { state, sight } = game;
  const { terrain, door } = state;
  for (let cell = 0; cell < CELLS; cell++) {
    const sign = frame.rows[Math.trunc(cell / COLUMNS)]![cell % COLUMNS]!;
    if (sign === " " || sign === "@" || isMonsterSign(sign) || !sight.sees(state, cell)) continue;
    const kind = terrain[cell]!;
    if (kind === DOOR) syncDoor(state, cell, sign);
    else if (kind > DOOR && sign === "^" && kind < BARS) {
      terrain[cell] = KNOWN_TRAP;
      door[cell] = TELEPORT_TRAP;
    } else if (kind >= BARS && (sign === "." || THINGS.includes(sign) || sign === "`")) terrain[cell] = FLOOR;
    if (kind > DOOR) syncFloor(state, cell, sign, glyphs?.[Math.trunc(cell / COLUMNS)]?.[cell % COLUMNS]);
    const hides = state.floorHead[cell] !== 0 && state.objectKind[state.floorHead[cell]! - 1] === BOULDER;
    if (kind >= DOOR) setOpaque(state, cell, hides || blocksSight(terrain[cell]!, door[cell]!) ? 1 : 0);
  }
}

/** What is remembered becomes what was shown. */
function syncMemory(state: State, frame: Frame, glyphs: readonly (readonly number[])[] | undefined): void {
  for (let cell = 0; cell < CELLS; cell++) {
    const code = frame.rows[Math.trunc(cell / COLUMNS)]!.charCodeAt(cell % COLUMNS);
    if (state.chars[cell] === code) continue;
    const known = glyphs?.[Math.trunc(cell / COLUMNS)]?.[cell % COLUMNS];
    const guess = code === 32 ? BLANK : code === 46 ? DARK_FLOOR_GLYPH : GLYPH_CHARS.indexOf(code);
    const glyph = known ?? Math.max(0, guess);
    state.glyphs[cell] = glyph;
    state.chars[cell] = code;
    state.colors[cell] = GLYPH_COLOURS[glyph]!;
  }
}

/** The pack becomes what it was; things that are none of ours keep their names in `names`. */
export function syncPack(state: State, frame: Frame, names: Names): void {
  const recorded = new Map((frame.inventory ?? []).map(({ letter, text }) => [letter, text]));
  let last = 0;
  for (let link = state.packHead[0]!; link !== 0; ) {
    const row = link - 1;
    const next = state.objectNext[row]!;
    const letter = String.fromCharCode(state.objectLetter[row]!);
    const text = recorded.get(letter);
    if (text === undefined) {
      if (last === 0) state.packHead[0] = next;
      else state.objectNext[last - 1] = next;
      freeObject(state, row);
      names.delete(letter);
    } else {
      last = link;
      if (state.objectKind[row] === OTHER) names.set(letter, text);
      else if (objectName(state, row) !== text) rename(state, row, text, letter, names);
      recorded.delete(letter);
    }
    link = next;
  }
  for (const [letter, text] of recorded) {
    const row = makeOther(state, FIRST_THING);
    addToPack(state, row);
    state.objectLetter[row] = letter.charCodeAt(0);
    rename(state, row, text, letter, names);
  }
}

/** A thing of the pack is what its name says: a corpse, or none of ours. */
function rename(state: State, row: number, text: string, letter: string, names: Names): void {
  const [, count, name] = /^(an?|\d+) (?:uncursed )?(.+?) corpses?$/.exec(text) ?? [];
  const kind = MONSTERS.findIndex((one) => one.name === name) + 1;
  if (kind > 0) {
    state.objectKind[row] = CORPSE;
    state.objectDetail[row] = kind;
    state.objectCount[row] = Number(count) || 1;
    return;
  }
  state.objectKind[row] = OTHER;
  state.objectDetail[row] = 0;
  state.objectCount[row] = 1;
  names.set(letter, text);
}

/** What lay where the hero stands he has taken: it is in the pack as recorded. */
function takeAll(state: State, cell: number): void {
  const top = state.floorHead[cell]!;
  if (top === 0 || state.objectKind[top - 1] === BOULDER) return;
  for (let row = takeFromFloor(state, cell); row >= 0; row = takeFromFloor(state, cell)) freeObject(state, row);
}

/** The game goes on from what was recorded. */
export function resync(
  game: Game,
  { stats, planes, keys }: RecordedStep,
  frame: Frame,
  naming: Naming,
  names: Names,
): void {
  const { state } = game;
  const { hero } = state;
  hero[CELL] = cellOf(frame);
  hero[TIME] = stats[20] ?? hero[TIME]!;
  for (const [index, to] of HERO_STATS) hero[to] = state.blstats[index] = stats[index] ?? 0;
  hero[EXPERIENCE_LEVEL] = stats[18] ?? 1;
  hero[EXPERIENCE] = stats[19] ?? 0;
  hero[LOAD] = stats[22] ?? 0;
  hero[END_STATUS] = 0;
  hero[PENDING] = 0;
  const nutrition = keys.get("internal")?.[7];
  if (nutrition !== undefined) hero[EATEN] = nutrition - NUTRITION - 1 + hero[TIME]!;
  syncCells(game, frame, planes.glyphs);
  if (hero[AUTOPICKUP] === 1) takeAll(state, hero[CELL]!);
  resyncMonsters(state, monstersOf(frame, planes.glyphs, naming), (cell) => game.sight.sees(state, cell));
  const holder = /The (\w[\w ]*) touches you|You cannot escape from the (\w[\w ]*)!/.exec(frame.message);
  if (holder === null && hero[STUCK] !== 0 && state.monsterKind[hero[STUCK]! - 1] === 0) hero[STUCK] = 0;
  syncPack(state, frame, names);
  hero[CHANGES]! += 1;
  game.renew();
  syncMemory(state, frame, planes.glyphs);
}
