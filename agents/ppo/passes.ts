/**
 * Passes of minibatches over places of a stretch. What is left over by whole minibatches is left out of a pass.
 */
import type { RandomStream } from "../../envs/index.js";

/** Shuffles `places` in each pass; the order is carried on. Calls `each` with the places of a minibatch. */
export function passes(
  places: Int32Array,
  epochs: number,
  size: number,
  order: RandomStream,
  each: (chosen: Int32Array) => void,
): void {
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = places.length - 1; i > 0; i--) {
      const j = order.below(i + 1);
      const held = places[i]!;
      places[i] = places[j]!;
      places[j] = held;
    }
    for (let from = 0; from + size <= places.length; from += size) each(places.subarray(from, from + size));
  }
}

/** What changes over a run, from its share of the budget that is spent. */
export function schedules(
  options: Readonly<Record<"rate" | "lastRate" | "entropyWeight" | "lastEntropyWeight", number>>,
  done: number,
): { readonly rate: number; readonly entropyWeight: number } {
  const { rate, lastRate, entropyWeight, lastEntropyWeight } = options;
  return {
    rate: rate + (lastRate - rate) * done,
    entropyWeight: entropyWeight + (lastEntropyWeight - entropyWeight) * done,
  };
}
