/**
 * What is to be reached, and how many actions it takes at least: a goal is asked for every state that the search meets.
 */
import { CELLS } from "../nethack/terrain.js";
import { type Fills, fillsLeft, fillsOf } from "./fills.js";
import { CHANGES, FILLED, HERO, isStairs, type LevelMap, NOWHERE } from "./map.js";
import { costsOf, FAR, type Means, sumsTo } from "./near-goal.js";

export interface Goal {
  isReached(record: Uint16Array): boolean;
  /** Never more than the actions that are really left; FAR where no actions lead there. */
  least(record: Uint16Array): number;
}

/** What is known of all states with the same changes made and cells filled. */
interface Bounds {
  readonly far: Uint16Array;
  /** Cells to fill before there is a way, by cell; absent where nothing can be filled. */
  readonly needed?: Uint16Array;
  readonly fills?: Fills;
}

/** Sets of changes whose bounds are kept: some 10 kB each. */
const MOST_KEPT = 4_000;

/** The words of a record that bounds hang on, as text. */
function changesOf({ first }: LevelMap, record: Uint16Array): string {
  let text = "";
  for (let word = CHANGES; word < first; word++) text += String.fromCharCode(record[word]!);
  for (let slot = first; slot < record.length; slot++) {
    if (record[slot]! >= FILLED && record[slot] !== NOWHERE) text += String.fromCharCode(record[slot]!);
  }
  return text;
}

function filledIn({ first }: LevelMap, record: Uint16Array): ReadonlySet<number> {
  const filled = new Set<number>();
  for (let slot = first; slot < record.length; slot++) {
    if (record[slot]! >= FILLED && record[slot] !== NOWHERE) filled.add(record[slot]! & ~FILLED);
  }
  return filled;
}

/** The hero stands on the stairs down. */
export function stairsGoal(map: LevelMap, means: Means): Goal {
  const goals: number[] = [];
  for (let cell = 0; cell < CELLS; cell++) if (isStairs(map, cell)) goals.push(cell);
  const known = new Map<string, Bounds>();

  function boundsOf(record: Uint16Array): Bounds {
    const changes = changesOf(map, record);
    const held = known.get(changes);
    if (held !== undefined) return held;
    const costs = costsOf(map, record, means, filledIn(map, record));
    const far = sumsTo(goals, costs, "actions");
    const needed = map.hasLiquid ? sumsTo(goals, costs, "fills") : undefined;
    const bounds = { far, ...(needed && { needed, fills: fillsOf(costs, far, needed) }) };
    if (known.size >= MOST_KEPT) known.clear();
    known.set(changes, bounds);
    return bounds;
  }

  return {
    isReached: (record) => isStairs(map, record[HERO]!),
    least(record) {
      const { far, needed, fills } = boundsOf(record);
      const hero = record[HERO]!;
      const count = needed?.[hero] ?? 0;
      if (far[hero] === FAR || count === 0 || count === FAR || fills === undefined) return far[hero]!;
      return Math.max(far[hero]!, fillsLeft(map, record, hero, count, fills));
    },
  };
}
