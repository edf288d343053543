/** Play that gets somewhere: half random, half the next action of a shortest solution, found in the true state. */
import type { RandomStream } from "../../../envs/index.js";
import { findInPack, MASTER_KEY } from "../../../envs/nethack/objects.js";
import { CELL, type State } from "../../../envs/nethack/state.js";
import { COLUMNS, DOOR, LOCKED, STAIRS_DOWN } from "../../../envs/nethack/terrain.js";

export const MOVES: readonly (readonly [name: string, step: number, isDiagonal: boolean])[] = [
  ["N", -COLUMNS, false],
  ["E", 1, false],
  ["S", COLUMNS, false],
  ["W", -1, false],
  ["NE", 1 - COLUMNS, true],
  ["SE", COLUMNS + 1, true],
  ["SW", COLUMNS - 1, true],
  ["NW", -COLUMNS - 1, true],
];

/** Whether one may walk from a cell to a neighbour: no walls, no locked door, doors only straight. */
export function mayWalk({ terrain, door }: State, from: number, step: number, isDiagonal: boolean): boolean {
  const to = from + step;
  if (terrain[to]! < DOOR || (terrain[to] === DOOR && door[to] === LOCKED)) return false;
  return !isDiagonal || (terrain[to] !== DOOR && terrain[from] !== DOOR);
}

/** First moves of shortest ways from the hero to each cell that can be reached. */
export function firstMoves(state: State): ReadonlyMap<number, string> {
  const found = new Map<number, string>([[state.hero[CELL]!, ""]]);
  const open = [state.hero[CELL]!];
  for (const from of open) {
    for (const [name, step, isDiagonal] of MOVES) {
      if (found.has(from + step) || !mayWalk(state, from, step, isDiagonal)) continue;
      found.set(from + step, found.get(from) || name);
      open.push(from + step);
    }
  }
  return found;
}

/** What solves the level next; undefined where nothing does. */
export function nextAction(state: State): string | undefined {
  const ways = firstMoves(state);
  const key = state.floorHead.findIndex((head) => head > 0);
  const door = state.terrain.indexOf(DOOR);
  if (key >= 0) return ways.get(key) || "PICKUP";
  if (door >= 0 && state.door[door] === LOCKED && findInPack(state, MASTER_KEY) >= 0) {
    const beside = MOVES.map(([, step]) => door + step).find((cell) => ways.has(cell));
    return beside === undefined ? undefined : ways.get(beside) || "APPLY";
  }
  return ways.get(state.terrain.indexOf(STAIRS_DOWN));
}

/** An action's name: one in two is random. */
export function wander(state: State, actions: readonly string[], stream: RandomStream): string {
  const random = actions[stream.below(actions.length)]!;
  return stream.below(2) === 0 ? random : (nextAction(state) ?? random);
}
