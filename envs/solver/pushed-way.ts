/**
 * A way that fills pits by pushes found in stages (`stages.ts`): walks between the pushes, and from the last one to the
 * goal, are shortest.
 */
import type { Goal } from "./goals.js";
import { ASKED, FLAGS, HERO, type LevelMap, NEAR } from "./map.js";
import type { Rules } from "./rules.js";
import { type Found, type Outcome, search } from "./search.js";
import { fillingPushes, type Push } from "./stages.js";

/** Whether the words from one on are the same: boulders, and what they filled. */
function sameFrom(first: number, one: Uint16Array, other: Uint16Array): boolean {
  for (let word = first; word < one.length; word++) if (one[word] !== other[word]) return false;
  return true;
}

/** Walks to the cell behind a boulder, and pushes it; undefined when no walk leads there. */
function walkAndPush(map: LevelMap, rules: Rules, start: Uint16Array, { cell, direction }: Push): Found | undefined {
  const behind = NEAR[cell * 8 + ((direction + 4) & 7)]!;
  const records = [start.slice()];
  const before = [-1];
  const by = [-1];
  const met = new Set([start[HERO]!]);
  for (let i = 0; i < records.length; i++) {
    const here = records[i]!;
    let pushed: { readonly action: number; readonly to: Uint16Array } | undefined;
    rules.expand(here, (action, to) => {
      const isWalk = sameFrom(map.first, here, to);
      if (here[HERO] === behind && to[HERO] === cell && !isWalk) pushed = { action, to: to.slice() };
      if (!isWalk || met.has(to[HERO]!)) return;
      met.add(to[HERO]!);
      records.push(to.slice());
      before.push(i);
      by.push(action);
    });
    if (pushed === undefined) continue;
    const actions = [pushed.action];
    const passed = [here, pushed.to];
    for (let at = i; before[at]! >= 0; at = before[at]!) {
      actions.unshift(by[at]!);
      passed.unshift(records[before[at]!]!);
    }
    return { actions, records: passed };
  }
  return undefined;
}

/** From a record to the goal, every pit filled on the way. What is not found is not known to be out of reach. */
export function pushedWay(map: LevelMap, start: Uint16Array, rules: Rules, goal: Goal, most: number): Outcome {
  const none = { kind: "most", states: most } as const;
  if ((start[FLAGS]! & ASKED) !== 0) return search(start, rules, goal, 1, most);
  const actions: number[] = [];
  const records: Uint16Array[] = [];
  let here = start;
  for (const push of fillingPushes(map, start, most) ?? []) {
    const found = walkAndPush(map, rules, here, push);
    if (found === undefined) return none;
    actions.push(...found.actions);
    records.push(...found.records.slice(0, -1));
    here = found.records.at(-1)!;
  }
  const last = search(here, rules, goal, 1, most);
  if (last.found === undefined) return none;
  return {
    kind: "found",
    states: last.states,
    found: { actions: [...actions, ...last.found.actions], records: [...records, ...last.found.records] },
  };
}
