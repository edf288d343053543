/**
 * Further observation keys of a recorded moment, where a recording holds them: each as NLE's flat array, so that a replay
 * can be compared number by number. Recordings spell some in other ways (rows as texts, cells that are not zero as
 * [row, column, value]); here all become the arrays that the game gave.
 */
import { z } from "zod";
import type { ObservationKey } from "./env.js";

const COLUMNS = 79;
const CELLS = 21 * COLUMNS;
const TERMINAL_ROWS = 24;
const TERMINAL_COLUMNS = 80;
const DESCRIPTION_BYTES = 80;

const integer = z.number().int();
const numbers = z.array(integer);
const table = z.array(numbers);
const texts = z.array(z.string());
const row = integer.min(0).max(20);
const column = integer.min(0).max(COLUMNS - 1);

/** Members of a recording's line; all optional. */
export const recordedKeysShape = {
  internal: numbers.optional(),
  specials_nonzero: z.array(z.tuple([row, column, integer])).optional(),
  inv_glyphs: numbers.max(55).optional(),
  inv_oclasses: numbers.max(55).optional(),
  tty_chars: texts.max(TERMINAL_ROWS).optional(),
  tty_colors: table.optional(),
  tty_cursor: numbers.optional(),
  screen_descriptions: z.array(z.tuple([row, column, z.string().max(DESCRIPTION_BYTES)])).optional(),
  glyphs_crop: table.optional(),
  chars_crop: texts.optional(),
  colors_crop: table.optional(),
  specials_crop: table.optional(),
};

const recordedLine = z.object(recordedKeysShape);
type RecordedLine = z.infer<typeof recordedLine>;

/** Flat arrays by key. */
export type RecordedKeys = ReadonlyMap<ObservationKey, ArrayLike<number>>;

/** A pack's 55 places; recordings leave out those that are empty. */
const PACK = 55;
const NO_GLYPH = 5976;
const NO_CLASS = 18;

const filled = (values: readonly number[], filler: number): readonly number[] => [
  ...values,
  ...Array.from({ length: PACK - values.length }, () => filler),
];

const bytesOf = (text: string): Uint8Array => Buffer.from(text, "latin1");

function specials(cells: NonNullable<RecordedLine["specials_nonzero"]>): Uint8Array {
  const plane = new Uint8Array(CELLS);
  for (const [y, x, value] of cells) plane[y * COLUMNS + x] = value;
  return plane;
}

function terminal(lines: readonly string[]): Uint8Array {
  const screen = new Uint8Array(TERMINAL_ROWS * TERMINAL_COLUMNS).fill(32);
  for (const [y, line] of lines.entries()) {
    screen.set(bytesOf(line.slice(0, TERMINAL_COLUMNS)), y * TERMINAL_COLUMNS);
  }
  return screen;
}

function descriptions(cells: NonNullable<RecordedLine["screen_descriptions"]>): Uint8Array {
  const bytes = new Uint8Array(CELLS * DESCRIPTION_BYTES);
  for (const [y, x, text] of cells) bytes.set(bytesOf(text), (y * COLUMNS + x) * DESCRIPTION_BYTES);
  return bytes;
}

/** What a line holds. */
export function recordedKeys(line: RecordedLine): RecordedKeys {
  const found = new Map<ObservationKey, ArrayLike<number>>();
  const add = <T>(key: ObservationKey, value: T | undefined, flat: (value: T) => ArrayLike<number>) => {
    if (value !== undefined) found.set(key, flat(value));
  };
  const same = (values: readonly number[]) => values;
  const joined = (rows: readonly (readonly number[])[]) => rows.flat();
  add("internal", line.internal, same);
  add("specials", line.specials_nonzero, specials);
  add("inv_glyphs", line.inv_glyphs, (glyphs) => filled(glyphs, NO_GLYPH));
  add("inv_oclasses", line.inv_oclasses, (classes) => filled(classes, NO_CLASS));
  add("tty_chars", line.tty_chars, terminal);
  add("tty_colors", line.tty_colors, joined);
  add("tty_cursor", line.tty_cursor, same);
  add("screen_descriptions", line.screen_descriptions, descriptions);
  add("glyphs_crop", line.glyphs_crop, joined);
  add("chars_crop", line.chars_crop, (rows) => bytesOf(rows.join("")));
  add("colors_crop", line.colors_crop, joined);
  add("specials_crop", line.specials_crop, joined);
  return found;
}
