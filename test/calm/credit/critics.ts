/** Critics for tests: answers that are written down. */
import type { Critic, Reply } from "../../../calm/credit/critic.js";
import { answered } from "../../../calm/credit/critic.js";

const none = <T>(): Reply<T> => ({
  ok: false,
  failure: { reason: "no object", detail: "nothing was said" },
  calls: 1,
  tokensIn: 7,
  tokensOut: 3,
});

/** The k-th list answers the k-th critique; undefined cannot be read. */
export const saying = (...critiques: readonly (readonly number[] | undefined)[]): Critic => ({
  provenance: { kind: "script", name: "script:test", note: "Written down in a test." },
  achieved: async () => none(),
  wrongSteps: async (_, sample) => {
    const said = critiques[sample % critiques.length];
    return said === undefined ? none() : answered(said);
  },
  intervention: async () => none(),
  decisive: async () => (critiques[0] === undefined ? none() : answered(critiques[0])),
});

export const repairing = (t: number, action: number): Critic => ({
  ...saying([]),
  intervention: async () => answered({ t, action }),
});

export const unreadable: Critic = saying(undefined);
