/**
 * What distilling brought, on transitions held out: student and teacher against the labels, the student against its
 * teacher, how the student grows with the number of answers, and what it costs to ask the teacher where the student is
 * unsure. Plain data.
 */
import { ANY, type DataSet, type Judgement, partOf, type Transition, viewOf } from "../../annotations/index.js";
import { InputError, randomStream } from "../../envs/index.js";
import { type Compared, type CompareOptions, compareRows } from "./compare.js";
import { type Distilled, type DistilOptions, distil } from "./distil.js";
import { type DistilledJudge, seenBy } from "./judge.js";
import { lessonText } from "./lessons.js";
import { askWhenUnsure, distilledAnnotator } from "./student.js";

export interface HeldOut {
  readonly data: Pick<DataSet, "name" | "version" | "hash">;
  /** Labelled transitions. */
  readonly items: readonly Transition[];
  /** The teacher's, aligned; absent where it was not asked there: then the student stands alone. */
  readonly answers?: readonly Judgement[];
}

/** The teacher's row, where there is one, and the student's: always the last. */
const rowsWith = ({ answers }: HeldOut, student: readonly Judgement[]): readonly (readonly Judgement[])[] =>
  answers === undefined ? [student] : [answers, student];

export interface Scope {
  /** A part of the data, or "all" of what is held out. */
  readonly part: string;
  /** "unseen": without the texts that occurred in training. */
  readonly texts: "all" | "unseen";
  readonly column: string;
  /** Rows: the teacher, where it answered; the student. */
  readonly compared: Compared;
}

export interface CurvePoint {
  /** Answers learned from, and the distinct texts among them. */
  readonly answers: number;
  readonly texts: number;
  /** Why there is no student of so few, or its figures on all of what is held out, any flagged. */
  readonly student: { readonly ok: true; readonly compared: Compared } | { readonly ok: false; readonly why: string };
}

export interface DoubtPoint {
  readonly share: number;
  /** Distinct texts held out on which the teacher was asked. */
  readonly asked: number;
  /** Rows: the student alone, the pair. */
  readonly compared: Compared;
}

export interface DistilMeasures {
  readonly heldOut: {
    readonly data: HeldOut["data"];
    readonly items: number;
    readonly episodes: number;
    readonly texts: number;
    /** Items whose text occurred in training. */
    readonly seenItems: number;
  };
  readonly scopes: readonly Scope[];
  /** Student against its teacher, whatever the labels say. */
  readonly agreement?: Compared;
  readonly curve: readonly CurvePoint[];
  readonly doubt: readonly DoubtPoint[];
}

const pick = <T>(list: readonly T[], at: readonly number[]): readonly T[] => at.map((i) => list[i]!);

export const judgeAll = async (judge: DistilledJudge, items: readonly Transition[]): Promise<readonly Judgement[]> =>
  distilledAnnotator(judge).annotate(items.map(viewOf));

function scopesOf(
  held: HeldOut,
  student: readonly Judgement[],
  isSeen: readonly boolean[],
  options: CompareOptions,
): readonly Scope[] {
  const { items } = held;
  const parts = [...new Set(items.map(partOf))];
  const subgoals = [...new Set(items.flatMap((item) => item.subgoals))];
  const wanted = [
    ...["all" as const, "unseen" as const].flatMap((texts) =>
      [ANY, ...subgoals].map((column) => ({ part: "all held out", texts, column })),
    ),
    ...(parts.length < 2 ? [] : parts).flatMap((part) =>
      ["all" as const, "unseen" as const].map((texts) => ({ part, texts, column: ANY })),
    ),
  ];
  return wanted.flatMap(({ part, texts, column }) => {
    const at = items.flatMap((item, i) =>
      (part === "all held out" || partOf(item) === part) && (texts === "all" || !isSeen[i]) ? [i] : [],
    );
    if (at.length === 0) return [];
    const rows = rowsWith(held, student).map((row) => pick(row, at));
    return [{ part, texts, column, compared: compareRows(pick(items, at), rows, column, options) }];
  });
}

