/**
 * The exact assignment: at most one partner per row and per column, the sum of the partners' scores as large as can be.
 *
 * Sources: Kuhn 1955, doi:10.1002/nav.3800020109 (the Hungarian method); the shortest augmenting paths with potentials
 * are Jonker and Volgenant's 1987, doi:10.1007/BF02278710; MatchTIR (arXiv 2601.10712) states the problem for calls.
 * Differs from MatchTIR's released code, which is greedy by score and finds 0.9 of 1.6 on [[0.9, 0.8], [0.8, 0]].
 * n rows and m columns take O(n m max(n, m)) steps.
 */
import { checkFinite, checkSameLength } from "./check.js";

export interface Partners {
  readonly row: number;
  readonly column: number;
  readonly score: number;
}

/**
 * The pairs of a best assignment, by row; pairs of score 0 are no pairs and are left out. `scores` are rows x columns,
 * finite and >= 0; no rows or no columns have no pairs.
 * @throws RangeError when rows differ in length or a score is negative or not finite.
 */
export function bestAssignment(scores: readonly (readonly number[])[]): readonly Partners[] {
  const [rows, columns] = [scores.length, scores[0]?.length ?? 0];
  for (const row of scores) {
    checkSameLength("a row of scores", row, "the first row", scores[0]!);
    checkFinite("a score", row);
    for (const score of row) if (score < 0) throw new RangeError(`a score must be >= 0, got ${score}`);
  }
  if (columns === 0) return [];
  const size = Math.max(rows, columns);
  // Padded with zeros to a square, which adds nothing to any sum; costs are negative scores.
  const partners = cheapest(size, (row, column) => -(scores[row]?.[column] ?? 0));
  return Array.from(partners, (column, row) => ({ row, column, score: scores[row]?.[column] ?? 0 })).filter(
    ({ score }) => score > 0,
  );
}

/** Column of each row in a cheapest complete assignment of a square of costs. */
function cheapest(size: number, cost: (row: number, column: number) => number): Int32Array {
  // Counted from 1: row and column 0 stand for "none". Reduced costs cost - u - v stay >= 0, and 0 on partners.
  const u = new Float64Array(size + 1);
  const v = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  for (let row = 1; row <= size; row += 1) {
    const least = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const before = new Int32Array(size + 1);
    const isDone = new Uint8Array(size + 1);
    rowOf[0] = row;
    let column = 0;
    // A shortest path from this row to a free column, over partners.
    do {
      isDone[column] = 1;
      const from = rowOf[column]!;
      let [step, next] = [Number.POSITIVE_INFINITY, 0];
      for (let j = 1; j <= size; j += 1) {
        if (isDone[j] === 1) continue;
        const reduced = cost(from - 1, j - 1) - u[from]! - v[j]!;
        if (reduced < least[j]!) {
          least[j] = reduced;
          before[j] = column;
        }
        if (least[j]! < step) [step, next] = [least[j]!, j];
      }
      for (let j = 0; j <= size; j += 1) {
        if (isDone[j] === 1) {
          u[rowOf[j]!] = u[rowOf[j]!]! + step;
          v[j] = v[j]! - step;
        } else least[j] = least[j]! - step;
      }
      column = next;
    } while (rowOf[column] !== 0);
    // Partners along the path move on by one.
    while (column !== 0) {
      const previous = before[column]!;
      rowOf[column] = rowOf[previous]!;
      column = previous;
    }
  }
  const columnOf = new Int32Array(size);
  for (let j = 1; j <= size; j += 1) columnOf[rowOf[j]! - 1] = j - 1;
  return columnOf;
}
