/**
 * K answers to one question and their majority.
 *
 * Source: self-consistency, Wang et al. 2022, arXiv 2203.11171: sample several answers at a temperature above 0, take the
 * answer that most of them give, and read the share that agrees with it as confidence. Here the vote is per subgoal.
 *
 * Rule, the same everywhere: what could not be read is no vote. A verdict needs more than half of the votes; an even
 * split is a tie and unanswered. At least half of the samples must be votes; with fewer the subgoal is unanswered, too.
 */
import type { Failure, FailureReason, Judgement, Verdict } from "../annotations/index.js";

export const VOTING_RULE =
  "per subgoal; unreadable answers do not vote; more than half of the votes decide, a tie is unanswered, and so are fewer votes than half of the samples";

interface Count {
  readonly yes: number;
  readonly no: number;
}

const countOf = (samples: readonly Judgement[], subgoal: number): Count => ({
  yes: samples.filter(({ verdicts }) => verdicts[subgoal] === "yes").length,
  no: samples.filter(({ verdicts }) => verdicts[subgoal] === "no").length,
});

/** Failures that another try might mend come first: who keeps answers must not take such a vote for the last word. */
const MENDABLE: readonly FailureReason[] = ["transport", "not asked"];

function tooFew(samples: readonly Judgement[], votes: number): Failure {
  const reasons = samples.flatMap(({ failure }) => failure ?? []);
  const mendable = reasons.find(({ reason }) => MENDABLE.includes(reason));
  const words = [...new Set(reasons.map(({ reason }) => reason))].join(", ");
  const detail = `${votes} of ${samples.length} answers can be read (${words || "no verdict"})`;
  return { reason: mendable?.reason ?? "too few answers", detail };
}

/** The majority of the samples' verdicts; the confidence in "yes" is its share of the votes. */
export function majorityOf(samples: readonly Judgement[]): Judgement {
  const subgoals = samples[0]?.verdicts.length ?? 0;
  const counts = Array.from({ length: subgoals }, (_, s) => countOf(samples, s));
  const failures: Failure[] = [];
  const verdicts = counts.map(({ yes, no }): Verdict => {
    if (2 * (yes + no) < samples.length || yes + no === 0) failures.push(tooFew(samples, yes + no));
    else if (yes === no) failures.push({ reason: "tie", detail: `${yes} answers say yes, ${no} say no` });
    else return yes > no ? "yes" : "no";
    return "unanswered";
  });
  const [failure] = failures;
  return {
    verdicts,
    ...(failure === undefined ? {} : { failure }),
    confidence: counts.map(({ yes, no }) => (yes + no === 0 ? null : yes / (yes + no))),
    samples,
  };
}

/**
 * Self-consistency of one majority: the share of votes that agree with the winning side, mean over the subgoals that got
 * a vote, in [1/2, 1]. Undefined where nothing could be read.
 */
export function selfConsistency({ confidence = [] }: Judgement): number | undefined {
  const shares = confidence.flatMap((yes) => (yes === null ? [] : [Math.max(yes, 1 - yes)]));
  return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
