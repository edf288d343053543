/**
 * Planes, looked at a word of four bytes at a time: most of a level is solid stone, and a word that is nothing
 * else is passed over at once. A plane begins at a whole word, and what fills its last one is 0.
 *
 * Each walk is written out where it is: one shared step from cell to cell made the levels that are mostly resets a third
 * slower (MultiRoom-N6-Lava, 45k to 30k steps/s).
 */

/** Four cells that are all 1. */
export const ONES = 0x01010101;

/** By plane: a view takes longer to make than a level to search. */
const views = new WeakMap<Uint8Array | Int16Array, Int32Array>();

/** The words of a plane of the state's block. */
export function wordsOf(plane: Uint8Array | Int16Array): Int32Array {
  const held = views.get(plane);
  if (held !== undefined) return held;
  const words = new Int32Array(plane.buffer, plane.byteOffset, Math.ceil(plane.byteLength / 4));
  views.set(plane, words);
  return words;
}

/** Whether one of a word's four bytes has a value that stands in all bytes of `four` (a zero byte: Mycroft 1987). */
export function hasByte(word: number, four: number): boolean {
  const zero = word ^ four;
  return ((zero - ONES) & ~zero & (ONES << 7)) !== 0;
}

/** Whether a plane of bytes holds a value other than 0; its own `includes` takes six times as long. */
export function holdsByte(plane: Uint8Array, value: number): boolean {
  const words = wordsOf(plane);
  for (let word = 0; word < words.length; word++)
    if (words[word] !== 0 && hasByte(words[word]!, value * ONES)) return true;
  return false;
}
