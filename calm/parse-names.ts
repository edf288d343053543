/**
 * Which subgoal a written name means, and which verdict a written value.
 *
 * Invariants: a name must match as a whole, exactly first, then after normalising; a name that fits two different
 * subgoals fits none. Only six words are verdicts: every further synonym is one typing error away from its opposite
 * ("no" and "on"). Look-ups use Map, so "__proto__" is a name like any other.
 */

export type NameMatch =
  | { readonly kind: "subgoals"; readonly indices: readonly number[] }
  | { readonly kind: "ambiguous"; readonly indices: readonly number[] }
  | { readonly kind: "unknown" };

/** Look-ups for one answer. Models repeat the same few keys, so they are remembered. */
export interface NameFinder {
  find(name: string): NameMatch;
  /** The subgoals whose names stand anywhere in a text: a broken key says of which subgoals something was lost. */
  mentionedIn(text: string): readonly number[];
  sense(key: string): KeySense;
}

const leadingEdge = " \"'`“”‘’„‚«»()[]{}<>*.\\";
const trailingEdge = `${leadingEdge},:;!?`;

/** Case, blanks, underscores, hyphens, compatibility forms, invisible characters and edge punctuation do not count. */
export function normalName(name: string): string {
  const plain = name
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, "")
    .toLowerCase()
    .replace(/[\s_\p{Pd}]+/gu, " ");
  let from = 0;
  let to = plain.length;
  while (from < to && leadingEdge.includes(plain[from]!)) from++;
  while (to > from && trailingEdge.includes(plain[to - 1]!)) to--;
  return plain.slice(from, to);
}

export function nameFinder(subgoals: readonly string[]): NameFinder {
  const exact = new Map<string, number[]>();
  const normal = new Map<string, number[]>();
  let longest = 0;
  for (const [index, subgoal] of subgoals.entries()) {
    append(exact, subgoal, index);
    // A name of punctuation alone has nothing left to compare: it is matched exactly or not at all.
    const key = normalName(subgoal);
    if (key !== "") append(normal, key, index);
    longest = Math.max(longest, subgoal.length);
  }
  const find = (name: string): NameMatch => {
    const same = exact.get(name);
    if (same !== undefined) return { kind: "subgoals", indices: same };
    // Much longer than any subgoal, so not one of them: and normalising a megabyte per name would take its time.
    if (name.length > 4 * longest + 64) return { kind: "unknown" };
    const similar = normal.get(normalName(name));
    if (similar === undefined) return { kind: "unknown" };
    const distinct = new Set(similar.map((index) => subgoals[index]));
    return { kind: distinct.size === 1 ? "subgoals" : "ambiguous", indices: similar };
  };
  const mentionedIn = (text: string) => {
    const plain = normalName(text);
    return [...normal].flatMap(([name, indices]) => (plain.includes(name) ? indices : []));
  };
  return { find: remembered(find), mentionedIn, sense: remembered(keySense) };
}

function remembered<T>(look: (name: string) => T): (name: string) => T {
  const seen = new Map<string, T>();
  return (name) => {
    const known = seen.get(name);
    if (known !== undefined) return known;
    const found = look(name);
    if (seen.size < 200) seen.set(name, found);
    return found;
  };
}

function append(map: Map<string, number[]>, key: string, index: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [index]);
  else list.push(index);
}

const verdictWords = new Map<string, "yes" | "no">([
  ["true", "yes"],
  ["yes", "yes"],
  ["1", "yes"],
  ["false", "no"],
  ["no", "no"],
  ["0", "no"],
]);

export function verdictOf(value: string): "yes" | "no" | undefined {
  if (value.length > 40) return undefined;
  return verdictWords.get(normalValue(value));
}

/** Like a name, but signs and inner punctuation stay: "-1" is not "1", "<true|false>" is nothing. */
function normalValue(value: string): string {
  const plain = value
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .toLowerCase()
    .trim();
  const edge = "\"'`“”‘’„‚«»*\\ ";
  let from = 0;
  let to = plain.length;
  while (from < to && edge.includes(plain[from]!)) from++;
  while (to > from && `${edge}.;`.includes(plain[to - 1]!)) to--;
  return plain.slice(from, to);
}

/** Whether a verdict stands somewhere in the text as a word of its own: then the value before it was not the only one. */
export function mentionsVerdict(text: string): boolean {
  return /(?<![\p{L}\p{N}])(?:true|false|yes|no|0|1)(?![\p{L}\p{N}])/iu.test(text);
}

const subgoalKeys = new Set(["subgoal", "sub goal", "subgoal name", "name", "goal"]);
const verdictKeys = new Set(
  [
    "achieved",
    "is achieved",
    "was achieved",
    "completed",
    "is completed",
    "complete",
    "accomplished",
    "reached",
  ].concat(["satisfied", "done", "value", "verdict", "answer", "result"]),
);
const wrapperKeys = new Set(
  ["achieved", "completed", "accomplished", "subgoals", "sub goals", "subgoals achieved", "achieved subgoals"].concat(
    ["completed subgoals", "subgoals completed", "subgoal completion", "subgoal status", "status", "progress"],
    ["answer", "answers", "final answer", "result", "results", "output", "response", "evaluation", "transition"],
    ["verdict", "verdicts", "judgement", "judgements", "judgment", "judgments", "dictionary", "dict", "json", "data"],
    ["arguments", "parameters", "args"],
  ),
);

/** What a key says about its value where it is no subgoal's name. Unlisted keys wrap nothing: "not achieved" is one. */
export interface KeySense {
  readonly names: boolean;
  readonly judges: boolean;
  readonly wraps: boolean;
}

function keySense(key: string): KeySense {
  const normal = key.length > 40 ? "" : normalName(key);
  return { names: subgoalKeys.has(normal), judges: verdictKeys.has(normal), wraps: wrapperKeys.has(normal) };
}
