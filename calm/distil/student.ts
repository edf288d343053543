/**
 * A distilled judge at work: an annotator that needs no model, and the pair of it and its teacher in which the teacher is
 * asked only where the student is unsure.
 */
import {
  type Annotator,
  type Judgement,
  type TransitionView,
  unanswered,
  type Verdict,
} from "../../annotations/index.js";
import { visible } from "../../envs/index.js";
import { logistic } from "../../stats/index.js";
import { featuresOf } from "./features.js";
import type { DistilledJudge } from "./judge.js";

/** Per subgoal of the judge: the probability of a yes. */
export type Student = (view: TransitionView) => readonly number[];

/** `read` may remember what `featuresOf` says. */
export function student({ features, scorers }: DistilledJudge, read = featuresOf): Student {
  const index = new Map(features.names.map((name, i) => [name, i]));
  return (view) => {
    const columns = read(view).flatMap((name) => index.get(name) ?? []);
    return scorers.map(({ bias, weights }) =>
      logistic.sigmoid(columns.reduce((sum, column) => sum + weights[column]!, bias)),
    );
  };
}

/** What a probability says; "unanswered" in the band of doubt. */
export function verdictOf({ threshold, unsure }: DistilledJudge["scorers"][number], p: number): Verdict {
  if (unsure !== undefined && p > unsure.low && p < unsure.high) return "unanswered";
  return p >= threshold ? "yes" : "no";
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

function judgement(judge: DistilledJudge, read: Student, view: TransitionView): Judgement {
  const { subgoals, scorers } = judge;
  const places = view.subgoals.map((name) => subgoals.indexOf(name));
  const strange = view.subgoals[places.indexOf(-1)];
  if (strange !== undefined && places.every((place) => place < 0)) {
    return unanswered(
      view.subgoals.length,
      "no rule",
      `learned ${subgoals.length} subgoals, not "${visible(strange, 60)}"`,
    );
  }
  const probabilities = read(view);
  const confidence = places.map((place) => (place < 0 ? 0.5 : probabilities[place]!));
  const verdicts = places.map((place, i) => (place < 0 ? "unanswered" : verdictOf(scorers[place]!, confidence[i]!)));
  if (strange !== undefined) {
    return { verdicts, confidence, failure: { reason: "no rule", detail: `did not learn "${visible(strange, 60)}"` } };
  }
  const open = verdicts.indexOf("unanswered");
  if (open < 0) return { verdicts, confidence };
  const detail = `unsure: ${percent(confidence[open]!)} yes to "${visible(view.subgoals[open]!, 60)}"`;
  return { verdicts, confidence, failure: { reason: "unsure", detail } };
}

/** "distilled from gpt-4o-mini, 2026-05-01" */
export const judgeName = ({ teacher }: DistilledJudge): string => `distilled from ${visible(teacher.name, 60)}`;

/** Where it comes from, in one sentence. */
export function judgeNote({ teacher, lessons, hash, features }: DistilledJudge): string {
  const { data, transitions, texts } = lessons;
  const read =
    teacher.prompt === undefined
      ? ""
      : `, prompt ${visible(teacher.prompt.id, 40)} (${teacher.prompt.hash.slice(0, 12)})`;
  return (
    `A small classifier of the text (${features.version}), learned from ${transitions} answers (${texts} texts) of ` +
    `${visible(teacher.name, 60)} (${teacher.kind}${read}) on ${visible(data.name, 60)} ${data.hash.slice(0, 12)}; judge ${hash.slice(0, 12)}.`
  );
}

/** The student as an annotator. */
export function distilledAnnotator(judge: DistilledJudge, name = judgeName(judge), features = featuresOf): Annotator {
  const read = student(judge, features);
  return {
    provenance: { kind: "distilled", from: judge.teacher.kind, name, note: judgeNote(judge) },
    annotate: (items) => Promise.resolve(items.map((item) => judgement(judge, read, item))),
  };
}

/** The student answers; what it is unsure of goes to somebody else, whose answer stands whole. */
export function askWhenUnsure(own: Annotator, other: Annotator): Annotator {
  return {
    provenance: {
      ...own.provenance,
      name: `${own.provenance.name}, ${visible(other.provenance.name, 60)} when unsure`,
      note: `${own.provenance.note} Where it is unsure: ${other.provenance.note}`,
    },
    async annotate(items) {
      const first = await own.annotate(items);
      const open = first.flatMap(({ verdicts }, i) => (verdicts.includes("unanswered") ? [i] : []));
      const second = await other.annotate(open.map((i) => items[i]!));
      const answers = [...first];
      open.forEach((i, k) => {
        answers[i] = second[k]!;
      });
      return answers;
    },
  };
}
