/**
 * How good is credit? Scores of one episode's numbers against exact credit, each with a value or the reason why it has
 * none: a constant list has no rank correlation, an episode without a wrong step no area.
 *
 * Scored on the steps that the assigner looked at, and once more on all with the unknown as 0. "The sign of the truth" is
 * taken with a dead zone; because zeros dominate, the 3-class figure is given beside the share. Wrong steps are those that
 * did not shorten the way (d* did not fall); harmful ones are in the reference too.
 */
import { defined, type Estimate, ranking, undefinedBecause } from "../../stats/index.js";
import type { EpisodeCredit } from "./assigner.js";
import { exactEpisode, type FatalCause } from "./exact.js";
import type { Group } from "./played.js";
import type { PolicyRule } from "./policy.js";
import { policyValues } from "./values.js";

/** Exact credit of one episode with T steps; FULL INFORMATION. */
export interface Reference {
  /** What credit is compared with, T. */
  readonly advantage: Float64Array;
  readonly regret: Float64Array;
  readonly wrong: Uint8Array;
  readonly firstError: number | null;
  readonly firstFatal: number | null;
  readonly fatalCause?: FatalCause;
  /** States of the graph, T + 1. */
  readonly states: Int32Array;
  readonly actions: readonly number[];
  /** pi(. | s) by state, states x `width`. */
  readonly rows: Float64Array;
  /** How many actions there are. */
  readonly width: number;
}

/** "on policy": the advantage of success under the policy, praising and blaming. "optimal": -regret, never praising. */
export type Against = "on policy" | "optimal";

/** Per episode. `discount`: of regret. */
export function referencesOf(
  group: Group,
  rule: PolicyRule,
  against: Against = "on policy",
  discount = 0.99,
): readonly Reference[] {
  const graph = group.graph();
  const policy = rule.on(graph);
  const values = policyValues(graph, policy, { kind: "success" });
  return group.episodes.map((episode) => {
    const exact = exactEpisode(episode, values, discount);
    const { regret, wrong, firstError, firstFatal, states } = exact;
    return {
      advantage: against === "on policy" ? exact.advantage : regret.map((x) => 0 - x),
      regret,
      wrong,
      firstError,
      firstFatal: firstFatal.ok ? firstFatal.t : null,
      ...(firstFatal.ok ? { fatalCause: firstFatal.cause } : {}),
      states,
      actions: episode.actions,
      rows: policy.rows,
      width: graph.actions,
    };
  });
}

export type Scope = "known" | "all";
/** Numbers within it are no plus and no minus. */
const DEAD_ZONE = 1e-9;

const signOf = (x: number): number => (Math.abs(x) <= DEAD_ZONE ? 0 : Math.sign(x));

/** Rounding makes what is equal differ in the last bits, and ranks would see that. */
const GRAIN = 1e12;
const grained = (x: number): number => Math.round(x * GRAIN) / GRAIN + 0;

/** The steps that count, and the credit there. */
function scoped({ credit, known }: EpisodeCredit, scope: Scope) {
  const steps = Array.from(credit.keys()).filter((t) => scope === "all" || known[t] === 1);
  const of = (list: ArrayLike<number>) => steps.map((t) => grained(list[t]!));
  return { steps, of, credit: steps.map((t) => (known[t] === 1 ? grained(credit[t]!) : 0)) };
}

type Score = (given: EpisodeCredit, truth: Reference, scope: Scope) => Estimate;

const spearman: Score = (given, { advantage }, scope) => {
  const { credit, of } = scoped(given, scope);
  return ranking.spearman(credit, of(advantage));
};

const kendall: Score = (given, { advantage }, scope) => {
  const { credit, of } = scoped(given, scope);
  return ranking.kendallTauB(credit, of(advantage));
};

const signAccuracy: Score = (given, { advantage }, scope) => {
  const { steps, credit } = scoped(given, scope);
  if (steps.length === 0) return undefinedBecause("no step was looked at");
  return defined(steps.filter((t, k) => signOf(credit[k]!) === signOf(advantage[t]!)).length / steps.length);
};

/** Mean F1 of minus, zero and plus; a sign that neither side has is left out. */
const signF1: Score = (given, { advantage }, scope) => {
  const { steps, credit } = scoped(given, scope);
  if (steps.length === 0) return undefinedBecause("no step was looked at");
  const scores = [-1, 0, 1].flatMap((sign) => {
    const said = steps.map((_, k) => signOf(credit[k]!) === sign);
    const is = steps.map((t) => signOf(advantage[t]!) === sign);
    const both = steps.filter((_, k) => said[k] && is[k]).length;
    const sum = said.filter(Boolean).length + is.filter(Boolean).length;
    return sum === 0 ? [] : [(2 * both) / sum];
  });
  return defined(scores.reduce((a, b) => a + b, 0) / scores.length);
};

