/**
 * Hashes of what is seen, for tables and caches: Murmur3's mixing (Appleby, public domain) on two lanes of 32 bits. What
 * is hashed alike is taken for the same: among a million things of 53 bits the chance that any two meet is 1 in 18,000.
 */

/** Murmur3's finalizer: every bit of the word depends on every other. */
export function mixBits(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** A hash under way. `begin` makes it one of nothing, so that one serves for all. */
export class TwoLanes {
  low = 0x9747b28c;
  high = 0x3c6ef372;

  begin(): void {
    this.low = 0x9747b28c;
    this.high = 0x3c6ef372;
  }

  add(word: number): void {
    const low = Math.imul(this.low ^ Math.imul(word, 0xcc9e2d51), 0x1b873593);
    this.low = (low << 13) | (low >>> 19);
    const high = Math.imul(this.high ^ Math.imul(word, 0x85ebca6b), 0xc2b2ae35);
    this.high = (high << 15) | (high >>> 17);
  }

  /** Its length first, so that texts one after another stay apart. */
  addText(text: string): void {
    this.add(text.length);
    for (let i = 0; i < text.length; i++) this.add(text.charCodeAt(i));
  }

  /** As `add` for each of the first words, without a word of memory in between. */
  addWords(words: Uint32Array, count: number): void {
    let { low, high } = this;
    for (let i = 0; i < count; i++) {
      const word = words[i]!;
      low = Math.imul(low ^ Math.imul(word, 0xcc9e2d51), 0x1b873593);
      low = (low << 13) | (low >>> 19);
      high = Math.imul(high ^ Math.imul(word, 0x85ebca6b), 0xc2b2ae35);
      high = (high << 15) | (high >>> 17);
    }
    this.low = low;
    this.high = high;
  }

  /** 32 bits of the one lane and so many, up to 21, of the other as an integer; the upper bits of a lane depend on all. */
  bits(lower: number): number {
    return (mixBits(this.low) >>> 0) * 2 ** lower + (mixBits(this.high) >>> (32 - lower));
  }
}
