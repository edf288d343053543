/**
 * CALM (arXiv 2409.12798): every step is judged, a subgoal that was achieved ends its option and pays a bonus.
 *
 * r'_t = r_t + beta u_t with u_t = sum_g w_g y_g(o_t, a_t, o_t+1): the credit is u_t, the caller's beta is not in it. The
 * paper publishes no weights; all are 1 here. Differs from the released code, which counts flagged (observation, action)
 * pairs and rescales the counts to [0, 1] (`releasedTable`, kept to show what that does): here a bonus is paid for the
 * transition itself, "once" and "potential" close what can be farmed, and an answer that cannot be read is unknown
 * instead of "no".
 */
import type { Judgement } from "../../annotations/index.js";
import { InputError } from "../../envs/index.js";
import { bonus, paidAfter, type Shaping, type ShapingForm } from "../shaping.js";
import { type Assigner, assigner, type EpisodeCredit, type StepFailure } from "./assigner.js";
import { countReply, type StepJudge } from "./critic.js";

export interface CalmOptions {
  readonly judge: StepJudge;
  /** "every time", as published, when absent. */
  readonly form?: ShapingForm;
  /** Per subgoal; 1 when absent. */
  readonly weights?: readonly number[];
  /** Of the potential; 0.99 when absent. */
  readonly discount?: number;
}

/** A judge that gives fewer judgements than there are steps has not judged the rest. */
const MISSING: Judgement = {
  verdicts: ["unanswered"],
  failure: { reason: "no object", detail: "the judge gave no judgement of this step" },
};

export function calm({ judge, form = "every time", weights, discount = 0.99 }: CalmOptions): Assigner {
  const paid = form === "every time" ? "" : `, paid ${form === "once" ? "once" : "as a potential"}`;
  const about = {
    name: `CALM${paid}`,
    kind: "reward",
    needs: new Set(["critic"] as const),
    told: `Every step judged by ${judge.provenance.name}; an achieved subgoal pays${paid}.`,
  } as const;
  return assigner(about, async (group, { costs }) => {
    const { subgoals } = group;
    if (subgoals.length === 0) throw new InputError(`${group.env.id} has no subgoals that could pay a bonus.`);
    if (weights !== undefined && weights.length !== subgoals.length) {
      throw new InputError(`There are ${weights.length} weights for ${subgoals.length} subgoals; one each is needed.`);
    }
    const shaping: Shaping = { form, weights: weights ?? subgoals.map(() => 1), discount };
    const results: EpisodeCredit[] = [];
    for (const episode of group.episodes) {
      const reply = await judge.achieved({ group, episode });
      countReply(costs, reply);
      const steps = episode.actions.length;
      const [credit, known] = [new Float64Array(steps), new Uint8Array(steps)];
      const failures: StepFailure[] = reply.ok ? [] : [{ failure: reply.failure }];
      const terminations: { t: number; subgoal: string }[] = [];
      let set = 0;
      for (let t = 0; reply.ok && t < steps; t++) {
        const { verdicts, failure } = reply.value[t] ?? MISSING;
        if (failure !== undefined) {
          failures.push({ t, failure });
          costs.unread += 1;
        }
        known[t] = verdicts.includes("unanswered") ? 0 : 1;
        let achieved = 0;
        verdicts.forEach((verdict, i) => {
          if (verdict !== "yes") return;
          achieved |= 1 << i;
          terminations.push({ t, subgoal: subgoals[i]! });
        });
        const end =
          t + 1 < steps || episode.end === "open" ? "running" : episode.end === "limit" ? "truncated" : "terminated";
        credit[t] = bonus(shaping, set, achieved, end);
        set = paidAfter(set, achieved);
      }
      results.push({ credit, known, terminations, failures });
    }
    return results;
  });
}

/** Discounted sum of rewards plus `weight` times the credit; 1 for no discount. */
export function shapedReturn(
  rewards: readonly number[],
  credit: ArrayLike<number>,
  weight: number,
  discount: number,
): number {
  let [sum, factor] = [0, 1];
  for (const [t, reward] of rewards.entries()) {
    sum += factor * (reward + weight * (credit[t] ?? 0));
    factor *= discount;
  }
  return sum;
}

/**
 * The released code's table: counts of flagged pairs to (n - min) / (max - min). A pair that was flagged least pays
 * nothing, and where all counts are equal the code divides by zero; here that is an InputError.
 */
export function releasedTable(counts: readonly number[]): readonly number[] {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (!(most > least)) throw new InputError("All counts are equal; the released table divides by zero there.");
  return counts.map((count) => (count - least) / (most - least));
}
