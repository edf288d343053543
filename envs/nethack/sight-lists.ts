/**
 * What is in sight, and what each step from one cell to a neighbour changes in it, kept by the geometry's hash and the
 * hero's cell, across steps, resets and games. Everything lies end to end in a few arrays, and a table by hash (linear
 * probing) says where: keeping one allocates nothing. When there is too much, all is forgotten: a cache, so nothing
 * depends on it.
 *
 * What is in sight from a cell, but for the cell itself, is the clear cells as bits and a list of the opaque ones, which
 * ascend. Beside each cell of a list stand the bits of the directions that it is seen from: never 0 for an opaque one,
 * always 0 for a clear one in the list of a change.
 */
import { addRun, BIT_WORDS, hasCell, lowest } from "./cell-bits.js";
import { holds, isBeside, stepDirection } from "./look-cells.js";
import { View } from "./sight.js";
import type { State } from "./state.js";
import { CELLS, COLUMNS, ROWS, X, Y } from "./terrain.js";
import { seenBits } from "./walls.js";

/** So many views, and so many cells of their lists, are kept at most. */
const MOST_LISTS = 40_000;
const MOST_CELLS = 2_000_000;
const FIRST_LISTS = 256;
const FIRST_CELLS = 16_384;
/** Numbers of a list: where it begins and ends, then the change of each step from its cell. */
const LIST = 10;
/** Numbers of a change: where the cells that leave begin, where those that enter begin, where these end. */
const CHANGE = 3;

export class SightLists {
  /** All lists' cells, and beside each the directions; other arrays whenever they grow. */
  cells = new Int16Array(FIRST_CELLS);
  directions = new Uint8Array(FIRST_CELLS);
  /** Clear cells in sight as bits, `BIT_WORDS` words a view. */
  clear = new Int32Array(BIT_WORDS * FIRST_LISTS);
  /** Of the view or change that was asked for last: its list's cells from `from` up to `to`. */
  from = 0;
  to = 0;
  /** Of the view that was asked for last: its clear cells, from this word on. */
  begin = 0;
  /** Of a change: from here on cells enter; before it they leave. */
  entering = 0;
  /** How often all were forgotten: what `from` and `to` said before means nothing since. */
  forgotten = 0;
  private used = 0;
  private readonly view = new View();
  /** The geometry that the view knows rows of. */
  private first = 0;
  private second = 0;
  // The table: a slot has the number of a list, from 1, or 0.
  private slots = new Int32Array(2 * FIRST_LISTS);
  private count = 0;
  // Columns by number: what each list is of, and where it lies.
  private firsts = new Uint32Array(FIRST_LISTS);
  private seconds = new Uint32Array(FIRST_LISTS);
  private heroes = new Int16Array(FIRST_LISTS);
  private lists = new Int32Array(LIST * FIRST_LISTS);
  private changes = new Int32Array(CHANGE * FIRST_LISTS);
  private changeCount = 0;
  /** Scratch: cells that are lit or beside the hero. */
  private readonly near = new Int32Array(BIT_WORDS);

  /** Whether the view that was asked for last holds a cell. */
  holds(cell: number): boolean {
    return hasCell(this.clear, this.begin, cell) || holds(this.cells, this.from, this.to, cell);
  }

  /** Finds what is in sight from a cell under the state's geometry; returns its number. */
  list(state: State, hero: number): number {
    const { geometry } = state;
    const first = geometry[0]!;
    const second = geometry[1]!;
    let number = this.find(first, second, hero);
    if (number === 0) {
      this.makeRoom();
      number = this.add(first, second, hero);
      this.compute(state, hero, number);
    }
    const at = LIST * (number - 1);
    this.from = this.lists[at]!;
    this.to = this.lists[at + 1]!;
    this.begin = BIT_WORDS * (number - 1);
    return number;
  }

  /** Finds what the step from one cell to its neighbour changes: clear cells that leave, cells that enter or turn. */
  change(state: State, hero: number, to: number): void {
    const direction = stepDirection(hero, to);
    const held = this.lists[LIST * (this.list(state, hero) - 1) + 2 + direction]!;
    if (held === 0) {
      this.makeRoom();
      // Both lists stand when room is made before: nothing is forgotten now.
      const before = this.list(state, hero);
      const after = this.list(state, to);
      this.lists[LIST * (before - 1) + 2 + direction] = this.changeBetween(before, after, to);
      return;
    }
    const at = CHANGE * (held - 1);
    this.from = this.changes[at]!;
    this.entering = this.changes[at + 1]!;
    this.to = this.changes[at + 2]!;
  }

  /** The number of a list that is held; 0 for none. */
  private find(first: number, second: number, hero: number): number {
    const { slots, firsts, seconds, heroes } = this;
    const mask = slots.length - 1;
    for (let slot = this.slotOf(first, second, hero); ; slot = (slot + 1) & mask) {
      const number = slots[slot]!;
      if (number === 0) return 0;
      const i = number - 1;
      if (heroes[i] === hero && firsts[i] === first && seconds[i] === second) return number;
    }
  }

  private slotOf(first: number, second: number, hero: number): number {
    return (first ^ (second >>> 7) ^ Math.imul(hero, 0x9e3779b1)) & (this.slots.length - 1);
  }

