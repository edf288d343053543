/**
 * What the hero sees and remembers. After every action that moved the hero or changed something, the cells in sight
 * are remembered as they look; the planes hold the memory with the hero on top.
 *
 * Sight costs more than everything else of a step, so lists of cells in sight are kept by the geometry's hash and the
 * hero's cell, across steps, resets and games.
 */
import { BIT_WORDS, lowest } from "./cell-bits.js";
import { CORPSE_FLAG, floorLook, isBeside, OBJECT_GLYPH, PILE_FLAG, stepDirection } from "./look-cells.js";
import { CORPSE_GLYPH, GLYPH as MONSTER_GLYPH } from "./monster-kinds.js";
import { ROLES } from "./roles.js";
import { SightLists } from "./sight-lists.js";
import { CELL, CHANGES, LAST_CHANGES, LAST_LOOK, LIVE, MAPPED, MOST_MONSTERS, ROLE, type State } from "./state.js";
import {
  BLANK,
  CELLS,
  DARK_FLOOR_GLYPH,
  DOOR,
  FLOOR,
  FLOOR_GLYPH,
  GLYPH_CHARS,
  GLYPH_COLOURS,
  HORIZONTAL,
  STONE,
} from "./terrain.js";
import { wallGlyph } from "./walls.js";
import { wordsOf } from "./wordwise.js";

/** Two cells of the blank. */
const BLANKS = BLANK * 0x10001;

/** Bits of NE, SE, SW, NW. */
const DIAGONALS = 0b10101010;

/** In `objectClose`: drawn on the way of a run, of which only the end is shown. */
const PASSED = 2;

export class Sight {
  private readonly lists = new SightLists();
  /**
   * What the last look changed beside the hero's own cell: `changed` from `changedFrom` up to `changedTo`, and nothing
   * else was painted. `changedTo` is -1 when it looked at all anew.
   */
  changedFrom = 0;
  changedTo = -1;
  /** Set for looks within a step; `settle` follows. */
  isOnTheWay = false;

  get changed(): Int16Array {
    return this.lists.cells;
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
    const { lists } = this;
    if (isSameView && direction >= 0) {
      lists.change(state, last, cell);
      this.forget(state, lists.from, lists.entering);
      this.rememberList(state, lists.entering, lists.to);
      this.changedFrom = lists.from;
      this.changedTo = wasDrawn ? -1 : lists.to;
    } else {
      lists.list(state, cell);
      if (last >= 0) this.forgetAll(state);
      this.rememberClear(state);
      this.rememberList(state, lists.from, lists.to);
      if (last >= 0 && direction < 0) this.leave(state, last, cell);
      this.changedTo = -1;
      lastGeometry[0] = geometry[0]!;
      lastGeometry[1] = geometry[1]!;
      hero[LAST_CHANGES] = hero[CHANGES]!;
    }
    hero[LAST_LOOK] = cell;
    this.paint(state, cell, ROLES[hero[ROLE]!]!.glyph);
    if (hero[LIVE] !== 0) this.drawMonsters(state, cell);
  }

  /** At the end of a run: what was drawn on its way is described from here. */
  settle(state: State): void {
    const { floorHead, objectClose, objectNext, hero } = state;
    for (let cell = 0; cell < CELLS; cell++) {
      for (let link = floorHead[cell]!; link !== 0; link = objectNext[link - 1]!) {
        if (objectClose[link - 1]! < PASSED) continue;
        objectClose[link - 1] = isBeside(cell, hero[CELL]!) ? 1 : objectClose[link - 1]! & 1;
      }
    }
  }

  /** Whether a cell is in sight from where the hero stands. */
  sees(state: State, cell: number): boolean {
    return this.listFrom(state, state.hero[CELL]!).holds(cell);
  }

  /** The cells in sight from one. When all lists were forgotten for it, what the last look changed is gone, too. */
  private listFrom(state: State, cell: number): SightLists {
    const { lists } = this;
    const { forgotten } = lists;
    lists.list(state, cell);
    if (lists.forgotten !== forgotten) this.changedTo = -1;
    return lists;
  }

  /** Takes the monsters of the last look away: what was remembered beneath them shows. */
  private undrawMonsters(state: State): void {
    const { drawnCell, drawnUnder, drawnCount } = state;
    for (let i = drawnCount[0]! - 1; i >= 0; i--) this.paint(state, drawnCell[i]!, drawnUnder[i]!);
    drawnCount[0] = 0;
  }

