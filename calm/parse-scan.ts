/**
 * The characters of a model's answer: blanks, comments, quoted strings. Text in, positions out; nothing is evaluated.
 *
 * Invariants: every function moves forward only and looks at each character a constant number of times, so that reading
 * stays linear in the length of a hostile answer. A quote closes a string only if a delimiter follows it: models leave
 * quotes inside strings unescaped, and a string that ends too early would turn its rest into keys and values.
 */

/** Quote characters that close one another. An "escaped" string sits in an object that is itself inside a string. */
export type QuoteStyle = "double" | "single" | "backtick" | "escaped";

export interface QuotedText {
  /** broken: a line ended inside it. ended: the answer ended inside it. */
  readonly kind: "closed" | "broken" | "ended";
  readonly style: QuoteStyle;
  readonly text: string;
  /** Before escapes were decoded: some models write a backslash as it is. */
  readonly raw: string;
  /** An odd number of quotes inside: it probably closed at a quote that was meant as text. */
  readonly parity: "even" | "odd";
  /** Position after the closing quote, or where reading stopped. */
  readonly end: number;
}

const doubleQuotes = '"“”„‟«»＂';
const singleQuotes = "'‘’‚‛＇";
const newlines = "\n\r\u2028\u2029";
const invisible = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u0085";

export function isNewline(char: string): boolean {
  return newlines.includes(char);
}

/** Blank within a line; zero-width characters count as blanks. */
export function isBlank(char: string): boolean {
  if (char === " " || char === "\t") return true;
  if (char < "\u0080") return char === "\v" || char === "\f";
  return (invisible.includes(char) || char.trim() === "") && !isNewline(char);
}

export function isColon(char: string | undefined): boolean {
  return char === ":" || char === "：";
}

export function isComma(char: string | undefined): boolean {
  return char === "," || char === "，";
}

export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text[at]!)) at++;
  return at;
}

/** Also over line ends, and over the two characters backslash and n where an object sits inside a string. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const char = text[at]!;
    if (isBlank(char) || isNewline(char)) at++;
    else if (isEscapedNewline(text, at)) at += 2;
    else break;
  }
  return at;
}

export function isEscapedNewline(text: string, at: number): boolean {
  return text[at] === "\\" && (text[at + 1] === "n" || text[at + 1] === "r" || text[at + 1] === "t");
}

export function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isNewline(text[at]!)) at++;
  return at;
}

export function startsFence(text: string, at: number): boolean {
  return text.startsWith("```", at) || text.startsWith("~~~", at);
}

export function startsComment(text: string, at: number): boolean {
  return text[at] === "#" || (text[at] === "/" && (text[at + 1] === "/" || text[at + 1] === "*"));
}

/** The position after the comment that starts here. A block comment that never closes hides the rest. */
export function skipComment(text: string, at: number): number {
  if (text[at] === "/" && text[at + 1] === "*") {
    const close = text.indexOf("*/", at + 2);
    return close < 0 ? text.length : close + 2;
  }
  return endOfLine(text, at);
}

export function quoteStyle(text: string, at: number): QuoteStyle | undefined {
  const char = text[at];
  if (char === undefined) return undefined;
  if (char === "\\") return text[at + 1] === '"' || text[at + 1] === "'" ? "escaped" : undefined;
  if (doubleQuotes.includes(char)) return "double";
  if (singleQuotes.includes(char)) return "single";
  return char === "`" && !startsFence(text, at) ? "backtick" : undefined;
}

/** Reads the string that opens here; `quoteStyle(text, from)` must not be undefined. */
export function readQuoted(text: string, from: number): QuotedText {
  const style = quoteStyle(text, from) ?? "double";
  const width = style === "escaped" ? 2 : 1;
  // A plain quote is closed by a plain quote only: curly quotes inside it are text.
  const closers = closersOf(text, from, style);
  const begin = from + width;
  let inside = 0;
  let at = begin;
  while (at < text.length) {
    const char = text[at]!;
    if (isNewline(char)) return quoted("broken", style, text, begin, at, inside, at);
    if (char === "\\") {
      const next = text[at + 1];
      if (style !== "escaped") {
        if (next !== undefined && closers.includes(next)) inside++;
        // A line end is never escaped: it must stay visible to the check above.
        at += next === undefined || isNewline(next) ? 1 : 2;
      } else if (next !== undefined && closers.includes(next)) {
        if (closesHere(text, at + 2, style)) return quoted("closed", style, text, begin, at, inside, at + 2);
        inside++;
        at += 2;
      } else if (next === "\\" && text[at + 2] === "\\") {
        inside++;
        at += 4;
      } else at += next === undefined || isNewline(next) ? 1 : 2;
      continue;
    }
    // An object inside a string cannot hold a plain quote: this is another kind of text with one backslash too many.
    if (style === "escaped" && closers.includes(char)) return quoted("broken", style, text, begin, at, inside, at);
    if (closers.includes(char)) {
      if (closesHere(text, at + 1, style)) return quoted("closed", style, text, begin, at, inside, at + 1);
      if (style !== "single" || !isApostrophe(text, at)) inside++;
    }
    at++;
  }
  return quoted("ended", style, text, begin, text.length, inside, text.length);
}

