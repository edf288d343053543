/**
 * What a network is shown of a game, as a list of features that are on: rows of its first layer's table. Made of what the
 * agent saw, remembers and was told by the judge, and of nothing else.
 */
export interface Features {
  /** How many there are, and the most that are on at once. */
  readonly size: number;
  readonly slots: number;
  /** Writes those that are on to `into` from `at` on; -1 in the places that are left. */
  write(paid: number, into: Int32Array, at: number): void;
}

/** A group of features of which one is on: its first row, and how many rows it has. */
export interface Group {
  readonly from: number;
  readonly size: number;
}

/** Lays groups out one after the other. */
export function groups<Name extends string>(
  sizes: Readonly<Record<Name, number>>,
): { readonly size: number } & Readonly<Record<Name, Group>> {
  let from = 0;
  const laid = {} as Record<Name, Group>;
  for (const name of Object.keys(sizes) as Name[]) {
    laid[name] = { from, size: sizes[name] };
    from += sizes[name];
  }
  return Object.assign(laid, { size: from });
}