  /** Room for two more lists and a change, as long as the longest may be. */
  private makeRoom(): void {
    if (this.count + 2 > MOST_LISTS || this.used + 4 * CELLS > MOST_CELLS || this.changeCount >= MOST_LISTS * 4) {
      this.forgotten++;
      this.slots.fill(0);
      this.lists.fill(0);
      this.count = 0;
      this.changeCount = 0;
      this.used = 0;
    }
    if (this.used + 4 * CELLS > this.cells.length) {
      this.cells = longer(this.cells, new Int16Array(2 * this.cells.length));
      this.directions = longer(this.directions, new Uint8Array(2 * this.directions.length));
    }
    if (this.changeCount + 1 > this.changes.length / CHANGE) {
      this.changes = longer(this.changes, new Int32Array(2 * this.changes.length));
    }
    if (this.count + 2 <= this.heroes.length) return;
    const size = 2 * this.heroes.length;
    this.firsts = longer(this.firsts, new Uint32Array(size));
    this.seconds = longer(this.seconds, new Uint32Array(size));
    this.heroes = longer(this.heroes, new Int16Array(size));
    this.clear = longer(this.clear, new Int32Array(BIT_WORDS * size));
    this.lists = longer(this.lists, new Int32Array(LIST * size));
    this.slots = new Int32Array(2 * size);
    for (let number = 1; number <= this.count; number++) this.enter(number);
  }

  private enter(number: number): void {
    const { slots } = this;
    const i = number - 1;
    let slot = this.slotOf(this.firsts[i]!, this.seconds[i]!, this.heroes[i]!);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = number;
  }

  private add(first: number, second: number, hero: number): number {
    const i = this.count++;
    this.firsts[i] = first;
    this.seconds[i] = second;
    this.heroes[i] = hero;
    this.enter(i + 1);
    return i + 1;
  }

  /** In sight: could be seen, and lit or beside the hero; an opaque cell also needs a lit cell before it. */
  private compute(state: State, hero: number, number: number): void {
    const { opaque, lit, geometry, clearBits, litBits } = state;
    const { view, cells, directions, clear, near } = this;
    if (geometry[0] !== this.first || geometry[1] !== this.second) {
      this.first = geometry[0]!;
      this.second = geometry[1]!;
      view.forgetRows();
    }
    view.look(opaque, hero);
    const { marks } = view;
    const hx = X[hero]!;
    const hy = Y[hero]!;
    near.set(litBits);
    for (let y = Math.max(0, hy - 1); y <= Math.min(ROWS - 1, hy + 1); y++) {
      addRun(near, y * COLUMNS + Math.max(0, hx - 1), y * COLUMNS + Math.min(COLUMNS - 1, hx + 1));
    }
    marks[hero >> 5]! &= ~(1 << (hero & 31));
    const begin = BIT_WORDS * (number - 1);
    let at = this.used;
    this.lists[LIST * (number - 1)] = at;
    for (let word = 0; word < BIT_WORDS; word++) {
      const seen = marks[word]! & near[word]!;
      clear[begin + word] = seen & clearBits[word]!;
      for (let left = seen & ~clearBits[word]!; left !== 0; left &= left - 1) {
        const cell = 32 * word + lowest(left);
        const dx = Math.sign(hx - X[cell]!);
        const dy = Math.sign(hy - Y[cell]!);
        if (lit[cell + dy * COLUMNS + dx] === 0 && !isBeside(cell, hero)) continue;
        cells[at] = cell;
        // For every opaque cell: the same geometry may have a wall, a door or stone here in another game.
        directions[at++] = seenBits(state, cell, dx, dy);
      }
    }
    this.used = at;
    this.lists[LIST * (number - 1) + 1] = at;
  }

  /** What leaves and what enters, of two views; `hero` is where the hero now stands. Returns the change's number, from 1. */
  private changeBetween(before: number, after: number, hero: number): number {
    const { clear, cells, directions, lists } = this;
    const from = this.used;
    const was = BIT_WORDS * (before - 1);
    const is = BIT_WORDS * (after - 1);
    // Of what leaves, only floor will look otherwise, and floor is clear.
    let at = from;
    for (let word = 0; word < BIT_WORDS; word++) {
      for (let left = clear[was + word]! & ~clear[is + word]!; left !== 0; left &= left - 1) {
        const cell = 32 * word + lowest(left);
        if (cell === hero) continue;
        directions[at] = 0;
        cells[at++] = cell;
      }
    }
    const entering = at;
    for (let word = 0; word < BIT_WORDS; word++) {
      for (let left = clear[is + word]! & ~clear[was + word]!; left !== 0; left &= left - 1) {
        directions[at] = 0;
        cells[at++] = 32 * word + lowest(left);
      }
    }
    // Opaque cells enter when they come into sight, and when they are seen from elsewhere.
    let i = lists[LIST * (before - 1)]!;
    const beforeEnd = lists[LIST * (before - 1) + 1]!;
    const afterEnd = lists[LIST * (after - 1) + 1]!;
    for (let j = lists[LIST * (after - 1)]!; j < afterEnd; j++) {
      const cell = cells[j]!;
      while (i < beforeEnd && cells[i]! < cell) i++;
      if (i < beforeEnd && cells[i] === cell && directions[i] === directions[j]) continue;
      cells[at] = cell;
      directions[at++] = directions[j]!;
    }
    this.used = at;
    this.from = from;
    this.entering = entering;
    this.to = at;
    const number = this.changeCount++;
    this.changes[CHANGE * number] = from;
    this.changes[CHANGE * number + 1] = entering;
    this.changes[CHANGE * number + 2] = at;
    return number + 1;
  }
}

function longer<T extends Int16Array | Int32Array | Uint8Array | Uint32Array>(held: T, room: T): T {
  room.set(held);
  return room;
}