function closersOf(text: string, from: number, style: QuoteStyle): string {
  const opener = style === "escaped" ? text[from + 1]! : text[from]!;
  if (style === "escaped" || opener === '"' || opener === "'" || opener === "`") return opener;
  return style === "double" ? doubleQuotes : singleQuotes;
}

/** Whether a delimiter follows a quote, so that the quote can be a closing one. */
function closesHere(text: string, after: number, style: QuoteStyle): boolean {
  const at = skipBlanks(text, after);
  const char = text[at];
  if (char === undefined || isNewline(char) || isColon(char) || isComma(char)) return true;
  if (char === "}" || char === "]" || char === "=") return true;
  if (style === "escaped" && isEscapedNewline(text, at)) return true;
  return startsComment(text, at) || startsFence(text, at);
}

function isApostrophe(text: string, at: number): boolean {
  return isCased(text[at - 1]) && isCased(text[at + 1]);
}

function isCased(char: string | undefined): boolean {
  return char !== undefined && char.toLowerCase() !== char.toUpperCase();
}

function quoted(
  kind: QuotedText["kind"],
  style: QuoteStyle,
  text: string,
  begin: number,
  stop: number,
  inside: number,
  end: number,
): QuotedText {
  const raw = text.slice(begin, stop);
  const once = decodeEscapes(raw);
  const parity = inside % 2 === 0 ? "even" : "odd";
  return { kind, style, text: style === "escaped" ? decodeEscapes(once) : once, raw, parity, end };
}

const simpleEscapes = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["b", "\b"],
  ["f", "\f"],
]);

/** JSON's and Python's escapes; one that is neither keeps its character, a broken number keeps its backslash. */
function decodeEscapes(raw: string): string {
  if (!raw.includes("\\")) return raw;
  const parts: string[] = [];
  let at = 0;
  while (at < raw.length) {
    const next = raw[at + 1];
    if (raw[at] !== "\\" || next === undefined) {
      parts.push(raw[at++]!);
      continue;
    }
    const digits = next === "u" ? raw.slice(at + 2, at + 6) : next === "x" ? raw.slice(at + 2, at + 4) : "";
    if (digits !== "" && digits.length === (next === "u" ? 4 : 2) && /^[0-9a-f]+$/i.test(digits)) {
      parts.push(String.fromCharCode(Number.parseInt(digits, 16)));
      at += 2 + digits.length;
    } else {
      parts.push(next === "u" || next === "x" ? `\\${next}` : (simpleEscapes.get(next) ?? next));
      at += 2;
    }
  }
  return parts.join("");
}

/** The position after `:`, `=`, `:=` or `=>`, if one of them comes next; a comparison is no separator. */
export function afterSeparator(text: string, from: number): number | undefined {
  let at = skipSpace(text, from);
  const start = at;
  while (isColon(text[at])) at++;
  if (text[at] === "=") at++;
  if (at === start || text[at] === "=") return undefined;
  return text[at] === ">" ? at + 1 : at;
}

export interface BareText {
  readonly text: string;
  readonly end: number;
}

/** An unquoted name, up to a separator or bracket. It runs over commas: until a separator comes, they may belong to it. */
export function readBareName(text: string, from: number): BareText {
  let at = from;
  while (at < text.length) {
    const char = text[at]!;
    if (isNewline(char) || isColon(char) || "={}[]".includes(char) || isEscapedNewline(text, at)) break;
    at++;
  }
  return { text: text.slice(from, at).trimEnd(), end: at };
}

/** An unquoted value, up to a delimiter or to a comment with a blank before it. */
export function readBareValue(text: string, from: number): BareText {
  let at = from;
  while (at < text.length) {
    const char = text[at]!;
    if (isNewline(char) || isComma(char) || "{}[]".includes(char) || isEscapedNewline(text, at)) break;
    if (startsComment(text, at) && isBlank(text[at - 1] ?? "")) break;
    at++;
  }
  return { text: text.slice(from, at).trim(), end: at };
}

/**
 * The quoted key directly before an opening bracket; "" if its beginning is lost, because half a name is any name.
 * Looks back a bounded way, so that reading stays linear.
 */
export function orphanLabel(text: string, bracket: number): string | undefined {
  let at = bracket - 1;
  while (at > bracket - 8 && /\s/.test(text[at] ?? "")) at--;
  if (!isColon(text[at]) && text[at] !== "=") return undefined;
  const before = text.slice(Math.max(0, bracket - 120), bracket);
  const match = /(?:(["'`])([^"'`\n]{1,80})\1|["'`])\s{0,8}[:=]\s{0,8}$/.exec(before);
  return match === null ? undefined : (match[2] ?? "");
}
