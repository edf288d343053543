/**
 * What is wrong with a level's text, and where.
 */
import { InputError } from "../../../errors.js";
import { nearest } from "../../../nearest.js";
import { visible } from "../../../text.js";

/** A place in a text, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A user's mistake in a level: its place, what stands there and what is accepted, also one by one. */
export class LevelError extends InputError {
  readonly line: number;
  readonly column: number;

  constructor(
    { line, column }: Position,
    /** What stands there, made harmless. */
    readonly found: string,
    /** What would be accepted, in words. */
    readonly accepted: string,
  ) {
    super(`Line ${line}, column ${column}: ${found}; accepted is ${accepted}.`);
    this.line = line;
    this.column = column;
  }
}

/** So many names are listed whole; of more, the nearest is offered. */
const MOST_LISTED = 14;

/** Names that are accepted in words: all of a few, the nearest to what was written of many. */
export function oneOf(what: string, names: readonly string[], written: string): string {
  if (names.length <= MOST_LISTED) return `${what}: ${names.join(" ")}`;
  return `${what}, the nearest is ${visible(nearest(written, names), 60)}`;
}
