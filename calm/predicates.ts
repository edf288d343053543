/**
 * Event predicates: a closed language in which a discovered subgoal can be grounded without a model. A predicate is a
 * value of a union; it is parsed from text, evaluated by `predicate-events.ts` on two frames, and nothing in it is program
 * text.
 *
 *   picked up X | opened X | reached X | killed X | ate X | wore X | message contains "T"
 */
import { InputError, visible } from "../envs/index.js";

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
const TAIL = /\s+(?:with|using|by|in|inside|from|of|to|on|at|so|before|after|that|which)\b.*$/;

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
    // "fetch the key and open the door" are two events, and neither of them is it.
    if (words.slice(count).includes("and")) return undefined;
    const thing = unarticled(words.slice(count).join(" ")).replace(TAIL, "");
    return parsePredicate(`${kind} ${thing}`);
  }
  return undefined;
}
