/**
 * Variants of a question that ask for the same verdicts: the subgoals in another order, a subgoal or the task in other
 * words, and the same words once more. Each is a view of its own, so that it has its own content address, and its
 * verdicts are brought back into the order of the original subgoals.
 */
import type { Judgement, TransitionView, Verdict } from "../annotations/index.js";
import { InputError, visible } from "../envs/index.js";
import { normalName } from "./parse-names.js";
import type { Wordings } from "./prompts/wordings.js";

export const VARIANT_KINDS = ["again", "order", "subgoals", "task"] as const;
export type VariantKind = (typeof VARIANT_KINDS)[number];

/** What is changed; plain, so that it goes into a result as it is. */
export type Change =
  | { readonly kind: "base" }
  /** The same words as sample 1: what changes without any change of words. */
  | { readonly kind: "again" }
  /** The order of the subgoals: turned about, or the first so many put last. */
  | { readonly kind: "order"; readonly order: "reversed" | number }
  | { readonly kind: "subgoals"; readonly subgoal: string; readonly words: string }
  | { readonly kind: "task"; readonly words: string };

export interface Variant {
  readonly label: string;
  readonly change: Change;
}

interface Varied {
  readonly view: TransitionView;
  /** Per original subgoal its place in the varied view. */
  readonly places: readonly number[];
}

function reordered(count: number, order: "reversed" | number): readonly number[] {
  const places = Array.from({ length: count }, (_, i) => i);
  return order === "reversed" ? places.toReversed() : places.map((place) => (place + order) % count);
}

export function varied({ change }: Variant, view: TransitionView): Varied {
  const { subgoals } = view;
  const same = subgoals.map((_, i) => i);
  switch (change.kind) {
    case "base":
    case "again":
      return { view, places: same };
    case "order": {
      const order = reordered(subgoals.length, change.order);
      return { view: { ...view, subgoals: order.map((i) => subgoals[i]!) }, places: same.map((i) => order.indexOf(i)) };
    }
    case "subgoals":
      return {
        view: { ...view, subgoals: subgoals.map((name) => (name === change.subgoal ? change.words : name)) },
        places: same,
      };
    case "task":
      return { view: { ...view, task: change.words }, places: same };
  }
}

/** The judgement of a varied view as one of the original. */
export function broughtBack({ verdicts, failure, answer }: Judgement, places: readonly number[]): Judgement {
  return {
    verdicts: places.map((place): Verdict => verdicts[place] ?? "unanswered"),
    ...(failure === undefined ? {} : { failure }),
    ...(answer === undefined ? {} : { answer }),
  };
}

/** Most rotations that are asked: the order of many subgoals has too many others. */
const MOST_ROTATIONS = 3;

function orders(most: number): readonly Variant[] {
  if (most < 2) return [];
  // Of two subgoals the only other order is the reversed one.
  const rotations = most === 2 ? [] : Array.from({ length: Math.min(most - 1, MOST_ROTATIONS) }, (_, i) => i + 1);
  return [
    { label: "order: reversed", change: { kind: "order", order: "reversed" } },
    ...rotations.map((by): Variant => ({ label: `order: first ${by} last`, change: { kind: "order", order: by } })),
  ];
}

function requireDistinct(subgoal: string, words: string, views: readonly TransitionView[]): void {
  const name = normalName(words);
  const taken = views.find((view) => view.subgoals.some((one) => one !== subgoal && normalName(one) === name));
  if (taken === undefined) return;
  throw new InputError(
    `"${visible(words, 60)}" cannot stand for "${visible(subgoal, 60)}": it is the name of another subgoal there.`,
  );
}

/**
 * The base first, then what is asked otherwise. Throws an InputError when nothing is left to ask, when a wording is
 * another subgoal's name, and for wordings of subgoals that these transitions do not have.
 */
export function planVariants(
  views: readonly TransitionView[],
  wordings: Wordings,
  kinds: readonly VariantKind[],
): readonly Variant[] {
  const known = new Set(views.flatMap(({ subgoals }) => subgoals));
  const strange = Object.keys(wordings.subgoals).find((name) => !known.has(name));
  if (strange !== undefined) {
    const names = [...known].slice(0, 8).map((name) => `"${visible(name, 60)}"`);
    throw new InputError(`No transition has the subgoal "${visible(strange, 60)}"; they have ${names.join(", ")}.`);
  }
  const again: Variant = { label: "again, same words", change: { kind: "again" } };
  const subgoals = Object.entries(wordings.subgoals).flatMap(([subgoal, others]) =>
    others.map((words): Variant => {
      requireDistinct(subgoal, words, views);
      return { label: `"${subgoal}" as "${words}"`, change: { kind: "subgoals", subgoal, words } };
    }),
  );
  const tasks = wordings.tasks.map(
    (words, i): Variant => ({ label: `task: wording ${i + 1}`, change: { kind: "task", words } }),
  );
  const all: Readonly<Record<VariantKind, readonly Variant[]>> = {
    again: [again],
    order: orders(Math.max(0, ...views.map((view) => view.subgoals.length))),
    subgoals,
    task: tasks,
  };
  const chosen = VARIANT_KINDS.flatMap((kind) => (kinds.includes(kind) ? all[kind] : []));
  if (chosen.length === 0) {
    throw new InputError("Nothing is asked otherwise: one subgoal has no other order, and no other words were given.");
  }
  return [{ label: "base", change: { kind: "base" } }, ...chosen];
}
