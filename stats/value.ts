/**
 * A number that may not exist. One class only, constant ratings, an empty sample: the formula then divides by zero, and
 * a NaN in a table would look like a bug or, rounded, like a result. So every estimate is tagged.
 *
 * Differs from usual practice (scikit-learn warns and returns 0): a caller cannot read the value without looking at `ok`.
 */
export type Estimate =
  | {
      readonly ok: true;
      readonly value: number;
      /** Present when the value was set by convention rather than computed; one clause for a reader. */
      readonly convention?: string;
    }
  | Undefined;

/** The same absence in every result of this room. `why` is one clause for a reader, without a full stop. */
export interface Undefined {
  readonly ok: false;
  readonly why: string;
}

/**
 * An estimate that exists.
 * @throws RangeError when `value` is not finite: that is a mistake of the formula's author, not a result.
 */
export function defined(value: number): { readonly ok: true; readonly value: number } {
  if (!Number.isFinite(value)) throw new RangeError(`an estimate must be finite, got ${value}`);
  return { ok: true, value };
}

/** An estimate that does not exist, and why. */
export function undefinedBecause(why: string): Undefined {
  return { ok: false, why };
}
