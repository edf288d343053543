/**
 * Monsters of recorded episodes. What they do is a matter of dice: for each step all outcomes that the rules allow are
 * tried, from the same state, until one is as recorded; then that outcome had a chance above nought. What a recording
 * does not tell (hit points of monsters, monsters out of sight) is taken as it fits.
 */
import type { Frame } from "../frame.js";
import type { RecordedDice } from "./conform-dice.js";
import type { Dice, Site } from "./dice.js";
import { MONSTERS } from "./monster-kinds.js";
import { addMonster, moveMonster, removeMonster } from "./monsters.js";
import { MOST_MONSTERS, type State } from "./state.js";
import { COLUMNS } from "./terrain.js";

/** Signs of monsters that this engine plays. */
const SIGNS = new Set(MONSTERS.map(({ character }) => character));
export const isMonsterSign = (sign: string): boolean => SIGNS.has(sign);

/** The kind by sign, and by glyph where two share a sign and glyphs were recorded. */
function kindOf(sign: string, glyph: number | undefined): number {
  const byGlyph = MONSTERS.findIndex((kind) => kind.glyph === glyph) + 1;
  return byGlyph > 0 ? byGlyph : MONSTERS.findIndex(({ character }) => character === sign) + 1;
}

export interface Shown {
  readonly cell: number;
  readonly kind: number;
}

/** The monsters that a frame shows. */
export function monstersOf(frame: Frame, glyphs: readonly (readonly number[])[] | undefined): Shown[] {
  return frame.rows.flatMap((row, y) =>
    [...row].flatMap((sign, x): Shown[] =>
      SIGNS.has(sign) ? [{ cell: y * COLUMNS + x, kind: kindOf(sign, glyphs?.[y]?.[x]) }] : [],
    ),
  );
}

/** Four hit points: a good blow kills, a weak one does not, so both fit what is recorded. */
const STOUT: Dice = { roll: () => 3 };

export const place = (state: State, { cell, kind }: Shown): boolean => addMonster(state, kind, cell, STOUT);

/** Puts monsters that have come into view where they are shown, without movement; how many. */
export function addNewcomers(state: State, shown: readonly Shown[]): number {
  const alive = new Array<number>(MONSTERS.length + 1).fill(0);
  for (const kind of state.monsterKind) alive[kind]! += 1;
  let added = 0;
  for (const one of shown) {
    alive[one.kind]! -= 1;
  }
  for (const one of shown) {
    if (alive[one.kind]! >= 0 || state.monsterAt[one.cell] !== 0) continue;
    if (!place(state, one)) continue;
    alive[one.kind]! += 1;
    added++;
  }
  return added;
}

/** Makes the monsters those that are shown; others stay where they are, unless they would be seen there. */
export function resyncMonsters(state: State, shown: readonly Shown[], isSeen: (cell: number) => boolean): void {
  const { monsterKind, monsterCell, monsterAt } = state;
  const missing = shown.filter(({ cell, kind }) => monsterAt[cell] === 0 || monsterKind[monsterAt[cell]! - 1] !== kind);
  const right = new Set(shown.map(({ cell }) => cell));
  for (const one of missing) {
    if (monsterAt[one.cell] !== 0) removeMonster(state, monsterAt[one.cell]! - 1);
    const row = monsterKind.findIndex((kind, i) => kind === one.kind && !right.has(monsterCell[i]!));
    if (row >= 0) moveMonster(state, row, one.cell);
    else place(state, one);
  }
  for (let row = 0; row < MOST_MONSTERS; row++) {
    if (monsterKind[row] !== 0 && !right.has(monsterCell[row]!) && isSeen(monsterCell[row]!)) removeMonster(state, row);
  }
}

const upTo = (sides: number): number[] => Array.from({ length: sides }, (_, i) => i);

/** Dice that take one way through the tree of outcomes after another. */
export class SearchDice implements Dice {
  private readonly path: { readonly among: readonly number[]; at: number }[] = [];
  private depth = 0;
  private message = "";
  private places: readonly number[] = [];

  constructor(private readonly told: RecordedDice) {}

  /** For a new step: what it said, and where monsters are then. */
  begin(message: string, places: readonly number[]): void {
    this.path.length = 0;
    this.depth = 0;
    this.message = message;
    this.places = places;
  }

  /** The next way; false when all have been taken. */
  next(): boolean {
    this.depth = 0;
    for (let last = this.path.at(-1); last !== undefined; last = this.path.at(-1)) {
      if (last.at + 1 < last.among.length) {
        last.at++;
        return true;
      }
      this.path.pop();
    }
    return false;
  }

  /** The same way once more. */
  again(): void {
    this.depth = 0;
  }

  roll(site: Site, sides: number): number {
    const among = this.outcomes(site, sides);
    if (among === undefined) return this.told.roll(site, sides);
    const step = this.path[this.depth] ?? { among, at: 0 };
    if (this.depth === this.path.length) this.path.push(step);
    this.depth++;
    return step.among[step.at]!;
  }

  /** Outcomes that differ, as far as the message allows them; undefined where the recording tells the roll. */
  private outcomes(site: Site, sides: number): readonly number[] | undefined {
    const { message } = this;
    switch (site) {
      case "hero: hit":
        if (/You miss/.test(message)) return [sides - 1];
        return /You (hit|kill|destroy)/.test(message) ? [0] : [0, sides - 1];
      case "hero: damage":
        return [sides - 1, 0];
      case "hero: escape":
        return /pull free/.test(message) ? [0] : [sides - 1];
      case "corpse":
        return [0, 1];
      case "monster: hit":
        // The first hits; the next two miss narrowly, by the monster's level; the last misses.
        return /just misses/.test(message) ? [0, sides - 1, 16, 17] : [0, sides - 1];
      case "monster: damage":
      case "level gained":
        return upTo(sides);
      case "monster: magic":
        return [9, 0];
      case "monster: speed":
        return [0, sides - 1];
      case "monster: track":
        return [1, 0];
      case "monster: trap":
        return [0, 1];
      case "monster: teleport":
        return this.places.length === 0 ? [0] : this.places;
      default:
        return undefined;
    }
  }
}
