/**
 * Auxiliary rewards from terminations (CALM, arXiv 2409.12798: each achieved subgoal pays a bonus on top of the task's
 * reward), in the three forms that differ in what they do to the optimum. Free functions of the stored paid set and of
 * what this transition achieved; sets of subgoals are bit masks, bit i for subgoal i, at most 31.
 *
 * - every time: pays on each achievement. Can be farmed.
 * - once: pays the first achievement of an episode. Cannot be farmed, but can buy a detour.
 * - potential: gamma * Phi(z') - Phi(z) on the set z of subgoals achieved so far (Ng, Harada and Russell 1999). Leaves the
 *   optimum alone as long as z is part of the agent's state.
 *
 * Differs from CALM's released code: the set is stored with the transition and never asked for again, so that a noisy
 * judge's potential telescopes; what ends an episode is told apart (below).
 */

import { InputError, visible, worlds } from "../envs/index.js";

export type ShapingForm = "every time" | "once" | "potential";

export interface Shaping {
  readonly form: ShapingForm | Shaper;
  /** Bonus per subgoal, in units of the task's reward. */
  readonly weights: readonly number[];
  /** The learner's own discount; another one would break the potential's invariance. */
  readonly discount: number;
}

/** How the step left the episode. At a truncation learning goes on past it, so the potential stays as it is. */
export type StepEnd = "running" | "terminated" | "truncated";

/** What a form of payment knows of a transition; sets are bit masks. */
export interface Payment extends Omit<Shaping, "form"> {
  /** Paid before it in the episode. */
  readonly paid: number;
  /** Achieved in it, according to the judge; what was paid before may be among it. */
  readonly achieved: number;
  readonly end: StepEnd;
}

/** A form of payment of one's own: a free function of one transition. What it does to the optimum is its author's matter. */
export interface Shaper {
  readonly kind: "shaper";
  /** As an arm's name ends: "truth NAME". */
  readonly name: string;
  /** One sentence for a reader: what it pays. */
  readonly what: string;
  bonus(step: Payment): number;
}

/** A form of payment as a value. */
export const defineShaper = (shaper: Omit<Shaper, "kind">): Shaper => ({ kind: "shaper", ...shaper });

/** A bonus that is no number would spoil every value that learns from it. */
function ownBonus(shaper: Shaper, step: Payment): number {
  const where = `The shaper ${visible(shaper.name, 60)}`;
  const value = worlds.guarded(where, () => shaper.bonus(step));
  if (Number.isFinite(value)) return value;
  throw new InputError(`${where} pays ${visible(String(value), 40)}; a number is needed.`);
}

/** Phi(z): the weights of a set's subgoals, summed. */
export function potential(weights: readonly number[], set: number): number {
  let sum = 0;
  for (let bits = set; bits !== 0; bits &= bits - 1) sum += weights[31 - Math.clz32(bits & -bits)] ?? 0;
  return sum;
}

/** The set to carry on after a transition that achieved `achieved`. Starts at 0 with each episode; travels in snapshots. */
export const paidAfter = (paid: number, achieved: number): number => paid | achieved;

/** The bonus of one transition; `paid` is the set before it. */
export function bonus({ form, weights, discount }: Shaping, paid: number, achieved: number, end: StepEnd): number {
  if (form === "every time") return potential(weights, achieved);
  if (form === "once") return potential(weights, achieved & ~paid);
  if (form !== "potential") return ownBonus(form, { paid, achieved, end, weights, discount });
  // Phi of a terminal state is 0: keeping it would pay for how an episode ended.
  const after = end === "terminated" ? 0 : potential(weights, paidAfter(paid, achieved));
  return discount * after - potential(weights, paid);
}
