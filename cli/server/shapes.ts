/**
 * Observations on the wire: each key's dtype and shape are told once, when an instance is made; afterwards a key's value
 * is the base64 of its array, row by row, little-endian. Base64 is what Python reads fastest with its standard library
 * alone (docs/python.md has the comparison with lists of numbers).
 */
import type { ObservationKey, ObservationTable } from "../../envs/index.js";

export interface Space {
  readonly dtype: "uint8" | "int16" | "int32";
  readonly shape: readonly number[];
}

const MAP = [21, 79] as const;
const TERMINAL = [24, 80] as const;

const CROPS = ["glyphs_crop", "chars_crop", "colors_crop", "specials_crop"];

const FIXED: Readonly<Record<Exclude<ObservationKey, `${string}_crop`>, Space>> = {
  glyphs: { dtype: "int16", shape: MAP },
  chars: { dtype: "uint8", shape: MAP },
  colors: { dtype: "uint8", shape: MAP },
  specials: { dtype: "uint8", shape: MAP },
  blstats: { dtype: "int32", shape: [27] },
  message: { dtype: "uint8", shape: [256] },
  internal: { dtype: "int32", shape: [9] },
  inv_glyphs: { dtype: "int16", shape: [55] },
  inv_letters: { dtype: "uint8", shape: [55] },
  inv_oclasses: { dtype: "uint8", shape: [55] },
  inv_strs: { dtype: "uint8", shape: [55, 80] },
  tty_chars: { dtype: "uint8", shape: TERMINAL },
  tty_colors: { dtype: "uint8", shape: TERMINAL },
  tty_cursor: { dtype: "uint8", shape: [2] },
  screen_descriptions: { dtype: "uint8", shape: [...MAP, 80] },
};

export const KEYS: readonly string[] = [...Object.keys(FIXED), ...CROPS];

/** Undefined for a key that is none. */
export function spaceOf(key: string, cropSize: number): Space | undefined {
  if (CROPS.includes(key)) return { dtype: key === "glyphs_crop" ? "int16" : "uint8", shape: [cropSize, cropSize] };
  return Object.entries(FIXED).find(([name]) => name === key)?.[1];
}

const BYTES: Readonly<Record<Space["dtype"], number>> = { uint8: 1, int16: 2, int32: 4 };

export const bytesOf = ({ dtype, shape }: Space): number =>
  shape.reduce((product, side) => product * side, BYTES[dtype]);

type Arrays = Partial<ObservationTable>;

/** Every key's array as base64. */
export function encoded(observation: Arrays): Record<string, string> {
  const told: Record<string, string> = {};
  for (const [key, array] of Object.entries(observation)) {
    told[key] = Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
  }
  return told;
}

/** Of stacked arrays, the rows of some games alone, one after another. */
export function encodedRows(observation: Arrays, count: number, games: readonly number[]): Record<string, string> {
  const told: Record<string, string> = {};
  for (const [key, array] of Object.entries(observation)) {
    const length = array.byteLength / count;
    const rows = games.map((game) => Buffer.from(array.buffer, array.byteOffset + game * length, length));
    told[key] = Buffer.concat(rows).toString("base64");
  }
  return told;
}
