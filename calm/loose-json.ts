/**
 * Values out of a model's text: JSON, Python's literals, fences and prose around them. For lists and nested answers; an
 * object of verdicts has a stricter reader of its own (parse.ts).
 *
 * Invariants: nothing is evaluated; reading moves forward only and is linear in the text, of which at most a fixed length
 * is looked at; depth and number of values are limited; a value counts only if its bracket was closed.
 */

export type LooseValue = string | number | boolean | null | readonly LooseValue[] | LooseObject;

/** Entries in the order of the text; a key may occur twice. */
export interface LooseObject {
  readonly entries: readonly (readonly [string, LooseValue])[];
}

export interface LooseText {
  /** Objects and lists that stand at the top, in order. */
  readonly values: readonly LooseValue[];
  /** cut: the text, or what is looked at of it, ends inside a bracket. */
  readonly end: "whole" | "cut";
}

const MOST_CHARACTERS = 200_000;
const DEEPEST = 12;

export const isObject = (value: LooseValue): value is LooseObject =>
  typeof value === "object" && value !== null && "entries" in value && !Array.isArray(value);

export function looseValues(text: string): LooseText {
  const reader = new Reader(text.slice(0, MOST_CHARACTERS));
  const values: LooseValue[] = [];
  for (;;) {
    reader.toBracket();
    if (reader.isAtEnd()) return { values, end: text.length > MOST_CHARACTERS ? "cut" : "whole" };
    const value = reader.value(0);
    if (value === CUT) return { values, end: "cut" };
    if (isObject(value) || Array.isArray(value)) values.push(value);
  }
}

/** The text ended, or nesting went too deep: nothing from here on is read. */
const CUT = Symbol("cut");
type Read = LooseValue | typeof CUT;

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ["“", "”"],
  ["`", "`"],
]);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
]);

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
  ["none", null],
]);

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  toBracket(): void {
    while (!this.isAtEnd() && !"{[".includes(this.text[this.at] ?? "")) this.at++;
  }

  value(depth: number): Read {
    if (depth > DEEPEST) return CUT;
    const sign = this.text[this.at] ?? "";
    if (sign === "{") return this.object(depth);
    if (sign === "[") return this.list(depth);
    return CLOSING.has(sign) ? this.quoted() : this.word();
  }

  private object(depth: number): Read {
    const entries: (readonly [string, LooseValue])[] = [];
    this.at++;
    for (;;) {
      this.skip();
      if (this.isAtEnd()) return CUT;
      if (this.takes("}") || this.takes("]")) return { entries };
      const key = this.value(depth + 1);
      if (key === CUT) return CUT;
      this.skipBlanks();
      if (!this.takes(":")) continue;
      this.skipBlanks();
      if (this.isAtEnd()) return CUT;
      const value = this.value(depth + 1);
      if (value === CUT) return CUT;
      if (typeof key !== "object") entries.push([String(key), value]);
    }
  }

  private list(depth: number): Read {
    const items: LooseValue[] = [];
    this.at++;
    for (;;) {
      this.skip();
      if (this.isAtEnd()) return CUT;
      if (this.takes("]") || this.takes("}")) return items;
      if (this.takes(":")) continue;
      const item = this.value(depth + 1);
      if (item === CUT) return CUT;
      items.push(item);
    }
  }

  private quoted(): Read {
    const closing = CLOSING.get(this.text[this.at] ?? "");
    this.at++;
    const parts: string[] = [];
    while (!this.isAtEnd()) {
      const sign = this.text[this.at] ?? "";
      this.at++;
      if (sign === closing) return parts.join("");
      if (sign !== "\\") {
        parts.push(sign);
        continue;
      }
      const escaped = this.text[this.at] ?? "";
      this.at++;
      const code = escaped === "u" ? /^[0-9a-f]{4}/i.exec(this.text.slice(this.at, this.at + 4))?.[0] : undefined;
      if (code !== undefined) this.at += 4;
      parts.push(
        code === undefined ? (ESCAPES.get(escaped) ?? escaped) : String.fromCharCode(Number.parseInt(code, 16)),
      );
    }
    return CUT;
  }

  /** A bare word up to what ends it; always moves on. */
  private word(): Read {
    const from = this.at;
    while (!this.isAtEnd() && !/[,:}\]\n{[]/.test(this.text[this.at] ?? "")) this.at++;
    const word = this.text.slice(from, this.at).trim();
    if (this.at === from) this.at++;
    const known = WORDS.get(word.toLowerCase());
    if (known !== undefined) return known;
    return word !== "" && Number.isFinite(Number(word)) ? Number(word) : word;
  }

  private takes(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }

  private skip(): void {
    while (!this.isAtEnd() && /[\s,;]/.test(this.text[this.at] ?? "")) this.at++;
  }

  private skipBlanks(): void {
    while (!this.isAtEnd() && /\s/.test(this.text[this.at] ?? "")) this.at++;
  }
}
