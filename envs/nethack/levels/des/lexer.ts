/**
 * The words of MiniHack's level language: NetHack 3.6's level compiler reads the longest token that fits, the earlier
 * kind of two as long. So "5-3" and a lone "-" are words, a comment has a line of its own, and a string may span lines.
 *
 * What we do differently: a comment needs no line end behind it, and a map that is never closed is an error.
 */
import { visible } from "../../../text.js";
import { LevelError, type Position } from "./errors.js";

export type Token = Position &
  (
    | { readonly kind: "word" | "symbol" | "variable" | "string" | "character"; readonly text: string }
    | { readonly kind: "number"; readonly text: string; readonly sign: "" | "+" | "-"; readonly value: number }
    /** `50%`, or in brackets `[50%]`. */
    | { readonly kind: "share" | "chance"; readonly text: string; readonly value: number }
    | { readonly kind: "dice"; readonly text: string; readonly count: number; readonly sides: number }
    | { readonly kind: "map"; readonly text: string; readonly rows: readonly string[] }
    | { readonly kind: "end"; readonly text: "" }
  );

/** Longer texts are refused before anything is read. */
const MOST_CHARACTERS = 250_000;
const MOST_NUMBER = 2 ** 31 - 1;

const BLANKS = /[ \t]+/y;
const COMMENT = /[ \t]*#[^\n]*(?:\n|$)/y;
const MAP = /MAP\r?\n/y;
const MAP_ROW = /[-|}{+xABCISHKPLWTF\\#. 0-9]*\r?\n/y;
const ROW_COMMENT = /[ \t]*#[^\n]*\n/y;
const MAP_END = /[ \t]*ENDMAP(?![-_a-zA-Z0-9])/y;
const DICE = /([0-9]+)d([0-9]+)/y;
const CHANCE = /\[ *([0-9]+)% *\]/y;
const SHARE = /([0-9]+)%/y;
const NUMBER = /([-+]?)([0-9]+)/y;
const WORD = /[-_a-zA-Z0-9]+/y;
const STRING = /"([^"]*)"/y;
const VARIABLE = /\$[a-zA-Z_]+/y;
const CHARACTER = /'(?:\\([^\n])|([^\n]))'/y;
/** `==` and its like, and "random" that names kinds of ground. */
const SYMBOL = /==|!=|<>|<=|>=|random\[/y;

/** In the order in which ties are settled. */
const PATTERNS = [DICE, CHANCE, NUMBER, SHARE, STRING, VARIABLE, CHARACTER, SYMBOL, WORD] as const;

class Lexer {
  private at = 0;
  private line = 1;
  private lineStart = 0;
  readonly tokens: Token[] = [];

  constructor(private readonly text: string) {}

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text);
  }

  private position(): Position {
    return { line: this.line, column: this.at - this.lineStart + 1 };
  }

  private advance(length: number): void {
    const end = this.at + length;
    for (let i = this.at; i < end; i++) {
      if (this.text[i] !== "\n") continue;
      this.line++;
      this.lineStart = i + 1;
    }
    this.at = end;
  }

  run(): readonly Token[] {
    const { text } = this;
    while (this.at < text.length) {
      const isLineStart = this.at === this.lineStart;
      const skipped = (isLineStart ? this.match(COMMENT) : null) ?? this.match(BLANKS);
      if (skipped !== null) this.advance(skipped[0].length);
      else if (text[this.at] === "\n") this.advance(1);
      else if (text.startsWith("\r\n", this.at)) this.advance(2);
      else if (isLineStart && this.match(MAP) !== null) this.map();
      else this.token();
    }
    this.tokens.push({ kind: "end", text: "", ...this.position() });
    return this.tokens;
  }

  private map(): void {
    const position = this.position();
    this.advance(this.match(MAP)![0].length);
    const rows: string[] = [];
    for (;;) {
      const row = this.match(MAP_ROW)?.[0];
      const end = this.match(MAP_END);
      if (end !== null && row === undefined) {
        this.advance(end[0].length);
        this.tokens.push({ kind: "map", text: "MAP", rows, ...position });
        return;
      }
      const comment = row === undefined ? this.match(ROW_COMMENT) : null;
      if (row === undefined && comment === null) this.badRow(position);
      if (row !== undefined) rows.push(row.replace(/\r?\n$/, ""));
      this.advance((row ?? comment![0]).length);
    }
  }

  /** The first character that no map has, or the end of the text. */
  private badRow(start: Position): never {
    while (this.at < this.text.length && /[-|}{+xABCISHKPLWTF\\#. 0-9]/.test(this.text[this.at]!)) this.advance(1);
    const sign = this.text[this.at];
    const accepted = "map characters -|}{+xABCISHKPLWTF\\#. and blanks, then ENDMAP on a line of its own";
    if (sign === undefined) throw new LevelError(start, "a MAP without its ENDMAP", accepted);
    throw new LevelError(this.position(), `found "${visible(sign, 10)}" in a map`, accepted);
  }

  private token(): void {
    let best: RegExpExecArray | null = null;
    let kind: RegExp | undefined;
    for (const pattern of PATTERNS) {
      const found = this.match(pattern);
      if (found === null || (best !== null && found[0].length <= best[0].length)) continue;
      best = found;
      kind = pattern;
    }
    const position = this.position();
    const text = best?.[0] ?? this.text[this.at]!;
    this.tokens.push(this.made(kind, best, text, position));
    this.advance(text.length);
  }

  private made(kind: RegExp | undefined, found: RegExpExecArray | null, text: string, position: Position): Token {
    const number = (digits: string): number => {
      const value = Number(digits);
      if (value <= MOST_NUMBER) return value;
      throw new LevelError(position, `the number ${visible(digits, 20)} is too large`, `a number up to ${MOST_NUMBER}`);
    };
    if (found === null || kind === undefined || kind === SYMBOL) return { kind: "symbol", text, ...position };
    const [, first = "", second = ""] = found;
    if (kind === DICE) return { kind: "dice", text, count: number(first), sides: number(second), ...position };
    if (kind === CHANCE || kind === SHARE) {
      const value = number(first);
      if (value > 100) throw new LevelError(position, `${value}% is more than all`, "0% to 100%");
      return { kind: kind === SHARE ? "share" : "chance", text, value, ...position };
    }
    if (kind === NUMBER) {
      const sign = first === "-" ? "-" : first === "+" ? "+" : "";
      return { kind: "number", text, sign, value: sign === "-" ? -number(second) : number(second), ...position };
    }
    if (kind === STRING) return { kind: "string", text: first, ...position };
    if (kind === VARIABLE) return { kind: "variable", text, ...position };
    if (kind === CHARACTER) {
      const sign = first || second;
      // The real compiler reads bytes: a character beyond ASCII is several of them.
      if (sign.charCodeAt(0) < 128) return { kind: "character", text: sign, ...position };
      throw new LevelError(position, `found '${visible(sign, 10)}'`, "one ASCII character between quotes");
    }
    return { kind: "word", text, ...position };
  }
}

/** A text as tokens, the last one the end. Throws a LevelError. */
export function readTokens(text: string): readonly Token[] {
  if (text.length > MOST_CHARACTERS) {
    throw new LevelError(
      { line: 1, column: 1 },
      `a level of ${text.length} characters`,
      `a text of ${MOST_CHARACTERS} characters at most`,
    );
  }
  return new Lexer(text).run();
}
