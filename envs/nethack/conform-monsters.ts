/**
 * Monsters that recorded frames show, and what a recording leaves open about them: their hit points, which of two kinds
 * with one sign they are, where those out of sight have been. What is open is taken as it fits.
 */
import type { Frame } from "../frame.js";
import type { RecordedEpisode } from "../trace-file.js";
import { IS_STRAIGHT, LEVEL, MONSTERS, monsterKind } from "./monster-kinds.js";
import { addMonster, isGround, moveMonster, removeMonster } from "./monsters.js";
import { CELL, MOST_MONSTERS, STUCK, type State, TIME, TRACKS_KEPT } from "./state.js";
import { COLUMNS } from "./terrain.js";

/** Kinds by sign. */
const KINDS = new Map<string, number[]>();
MONSTERS.forEach(({ character }, i) => {
  KINDS.set(character, [...(KINDS.get(character) ?? []), i + 1]);
});
export const isMonsterSign = (sign: string): boolean => KINDS.has(sign);

/** In `monsterFlags`, of a replay alone: the sign is known, the kind is a guess. */
export const GUESSED = 128;
/** In `monsterFlags` too: where it has been before is not known. */
const STRAYED = 64;
/** And: nobody has seen it, it was put in another's way. */
export const BLOCKER = 32;

export interface Shown {
  readonly cell: number;
  /** The kinds that it can be, the likeliest first. */
  readonly kinds: readonly number[];
}

/** Kinds of a sign: by the glyph where recorded, else those whose names the episode says first. */
export type Naming = (sign: string, glyph: number | undefined) => readonly number[];

export function namingOf(episode: RecordedEpisode): Naming {
  const said = episode.steps.map(({ frame }) => frame?.message ?? "").join(" ");
  const isSaid = (kind: number) => new RegExp(`\\b${monsterKind(kind).name}\\b`).test(said);
  const byStart = new Set(episode.startPlanes.glyphs?.flat());
  const isMet = (kind: number) => isSaid(kind) || byStart.has(monsterKind(kind).glyph);
  return (sign, glyph) => {
    const kinds = KINDS.get(sign) ?? [];
    const byGlyph = kinds.filter((kind) => monsterKind(kind).glyph === glyph);
    if (byGlyph.length > 0) return byGlyph;
    return [...kinds.filter(isMet), ...kinds.filter((kind) => !isMet(kind))];
  };
}

/** The monsters that a frame shows. */
export function monstersOf(
  frame: Frame,
  glyphs: readonly (readonly number[])[] | undefined,
  naming: Naming = (sign) => KINDS.get(sign) ?? [],
): Shown[] {
  return frame.rows.flatMap((row, y) =>
    [...row].flatMap((sign, x): Shown[] => {
      const kinds = KINDS.has(sign) ? naming(sign, glyphs?.[y]?.[x]) : [];
      return kinds.length > 0 ? [{ cell: y * COLUMNS + x, kinds }] : [];
    }),
  );
}

const mostHitPoints = (kind: number): number => (LEVEL[kind] === 0 ? 4 : 8 * LEVEL[kind]!);

/** Puts a monster where it is shown, with the most hit points that it can have. */
export function place(state: State, { cell, kinds }: Shown, kind = kinds[0]!): boolean {
  if (state.monsterAt[cell] !== 0 || cell === state.hero[CELL]) return false;
  if (!addMonster(state, kind, cell, { roll: (_, sides) => sides - 1 })) return false;
  const row = state.monsterAt[cell]! - 1;
  state.monsterHp[row] = state.monsterHpMax[row] = mostHitPoints(kind);
  // At the start nobody has been anywhere yet.
  state.monsterFlags[row] = (kinds.length > 1 ? GUESSED : 0) + (state.hero[TIME]! > 1 ? STRAYED : 0);
  return true;
}

const rowsOf = ({ monsterKind: kinds }: State): number[] =>
  Array.from({ length: MOST_MONSTERS }, (_, row) => row).filter((row) => kinds[row] !== 0);

