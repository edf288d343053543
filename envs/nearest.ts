/**
 * The name that somebody probably meant.
 */

/** Letters to change, drop or add to get from one name to another (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The nearest of `names` to what was written, of which 80 characters count; the first of several; "" of none. */
export function nearest(written: string, names: readonly string[]): string {
  const word = written.slice(0, 80);
  let best = "";
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const steps = distance(word, name);
    if (steps >= least) continue;
    least = steps;
    best = name;
  }
  return best;
}
