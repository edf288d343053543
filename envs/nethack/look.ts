/**
 * What the hero sees and remembers. After every action that moved the hero or changed something, the cells in sight
 * are remembered as they look; the planes hold the memory with the hero on top.
 *
 * Sight costs more than everything else of a step, so lists of cells in sight are kept by the geometry's hash and the
 * hero's cell, across steps, resets and games.
 */
import { geometryKey } from "./geometry.js";
import { CORPSE_FLAG, floorLook, holds, isBeside, OBJECT_GLYPH, stepDirection } from "./look-cells.js";
import { CORPSE_GLYPH, GLYPH as MONSTER_GLYPH } from "./monster-kinds.js";
import { ROLES } from "./roles.js";
import { couldSee, makeRuns } from "./sight.js";
import { CELL, CHANGES, LAST_CHANGES, LAST_LOOK, LIVE, MOST_MONSTERS, ROLE, type State } from "./state.js";
import {
  CELLS,
  COLUMNS,
  DARK_FLOOR_GLYPH,
  DOOR,
  FLOOR,
  FLOOR_GLYPH,
  GLYPH_CHARS,
  GLYPH_COLOURS,
  HORIZONTAL,
  STONE,
} from "./terrain.js";
import { seenDirection, wallGlyph } from "./walls.js";

/**
 * Cells in sight from a cell, ascending, that cell left out. `directions` is 0 for a clear cell, else the bits of the
 * directions that it is seen from, never 0.
 */
interface SightList {
  readonly cells: Int16Array;
  readonly directions: Uint8Array;
}

/** What one step changes in sight: clear cells to forget, and a list of cells to remember (new ones, or at a new angle). */
interface SightChange {
  readonly leaving: Int16Array;
  readonly entering: SightList;
}

/** What is in sight from one cell, and what each of the eight steps from it changes, as far as they were asked for. */
interface Outlook {
  readonly list: SightList;
  readonly changes: (SightChange | undefined)[];
}

/** Sight under one geometry, by the hero's cell. */
type Geometry = (Outlook | undefined)[];

// Of full length from the start: an array that grows at a far index becomes a hash table.
const newGeometry = (): Geometry => new Array<Outlook | undefined>(CELLS).fill(undefined);

/** Bits of NE, SE, SW, NW. */
const DIAGONALS = 0b10101010;

/** So many lists are kept at most; then all are forgotten (a cache, so nothing depends on it). */
const MOST_LISTS = 60_000;

export class Sight {
  private readonly geometries = new Map<number, Geometry>();
  private readonly marks = new Uint8Array(CELLS);
  private readonly runs = makeRuns();
  // Scratch for lists under way.
  private readonly cells = new Int16Array(CELLS);
  private readonly directions = new Uint8Array(CELLS);
  private readonly leaving = new Int16Array(CELLS);
  /** What the last look changed beside the hero's own cell: nothing else was painted. Absent when it looked at all anew. */
  change: SightChange | undefined;
  private held = 0;
  private currentKey = -1;
  private current: Geometry = newGeometry();

  private geometryOf(words: Uint32Array): Geometry {
    const key = geometryKey(words);
    if (key === this.currentKey) return this.current;
    let geometry = this.geometries.get(key);
    if (geometry === undefined) {
      geometry = newGeometry();
      this.geometries.set(key, geometry);
    }
    this.currentKey = key;
    this.current = geometry;
    return geometry;
  }

  /** What is in sight from a cell under the state's geometry. */
  private outlookFrom(state: State, cell: number): Outlook {
    const held = this.geometryOf(state.geometry)[cell];
    if (held !== undefined) return held;
    if (this.held++ > MOST_LISTS) {
      this.held = 0;
      this.geometries.clear();
      this.currentKey = -1;
    }
    const outlook = { list: this.compute(state, cell), changes: new Array<SightChange | undefined>(8).fill(undefined) };
    this.geometryOf(state.geometry)[cell] = outlook;
    return outlook;
  }