/** Lessons in a drawn order: a shorter list of answers is the head of a longer one. */
export function drawn(options: Pick<DistilOptions, "items" | "answers" | "seed">) {
  const order = randomStream(options.seed, "order of lessons").shuffle(options.items.map((_, i) => i));
  return (count: number) => {
    const at = order.slice(0, count);
    return { items: pick(options.items, at), answers: pick(options.answers, at) };
  };
}

async function curveOf(
  learning: DistilOptions,
  sizes: readonly number[],
  held: HeldOut,
  options: CompareOptions,
): Promise<readonly CurvePoint[]> {
  const first = drawn(learning);
  const points: CurvePoint[] = [];
  for (const size of sizes.filter((one) => one < learning.items.length)) {
    const some = first(size);
    const texts = new Set(some.items.map(lessonText)).size;
    points.push({ answers: size, texts, student: await studentOf({ ...learning, ...some }, held, options) });
  }
  return points;
}

async function studentOf(
  learning: DistilOptions,
  held: HeldOut,
  options: CompareOptions,
): Promise<CurvePoint["student"]> {
  const { items } = held;
  try {
    const { judge } = distil(learning);
    return { ok: true, compared: compareRows(items, rowsWith(held, await judgeAll(judge, items)), ANY, options) };
  } catch (error) {
    if (error instanceof InputError) return { ok: false, why: error.message };
    throw error;
  }
}

export interface MeasureOptions extends CompareOptions {
  /** Numbers of answers for the learning curve; those above what there is are left out. */
  readonly sizes: readonly number[];
  /** Shares of the answers to be unsure of. */
  readonly shares: readonly number[];
}

async function doubtOf(
  { unsureOf }: Distilled,
  { items, answers }: HeldOut,
  student: readonly Judgement[],
  options: MeasureOptions,
): Promise<readonly DoubtPoint[]> {
  if (answers === undefined) return [];
  const said = new Map(items.map((item, i) => [lessonText(item), answers[i]!]));
  const views = items.map(viewOf);
  return Promise.all(
    options.shares.map(async (share): Promise<DoubtPoint> => {
      const asked = new Set<string>();
      const teacher = {
        provenance: { kind: "given", name: "teacher", note: "" } as const,
        annotate: (open: readonly (typeof views)[number][]) =>
          Promise.resolve(
            open.map((view) => {
              const text = lessonText(view);
              asked.add(text);
              return said.get(text)!;
            }),
          ),
      };
      const pair = await askWhenUnsure(distilledAnnotator(unsureOf(share)), teacher).annotate(views);
      return { share, asked: asked.size, compared: compareRows(items, [student, pair], ANY, options) };
    }),
  );
}

/** The teacher's words as labels. */
const relabelled = (items: readonly Transition[], answers: readonly Judgement[]): readonly Transition[] =>
  items.map((item, i) => ({ ...item, labels: answers[i]!.verdicts }));

/** Measures a student on what was held out. */
export async function measure(
  distilled: Distilled,
  learning: DistilOptions,
  held: HeldOut,
  options: MeasureOptions,
): Promise<DistilMeasures> {
  const { items } = held;
  if (items.length === 0) throw new InputError("Nothing is held out that has labels to score against.");
  const student = await judgeAll(distilled.judge, items);
  const wasSeen = seenBy(distilled.judge);
  const texts = items.map(lessonText);
  const isSeen = texts.map(wasSeen);
  const curve = await curveOf(learning, options.sizes, held, options);
  const whole = compareRows(items, rowsWith(held, student), ANY, options);
  return {
    heldOut: {
      data: held.data,
      items: items.length,
      episodes: new Set(items.map(({ episode, id }) => episode ?? id)).size,
      texts: new Set(texts).size,
      seenItems: isSeen.filter(Boolean).length,
    },
    scopes: scopesOf(held, student, isSeen, options),
    ...(held.answers === undefined
      ? {}
      : { agreement: compareRows(relabelled(items, held.answers), [student], ANY, options) }),
    curve: [
      ...curve,
      {
        answers: distilled.judge.lessons.transitions,
        texts: distilled.judge.lessons.texts,
        student: { ok: true, compared: whole },
      },
    ],
    doubt: await doubtOf(distilled, held, student, options),
  };
}
