/**
 * A lower bound where boulders must be pushed into a liquid before there is a way: counted are single moves of the hero
 * that no plan can do without, each once.
 *
 * Let a cell's level be its distance (in eight directions) from the liquid. A boulder of level d takes d pushes, one from
 * each level to the next; to push it from level m to m - 1 the hero steps from above level m onto it. So between two pushes
 * from the same level, of different boulders, he goes back up across it. Of the boulders that can reach the liquid the
 * nearest are taken, as many as must be filled. To this is added the way from where the last of them is pushed to the goal.
 * Where the ground is such that a hero can push from the side, a level's ways back are not counted.
 */
import { CELLS } from "../nethack/terrain.js";
import { FILLED, type LevelMap, NEAR } from "./map.js";
import { type Costs, FAR, NEVER } from "./near-goal.js";

export interface Fills {
  /** By cell, the level; 0 for liquid, FAR where no boulder goes. */
  readonly level: Uint16Array;
  /** 1 where a boulder can be pushed on until it is in the liquid, were it alone. */
  readonly canReach: Uint8Array;
  /** By level, 1 where a push from it needs a hero who comes from above. */
  readonly isSteep: Uint8Array;
  /** Least actions from the last push to the goal. */
  readonly rest: number;
}

const isFillable = ({ extra, liquid }: Costs, cell: number): boolean => liquid[cell] !== 0 && extra[cell] !== NEVER;

/** `far`: least actions to the goal; `needed`: cells to fill before there is a way; both by cell. */
export function fillsOf(costs: Costs, far: Uint16Array, needed: Uint16Array): Fills {
  const { extra } = costs;
  const level = new Uint16Array(CELLS).fill(FAR);
  const canReach = new Uint8Array(CELLS);
  const queue: number[] = [];
  for (let cell = 0; cell < CELLS; cell++) {
    if (!isFillable(costs, cell)) continue;
    level[cell] = 0;
    canReach[cell] = 1;
    queue.push(cell);
  }
  const sources = queue.length;
  for (const cell of queue) {
    for (let direction = 0; direction < 8; direction++) {
      const beside = NEAR[cell * 8 + direction]!;
      if (beside < 0 || extra[beside] === NEVER || level[beside] !== FAR) continue;
      level[beside] = level[cell]! + 1;
      queue.push(beside);
    }
  }
  // A boulder is pulled back from the liquid: there must be room for it and for the hero behind it.
  const pulled = queue.slice(0, sources);
  for (const cell of pulled) {
    for (let direction = 0; direction < 8; direction++) {
      const from = NEAR[cell * 8 + direction]!;
      if (from < 0 || extra[from] === NEVER || canReach[from] === 1) continue;
      const behind = NEAR[from * 8 + direction]!;
      if (behind < 0 || extra[behind] === NEVER) continue;
      canReach[from] = 1;
      pulled.push(from);
    }
  }
  const most = queue.reduce((high, cell) => Math.max(high, level[cell]!), 0);
  const isSteep = new Uint8Array(most + 2).fill(1);
  let rest = FAR;
  for (const cell of queue) {
    for (let direction = 0; direction < 8; direction++) {
      const next = NEAR[cell * 8 + direction]!;
      const behind = NEAR[cell * 8 + ((direction + 4) & 7)]!;
      if (next < 0 || behind < 0 || extra[behind] === NEVER) continue;
      if (level[next]! < level[cell]! && level[behind]! <= level[cell]!) isSteep[level[cell]!] = 0;
      if (level[next] === 0 && needed[behind]! > 0 && far[cell]! < rest) rest = far[cell]!;
    }
  }
  return { level, canReach, isSteep, rest };
}

/** Least actions to the goal of a hero who must fill `count` cells first; FAR when there are not enough boulders. */
export function fillsLeft(map: LevelMap, record: Uint16Array, hero: number, count: number, fills: Fills): number {
  const { level, canReach, isSteep, rest } = fills;
  const levels: number[] = [];
  for (let slot = map.first; slot < record.length; slot++) {
    const cell = record[slot]!;
    if (cell < FILLED && canReach[cell] === 1) levels.push(level[cell]!);
  }
  if (levels.length < count || rest === FAR) return FAR;
  levels.sort((a, b) => a - b);
  levels.length = count;
  const start = level[hero]!;
  let sum = rest;
  for (let m = 1; m < isSteep.length; m++) {
    let pushes = 0;
    for (const one of levels) if (one >= m) pushes++;
    const isAbove = start > m && start !== FAR;
    if (pushes === 0 && !isAbove) break;
    // Where pushes come from the side, what they cross is counted nowhere else.
    const isCounted = isSteep[m] === 1 && isSteep[m + 1] === 1;
    if (isSteep[m] === 1) sum += Math.max(pushes, isAbove ? 1 : 0);
    else sum += pushes;
    if (isCounted) sum += Math.max(0, pushes - (isAbove ? 1 : 0));
  }
  return sum;
}
