/**
 * Event predicates: a closed language in which a discovered subgoal can be grounded without a model. A predicate is a
 * value of a union; it is parsed from text, evaluated by the code below on two frames, and nothing in it is program text.
 *
 *   picked up X | opened X | reached X | killed X | ate X | wore X | message contains "T"
 *
 * Like every judge, it reads what an observation shows. Where that cannot tell (no inventory and no message, a hero whose
 * place nobody said), the verdict is "unanswered".
 */
import type { TransitionView, Verdict } from "../annotations/index.js";
import { type Frame, InputError, visible } from "../envs/index.js";

export const EVENTS = ["picked up", "opened", "reached", "killed", "ate", "wore"] as const;
export type EventName = (typeof EVENTS)[number];

export type Predicate =
  | { readonly kind: EventName; readonly thing: string }
  | { readonly kind: "message contains"; readonly text: string };

const LONGEST = 60;
const THING = /^[\p{L}\p{N}][\p{L}\p{N} '-]*$/u;

const unarticled = (thing: string): string => thing.trim().replace(/^(?:the|a|an|some|your)\s+/i, "");

/** The predicate of a text, or undefined when it is none. */
export function parsePredicate(text: string): Predicate | undefined {
  const line = text.normalize("NFKC").trim().replace(/\s+/g, " ");
  if (line.length > LONGEST + 30) return undefined;
  const contains = /^message contains (?:"([^"]+)"|(\S.*))$/i.exec(line);
  const sought = contains?.[1] ?? contains?.[2];
  if (sought !== undefined) return visible(sought) === sought ? { kind: "message contains", text: sought } : undefined;
  const kind = EVENTS.find((event) => line.toLowerCase().startsWith(`${event} `));
  if (kind === undefined) return undefined;
  const thing = unarticled(line.slice(kind.length + 1)).toLowerCase();
  return thing.length <= LONGEST && THING.test(thing) ? { kind, thing } : undefined;
}

export const predicateText = (predicate: Predicate): string =>
  predicate.kind === "message contains"
    ? `message contains "${predicate.text}"`
    : `${predicate.kind} ${predicate.thing}`;

/** As `parsePredicate`, for what a person typed. */
export function requirePredicate(text: string): Predicate {
  const found = parsePredicate(text);
  if (found !== undefined) return found;
  throw new InputError(
    `"${visible(text, 60)}" is no event predicate; accepted are ${EVENTS.join(" X, ")} X, message contains "T".`,
  );
}

const VERBS: readonly (readonly [EventName, RegExp])[] = [
  [
    "picked up",
    /^(?:pick(?:ing)? up|get|take|fetch|grab|collect|obtain|acquire|retrieve|find and (?:pick up|take|get))$/,
  ],
  ["opened", /^(?:open|unlock|unlock and open|use the key to open|use the key to unlock)$/],
  ["reached", /^(?:reach|go to|walk to|move to|get to|navigate to|descend|go down|arrive at|step (?:on|onto))$/],
  ["killed", /^(?:kill|slay|defeat|destroy)$/],
  ["ate", /^(?:eat|consume)$/],
  ["wore", /^(?:wear|put on)$/],
];

/** Words after the thing that say how or where, not what. */
const TAIL = /\s+(?:with|using|by|in|inside|from|of|to|on|at|and|so|before|after|that|which)\b.*$/;

/**
 * The predicate that a subgoal's name says in plain words ("unlock the door with the key" is "opened door"), or undefined.
 * The first words are the verb, the longest that is known; the rest up to a preposition is the thing.
 */
export function predicateOfName(name: string): Predicate | undefined {
  const words = name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[.!]+$/, "")
    .trim()
    .split(/\s+/);
  if (words.length > 20) return undefined;
  for (let count = Math.min(6, words.length - 1); count >= 1; count -= 1) {
    const verb = words.slice(0, count).join(" ");
    const kind = VERBS.find(([, pattern]) => pattern.test(verb))?.[0];
    if (kind === undefined) continue;
    const thing = unarticled(words.slice(count).join(" ")).replace(TAIL, "");
    return parsePredicate(`${kind} ${thing}`);
  }
  return undefined;
}

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

const yesNo = (yes: boolean): Verdict => (yes ? "yes" : "no");

/** All words of the thing, as whole words. */
const names = (text: string, thing: string): boolean => {
  const said = new Set(text.toLowerCase().match(/[\p{L}\p{N}'-]+/gu) ?? []);
  return thing
    .split(" ")
    .filter((word) => word !== "the" && word !== "")
    .every((word) => said.has(word) || said.has(`${word}s`));
};

type Pair = Pick<TransitionView, "before" | "after">;

function pickedUp({ before, after }: Pair, thing: string): Verdict {
  if (before.inventory !== undefined && after.inventory !== undefined) {
    const held = (frame: Frame) => frame.inventory?.filter(({ text }) => names(text, thing)).length ?? 0;
    return yesNo(held(after) > held(before));
  }
  if (after.message === "") return "unanswered";
  return yesNo(/^[a-z] - |\bpick(?:ed)? up\b/i.test(after.message) && names(after.message, thing));
}

function opened({ before, after }: Pair, thing: string): Verdict {
  if (!/\bdoor\b/.test(thing)) return yesNo(/\bopens?\b/i.test(after.message) && names(after.message, thing));
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

function wore({ before, after }: Pair, thing: string): Verdict {
  const isWorn = (frame: Frame) => frame.inventory?.some(({ text }) => /being worn/.test(text) && names(text, thing));
  if (before.inventory !== undefined && after.inventory !== undefined) return yesNo(!isWorn(before) && !!isWorn(after));
  return yesNo(/\byou are now wearing\b|\byou finish\b/i.test(after.message) && names(after.message, thing));
}

const KILLING = /\byou (?:kill|destroy)\b|\bis (?:killed|destroyed)\b/i;
const EATING = /\b(?:eat|eating|ate|delicious|tastes?)\b/i;

/** Whether the event happens on this very transition. */
export function fires(predicate: Predicate, view: Pair): Verdict {
  const { message } = view.after;
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
      return yesNo(KILLING.test(message) && names(message, predicate.thing));
    case "ate":
      return yesNo(EATING.test(message) && names(message, predicate.thing));
    case "message contains":
      return yesNo(message.toLowerCase().includes(predicate.text.toLowerCase()));
  }
}
