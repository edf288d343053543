/**
 * Sets of cells as bits: cell i is bit i % 32 of word i / 32. Sight works on 32 cells at a time with them.
 */
import { CELLS } from "./terrain.js";

/** Words of a set of cells. */
export const BIT_WORDS = Math.ceil(CELLS / 32);

/** Adds the cells from one to another, both included. */
export function addRun(bits: Int32Array, from: number, to: number): void {
  const first = from >> 5;
  const last = to >> 5;
  const head = -1 << (from & 31);
  const tail = -1 >>> (31 - (to & 31));
  if (first === last) {
    bits[first]! |= head & tail;
    return;
  }
  bits[first]! |= head;
  for (let word = first + 1; word < last; word++) bits[word] = -1;
  bits[last]! |= tail;
}

/** Whether the set that begins at a word of an array holds a cell. */
export const hasCell = (bits: Int32Array, begin: number, cell: number): boolean =>
  ((bits[begin + (cell >> 5)]! >>> (cell & 31)) & 1) === 1;

/** The lowest cell of a word that is not 0, which is the word's number times 32 and this. */
export const lowest = (word: number): number => 31 - Math.clz32(word & -word);

/** Of four bytes that are 0 or 1 each, the four bits, the first byte's lowest (on machines that keep it lowest). */
export const fourBits = (bytes: number): number => Math.imul(bytes, 0x10204080) >>> 28;
