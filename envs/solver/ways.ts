/**
 * Ways through levels that have no table: found by search, and kept, so that an episode that follows one is searched once.
 */
import { InputError } from "../errors.js";
import type { Pays } from "../nethack/scoring.js";
import type { State } from "../nethack/state.js";
import { visible } from "../text.js";
import { type Goal, stairsGoal } from "./goals.js";
import { ASKED, FLAGS, HOLDS_KEY, type LevelMap, mapOf, recordOf } from "./map.js";
import { pushedWay } from "./pushed-way.js";
import { type Action, type Chances, Rules } from "./rules.js";
import { type Outcome, search } from "./search.js";
import { sortingGoal } from "./sorting.js";

/** Settings of a search. */
export interface WayOptions extends Chances {
  /** What the id pays for, which says what is to be reached. */
  readonly pays: Pays | undefined;
  readonly factor: number;
  readonly most: number;
  readonly beyond: "refuse" | "no way";
}

/** Indices of a way from a state; undefined when no actions lead to success. */
export type Ways = (state: State) => readonly number[] | undefined;

/** The factor of ways that are not bound by the shortest. */
export const ANY = Number.POSITIVE_INFINITY;

const MOST_KEPT = 50_000;

const nameOf = (record: Uint16Array): string => String.fromCharCode(...record);

export function waysOf(id: string, actions: readonly Action[], { lava, factor, most, beyond, pays }: WayOptions): Ways {
  const has = (name: Action): boolean => actions.includes(name);
  const means = { kick: has("KICK"), search: has("SEARCH"), apply: has("APPLY"), close: has("CLOSE"), lava };
  let map: LevelMap | undefined;
  let tools: { readonly rules: Rules; readonly goal: Goal } | undefined;
  /** The rest of the way by record; undefined where there is none. */
  const known = new Map<string, readonly number[] | undefined>();

  function goalOf(level: LevelMap): Goal {
    if (pays !== "boulders") return stairsGoal(level, means, pays === "pits" ? "none left" : "any");
    return sortingGoal(
      level,
      actions.filter((action) => typeof action === "number"),
    );
  }

  function recordIn(state: State): Uint16Array {
    const held = map && recordOf(map, state);
    if (held !== undefined) return held;
    map = mapOf(state, has("CLOSE") ? "closes doors" : "leaves doors open");
    tools = { rules: new Rules(map, actions, { lava }), goal: goalOf(map) };
    known.clear();
    const record = recordOf(map, state);
    if (record === undefined) throw new RangeError("a map has its own level's states");
    return record;
  }

  function find(record: Uint16Array): Outcome {
    const { rules, goal } = tools!;
    if (factor === ANY && pays === "pits" && map!.isSokoban) return pushedWay(map!, record, rules, goal, most);
    return search(record, rules, goal, map!.boulders > 0 ? factor : 1, most);
  }

  return (state) => {
    const record = recordIn(state);
    // Who cannot kick minds no hurt leg.
    if (!means.kick) record[FLAGS]! &= ASKED | HOLDS_KEY;
    const name = nameOf(record);
    if (known.has(name)) return known.get(name);
    const { kind, found, states } = find(record);
    if (kind === "most" && beyond === "refuse") {
      throw new InputError(
        `The solver found no way in ${visible(id, 80)} among ${states} states; more states or a larger factor may, or Infinity (solver:any) for any way.`,
      );
    }
    if (known.size >= MOST_KEPT) known.clear();
    known.set(name, found?.actions);
    found?.records.forEach((at, i) => {
      known.set(nameOf(at), found.actions.slice(i));
    });
    return found?.actions;
  };
}
