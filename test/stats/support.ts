import { expect } from "vitest";
import type { Estimate } from "../../stats/index.js";

/** A small linear congruential stream (Numerical Recipes' constants): the tests need repeatable, not good, draws. */
export function stream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The value, or a failed test that says why there is none. */
export function numberIn(estimate: Estimate): number {
  if (!estimate.ok) throw new Error(`undefined: ${estimate.why}`);
  return estimate.value;
}

/** The tagged result, or a failed test that says why it is undefined. */
export function okay<R extends { readonly ok: boolean }>(result: R): Extract<R, { ok: true }> {
  expect(result).toMatchObject({ ok: true });
  return result as Extract<R, { ok: true }>;
}
