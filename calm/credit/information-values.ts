/**
 * The best that can be done by a player who does not know which level it is in: values over beliefs, exactly. A belief is
 * a state of every level that is still possible; an action leads each to its next state, and what is seen there parts the
 * belief (Astrom 1965; finite, because levels and steps are).
 *
 * With one level left the value is its distance's: discount^(d* - 1), 0 beyond the steps that are left.
 */
import type { StateGraph } from "./state-graph.js";

export interface SeenLevel {
  readonly graph: StateGraph;
  /** What each state shows. */
  readonly shown: readonly string[];
}

export const MOST_BELIEFS = 200_000;
const WON = 2;

/** A belief: a state per level, -1 where the level is ruled out. */
export type Belief = readonly number[];

export interface InformationValues {
  /** Best value minus the value of an action with so many steps left; undefined where there are too many beliefs. */
  regret(belief: Belief, left: number, action: number): number | undefined;
}

class TooMany extends Error {}

/** `discount` 1: the share of levels that can be won. */
export function informationValues(levels: readonly SeenLevel[], discount: number): InformationValues {
  const memory = new Map<string, number>();

  /** Sum over the levels of a belief. */
  function best(belief: Belief, left: number): number {
    const possible = belief.flatMap((state, i) => (state < 0 ? [] : [i]));
    const [only] = possible;
    if (only === undefined || left <= 0) return 0;
    if (possible.length === 1) {
      const distance = levels[only]!.graph.distances[belief[only]!]!;
      return distance === 0 || distance > left ? 0 : discount ** (distance - 1);
    }
    const key = `${left} ${belief.join()}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    if (memory.size >= MOST_BELIEFS) throw new TooMany();
    let most = 0;
    for (let a = 0; a < levels[only]!.graph.actions; a++) most = Math.max(most, value(belief, left, a));
    memory.set(key, most);
    return most;
  }

  function value(belief: Belief, left: number, action: number): number {
    const parts = new Map<string, number[]>();
    let sum = 0;
    for (const [i, state] of belief.entries()) {
      if (state < 0) continue;
      const { graph, shown } = levels[i]!;
      const to = graph.next[state * graph.actions + action]!;
      if (graph.status[to] === WON && graph.status[state] === 0) sum += 1;
      if (graph.status[to] !== 0) continue;
      const part = parts.get(shown[to]!) ?? levels.map(() => -1);
      part[i] = to;
      parts.set(shown[to]!, part);
    }
    for (const part of parts.values()) sum += discount * best(part, left - 1);
    return sum;
  }

  return {
    regret(belief, left, action) {
      const count = belief.filter((state) => state >= 0).length;
      try {
        return (best(belief, left) - value(belief, left, action)) / count;
      } catch (error) {
        if (error instanceof TooMany) return undefined;
        throw error;
      }
    },
  };
}
