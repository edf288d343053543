/**
 * What a rater is shown, in which order: every rater the same items, each in an order of their own, and a share of them
 * a second time, later, so that a rater can be compared with himself or herself.
 */
import { randomStream } from "../../envs/index.js";

/** One showing of one item; time 2 is the repetition. */
export interface Showing {
  readonly id: string;
  readonly time: 1 | 2;
}

export interface PlanOptions {
  /** Whose order it is. */
  readonly rater: string;
  /** The data's hash: another data set, another order. */
  readonly data: string;
  /** Share of the items that come twice, 0 to 0.5. */
  readonly repeat: number;
}

/**
 * A shuffled order, seeded by rater and data. The first items of it come again in its second half, at random places: so
 * four tenths of the items lie between the two times when a tenth is repeated, fewer when more is.
 */
export function planned(ids: readonly string[], { rater, data, repeat }: PlanOptions): readonly Showing[] {
  const stream = randomStream(`${rater} ${data}`, "order of items");
  const order = stream.shuffle([...ids]);
  const again = order.slice(0, Math.min(Math.floor(order.length / 2), Math.round(order.length * repeat)));
  const half = Math.ceil(order.length / 2);
  const showings = order.map((id): Showing => ({ id, time: 1 }));
  const late = [...showings.slice(half), ...again.map((id): Showing => ({ id, time: 2 }))];
  return [...showings.slice(0, half), ...stream.shuffle(late)];
}
