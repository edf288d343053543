/**
 * From transitions and a teacher's answers to a judge: plain data, a pure function of them and a seed.
 */
import type { Judgement, Transition } from "../../annotations/index.js";
import { InputError, packageVersion, visible } from "../../envs/index.js";
import { FEATURES } from "./features.js";
import { type DistilledJudge, sealed, seenTexts } from "./judge.js";
import { learn } from "./learn.js";
import type { Teacher } from "./teacher.js";

export interface DistilOptions {
  readonly data: DistilledJudge["lessons"]["data"];
  /** Which transitions of the data, in words. */
  readonly selection: string;
  readonly items: readonly Transition[];
  /** Aligned with the items. */
  readonly answers: readonly Judgement[];
  readonly teacher: Pick<Teacher, "provenance" | "prompt">;
  readonly seed: number;
}

export interface Distilled {
  /** Sure of everything. */
  readonly judge: DistilledJudge;
  /** The same student, unsure of about this share of the answers (0: of none). */
  unsureOf(share: number): DistilledJudge;
}

/** All that any item asks about, in the order in which it first occurs. */
const subgoalsOf = (items: readonly Transition[]): readonly string[] => [
  ...new Set(items.flatMap(({ subgoals }) => subgoals)),
];

/** Throws an InputError where there is too little to learn from. */
export function distil({ data, selection, items, answers, teacher, seed }: DistilOptions): Distilled {
  const all = items.map((item, i) => ({
    view: item,
    episode: item.episode ?? item.id,
    verdicts: answers[i]!.verdicts,
  }));
  const lessons = all.filter(({ verdicts }) => verdicts.some((verdict) => verdict !== "unanswered"));
  const { kind, name, note } = teacher.provenance;
  if (lessons.length === 0) {
    throw new InputError(`${visible(name, 60)} answered on none of the ${items.length} transitions to learn from.`);
  }
  const subgoals = subgoalsOf(items);
  const { names, scorers, lessons: learned, bands } = learn(lessons, { subgoals, seed });
  const judgeWith = (unsure: ReturnType<typeof bands>): DistilledJudge =>
    sealed({
      calmhack: packageVersion(),
      features: { version: FEATURES, names: [...names] },
      subgoals: [...subgoals],
      scorers: scorers.map(({ weights, ...scorer }, s) => ({
        ...scorer,
        weights: [...weights],
        ...(unsure[s] === undefined ? {} : { unsure: unsure[s] }),
      })),
      teacher: { kind, name, note, ...(teacher.prompt === undefined ? {} : { prompt: { ...teacher.prompt } }) },
      lessons: {
        data: { ...data },
        selection,
        transitions: lessons.length,
        texts: learned.texts.length,
        episodes: learned.episodes,
        unanswered: items.length - lessons.length,
        seen: seenTexts(learned.texts),
      },
      seed,
    });
  return { judge: judgeWith([]), unsureOf: (share) => judgeWith(bands(share)) };
}
