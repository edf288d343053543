/**
 * When is a student better than its teacher? Simulated teachers of known errors, students of more and more answers, on
 * held-out transitions. Every seed has transitions of its own to learn from and draws of its own for the teacher; what
 * is held out is the same for all. Figures are means over seeds, intervals bootstrap over seeds.
 */
import { ANY, type Figure, type Judgement, type Transition, viewOf } from "../annotations/index.js";
import { distilling } from "../calm/index.js";
import { InputError, randomStream } from "../envs/index.js";
import { bootstrapMean } from "../stats/index.js";

export interface StudyTeacher {
  readonly name: string;
  readonly errors: distilling.SimulatedErrors;
}

export interface StudyMix {
  /** What the student learns from, in words. */
  readonly name: string;
  readonly sizes: readonly number[];
  readonly items: (seed: number) => readonly Transition[];
}

export interface StudySettings {
  readonly seeds: number;
  readonly teachers: readonly StudyTeacher[];
  readonly mixes: readonly StudyMix[];
  /** Labelled; at the natural rate, so that false rewards per 1,000 mean something. */
  readonly heldOut: readonly Transition[];
  readonly repetitions: number;
}

export interface StudyCell {
  readonly teacher: string;
  readonly mix: string;
  readonly answers: number;
  /** Distinct texts among the answers, mean over seeds. */
  readonly texts: number;
  /** Seeds whose teacher said enough to learn from. The figures below are those of these seeds. */
  readonly students: number;
  readonly seeds: number;
  readonly teacherKappa: Figure;
  readonly studentKappa: Figure;
  /** Student less teacher, paired by seed: on all that is held out, and on texts that the student had not met. */
  readonly difference: Figure;
  readonly unseenDifference: Figure;
  /** Of what is held out, whose text occurred in training. */
  readonly seenShare: number;
  readonly teacherFalseRewards: Figure;
  readonly studentFalseRewards: Figure;
  readonly studentMissed: Figure;
}

interface Measured {
  readonly texts: number;
  readonly seenShare: number;
  readonly teacher: distilling.Point;
  readonly student: distilling.Point;
  readonly unseen: readonly [distilling.Point, distilling.Point];
}

function meanOf(values: readonly number[], repetitions: number): Figure {
  if (values.length === 0) return { value: null, why: "no seed" };
  if (values.some(Number.isNaN)) return { value: null, why: "a seed has no value" };
  const value = values.reduce((sum, one) => sum + one, 0) / values.length;
  // One stream for all cells: equal values have equal intervals.
  const stream = randomStream(1, "bootstrap of the distilling study");
  const interval = bootstrapMean(values, { repetitions, random: () => stream.uniform() });
  return interval.ok ? { value, low: interval.low, high: interval.high } : { value, low: null, high: null };
}

/** What features a transition of the held-out set has, made once. */
function remembered(): typeof distilling.featuresOf {
  const known = new Map<string, readonly string[]>();
  return (view) => {
    const text = distilling.lessonText(view);
    const held = known.get(text) ?? distilling.featuresOf(view);
    known.set(text, held);
    return held;
  };
}

interface Bench {
  readonly items: readonly Transition[];
  readonly texts: readonly string[];
  readonly features: typeof distilling.featuresOf;
}

async function measured(
  { items, texts, features }: Bench,
  answers: readonly Judgement[],
  learning: distilling.DistilOptions,
): Promise<Measured | undefined> {
  try {
    const { judge } = distilling.distil(learning);
    const student = await distilling.distilledAnnotator(judge, "student", features).annotate(items.map(viewOf));
    const wasSeen = distilling.seenBy(judge);
    const unseen = texts.flatMap((text, i) => (wasSeen(text) ? [] : [i]));
    const rest = unseen.map((i) => items[i]!);
    const of = (row: readonly Judgement[]) =>
      distilling.pointOf(
        rest,
        unseen.map((i) => row[i]!),
        ANY,
      );
    return {
      texts: judge.lessons.texts,
      seenShare: 1 - unseen.length / items.length,
      teacher: distilling.pointOf(items, answers, ANY),
      student: distilling.pointOf(items, student, ANY),
      unseen: [of(answers), of(student)],
    };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** All cells, in the order of teachers, mixes and sizes; `onCell` is told of each as it is done. */
export async function distilStudy(
  { seeds, teachers, mixes, heldOut, repetitions }: StudySettings,
  onCell: (done: number, of: number) => void,
): Promise<readonly StudyCell[]> {
  const bench = { items: heldOut, texts: heldOut.map(distilling.lessonText), features: remembered() };
  const numbers = Array.from({ length: seeds }, (_, i) => i + 1);
  const lessons = mixes.map(({ items }) => numbers.map(items));
  const all = mixes.flatMap((mix, m) => mix.sizes.map((answers) => ({ mix, m, answers })));
  const cells: StudyCell[] = [];
  for (const { name, errors } of teachers) {
    for (const { mix, m, answers } of all) {
      const found: Measured[] = [];
      for (const seed of numbers) {
        const items = lessons[m]![seed - 1]!;
        const teacher = distilling.simulatedTeacher(errors, seed);
        const said = await teacher.answers(items);
        const first = distilling.drawn({ items, answers: said, seed })(answers);
        const data = { name: mix.name, version: `seed ${seed}`, hash: "" };
        const learning = { data, selection: `the first ${answers} drawn`, ...first, teacher, seed };
        const one = await measured(bench, await teacher.answers(heldOut), learning);
        if (one !== undefined) found.push(one);
      }
      const mean = (of: (one: Measured) => number) => meanOf(found.map(of), repetitions);
      const plain = (of: (one: Measured) => number) => mean(of).value ?? 0;
      cells.push({
        teacher: name,
        mix: mix.name,
        answers,
        texts: plain(({ texts }) => texts),
        students: found.length,
        seeds,
        teacherKappa: mean(({ teacher }) => teacher.kappa),
        studentKappa: mean(({ student }) => student.kappa),
        difference: mean(({ teacher, student }) => student.kappa - teacher.kappa),
        unseenDifference: mean(({ unseen: [teacher, student] }) => student.kappa - teacher.kappa),
        seenShare: plain(({ seenShare }) => seenShare),
        teacherFalseRewards: mean(({ teacher }) => teacher.falseRewards),
        studentFalseRewards: mean(({ student }) => student.falseRewards),
        studentMissed: mean(({ student }) => student.missed),
      });
      onCell(cells.length, teachers.length * all.length);
    }
  }
  return cells;
}
