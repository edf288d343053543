/**
 * Preconditions shared by the files of this room (not exported from it). Data for which a statistic has no value give
 * `{ ok: false }`; data that cannot have been meant (a negative count, lists of different lengths) throw a RangeError
 * that says what was given and what is accepted.
 */
export function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} must be a whole number >= 0, got ${value}`);
}

export function checkPositiveCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${name} must be a whole number >= 1, got ${value}`);
}

/** A probability, a quantile, a share: a number in [0, 1]. */
export function checkShare(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must be in [0, 1], got ${value}`);
}

export function checkFinite(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) throw new RangeError(`${name} must be finite, got ${values[i]} at ${i}`);
  }
}

export function checkSameLength(first: string, a: ArrayLike<unknown>, second: string, b: ArrayLike<unknown>): void {
  if (a.length !== b.length) {
    throw new RangeError(`${first} and ${second} must have one length, got ${a.length} and ${b.length}`);
  }
}

/** A square table of whole counts with at least two categories; returns its total. */
export function checkSquareTable(table: readonly (readonly number[])[]): number {
  if (table.length < 2) throw new RangeError(`a table needs at least 2 categories, got ${table.length}`);
  let total = 0;
  for (const row of table) {
    checkSameLength("a table's rows", row, "its columns", table);
    for (const count of row) {
      checkCount("a cell of a table", count);
      total += count;
    }
  }
  return total;
}
