/**
 * Whether a recorded step was possible with monsters that the hero did not see: one that the step brings into view or names
 * stood on ground out of sight, one took the place of its like, one stood in another's way, one had opened a door. Where
 * none is needed, those that the replay keeps out of sight may stand elsewhere.
 */
import { alike, far, forgetUnseen, place, type Shown, strayAll } from "./conform-monsters.js";
import type { Pruning } from "./conform-rolls.js";
import type { Trial } from "./conform-trial.js";
import { MONSTERS, type MonsterKind, SPEED } from "./monster-kinds.js";
import { isGround } from "./monsters.js";
import { CELL, STEPS_NOTED, type State } from "./state.js";
import { CELLS } from "./terrain.js";

/** Ways tried at most for a group of newcomers; those who stand in others' way, at most. */
const FEWER_WAYS = 1_000;
const MOST_BLOCKERS = 2;

const DEATH = 1;
/** Sign of what was never shown. */
const BLANK = 32;

/** Steps of a monster that a step of the hero leaves time for. */
const reach = (kind: number, turns: number): number => turns * Math.ceil(SPEED[kind]! / 12);

interface Newcomer {
  readonly kind: number;
  /** Where it is shown after the step; -1 for one that is only named. */
  readonly to: number;
}

/** Monsters that the step shows and that none of those shown before can be. */
function newcomersOf(trial: Trial, state: State): Newcomer[] {
  const held = Array.from(state.monsterKind.keys()).filter(
    (row) => state.monsterKind[row] !== 0 && trial.sees(state.monsterCell[row]!),
  );
  const canBe = ({ cell, kinds }: Shown, row: number) => {
    const kind = state.monsterKind[row]!;
    const isKind =
      kinds.includes(kind) || ((state.monsterFlags[row]! & 128) !== 0 && kinds.some((k) => alike(kind).includes(k)));
    return isKind && far(state.monsterCell[row]!, cell) <= reach(kind, trial.turns);
  };
  // A matching as large as can be; who is left over has come from elsewhere.
  const matched = new Map<number, number>();
  const match = (i: number, seen: Set<number>): boolean =>
    held.some((row) => {
      if (seen.has(row) || !canBe(trial.shown[i]!, row)) return false;
      seen.add(row);
      const other = matched.get(row);
      if (other !== undefined && !match(other, seen)) return false;
      matched.set(row, i);
      return true;
    });
  return trial.shown.flatMap(({ cell, kinds }, i): Newcomer[] =>
    match(i, new Set()) ? [] : kinds.slice(0, 1).map((kind) => ({ kind, to: cell })),
  );
}

/** Ground out of the hero's sight from which a newcomer can have come, the nearest first. */
function sources(trial: Trial, state: State, { kind, to }: Newcomer): readonly number[] {
  const goal = to < 0 ? state.hero[CELL]! : to;
  const most = reach(kind, trial.turns) + (to < 0 ? 1 : 0);
  return (
    Array.from({ length: CELLS }, (_, cell) => cell)
      .filter((cell) => far(cell, goal) <= most)
      // What was never shown may be ground.
      .filter((cell) => (isGround(state, cell, kind) || state.chars[cell] === BLANK) && !trial.sees(cell))
      .sort((a, b) => far(a, goal) - far(b, goal))
  );
}

/** Kinds that the step's message names and that are not in view before it. */
function named(trial: Trial, state: State): Newcomer[] {
  const message = trial.step.frame?.message ?? "";
  return MONSTERS.flatMap(({ name }, i): Newcomer[] => {
    if (!new RegExp(`The ${name} `).test(message)) return [];
    const isInView = state.monsterKind.some((kind, row) => kind === i + 1 && trial.sees(state.monsterCell[row]!));
    return isInView && !/disappears/.test(message) ? [] : [{ kind: i + 1, to: -1 }];
  });
}

/** One of the same sign may have come to where another was, which went out of sight. */
const exchanged = ({ shown }: Trial): Newcomer[] => shown.map(({ cell, kinds }) => ({ kind: kinds[0]!, to: cell }));

/** Which monsters may be about out of sight: the first level's usual ones, or those of classes that a level draws from. */
export type About = "usual" | "of classes";

/** Whether the step is possible when monsters out of sight stood where it needs them. */
export function withUnseen(trial: Trial, about: About): boolean {
  const state = trial.restore();
  trial.opens = trial.opened().filter((cell) => !trial.sees(cell));
  const came = newcomersOf(trial, state);
  const also = named(trial, state).filter(({ kind }) => !came.some((one) => one.kind === kind));
  const { frame, endStatus } = trial.step;
  // Of a death nothing is shown: some monster may have come.
  if (frame === undefined && endStatus === DEATH) {
    const isAbout = ({ classWeight }: MonsterKind) => classWeight > 0 === (about === "of classes");
    return MONSTERS.some((kind, i) => isAbout(kind) && tryGroup(trial, [{ kind: i + 1, to: -1 }], 0, "strict"));
  }
  const vanished = /disappears/.test(frame?.message ?? "") ? named(trial, state) : [];
  const groups = distinct([came, [...came, ...also], [...came, ...vanished]]);
  const more = distinct([...groups, ...exchanged(trial).map((one) => [...came, one])]);
  for (let blockers = 0; blockers <= MOST_BLOCKERS; blockers++) {
    if (more.some((group) => tryGroup(trial, group, blockers, "strict"))) return true;
  }
  if ((frame?.message ?? "") === "") return false;
  return groups.some((group) => tryGroup(trial, group, 0, "line broken") || tryGroup(trial, group, 2, "line broken"));
}

/** Groups without those that are the same. */
const distinct = (groups: readonly (readonly Newcomer[])[]): readonly (readonly Newcomer[])[] => [
  ...new Map(groups.map((group) => [JSON.stringify(group), group])).values(),
];

/** Whether a group of newcomers, and so many that stand in others' way, make the step possible. */
function tryGroup(trial: Trial, group: readonly Newcomer[], blockers: number, pruning: Pruning): boolean {
  const state = trial.restore();
  const isUnseen = (cell: number) => seen[cell] === 0;
  const seen = Uint8Array.from({ length: CELLS }, (_, cell) => (trial.sees(cell) ? 1 : 0));
  const newcomers = group.map((one) => ({ kind: one.kind, sources: sources(trial, state, one) }));
  if (newcomers.some(({ sources: from }) => from.length === 0)) return false;
  const forget = (): void => {
    forgetUnseen(state, trial.sees);
    strayAll(state);
  };
  // In the first turn nobody acts.
  if (state.hero[STEPS_NOTED] === 0) return blockers === 0 && trial.attempt(FEWER_WAYS, () => standing(trial, group));
  return trial.attempt(FEWER_WAYS, forget, pruning, { newcomers, blockers, isUnseen });
}

/** Puts newcomers where they are shown. */
function standing(trial: Trial, group: readonly Newcomer[]): void {
  const state = trial.restore();
  forgetUnseen(state, trial.sees);
  for (const { kind, to } of group) if (to >= 0) place(state, { cell: to, kinds: [kind, kind] });
}
