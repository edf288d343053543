/**
 * Whether an event predicate happens on a transition. Like every judge, it reads what an observation shows: inventory
 * before words where both are there, and of the words only what the game tells, not what it asks ("There is an apple
 * here; eat it?"). Where that cannot tell (nothing said, a hero whose place nobody said, a frame that the game blanked),
 * the verdict is "unanswered".
 *
 * The phrases are NetHack 3.6's; MiniHack's own events (its reward manager) listen to the same ones.
 */
import type { TransitionView, Verdict } from "../annotations/index.js";
import type { Frame } from "../envs/index.js";
import type { Predicate } from "./predicates.js";

type InventoryItem = NonNullable<Frame["inventory"]>[number];
type Pair = Pick<TransitionView, "before" | "after">;

const yesNo = (yes: boolean): Verdict => (yes ? "yes" : "no");

/** Signs of things that one can stand on. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:up ?stairs?|upstairs|stairs? up|staircase up)\b/, "<"],
  [/\b(?:stairs?|staircase|downstairs|exit|goal)\b/, ">"],
  [/\bdoor(?:way)?\b/, "-|+"],
  [/\b(?:key|tool)\b/, "("],
  [/\bfountain\b/, "{"],
  [/\baltar\b/, "_"],
  [/\b(?:apple|food)\b/, "%"],
];

/** All words of the thing, as whole words. */
const names = (text: string, thing: string): boolean => {
  const said = new Set(text.toLowerCase().match(/[\p{L}\p{N}'-]+/gu) ?? []);
  return thing
    .split(" ")
    .filter((word) => word !== "the" && word !== "")
    .every((word) => said.has(word) || said.has(`${word}s`));
};

/** The sentences of a message that tell something; a question tells nothing yet. */
const told = (message: string): readonly string[] =>
  (message.match(/[^.!?]+[.!?]*/g) ?? []).map((one) => one.trim()).filter((one) => one !== "" && !one.includes("?"));

const questions = (message: string): string =>
  (message.match(/[^.!?]+[.!?]*/g) ?? []).filter((one) => one.includes("?")).join(" ");

/** "3 apples" are three, "an apple" is one. */
const countOf = ({ text }: InventoryItem): number => Number(/^(\d+) /.exec(text)?.[1] ?? 1);

/** How many of the thing are carried, of those that `is` takes; undefined where the inventory is not known. */
const carried = ({ inventory }: Frame, thing: string, is: (item: InventoryItem) => boolean = () => true) =>
  inventory?.filter((item) => names(item.text, thing) && is(item)).reduce((sum, item) => sum + countOf(item), 0);

function change({ before, after }: Pair, thing: string, is?: (item: InventoryItem) => boolean): number | undefined {
  const [had, has] = [carried(before, thing, is), carried(after, thing, is)];
  return had === undefined || has === undefined ? undefined : has - had;
}

function pickedUp(pair: Pair, thing: string): Verdict {
  const more = change(pair, thing);
  if (more !== undefined) return yesNo(more > 0);
  const { message } = pair.after;
  if (message === "") return "unanswered";
  return yesNo(/^[a-z] - |\bpick(?:ed)? up\b/i.test(message) && names(message, thing));
}

function opened({ before, after }: Pair, thing: string): Verdict {
  if (!/\bdoor\b/.test(thing)) {
    return yesNo(told(after.message).some((one) => /\bopens?\b/i.test(one) && names(one, thing)));
  }
  const isOpen = before.rows.some((row, y) =>
    [...row].some((sign, x) => sign === "+" && "-|.".includes([...(after.rows[y] ?? "")][x] || " ")),
  );
  return yesNo(isOpen);
}

function reached({ before, after }: Pair, thing: string): Verdict {
  const signs = SIGNS.find(([pattern]) => pattern.test(thing))?.[1];
  const said = /\b(?:there is|you see) .* here|you see here\b/i.test(after.message) && names(after.message, thing);
  if (signs === undefined) return said ? "yes" : after.message === "" ? "unanswered" : "no";
  if (after.hero === undefined || before.hero === undefined) return said ? "yes" : "unanswered";
  const { x, y } = after.hero;
  const moved = before.hero.x !== x || before.hero.y !== y;
  const under = [...(before.rows[y] ?? "")][x] ?? " ";
  return yesNo(moved && signs.includes(under));
}

/** "e - a leather armor (being worn)", "g - a ring (on left hand)". */
const WORN = /\((?:being worn|on (?:left|right) )/;
const DRESSED = /\byou are now wearing\b/i;

function wore(pair: Pair, thing: string): Verdict {
  const more = change(pair, thing, ({ text }) => WORN.test(text));
  if (more !== undefined) return yesNo(more > 0);
  const sentences = told(pair.after.message);
  // "You are now wearing a robe." or, as for a ring, its line of the inventory.
  const isPutOn = (one: string) => DRESSED.test(one) || (/^[a-z] - /i.test(one) && WORN.test(one));
  if (sentences.some((one) => isPutOn(one) && names(one, thing))) return "yes";
  // What is put on slowly is not named when it is done.
  return sentences.some((one) => /\byou finish your dressing\b/i.test(one)) ? "unanswered" : "no";
}

const KILLING = /\byou (?:kill|destroy)\b|\bis (?:killed|destroyed)\b/i;

function killed({ after }: Pair, thing: string): Verdict {
  const kills = told(after.message).filter((one) => KILLING.test(one));
  if (kills.some((one) => names(one, thing))) return "yes";
  // What is not seen has no name.
  return kills.some((one) => /\b(?:kill|destroy) it\b/i.test(one)) ? "unanswered" : "no";
}

const EATING = /\b(?:delicious|tastes?|rotten food|hits? the spot|bite of your meal|finish eating|core dumped)\b/i;
/** Anything that is eaten is that. */
const FOOD = /^(?:food|meal|something|comestible)$/;

function ate(pair: Pair, thing: string): Verdict {
  const sentences = told(pair.after.message);
  const eaten = sentences.filter((one) => EATING.test(one));
  if (eaten.length === 0) return "no";
  // "Delicious!  Must be a Macintosh!" names no apple; the question before it, or the inventory, may.
  const named = [...eaten, questions(pair.before.message)].some((one) => names(one, thing));
  if (named || FOOD.test(thing) || (change(pair, thing) ?? 0) < 0) return "yes";
  if (/^apple$/.test(thing) && sentences.some((one) => /\bmacintosh\b/i.test(one))) return "yes";
  return eaten.some((one) => /\bthis .+ (?:is|tastes?)\b|\bfinish eating the\b/i.test(one)) ? "no" : "unanswered";
}

/** MiniHack blanks the last frame of an episode: nothing is shown, nothing is said. */
const isBlank = ({ rows, message, inventory }: Frame): boolean =>
  message === "" && inventory === undefined && rows.every((row) => /^[\s\0]*$/.test(row));

/** Whether the event happens on this very transition. */
export function fires(predicate: Predicate, view: Pair): Verdict {
  if (isBlank(view.after)) return "unanswered";
  switch (predicate.kind) {
    case "picked up":
      return pickedUp(view, predicate.thing);
    case "opened":
      return opened(view, predicate.thing);
    case "reached":
      return reached(view, predicate.thing);
    case "wore":
      return wore(view, predicate.thing);
    case "killed":
      return killed(view, predicate.thing);
    case "ate":
      return ate(view, predicate.thing);
    case "message contains":
      return yesNo(view.after.message.toLowerCase().includes(predicate.text.toLowerCase()));
  }
}
