/**
 * Planes, looked at a word of four bytes at a time: most of a level is solid stone, and a word that is nothing
 * else is passed over at once. A word at a plane's end may hold bytes of its neighbour: its cells are cut off there.
 *
 * Each walk is written out where it is: one shared step from cell to cell made the levels that are mostly resets a third
 * slower (MultiRoom-N6-Lava, 45k to 30k steps/s).
 */

/** Four cells that are all 1. */
export const ONES = 0x01010101;

/** By block: a view takes longer to make than a level to search. */
const views = new WeakMap<ArrayBufferLike, Int32Array>();

/** The words of the block that a plane lies in; the plane's first word is `byteOffset >> 2`. */
export function wordsOf({ buffer }: Uint8Array | Int16Array): Int32Array {
  const held = views.get(buffer);
  if (held !== undefined) return held;
  const words = new Int32Array(buffer, 0, buffer.byteLength >> 2);
  views.set(buffer, words);
  return words;
}