  /** Draws the monsters in sight over what is remembered. */
  private drawMonsters(state: State, hero: number): void {
    const lists = this.listFrom(state, hero);
    const { monsterKind, monsterCell, drawnCell, drawnUnder, drawnCount } = state;
    for (let row = 0; row < MOST_MONSTERS; row++) {
      if (monsterKind[row] === 0) continue;
      const cell = monsterCell[row]!;
      if (!lists.holds(cell)) {
        // Whoever moves out of sight has the cell looked at anew: on a map that is known its floor turns dark.
        this.darken(state, cell);
        continue;
      }
      const count = drawnCount[0]!;
      drawnCell[count] = cell;
      drawnUnder[count] = state.glyphs[cell]!;
      drawnCount[0] = count + 1;
      this.paint(state, cell, MONSTER_GLYPH[monsterKind[row]!]!);
      this.changedTo = -1;
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
    state.hero[MAPPED] = 1;
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
    const isThing = glyph >= CORPSE_GLYPH && glyph < BLANK;
    const isPile = isThing && state.floorHead[cell] !== 0 && state.objectNext[state.floorHead[cell]! - 1] !== 0;
    state.specials[cell] = (isThing && glyph < OBJECT_GLYPH ? CORPSE_FLAG : 0) | (isPile ? PILE_FLAG : 0);
    state.chars[cell] = GLYPH_CHARS[glyph]!;
    state.colors[cell] = GLYPH_COLOURS[glyph]!;
  }

  /** Remembers all clear cells in sight. */
  private rememberClear(state: State): void {
    const { clear, begin } = this.lists;
    for (let word = 0; word < BIT_WORDS; word++) {
      for (let left = clear[begin + word]!; left !== 0; left &= left - 1) {
        this.remember(state, 32 * word + lowest(left), 0);
      }
    }
  }

  private rememberList(state: State, from: number, to: number): void {
    const { cells, directions } = this.lists;
    for (let i = from; i < to; i++) this.remember(state, cells[i]!, directions[i]!);
  }

  /** Remembers a cell in sight, seen from these directions if it is a wall. */
  private remember(state: State, cell: number, directions: number): void {
    const { terrain, floorHead, seenFrom, wallMode, glyphs, hero } = state;
    const kind = terrain[cell]!;
    if (kind === FLOOR && floorHead[cell] === 0) {
      if (glyphs[cell] !== FLOOR_GLYPH) this.paint(state, cell, FLOOR_GLYPH);
      if (hero[MAPPED] === 1) seenFrom[cell] = 1;
    } else if (kind >= DOOR) {
      const glyph = floorLook(state, cell);
      if (glyphs[cell] === glyph) return;
      this.paint(state, cell, glyph);
      const top = floorHead[cell]!;
      if (top === 0) return;
      if (this.isOnTheWay) state.objectClose[top - 1]! |= PASSED;
      else if (isBeside(cell, hero[CELL]!)) state.objectClose[top - 1] = 1;
    } else if (kind !== STONE) {
      // What a diagonal view adds is for T walls alone: a straight wall is seen from where the hero is.
      const diagonals = directions & DIAGONALS;
      const seen = seenFrom[cell]! | (kind <= HORIZONTAL && diagonals !== 0 ? diagonals : directions);
      if (seen === seenFrom[cell]) return;
      seenFrom[cell] = seen;
      this.paint(state, cell, wallGlyph(kind, wallMode[cell]!, seen));
    }
  }

  /** Floor out of sight is remembered as dark, lit or not (the game's dark_room option with colour). */
  private darken(state: State, cell: number): void {
    if (state.glyphs[cell] === FLOOR_GLYPH) this.paint(state, cell, DARK_FLOOR_GLYPH);
  }

  private forget(state: State, from: number, to: number): void {
    const { cells } = this.lists;
    for (let i = from; i < to; i++) this.darken(state, cells[i]!);
  }

  /**
   * After a change of what can be seen: all floor is out of sight until it is remembered anew. What was known from the
   * start and never seen stays as it was.
   */
  private forgetAll(state: State): void {
    const { glyphs, seenFrom, hero } = state;
    const isMapped = hero[MAPPED] === 1;
    const words = wordsOf(glyphs);
    for (let word = 0; word < words.length; word++) {
      if (words[word] === BLANKS) continue;
      const end = Math.min(CELLS, 2 * word + 2);
      for (let cell = 2 * word; cell < end; cell++) {
        if (glyphs[cell] !== FLOOR_GLYPH || (isMapped && seenFrom[cell] === 0)) continue;
        this.paint(state, cell, DARK_FLOOR_GLYPH);
      }
    }
  }
}
