/**
 * The goal of Boxoban: every boulder on a fountain, and every fountain under a boulder.
 *
 * At least so many pushes are left as the cheapest way takes to give each boulder a fountain of its own, were it alone on
 * the level (an assignment, by dynamic programming over sets of fountains; Junghanns and Schaeffer 2001 use the same bound),
 * and the hero must first come beside a boulder that is not in its place.
 */
import { CELLS, COLUMNS, FOUNTAIN } from "../nethack/terrain.js";
import type { Goal } from "./goals.js";
import { BLOCKED, FILLED, HERO, LAVA_HERE, type LevelMap, NEAR, PIT_HERE, TRAP_HERE, WATER_HERE } from "./map.js";
import { FAR } from "./near-goal.js";

/** Sets of fountains are tables of 2 to so many. */
const MOST_ASSIGNED = 12;
/** Kinds that no boulder comes to rest on, or no hero walks on. */
const BARRED: readonly number[] = [BLOCKED, WATER_HERE, LAVA_HERE, TRAP_HERE, PIT_HERE];

/** Least pushes from each cell to a fountain on an empty level; FAR where there are none. */
function pushesTo({ kind }: LevelMap, fountain: number, directions: readonly number[]): Uint16Array {
  const isOpen = (cell: number) => cell >= 0 && !BARRED.includes(kind[cell]!);
  const pushes = new Uint16Array(CELLS).fill(FAR);
  pushes[fountain] = 0;
  const queue = [fountain];
  for (const cell of queue) {
    for (const direction of directions) {
      const back = (direction + 4) & 7;
      const from = NEAR[cell * 8 + back]!;
      if (!isOpen(from) || pushes[from] !== FAR || !isOpen(NEAR[from * 8 + back]!)) continue;
      pushes[from] = pushes[cell]! + 1;
      queue.push(from);
    }
  }
  return pushes;
}

const apart = (a: number, b: number): number =>
  Math.max(Math.abs((a % COLUMNS) - (b % COLUMNS)), Math.abs(Math.trunc(a / COLUMNS) - Math.trunc(b / COLUMNS)));

/** `directions` of the moves that the hero has. */
export function sortingGoal(map: LevelMap, directions: readonly number[]): Goal {
  const pushed = map.isSokoban ? directions.filter((direction) => (direction & 1) === 0) : directions;
  const fountains: number[] = [];
  for (let cell = 0; cell < CELLS; cell++) if (map.terrain[cell] === FOUNTAIN) fountains.push(cell);
  const tables = fountains.map((fountain) => pushesTo(map, fountain, pushed));
  const sets = 2 ** Math.min(fountains.length, MOST_ASSIGNED);
  const sums = new Uint16Array(sets);
  let lastBoulders = "";
  let lastSum = 0;

  function nearest(record: Uint16Array): number {
    let sum = 0;
    for (let slot = map.first; slot < record.length; slot++) {
      const least = Math.min(...tables.map((table) => table[record[slot]!]!));
      if (least === FAR) return FAR;
      sum += least;
    }
    return sum;
  }

  /** Boulder after boulder, the least sum for each set of fountains taken. */
  function assigned(record: Uint16Array): number {
    if (fountains.length > MOST_ASSIGNED) return nearest(record);
    sums.fill(FAR);
    sums[0] = 0;
    for (let set = 0; set < sets; set++) {
      if (sums[set] === FAR) continue;
      let taken = 0;
      for (let bits = set; bits !== 0; bits &= bits - 1) taken++;
      if (taken === fountains.length) break;
      const cell = record[map.first + taken]!;
      for (let i = 0; i < fountains.length; i++) {
        const pushes = tables[i]![cell]!;
        if ((set >> i) & 1 || pushes === FAR) continue;
        const next = set | (1 << i);
        sums[next] = Math.min(sums[next]!, sums[set]! + pushes);
      }
    }
    return sums[sets - 1]!;
  }

  function pushesLeft(record: Uint16Array): number {
    if (map.boulders !== fountains.length || record[record.length - 1]! >= FILLED) return FAR;
    const boulders = String.fromCharCode(...record.subarray(map.first));
    if (boulders === lastBoulders) return lastSum;
    lastBoulders = boulders;
    lastSum = assigned(record);
    return lastSum;
  }

  return {
    isReached: (record) => pushesLeft(record) === 0,
    least(record) {
      const pushes = pushesLeft(record);
      if (pushes === 0 || pushes === FAR) return pushes;
      let walk = FAR;
      for (let slot = map.first; slot < record.length; slot++) {
        // A boulder in its place may have to go first; so the nearest of all counts.
        walk = Math.min(walk, apart(record[HERO]!, record[slot]!) - 1);
      }
      return pushes + walk;
    },
  };
}
