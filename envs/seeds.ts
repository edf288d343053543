/**
 * One named random stream per concern. `seedrandom` turns (seed, name) into four words; a xoshiro128** generator
 * (Blackman and Vigna 2021, "Scrambled linear pseudorandom number generators") draws from them. Its whole state is
 * four 32-bit words, so it can live inside a block of state and be copied with it.
 *
 * This is the only place in calmhack that turns a seed into random words.
 */
import seedrandom from "seedrandom";

/** Words below are accepted, so that each of n outcomes has as many; 2^32 modulo n in whole numbers. */
const limitOf = (n: number): number => 2 ** 32 - ((-n >>> 0) % n);
/** Kept for few outcomes: two divisions take longer than the draw. */
const FEW = 256;
const LIMITS = Float64Array.from({ length: FEW }, (_, n) => (n === 0 ? 0 : limitOf(n)));

export class RandomStream {
  /** Four words; never all zero. */
  readonly words: Uint32Array;

  constructor(words: Uint32Array) {
    this.words = words;
  }

  /** A uniform 32-bit unsigned integer. */
  next(): number {
    const s = this.words;
    const s0 = s[0]!;
    const s1 = s[1]!;
    const s2 = s[2]!;
    const s3 = s[3]!;
    let product = Math.imul(s1, 5);
    product = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t2 = s2 ^ s0;
    const t3 = s3 ^ s1;
    s[0] = s0 ^ t3;
    s[1] = s1 ^ t2;
    s[2] = t2 ^ (s1 << 9);
    s[3] = (t3 << 11) | (t3 >>> 21);
    return product;
  }

  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number {
    return this.next() * 2 ** -32;
  }

  /** Uniform integer in 0..n-1, without modulo bias (rejection). `n` from 1 to 2^32. */
  below(n: number): number {
    // Outside the range no word would ever be accepted.
    if (!(n >= 1 && n <= 2 ** 32)) throw new RangeError(`a draw needs 1 to 2^32 outcomes, got ${n}`);
    const limit = n < FEW ? LIMITS[n]! : limitOf(n);
    let word = this.next();
    while (word >= limit) word = this.next();
    return word % n;
  }

  /** Fisher-Yates, in place; returns the same array. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = items[i]!;
      items[i] = items[j]!;
      items[j] = held;
    }
    return items;
  }
}

/** The stream of one concern: `randomStream(7, "bootstrap")` and `randomStream(7, "coin")` are independent. */
export function randomStream(seed: number | string, name: string): RandomStream {
  const source = seedrandom(`calmhack ${seed} ${name}`);
  const words = new Uint32Array(4);
  do {
    for (let i = 0; i < 4; i++) words[i] = source.int32();
  } while (words.every((word) => word === 0));
  return new RandomStream(words);
}
