/**
 * The tokens of a level under a reader's finger, what is declared so far, and the refusals that all commands share.
 */
import { visible } from "../../../text.js";
import { LevelError, oneOf, type Position } from "./errors.js";
import { readTokens, type Token } from "./lexer.js";
import type { ValueType } from "./syntax.js";

export interface VariableType {
  readonly type: ValueType;
  readonly isList: boolean;
}

/** So deep may parts stand within parts: deeper is no level, and the reader calls itself for each. */
const DEEPEST = 100;
/** The real compiler's bound of conditions and loops within each other. */
export const DEEPEST_CONDITIONS = 20;

const VALUE_NAMES: Readonly<Record<ValueType, string>> = {
  number: "a number",
  text: "a text",
  place: "a coordinate",
  area: "an area",
  ground: "terrain",
  monster: "a monster",
  thing: "an object",
  selection: "a selection",
};

const asList = ({ type, isList }: VariableType): string =>
  isList ? `a list of ${VALUE_NAMES[type].replace(/^an? /, "")}s` : VALUE_NAMES[type];

export class Reader {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;
  readonly variables = new Map<string, VariableType>();
  /** Within how many of each the reader stands. */
  conditions = 0;
  containers = 0;
  breakable = 0;
  isInSwitch = false;
  /** The last column and row of the last map, by which areas are bounded. */
  lastColumn = 0;
  lastRow = 0;

  constructor(text: string) {
    this.tokens = readTokens(text);
  }

  get token(): Token {
    return this.tokens[this.at]!;
  }

  /** The token so many places further on; the end stays the end. */
  peek(places: number): Token {
    return this.tokens[Math.min(this.at + places, this.tokens.length - 1)]!;
  }

  next(): Token {
    const { token } = this;
    if (token.kind !== "end") this.at++;
    return token;
  }

  fail(accepted: string, token: Token = this.token): never {
    throw new LevelError(token, `found ${shown(token)}`, accepted);
  }

  failAt(position: Position, found: string, accepted: string): never {
    throw new LevelError(position, found, accepted);
  }

  /** Reads a part that may hold parts of its own kind. */
  within<T>(part: () => T): T {
    if (++this.depth > DEEPEST) this.failAt(this.token, `more than ${DEEPEST} parts within each other`, "fewer");
    const read = part();
    this.depth--;
    return read;
  }

  is(text: string): boolean {
    const { token } = this;
    return (token.kind === "word" || token.kind === "symbol") && token.text === text;
  }

  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  expect(text: string, where = ""): void {
    if (!this.take(text)) this.fail(`"${text}"${where === "" ? "" : ` ${where}`}`);
  }

  /** What stands behind a sign. */
  after<T>(sign: string, read: () => T): T {
    this.expect(sign);
    return read();
  }

  /** One of some words. */
  word<const T extends string>(what: string, words: readonly T[]): T {
    const { token } = this;
    const found = words.find((word) => token.kind === "word" && token.text === word);
    if (found === undefined) this.fail(oneOf(what, words, token.text));
    this.at++;
    return found;
  }

  isWordOf(words: readonly string[]): boolean {
    const { token } = this;
    return token.kind === "word" && words.includes(token.text);
  }

  /** A whole number without a sign. */
  count(what: string): number {
    const { token } = this;
    if (token.kind !== "number" || token.sign !== "") this.fail(`${what}, a whole number without a sign`);
    this.at++;
    return token.value;
  }

  /** A whole number, with a sign or without. */
  signed(what: string): number {
    const { token } = this;
    if (token.kind !== "number") this.fail(`${what}, a whole number`);
    this.at++;
    return token.value;
  }

  string(what: string): string {
    const { token } = this;
    if (token.kind !== "string") this.fail(`${what} in double quotes`);
    this.at++;
    return token.text;
  }

  character(what: string): string {
    const { token } = this;
    if (token.kind !== "character") this.fail(`${what} in single quotes`);
    this.at++;
    return token.text;
  }

  /** Whether a variable of a type, or a list of it, stands here. */
  isVariable(type: ValueType): boolean {
    const { token } = this;
    return token.kind === "variable" && this.variables.get(token.text)?.type === type;
  }

  /** What a variable would have to be for its place. */
  wrongVariable(accepted: string): never {
    const { token } = this;
    const declared = this.variables.get(token.text);
    const name = visible(token.text, 40);
    if (declared !== undefined) this.failAt(token, `${name} is ${asList(declared)}`, accepted);
    const names = [...this.variables.keys()];
    const known = names.length === 0 ? "none is set above" : oneOf("set above are", names, token.text);
    this.failAt(token, `${name} is not set`, `${accepted}; of variables, ${known}`);
  }

  declare(name: string, type: VariableType, position: Position): void {
    const held = this.variables.get(name);
    if (held !== undefined && (held.type !== type.type || held.isList !== type.isList)) {
      this.failAt(position, `${visible(name, 40)} is set to ${asList(type)}`, `${asList(held)}, as above`);
    }
    this.variables.set(name, type);
  }
}

function shown(token: Token): string {
  if (token.kind === "end") return "the end of the text";
  if (token.kind === "map") return "a MAP";
  const quote = token.kind === "character" ? "'" : '"';
  return `${quote}${visible(token.text, 40)}${quote}`;
}
