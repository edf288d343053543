/**
 * A tree of choices that is walked depth first, one way after another: each way repeats the choices of the last one up to
 * where it turns off. Nodes have keys, numbers of all that what follows hangs on: one whose ways were all in vain is not
 * walked again where another way comes to the same.
 */

interface Node {
  readonly among: readonly number[];
  readonly key: number;
  at: number;
}

/** 0, 1, … up to a number of sides, made once. */
const RANGES: (readonly number[])[] = [];
export const upTo = (sides: number): readonly number[] => {
  RANGES[sides] ??= Array.from({ length: sides }, (_, i) => i);
  return RANGES[sides];
};

export class Path {
  private readonly nodes: Node[] = [];
  private depth = 0;
  private readonly inVain = new Set<number>();

  /** Forgets everything: the first way of another tree begins. */
  clear(): void {
    this.nodes.length = 0;
    this.inVain.clear();
    this.depth = 0;
  }

  /** Whether the way goes where the last one did not. */
  get isNew(): boolean {
    return this.depth >= this.nodes.length;
  }

  /** Whether all ways from a node of that key were in vain. */
  isInVain(key: number): boolean {
    return this.inVain.has(key);
  }

  /** What the way takes here; `key` names the node, 0 for none. */
  choose(among: readonly number[], key = 0): number {
    if (this.isNew) this.nodes.push({ among, key, at: 0 });
    const node = this.nodes[this.depth++]!;
    return node.among[node.at]!;
  }

  /** Begins the next way; false when all have been taken. */
  next(): boolean {
    this.depth = 0;
    for (let last = this.nodes.at(-1); last !== undefined; last = this.nodes.at(-1)) {
      if (++last.at < last.among.length) return true;
      if (last.key !== 0) this.inVain.add(last.key);
      this.nodes.pop();
    }
    return false;
  }
}

/** A number of all that what follows a moment of a step hangs on, as two words of multiplied hashes (FNV-1a). */
export function keyOf(columns: readonly ArrayLike<number>[], more: readonly number[]): number {
  let first = 0x811c9dc5;
  let second = 0x2f0b4c47;
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      first = Math.imul(first ^ column[i]!, 0x01000193);
      second = Math.imul(second ^ column[i]!, 0x85ebca6b) ^ (second >>> 13);
    }
  }
  for (const value of more) {
    first = Math.imul(first ^ value, 0x01000193);
    second = Math.imul(second ^ value, 0x85ebca6b) ^ (second >>> 13);
  }
  return (first >>> 0) * 0x200000 + (second >>> 11) + 1;
}

/** Thrown where a way cannot be as recorded any more. */
export const DEAD_END = Symbol("dead end");
