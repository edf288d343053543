/**
 * Reads what may follow a monster or a thing, each detail once.
 */
import { visible } from "../../../text.js";
import { oneOf, type Position } from "./errors.js";
import type { Reader } from "./reader.js";
import { isPoint, PLACE_WORDS, place } from "./selections.js";
import type { Detail, Place } from "./syntax.js";
import { monster, number, text } from "./values.js";
import { ALIGNMENTS, TRAPS } from "./words.js";

/** Words whose detail is the same, by that detail. */
type Words = Readonly<Record<string, string>>;

const MONSTER_WORDS: Words = {
  peaceful: "attitude",
  hostile: "attitude",
  asleep: "alertness",
  awake: "alertness",
  female: "female",
  invisible: "invisible",
  cancelled: "cancelled",
  revived: "revived",
  avenge: "avenge",
  stunned: "stunned",
  confused: "confused",
  ...Object.fromEntries(ALIGNMENTS.map((word) => [word, "alignment"])),
};
const MONSTER_NUMBERS: readonly string[] = ["fleeing", "blinded", "paralyzed"];
const APPEARANCES: readonly string[] = ["m_feature", "m_monster", "m_object"];

const THING_WORDS: Words = {
  blessed: "curse",
  uncursed: "curse",
  cursed: "curse",
  buried: "buried",
  lit: "light",
  unlit: "light",
  erodeproof: "erosion",
  locked: "locked",
  broken: "broken",
  trapped: "trap",
  not_trapped: "trap",
  invisible: "invisible",
  greased: "greased",
};
const THING_NUMBERS: Words = { quantity: "quantity", eroded: "erosion", recharged: "recharged" };

const MONSTER_DETAILS =
  "a detail of a monster: a name in double quotes, peaceful, hostile, asleep, awake, an alignment, align[0], " +
  "m_feature, m_monster or m_object with a name, female, invisible, cancelled, revived, avenge, stunned, confused, " +
  "fleeing:3, blinded:3, paralyzed:3, seen_traps";
const THING_DETAILS =
  "a detail of an object: a place, blessed, uncursed, cursed, an enchantment such as +1, name, quantity, montype, " +
  "buried, lit, unlit, eroded, erodeproof, locked, broken, trapped, not_trapped, recharged, invisible, greased";

function once(reader: Reader, seen: Set<string>, what: string, position: Position): void {
  if (seen.has(what)) reader.failAt(position, `a second detail of the ${what}`, "one");
  seen.add(what);
}

const colon = (reader: Reader): void => reader.expect(":");

function traps(reader: Reader): Detail {
  if (reader.take("all")) return { kind: "traps", names: ["all"] };
  const names: string[] = [];
  do {
    const { token } = reader;
    const name = trapName(reader);
    if (names.includes(name)) reader.failAt(token, `the trap "${name}" a second time`, "each trap once");
    names.push(name);
  } while (reader.take("|"));
  return { kind: "traps", names };
}

/** A kind of trap in double quotes. */
export function trapName(reader: Reader): string {
  const { token } = reader;
  const name = reader.string("a kind of trap");
  if (!TRAPS.some((trap) => trap === name)) reader.failAt(token, ...wrongTrap(name));
  return name;
}

const wrongTrap = (name: string): [found: string, accepted: string] => [
  `there is no trap "${visible(name, 40)}"`,
  oneOf("a kind of trap", TRAPS, name),
];

function align(reader: Reader): Detail {
  if (reader.take("[")) {
    const { token } = reader;
    const value = reader.count("the alignment's number");
    if (value > 2) reader.failAt(token, `align[${value}]`, "align[0] to align[2]");
    reader.expect("]");
    return { kind: "align", value };
  }
  reader.expect(":", "or a number in brackets");
  reader.expect("random");
  return { kind: "align", value: "random" };
}

function monsterDetail(reader: Reader, seen: Set<string>): Detail {
  const { token } = reader;
  const word = token.kind === "word" ? token.text : "";
  if (token.kind === "string" || reader.isVariable("text")) {
    once(reader, seen, "name", token);
    return { kind: "text", word: "", value: text(reader, "a name") };
  }
  const same = Object.hasOwn(MONSTER_WORDS, word) ? MONSTER_WORDS[word]! : undefined;
  const isKnown =
    same !== undefined ||
    MONSTER_NUMBERS.includes(word) ||
    APPEARANCES.includes(word) ||
    word === "align" ||
    word === "seen_traps";
  if (!isKnown) reader.fail(MONSTER_DETAILS);
  const what = word === "align" ? "alignment" : APPEARANCES.includes(word) ? "appearance" : (same ?? word);
  once(reader, seen, what, token);
  reader.next();
  if (MONSTER_NUMBERS.includes(word)) {
    colon(reader);
    return { kind: "number", word, value: number(reader, "how long") };
  }
  if (APPEARANCES.includes(word)) return { kind: "text", word, value: text(reader, "what it looks like") };
  if (word === "align") return align(reader);
  if (word === "seen_traps") {
    colon(reader);
    return traps(reader);
  }
  return { kind: "word", word };
}

export function monsterDetails(reader: Reader): readonly Detail[] {
  const details: Detail[] = [];
  const seen = new Set<string>();
  while (reader.take(",")) details.push(monsterDetail(reader, seen));
  return details;
}

function thingDetail(reader: Reader, seen: Set<string>): Detail | { readonly kind: "place"; readonly place: Place } {
  const { token } = reader;
  const word = token.kind === "word" ? token.text : "";
  const isPlace = isPoint(reader) || reader.isVariable("place") || PLACE_WORDS.some((name) => reader.is(name));
  if (isPlace) {
    once(reader, seen, "place", token);
    return { kind: "place", place: place(reader) };
  }
  if (token.kind === "number" || token.kind === "dice") {
    once(reader, seen, "enchantment", token);
    reader.next();
    const value =
      token.kind === "dice"
        ? ({ kind: "dice", count: token.count, sides: token.sides } as const)
        : ({ kind: "number", value: token.value } as const);
    return { kind: "enchantment", value };
  }
  if (word === "montype" || word === "name" || word === "NAME") {
    once(reader, seen, word === "montype" ? "monster" : "name", token);
    reader.next();
    colon(reader);
    if (word === "montype") return { kind: "monster", value: monster(reader) };
    return { kind: "text", word: "name", value: text(reader, "a name") };
  }
  if (Object.hasOwn(THING_NUMBERS, word)) {
    once(reader, seen, THING_NUMBERS[word]!, token);
    reader.next();
    colon(reader);
    return { kind: "number", word, value: number(reader, "how much") };
  }
  if (!Object.hasOwn(THING_WORDS, word)) reader.fail(THING_DETAILS);
  once(reader, seen, THING_WORDS[word]!, token);
  reader.next();
  return { kind: "word", word };
}

/** Details and the place, which stands among them. */
export function thingDetails(reader: Reader): { readonly place?: Place; readonly details: readonly Detail[] } {
  const details: Detail[] = [];
  const seen = new Set<string>();
  let where: Place | undefined;
  while (reader.take(",")) {
    const read = thingDetail(reader, seen);
    if (read.kind === "place") where = read.place;
    else details.push(read);
  }
  return where === undefined ? { details } : { place: where, details };
}