const wrongAuc: Score = (given, { wrong }, scope) => {
  const { credit, of } = scoped(given, scope);
  return ranking.areaUnderRoc(
    credit.map((x) => 0 - x),
    of(wrong),
  );
};

const wrongPrecision: Score = (given, { wrong }, scope) => {
  const { credit, of } = scoped(given, scope);
  return ranking.averagePrecision(
    credit.map((x) => 0 - x),
    of(wrong),
  );
};

/** Share of the steps that are wrong: what average precision is by chance. */
const prevalence: Score = (given, { wrong }, scope) => {
  const { steps, of } = scoped(given, scope);
  if (steps.length === 0) return undefinedBecause("no step was looked at");
  return defined(of(wrong).reduce((a, b) => a + b, 0) / steps.length);
};

/** Share of all regret that lies on steps with credit below 0. */
const regretRecall: Score = (given, { regret }, scope) => {
  const { steps, credit } = scoped(given, scope);
  const all = steps.reduce((sum, t) => sum + regret[t]!, 0);
  if (all <= DEAD_ZONE) return undefinedBecause("there is nothing to regret");
  return defined(steps.reduce((sum, t, k) => (signOf(credit[k]!) < 0 ? sum + regret[t]! : sum), 0) / all);
};

/** Cosine of sum c w grad log pi and sum A grad log pi, exact for softmax preferences in a table. */
const alignment: Score = (given, truth, scope) => {
  const { steps, credit } = scoped(given, scope);
  const { states, actions, rows, width, advantage } = truth;
  const [one, other] = [new Map<number, number>(), new Map<number, number>()];
  const add = (sum: Map<number, number>, at: number, by: number) => sum.set(at, (sum.get(at) ?? 0) + by);
  steps.forEach((t, k) => {
    const weight = given.weights?.[t] ?? 1;
    for (let b = 0; b < width; b++) {
      const at = states[t]! * width + b;
      const slope = Number(b === actions[t]) - rows[at]!;
      add(one, at, credit[k]! * weight * slope);
      add(other, at, advantage[t]! * slope);
    }
  });
  let [dot, oneSquare, otherSquare] = [0, 0, 0];
  for (const [at, value] of one) {
    dot += value * (other.get(at) ?? 0);
    oneSquare += value * value;
    otherSquare += (other.get(at) ?? 0) ** 2;
  }
  if (oneSquare < 1e-24 || otherSquare < 1e-24) return undefinedBecause("one of the gradients is zero");
  return defined(Math.max(-1, Math.min(1, dot / Math.sqrt(oneSquare * otherSquare))));
};

const coverage: Score = ({ known }) =>
  known.length === 0
    ? undefinedBecause("there are no steps")
    : defined(known.reduce((sum, mark) => sum + mark, 0) / known.length);

/** Mean squared distance of the stated share of wrong from the truth. */
const brier: Score = (given, { wrong }, scope) => {
  const { wrongShare } = given;
  if (wrongShare === undefined) return undefinedBecause("no probability is stated");
  const { steps } = scoped(given, scope);
  if (steps.length === 0) return undefinedBecause("no step was looked at");
  return defined(steps.reduce((sum, t) => sum + (wrongShare[t]! - wrong[t]!) ** 2, 0) / steps.length);
};

/** In the order of a table. */
export const CREDIT_SCORES = {
  spearman,
  kendall,
  signAccuracy,
  signF1,
  wrongAuc,
  wrongPrecision,
  prevalence,
  regretRecall,
  alignment,
  coverage,
  brier,
} as const satisfies Readonly<Record<string, Score>>;

export type CreditScore = keyof typeof CREDIT_SCORES;

/** Where a claimed first error lies. */
export type Localisation =
  | { readonly kind: "hit" }
  | { readonly kind: "too early" | "too late"; readonly by: number }
  | { readonly kind: "missed" | "made up" };

/** null: there is none, or none was claimed. Both null is a hit. */
export function localisation(claimed: number | null, truth: number | null): Localisation {
  if (claimed === truth) return { kind: "hit" };
  if (claimed === null) return { kind: "missed" };
  if (truth === null) return { kind: "made up" };
  const by = claimed - truth;
  return { kind: by < 0 ? "too early" : "too late", by: Math.abs(by) };
}

/** The step that an assigner takes for the first error: as it says, else the first that it blames. */
export function claimedError({ credit, known, firstError }: EpisodeCredit): number | null {
  if (firstError !== undefined) return firstError;
  const first = credit.findIndex((x, t) => known[t] === 1 && signOf(x) < 0);
  return first < 0 ? null : first;
}
