/** One reading of a speed. */
export interface Reading {
  readonly value: number;
  readonly unit: string;
  readonly note: string;
}