/** Makes the monsters those that are shown; others stay where they are, unless they would be seen there. */
export function resyncMonsters(state: State, shown: readonly Shown[], sees: (cell: number) => boolean): void {
  const { monsterKind: kinds, monsterCell, monsterAt } = state;
  const fits = ({ kinds: of }: Shown, row: number) => of.includes(kinds[row]!);
  const right = new Set<number>();
  for (const one of shown) {
    const row = monsterAt[one.cell]! - 1;
    if (row >= 0 && fits(one, row)) right.add(row);
    else if (row >= 0) removeMonster(state, row);
  }
  for (const one of shown) {
    if (monsterAt[one.cell] !== 0) continue;
    const near = rowsOf(state)
      .filter((row) => !right.has(row) && fits(one, row))
      .sort((a, b) => far(monsterCell[a]!, one.cell) - far(monsterCell[b]!, one.cell));
    if (near[0] !== undefined) moveMonster(state, near[0], one.cell);
    else if (!place(state, one)) continue;
    right.add(monsterAt[one.cell]! - 1);
  }
  for (const row of rowsOf(state)) {
    const cell = monsterCell[row]!;
    if (!right.has(row) && (sees(cell) || cell === state.hero[CELL])) removeMonster(state, row);
  }
}

/** Steps of a king between two cells. */
export function far(a: number, b: number): number {
  const dx = Math.abs((a % COLUMNS) - (b % COLUMNS));
  return Math.max(dx, Math.abs(Math.trunc(a / COLUMNS) - Math.trunc(b / COLUMNS)));
}

/** Takes away those that the hero does not see. */
export function forgetUnseen(state: State, sees: (cell: number) => boolean): number {
  const unseen = rowsOf(state).filter((row) => !sees(state.monsterCell[row]!));
  for (const row of unseen) removeMonster(state, row);
  return unseen.length;
}

const square = (a: number, b: number): number =>
  ((a % COLUMNS) - (b % COLUMNS)) ** 2 + (Math.trunc(a / COLUMNS) - Math.trunc(b / COLUMNS)) ** 2;

/** Lets a monster have been where it would go at once: it may shun these cells now. */
function stray(state: State, row: number): void {
  if (row < 0) return;
  const { monsterTrack, hero, monsterCell } = state;
  const from = row * TRACKS_KEPT;
  const free = monsterTrack.subarray(from, from + TRACKS_KEPT).indexOf(-1);
  if (free < 0) return;
  const cell = monsterCell[row]!;
  const beside = [-COLUMNS - 1, -COLUMNS, 1 - COLUMNS, -1, 1, COLUMNS - 1, COLUMNS, COLUMNS + 1].map((by) => cell + by);
  const kind = state.monsterKind[row]!;
  const isStraight = IS_STRAIGHT[kind] === 1;
  const ways = beside.filter(
    (at) => isGround(state, at, kind) && (!isStraight || at % COLUMNS === cell % COLUMNS || Math.abs(at - cell) === 1),
  );
  ways.sort((a, b) => square(a, hero[CELL]!) - square(b, hero[CELL]!));
  for (let i = free; i < TRACKS_KEPT; i++) monsterTrack[from + i] = ways[i - free] ?? -1;
}

/** Lets all whose way is not known have strayed. A shunned cell may be taken all the same, so this leaves nothing out. */
export function strayAll(state: State): void {
  for (const row of rowsOf(state)) if ((state.monsterFlags[row]! & STRAYED) !== 0) stray(state, row);
}

/** What a recording leaves open of the monsters that the hero sees: changes of a state, each as likely as it itself. */
export function openMatters(state: State): (() => void)[] {
  const changes: (() => void)[] = [];
  if (rowsOf(state).some((row) => (state.monsterFlags[row]! & STRAYED) !== 0)) changes.push(() => strayAll(state));
  // Whether a touch that held the hero did so is not told.
  if (state.hero[STUCK] !== 0) {
    changes.push(() => {
      state.hero[STUCK] = 0;
      strayAll(state);
    });
  }
  for (const row of rowsOf(state)) {
    if ((state.monsterFlags[row]! & GUESSED) === 0) continue;
    for (const kind of alike(state.monsterKind[row]!)) {
      if (kind === state.monsterKind[row]) continue;
      changes.push(() => {
        state.monsterKind[row] = kind;
        state.monsterHp[row] = state.monsterHpMax[row] = mostHitPoints(kind);
        strayAll(state);
      });
    }
  }
  return changes;
}

/** Other kinds with a kind's sign. */
export const alike = (kind: number): readonly number[] => KINDS.get(monsterKind(kind).character) ?? [];
