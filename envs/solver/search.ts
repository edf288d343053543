/**
 * A* (Hart, Nilsson, Raphael 1968) over records, and with a factor above 1 weighted A* (Pohl 1970), whose way is at most so
 * many times as long as the shortest. States of equal promise are taken last in, first out, deeper ones before others.
 */
import type { Goal } from "./goals.js";
import { ASKED, FLAGS } from "./map.js";
import { FAR } from "./near-goal.js";
import { Queue } from "./queue.js";
import { Records } from "./records.js";
import type { Rules } from "./rules.js";

export interface Found {
  /** Actions, and the record in which each is taken. */
  readonly actions: readonly number[];
  readonly records: readonly Uint16Array[];
}

export interface Outcome {
  /** "none": no actions lead there. "most": so many states were met that the search was given up. */
  readonly kind: "found" | "none" | "most";
  readonly found?: Found;
  readonly states: number;
}

class Column {
  values = new Int32Array(1 << 12);

  set(index: number, value: number): void {
    if (index >= this.values.length) {
      const larger = new Int32Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[index] = value;
  }
}

/**
 * From a state to the goal. `factor` 1: a shortest way; infinite: the nearest to the goal first, however far it has come.
 * `most`: states after which it is given up.
 */
export function search(start: Uint16Array, rules: Rules, goal: Goal, factor: number, most: number): Outcome {
  const records = new Records(start.length);
  const [depth, before, by, left] = [new Column(), new Column(), new Column(), new Column()];
  /** Depth at which a node was last expanded, so that stale entries of the queue are passed over. */
  const done = new Column();
  const queue = new Queue<number>();

  /** A question that stands takes an action to answer, which may make two actions' worth of change. */
  function leastOf(record: Uint16Array): number {
    const asked = record[FLAGS]! & ASKED;
    if (asked === 0) return goal.least(record);
    // At the start a question may stand that no action of the environment asks: its answer may do what nothing else does.
    if (records.count === 1) return 1;
    record[FLAGS]! &= ~ASKED;
    const least = goal.least(record);
    record[FLAGS]! |= asked;
    return least === FAR ? FAR : Math.max(1, least - 1);
  }

  function reach(record: Uint16Array, at: number, from: number, action: number): void {
    const known = records.count;
    const node = records.add(record);
    if (node === known) left.set(node, leastOf(record));
    else if (depth.values[node]! <= at) return;
    depth.set(node, at);
    before.set(node, from);
    by.set(node, action);
    if (node === known) done.set(node, -1);
    const least = left.values[node]!;
    if (least !== FAR) queue.push(factor === Number.POSITIVE_INFINITY ? least : at + Math.floor(least * factor), node);
  }

  reach(start, 0, -1, -1);
  const here = new Uint16Array(start.length);
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const at = depth.values[node]!;
    if (done.values[node] === at) continue;
    done.set(node, at);
    here.set(records.at(node));
    if (goal.isReached(here)) return { kind: "found", found: wayTo(node), states: records.count };
    if (records.count > most) return { kind: "most", states: records.count };
    rules.expand(here, (action, to) => reach(to, at + 1, node, action));
  }
  return { kind: "none", states: records.count };

  function wayTo(end: number): Found {
    const actions: number[] = [];
    const passed: Uint16Array[] = [];
    for (let node = end; before.values[node]! >= 0; node = before.values[node]!) {
      actions.push(by.values[node]!);
      passed.push(records.at(before.values[node]!).slice());
    }
    return { actions: actions.reverse(), records: passed.reverse() };
  }
}