  /** In sight: could be seen, and lit or beside the hero; an opaque cell also needs a lit cell before it. */
  private compute(state: State, heroCell: number): SightList {
    const { opaque, lit } = state;
    const { marks, cells, directions } = this;
    couldSee(opaque, heroCell, marks, this.runs);
    const hx = heroCell % COLUMNS;
    const hy = Math.trunc(heroCell / COLUMNS);
    let count = 0;
    for (let cell = marks.indexOf(1); cell >= 0; cell = marks.indexOf(1, cell + 1)) {
      if (cell === heroCell) continue;
      if (!isBeside(cell, heroCell)) {
        if (!lit[cell]) continue;
        const x = cell % COLUMNS;
        const y = Math.trunc(cell / COLUMNS);
        const before = cell + Math.sign(hy - y) * COLUMNS + Math.sign(hx - x);
        if (opaque[cell] && !lit[before]) continue;
      }
      cells[count] = cell;
      // For every opaque cell: the same geometry may have a wall, a door or stone here in another game.
      directions[count++] = opaque[cell] ? seenDirection(state, cell, heroCell) : 0;
    }
    return { cells: cells.slice(0, count), directions: directions.slice(0, count) };
  }

  /** Both lists ascend, so one walk over them finds what leaves and what enters. `to` is where the hero now stands. */
  private changeBetween(before: SightList, after: SightList, to: number): SightChange {
    const { cells, directions, leaving } = this;
    let left = 0;
    let entered = 0;
    let i = 0;
    for (let j = 0; j <= after.cells.length; j++) {
      const cell = j < after.cells.length ? after.cells[j]! : CELLS;
      for (; i < before.cells.length && before.cells[i]! < cell; i++) {
        // Of what leaves, only floor will look otherwise, and floor is clear.
        if (before.directions[i] === 0 && before.cells[i] !== to) leaving[left++] = before.cells[i]!;
      }
      if (cell === CELLS) break;
      const was = before.cells[i] === cell ? before.directions[i++]! : -1;
      const bits = after.directions[j]!;
      if (was === bits) continue;
      cells[entered] = cell;
      directions[entered++] = bits;
    }
    const entering = { cells: cells.slice(0, entered), directions: directions.slice(0, entered) };
    return { leaving: leaving.slice(0, left), entering };
  }

  /** The change from one cell to its neighbour under the state's geometry; `direction` is that of the step. */
  private changeOf(state: State, from: number, to: number, direction: number): SightChange {
    const outlook = this.outlookFrom(state, from);
    const held = outlook.changes[direction];
    if (held !== undefined) return held;
    const change = this.changeBetween(outlook.list, this.outlookFrom(state, to).list, to);
    outlook.changes[direction] = change;
    return change;
  }

  /** Refreshes memory and planes for where the hero now stands and what has changed. */
  look(state: State): void {
    const { hero, geometry, lastGeometry } = state;
    const cell = hero[CELL]!;
    const last = hero[LAST_LOOK]!;
    const wasDrawn = state.drawnCount[0] !== 0;
    if (wasDrawn) this.undrawMonsters(state);
    const isSameView =
      hero[LAST_CHANGES] === hero[CHANGES] && geometry[0] === lastGeometry[0] && geometry[1] === lastGeometry[1];
    const direction = last < 0 ? -1 : stepDirection(last, cell);
    if (isSameView && direction >= 0) {
      const change = this.changeOf(state, last, cell, direction);
      this.forget(state, change.leaving);
      this.remember(state, change.entering);
      this.change = wasDrawn ? undefined : change;
    } else {
      const { list } = this.outlookFrom(state, cell);
      if (last >= 0) this.forgetAll(state);
      this.remember(state, list);
      if (last >= 0 && direction < 0) this.leave(state, last, cell);
      this.change = undefined;
      lastGeometry.set(geometry);
      hero[LAST_CHANGES] = hero[CHANGES]!;
    }
    hero[LAST_LOOK] = cell;
    this.paint(state, cell, ROLES[hero[ROLE]!]!.glyph);
    if (hero[LIVE] !== 0) this.drawMonsters(state, cell);
  }

  /** Whether a cell is in sight from where the hero stands. */
  sees(state: State, cell: number): boolean {
    return holds(this.outlookFrom(state, state.hero[CELL]!).list.cells, cell);
  }

  /** Takes the monsters of the last look away: what was remembered beneath them shows. */
  private undrawMonsters(state: State): void {
    const { drawnCell, drawnUnder, drawnCount } = state;
    for (let i = drawnCount[0]! - 1; i >= 0; i--) this.paint(state, drawnCell[i]!, drawnUnder[i]!);
    drawnCount[0] = 0;
  }

