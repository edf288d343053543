/** What a made-up answer consists of, and the random numbers that make it. */

export type Known = "yes" | "no";

export interface Piece {
  readonly text: string;
  /** Set on a boolean: the subgoal that it judges. */
  readonly judges?: number;
  /** A tag around the thinking: damage in several places spares it. */
  readonly role?: "tag";
}

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0;
  }

  /** Uniform in [0, 1): mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let word = this.#state;
    word = Math.imul(word ^ (word >>> 15), word | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

export type Words = readonly [yes: string, no: string];
export const jsonWords: Words = ["true", "false"];
export const pythonWords: Words = ["True", "False"];

export function opposite(known: readonly Known[]): Known[] {
  return known.map((verdict) => (verdict === "yes" ? "no" : "yes"));
}

export function plainText(all: readonly Piece[]): string {
  return all.map((piece) => piece.text).join("");
}
