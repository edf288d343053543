/**
 * A data set: transitions with labels, in parts that are scored apart because they answer different questions. The
 * order of a part's items is meaningful: any prefix of it is as varied as the part allows, so a cheap subset is a prefix.
 */
import { InputError } from "../envs/index.js";
import type { Transition } from "./transition.js";

/**
 * - balanced: as many of each class; a yes is as likely as its classes.
 * - hard negatives: nothing achieved, but it looks so.
 * - natural rate: as often as in play; only here do rates per step mean anything.
 * - all: a file without parts.
 */
export type PartRole = "balanced" | "hard negatives" | "natural rate" | "all";

export interface Part {
  readonly name: PartRole;
  readonly items: number;
  /** Items of the default subset: the first so many. */
  readonly subset: number;
}

export interface DataSet {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the transitions file, 64 hex digits: the data's identity in every result. */
  readonly hash: string;
  /** One sentence on where the labels come from. */
  readonly labels: string;
  /** One sentence on how the natural-rate part was drawn, where there is one. */
  readonly sampling?: string;
  /** People who labelled it; 0 until people have. */
  readonly humanLabels: number;
  readonly parts: readonly Part[];
  readonly items: readonly Transition[];
}

export interface Selection {
  /** "default": the declared subset of each part; "full": everything. */
  readonly size: "default" | "full";
  readonly split?: string;
  /** At most so many items, taken from the parts in turn. */
  readonly limit?: number;
}

export const partOf = (transition: Transition): string => transition.part ?? "all";

/** Takes from each list in turn until `limit` are taken; keeps each list's order. */
function inTurn<T>(lists: readonly (readonly T[])[], limit: number): T[][] {
  const taken: T[][] = lists.map(() => []);
  let left = limit;
  for (let round = 0; left > 0 && lists.some((list) => round < list.length); round++) {
    lists.forEach((list, i) => {
      const item = list[round];
      if (item !== undefined && left > 0) {
        taken[i]?.push(item);
        left--;
      }
    });
  }
  return taken;
}

/** The items that a run judges, in data-set order. Throws an InputError when nothing is left. */
export function select(data: DataSet, selection: Selection): readonly Transition[] {
  const lists = data.parts.map((part) => {
    const all = data.items.filter((item) => partOf(item) === part.name);
    const prefix = selection.size === "full" ? all : all.slice(0, part.subset);
    return selection.split === undefined ? prefix : prefix.filter((item) => item.split === selection.split);
  });
  const chosen = (selection.limit === undefined ? lists : inTurn(lists, selection.limit)).flat();
  if (chosen.length > 0) return chosen;
  const splits = [...new Set(data.items.flatMap((item) => item.split ?? []))].sort();
  const accepted = splits.length === 0 ? "it has no splits" : `its splits are ${splits.join(", ")}`;
  throw new InputError(`No transition of ${data.name} is selected; ${accepted}.`);
}