  /** Draws the monsters in sight over what is remembered. */
  private drawMonsters(state: State, hero: number): void {
    const { cells } = this.outlookFrom(state, hero).list;
    const { monsterKind, monsterCell, drawnCell, drawnUnder, drawnCount } = state;
    for (let row = 0; row < MOST_MONSTERS; row++) {
      if (monsterKind[row] === 0) continue;
      const cell = monsterCell[row]!;
      if (!holds(cells, cell)) continue;
      const count = drawnCount[0]!;
      drawnCell[count] = cell;
      drawnUnder[count] = state.glyphs[cell]!;
      drawnCount[0] = count + 1;
      this.paint(state, cell, MONSTER_GLYPH[monsterKind[row]!]!);
      this.change = undefined;
    }
  }

  /** Left from afar, as by teleportation: what lies there is remembered, as it looks out of sight. */
  private leave(state: State, last: number, cell: number): void {
    if (last === cell || state.glyphs[last] !== ROLES[state.hero[ROLE]!]!.glyph) return;
    this.paint(state, last, floorLook(state, last));
    this.darken(state, last);
  }

  /** A level that the hero knows from the start: all of it is remembered as if it had been seen from everywhere. */
  rememberAll(state: State): void {
    const { terrain, seenFrom, wallMode } = state;
    for (let cell = 0; cell < CELLS; cell++) {
      const kind = terrain[cell]!;
      if (kind >= DOOR) {
        this.paint(state, cell, floorLook(state, cell));
      } else if (kind !== STONE) {
        seenFrom[cell] = 255;
        this.paint(state, cell, wallGlyph(kind, wallMode[cell]!, 255));
      }
    }
  }

  private paint(state: State, cell: number, glyph: number): void {
    if (state.glyphs[cell] === glyph) return;
    state.glyphs[cell] = glyph;
    state.specials[cell] = glyph >= CORPSE_GLYPH && glyph < OBJECT_GLYPH ? CORPSE_FLAG : 0;
    state.chars[cell] = GLYPH_CHARS[glyph]!;
    state.colors[cell] = GLYPH_COLOURS[glyph]!;
  }

  private remember(state: State, { cells, directions }: SightList): void {
    const { terrain, floorHead, seenFrom, wallMode, glyphs } = state;
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      const kind = terrain[cell]!;
      if (kind === FLOOR && floorHead[cell] === 0) {
        if (glyphs[cell] !== FLOOR_GLYPH) this.paint(state, cell, FLOOR_GLYPH);
      } else if (kind >= DOOR) {
        const glyph = floorLook(state, cell);
        if (glyphs[cell] === glyph) continue;
        this.paint(state, cell, glyph);
        if (floorHead[cell] !== 0 && isBeside(cell, state.hero[CELL]!)) state.objectClose[floorHead[cell]! - 1] = 1;
      } else if (kind !== STONE) {
        // What a diagonal view adds is for T walls alone: a straight wall is seen from where the hero is.
        const bits = directions[i]!;
        const seen = seenFrom[cell]! | (kind <= HORIZONTAL && (bits & DIAGONALS) !== 0 ? bits & DIAGONALS : bits);
        if (seen === seenFrom[cell]) continue;
        seenFrom[cell] = seen;
        this.paint(state, cell, wallGlyph(kind, wallMode[cell]!, seen));
      }
    }
  }

  /** Floor out of sight is remembered as dark, lit or not (the game's dark_room option with colour). */
  private darken(state: State, cell: number): void {
    if (state.glyphs[cell] === FLOOR_GLYPH) this.paint(state, cell, DARK_FLOOR_GLYPH);
  }

  private forget(state: State, cells: Int16Array): void {
    for (let i = 0; i < cells.length; i++) this.darken(state, cells[i]!);
  }

  /** After a change of what can be seen: all floor is out of sight until it is remembered anew. */
  private forgetAll(state: State): void {
    const { glyphs } = state;
    for (let cell = glyphs.indexOf(FLOOR_GLYPH); cell >= 0; cell = glyphs.indexOf(FLOOR_GLYPH, cell + 1)) {
      this.paint(state, cell, DARK_FLOOR_GLYPH);
    }
  }
}
