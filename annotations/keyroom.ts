/**
 * KeyRoom as a judging task: its words, its two subgoals, what the game's state says about them, and the kinds of
 * transition that look like an achievement and are none.
 *
 * The truth reads the inventory and the map, never the message: the message is what a judge is shown.
 */
import { type Frame, windowRows } from "../envs/index.js";
import type { TransitionView } from "./transition.js";
import type { Verdict } from "./verdict.js";

export const KEYROOM_TASK =
  "A dungeon room contains a smaller room whose only door is locked. A key lies somewhere outside the smaller room. " +
  "Fetch the key, open the door with it, and walk to the stairs down, which are inside.";

export const PICK_UP_KEY = "pick up the key";
export const OPEN_DOOR = "open the door";
export const KEYROOM_SUBGOALS: readonly string[] = [PICK_UP_KEY, OPEN_DOOR];

/** The starting lock pick is no key: the item's own text must say "key". */
export function holdsKey(frame: Frame): boolean {
  return frame.inventory?.some((item) => /\bkey\b/.test(item.text)) ?? false;
}

/** True when a cell that showed a closed door shows an open or broken one. Closed and locked look the same. */
export function doorOpened(before: Frame, after: Frame): boolean {
  return before.rows.some((row, y) => {
    for (let x = row.indexOf("+"); x >= 0; x = row.indexOf("+", x + 1)) {
      if ("-|.".includes(after.rows[y]?.[x] ?? " ")) return true;
    }
    return false;
  });
}

/** What the game's state says, aligned with `KEYROOM_SUBGOALS`. */
export function keyroomTruth({ before, after }: Pick<TransitionView, "before" | "after">): readonly Verdict[] {
  const key = !holdsKey(before) && holdsKey(after);
  return [key ? "yes" : "no", doorOpened(before, after) ? "yes" : "no"];
}

export interface LookAlike {
  readonly name: string;
  readonly holds: (view: Pick<TransitionView, "before" | "action" | "after">, step: number) => boolean;
}

const doorsInCrop = (frame: Frame): number => windowRows(frame, "crop").join("").split("+").length - 1;

const cellBefore = ({ before, after }: Pick<TransitionView, "before" | "after">): string =>
  after.hero === undefined ? " " : (before.rows[after.hero.y]?.[after.hero.x] ?? " ");

const moved = ({ before, after }: Pick<TransitionView, "before" | "after">): boolean =>
  before.hero?.x !== after.hero?.x || before.hero?.y !== after.hero?.y;

/**
 * Transitions that achieve nothing and look as if they did, rarest kinds first: a transition counts under the first
 * kind that holds. Only for transitions whose truth is "no" throughout.
 */
export const KEYROOM_LOOK_ALIKES: readonly LookAlike[] = [
  {
    name: "start on the key, not taken",
    holds: ({ before }, step) => step === 1 && /You see here .*\bkey\b/.test(before.message),
  },
  { name: "locked door bumped", holds: ({ after }) => after.message === "This door is locked." },
  {
    name: "apply with the key, no door beside",
    holds: ({ before, action }) => action === "APPLY" && holdsKey(before),
  },
  { name: "apply without a key", holds: ({ action }) => action === "APPLY" },
  { name: "pickup of nothing", holds: ({ action }) => action === "PICKUP" },
  { name: "step onto the key", holds: ({ after }) => /You see here .*\bkey\b/.test(after.message) },
  {
    name: "step onto the open door",
    holds: (view) => moved(view) && "-|".includes(cellBefore(view)),
  },
  { name: "door enters the crop", holds: ({ before, after }) => doorsInCrop(before) < doorsInCrop(after) },
  { name: "door leaves the crop", holds: ({ before, after }) => doorsInCrop(before) > doorsInCrop(after) },
];

/** The task as one value: words, subgoals, truth, and what looks like an achievement and is none. */
export const KEYROOM = {
  task: KEYROOM_TASK,
  subgoals: KEYROOM_SUBGOALS,
  truth: keyroomTruth,
  lookAlikes: KEYROOM_LOOK_ALIKES,
} as const;
