/**
 * Who answers an assigner's questions about an episode: a language model, the truth, the truth with errors, a floor. Four
 * questions, one of each assigner that asks: which step achieved which subgoal (CALM), which steps were wrong (CAPO), which
 * one to replace and by what (InT), which steps decided (TempFlow-GRPO's only one).
 *
 * An answer that cannot be read is a value with its reason and is counted; it is never "no" and never an empty list.
 */
import type { Annotator, Failure, Judgement, Provenance, TransitionView } from "../../annotations/index.js";
import type { Tally } from "./assigner.js";
import type { Group, PlayedEpisode } from "./played.js";

export interface Spent {
  readonly calls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

export type Reply<T> = Spent &
  (
    | {
        readonly ok: true;
        readonly value: T;
        /** Entries that named nothing that there is; they are left out of the value. */
        readonly dropped: number;
      }
    | { readonly ok: false; readonly failure: Failure }
  );

/** Another action for one step; t counts from 0. */
export interface Intervention {
  readonly t: number;
  readonly action: number;
}

/** An episode in its group. */
export interface Question {
  readonly group: Group;
  readonly episode: PlayedEpisode;
}

export interface Critic {
  readonly provenance: Provenance;
  /** One judgement a step, verdicts aligned with the group's subgoals. */
  achieved(question: Question): Promise<Reply<readonly Judgement[]>>;
  /** Ascending steps; none is an answer. `sample`: which of several answers. */
  wrongSteps(question: Question, sample: number): Promise<Reply<readonly number[]>>;
  /** null: there is no error to repair. */
  intervention(question: Question): Promise<Reply<Intervention | null>>;
  /** Ascending steps. */
  decisive(question: Question): Promise<Reply<readonly number[]>>;
}

export type StepJudge = Pick<Critic, "provenance" | "achieved">;

export const answered = <T>(value: T, dropped = 0): Reply<T> => ({
  ok: true,
  value,
  dropped,
  calls: 1,
  tokensIn: 0,
  tokensOut: 0,
});

/** Counts a reply; an unread one as such. */
export function countReply(costs: Tally, reply: Reply<unknown>): void {
  costs.calls += reply.calls;
  costs.tokensIn += reply.tokensIn;
  costs.tokensOut += reply.tokensOut;
  if (reply.ok) costs.dropped += reply.dropped;
  else costs.unread += 1;
}

/**
 * A list of steps, without those that the episode has not, which are counted as dropped. A list of nothing but such steps
 * says nothing about the episode: it is unread, and not an empty list.
 */
export function insideSteps(reply: Reply<readonly number[]>, steps: number): Reply<readonly number[]> {
  if (!reply.ok) return reply;
  const inside = reply.value.filter((t) => Number.isSafeInteger(t) && t >= 0 && t < steps);
  if (inside.length === reply.value.length) return reply;
  const { calls, tokensIn, tokensOut } = reply;
  if (inside.length === 0) {
    const detail = `none of the steps that it names is one of 0 to ${steps - 1}`;
    return { ok: false, failure: { reason: "wrong keys", detail }, calls, tokensIn, tokensOut };
  }
  return { ...reply, value: inside, dropped: reply.dropped + reply.value.length - inside.length };
}

/** The transitions of an episode as an annotator is shown them. */
const viewsOf = ({ group, episode }: Question): readonly TransitionView[] =>
  episode.actions.map((action, t) => ({
    task: group.task,
    subgoals: group.subgoals,
    before: episode.frames[t]!,
    action: group.env.actions[action]!,
    after: episode.frames[t + 1]!,
  }));

/** Any annotator of transitions as a judge of steps. */
export const judgeOf = (annotator: Annotator): StepJudge => ({
  provenance: annotator.provenance,
  async achieved(question) {
    const value = await annotator.annotate(viewsOf(question));
    const sum = (of: (one: Judgement) => number) => value.reduce((total, one) => total + of(one), 0);
    return {
      ok: true,
      value,
      dropped: 0,
      calls: value.length,
      tokensIn: sum(({ answer }) => answer?.tokensIn ?? 0),
      tokensOut: sum(({ answer }) => answer?.tokensOut ?? 0),
    };
  },
});
