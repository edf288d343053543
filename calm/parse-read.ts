/**
 * A tolerant recursive-descent reader: from text to objects of keys and values, for JSON, Python dictionaries and what
 * models make of them. It knows no subgoals and gives no verdicts.
 *
 * Invariants, each because its opposite once read a verdict that nobody gave:
 * - A value counts only when a delimiter follows it: at the end of the text it may be half a word.
 * - Text that ran out of its quotes (a "leak") is never read as keys: the rest of the line goes, often the object too.
 * - Keys of one object are quoted alike; a key quoted otherwise is text.
 * - Two values after one key are none.
 */
import { mentionsVerdict, verdictOf } from "./parse-names.js";
import {
  afterSeparator,
  endOfLine,
  isBlank,
  isComma,
  isEscapedNewline,
  isNewline,
  orphanLabel,
  type QuotedText,
  type QuoteStyle,
  quoteStyle,
  readBareName,
  readBareValue,
  readQuoted,
  skipComment,
  skipSpace,
  startsComment,
  startsFence,
} from "./parse-scan.js";
import type { EntryState, ObjectEnd, ReadEntry, ReadObject, ReadValue } from "./parse-tree.js";

const depthLimit = 16;

/** A quote and then a bracket within a name: the name was not closed where it should have been. */
const swallowed = /(?<!\\)["'“”][^"'“”]*[{[]/;

type Draft = Omit<ReadEntry, "state"> & { state: EntryState };

type Keys = QuoteStyle | "bare" | "unseen";
type Key = Pick<QuotedText, "kind" | "text" | "raw" | "end"> & { readonly style: Keys };

/** All objects of a text, in order. `{` opens one anywhere: prose does not protect it, and need not. */
export function readObjects(text: string): readonly ReadObject[] {
  const found: ReadObject[] = [];
  let at = text.indexOf("{");
  while (at >= 0) {
    const reader = new Reader(text, at + 1);
    const label = orphanLabel(text, at);
    const object = reader.object(0, "object");
    // The value of a key whose own object was not opened: it must not lose that key, which may say "not achieved".
    found.push(label === undefined ? object : wrapped(label, object));
    at = text.indexOf("{", reader.at);
  }
  return found;
}

function wrapped(label: string, object: ReadObject): ReadObject {
  const entry: ReadEntry = { key: label, rawKey: label, value: { kind: "object", object }, state: "sealed" };
  return { entries: [entry], objects: [], content: "some", end: object.end, ended: object.ended };
}

class Reader {
  readonly text: string;
  at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  /** Reads behind the opening bracket, and over the closing one. */
  object(depth: number, within: "object" | "list"): ReadObject {
    const entries: Draft[] = [];
    const objects: ReadObject[] = [];
    let keys: Keys = "unseen";
    // Whether a comma or a line end stands between the last value and here.
    let parted = false;
    // A name without a value directly before a comma: the next key may be the rest of that name.
    let fragmentBefore = false;
    let fragments = 0;
    const finish = (end: ObjectEnd, ended: ReadObject["ended"] = "elsewhere"): ReadObject => {
      const last = entries.at(-1);
      if (last?.state === "open") {
        last.state = end === "ended" ? "cut" : end === "lost" ? "doubtful" : "sealed";
      }
      const hasContent = entries.length + objects.length + fragments > 0;
      return { entries, objects, content: hasContent ? "some" : "none", end, ended };
    };
    if (depth >= depthLimit) {
      this.at = this.text.length;
      return finish("lost");
    }
    for (;;) {
      const char = this.text[this.at];
      const last = entries.at(-1);
      if (char === undefined) return finish("ended");
      if (isBlank(char)) this.at++;
      else if (isNewline(char) || isEscapedNewline(this.text, this.at)) {
        this.at += isNewline(char) ? 1 : 2;
        parted = true;
        fragmentBefore = false;
      } else if (isComma(char)) {
        if (last?.state === "open") last.state = "sealed";
        this.at++;
        parted = true;
      } else if (char === "}" || char === "]") {
        if (char === "}" || within === "object") this.at++;
        return finish("closed");
      } else if (startsFence(this.text, this.at)) return finish("fenced");
      else if (startsComment(this.text, this.at)) this.at = skipComment(this.text, this.at);
      else if (char === "[") return finish("lost");
      else if (char === "{") {
        if (last?.state === "open" && !parted) last.state = "doubtful";
        this.at++;
        const child = this.object(depth + 1, "object");
        // After a name without a separator it may be that name's value, and that name may be "not achieved".
        if (!fragmentBefore) objects.push(child);
        if (child.end === "ended" || child.end === "lost") return finish(child.end, child.ended);
      } else {
        const key = this.key(keys);
        if (key.text === "" && key.end === this.at) {
          // A bracket or colon where a name should be.
          if (last?.state === "open") last.state = "doubtful";
          this.at++;
          continue;
        }
        if (key.style === "escaped" && key.kind === "broken") {
          this.at = key.end;
          return finish("lost");
        }
        const separator = afterSeparator(this.text, key.end);
        if (separator === undefined) {
          fragments++;
          if (key.end >= this.text.length) {
            this.at = key.end;
            return finish("ended", key.style === "bare" ? "elsewhere" : "in quotes");
          }
          if (last !== undefined && (last.state === "open" || mentionsVerdict(key.text))) last.state = "doubtful";
          if (this.text[skipSpace(this.text, key.end)] !== "{") {
            this.at = key.end;
            fragmentBefore = true;
            continue;
          }
        }
        const fits = keys === "unseen" || key.style === keys;
        if (swallowed.test(key.raw)) {
          // A lost quote made the name swallow an opening bracket: what follows is inside that bracket, not here.
          if (last?.state === "open") last.state = "doubtful";
          this.at = key.end;
          const after = this.leak(keys);
          if (after.end !== undefined) return finish(after.end);
          continue;
        }
        if (last?.state === "open") last.state = parted && fits ? "sealed" : "doubtful";
        // "true, false, next key": a second value, and the comma was taken for a part of the name.
        const comma = key.text.indexOf(",");
        if (comma >= 0 && last?.state === "sealed" && mentionsVerdict(key.text.slice(0, comma)))
          last.state = "doubtful";
        if (keys === "unseen") keys = key.style;
        this.at = separator ?? key.end;
        const read = this.value(depth, within, keys);
        if (fits && !fragmentBefore) {
          entries.push({ key: key.text, rawKey: key.raw, value: read.value, state: read.state });
        }
        parted = false;
        fragmentBefore = false;
        if (read.end !== undefined) return finish(read.end, read.ended);
      }
    }
  }

  /** A name up to its separator, not over it. Bare names run over commas as long as no separator came. */
  private key(keys: Keys): Key {
    const opener = quoteStyle(this.text, this.at);
    // Escaped quotes are quotes only in an object that is written with them throughout.
    if (opener !== undefined && (opener !== "escaped" || keys === "escaped" || keys === "unseen")) {
      return readQuoted(this.text, this.at);
    }
    const { text: raw, end } = readBareName(this.text, this.at);
    // One quote was lost: the other one still tells how the key was meant.
    const closing = raw.includes("\\") ? undefined : quoteStyle(raw, raw.length - 1);
    return { kind: "closed", text: raw, raw, style: closing ?? "bare", end };
  }

  private value(depth: number, within: "object" | "list", keys: Keys): ValueRead {
    const keyEnd = this.at;
    this.at = skipSpace(this.text, this.at);
    const char = this.text[this.at];
    if (char === undefined) return { value: { kind: "none" }, state: "cut", end: "ended", ended: "elsewhere" };
    if (char === "{" || char === "[") return this.nested(depth, within, char);
    if (isComma(char) || char === "}" || char === "]") return unread;
    const crossed = /[\n\r\\]/.test(this.text.slice(keyEnd, this.at));
    const start = this.at;
    const opener = quoteStyle(this.text, start);
    if (opener !== undefined && (opener !== "escaped" || keys === "escaped")) {
      const token = readQuoted(this.text, start);
      this.at = token.end;
      if (token.kind === "ended") return { value: { kind: "none" }, state: "cut", end: "ended", ended: "in quotes" };
      if (token.kind === "broken") return this.leak(keys);
      if (afterSeparator(this.text, token.end) !== undefined) {
        if (!crossed) return this.leak(keys);
        // On a line of its own and with a separator: the next key, after a key whose value is missing.
        this.at = start;
        return unread;
      }
      if (token.parity === "odd" && verdictOf(token.text) === undefined) return this.leak(keys);
      return { value: { kind: "text", text: token.text, span: { from: start, to: token.end } }, state: "open" };
    }
    const { text: bare, end } = readBareValue(this.text, start);
    this.at = end;
    if (crossed && /[:：=]/.test(bare)) {
      this.at = start;
      return unread;
    }
    const next = this.text[this.at];
    if (next === undefined) return { value: { kind: "none" }, state: "cut", end: "ended", ended: "elsewhere" };
    if (next === "{" || next === "[") return this.leak(keys);
    const isWord = verdictOf(bare) !== undefined || /^[^\s"'“”\\]*$/u.test(bare);
    if (!isWord && (keys === "bare" || /["'“”\\]/.test(bare))) return this.leak(keys);
    return { value: { kind: "text", text: bare, span: { from: start, to: end } }, state: "open" };
  }

  private nested(depth: number, within: "object" | "list", bracket: "{" | "["): ValueRead {
    this.at++;
    if (bracket === "{") {
      const object = this.object(depth + 1, within);
      return nestedRead({ kind: "object", object }, object.end, object.ended);
    }
    const objects: ReadObject[] = [];
    const [end, ended] = this.list(depth + 1, objects);
    return nestedRead({ kind: "list", objects }, end, ended);
  }

  /** Collects the objects of a list; whatever else is in it says nothing. A closing brace closes the list as well. */
  private list(depth: number, objects: ReadObject[]): [ObjectEnd, ReadObject["ended"]] {
    for (;;) {
      this.at = skipSpace(this.text, this.at);
      const char = this.text[this.at];
      if (char === undefined) return ["ended", "elsewhere"];
      if (char === "}" || startsFence(this.text, this.at)) return ["closed", "elsewhere"];
      if (startsComment(this.text, this.at)) this.at = skipComment(this.text, this.at);
      else if (char === "]") {
        this.at++;
        return ["closed", "elsewhere"];
      } else if (char === "{") {
        this.at++;
        const child = this.object(depth + 1, "list");
        objects.push(child);
        if (child.end === "ended" || child.end === "lost") return [child.end, child.ended];
      } else if (char === "[") return ["lost", "elsewhere"];
      else if (quoteStyle(this.text, this.at) !== undefined) {
        const token = readQuoted(this.text, this.at);
        this.at = token.end;
        if (token.kind === "ended") return ["ended", "in quotes"];
        const leaks = token.kind === "broken" || token.parity === "odd";
        if (leaks || afterSeparator(this.text, token.end) !== undefined) return ["lost", "elsewhere"];
      } else this.at++;
    }
  }

  /**
   * Text ran out of its quotes. The rest of the line is unread; the object goes on only if the next line begins like
   * one of its keys and this line ended like one of its values.
   */
  private leak(keys: Keys): ValueRead {
    const stop = endOfLine(this.text, this.at);
    let tail = stop;
    while (tail > this.at && isBlank(this.text[tail - 1]!)) tail--;
    const endsLikeValue = isComma(this.text[tail - 1]) || quoteStyle(this.text, tail - 1) !== undefined;
    this.at = stop;
    const next = skipSpace(this.text, stop);
    if (next >= this.text.length)
      return { value: { kind: "none" }, state: "doubtful", end: "lost", ended: "elsewhere" };
    if (this.text[next] === "}") return unread;
    if (endsLikeValue && quoteStyle(this.text, next) === keys) {
      const token = readQuoted(this.text, next);
      if (token.kind === "closed" && afterSeparator(this.text, token.end) !== undefined) return unread;
    }
    return { value: { kind: "none" }, state: "doubtful", end: "lost", ended: "elsewhere" };
  }
}

interface ValueRead {
  readonly value: ReadValue;
  readonly state: EntryState;
  /** Set where the object cannot go on. */
  readonly end?: ObjectEnd;
  readonly ended?: ReadObject["ended"];
}

const unread: ValueRead = { value: { kind: "none" }, state: "doubtful" };

function nestedRead(value: ReadValue, end: ObjectEnd, ended: ReadObject["ended"]): ValueRead {
  if (end === "closed") return { value, state: "sealed" };
  return { value, state: "sealed", end, ended };
}
