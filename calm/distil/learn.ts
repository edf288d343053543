/**
 * A student from a teacher's answers: one logistic regression per subgoal. The penalty is the one under which episodes
 * that were left out are predicted best (log loss), the threshold the one at which those predictions agree best with the
 * teacher (kappa): at the natural rate a yes is rare, and 0.5 would be a choice like any other. All against the teacher:
 * the student never sees a truth.
 */
import { InputError, visible } from "../../envs/index.js";
import { logistic } from "../../stats/index.js";
import { dataWithout, type Lesson, type Lessons, prepareLessons } from "./lessons.js";

/** How one subgoal is scored: yes from `threshold` on; between `low` and `high` the student is unsure. */
export interface Scorer {
  readonly bias: number;
  /** Aligned with the judge's feature names. */
  readonly weights: readonly number[];
  readonly threshold: number;
  readonly unsure?: { readonly low: number; readonly high: number };
  readonly penalty: number;
  /** What the teacher said of it. */
  readonly yes: number;
  readonly no: number;
  /** Kappa of the left-out predictions with the teacher, at the best threshold. */
  readonly agreement: number;
}

export interface Learned {
  readonly names: readonly string[];
  readonly scorers: readonly Scorer[];
  readonly lessons: Lessons;
  /**
   * Per subgoal the band of doubt in which a share of the answers lies whose episodes were left out: those nearest to the
   * threshold. Undefined for a share that holds none.
   */
  bands(share: number): readonly (Scorer["unsure"] | undefined)[];
}

export interface LearnOptions {
  readonly subgoals: readonly string[];
  readonly seed: number;
}

/** From strong to weak, so that each fit begins where the last one ended. */
const PENALTIES = [100, 30, 10, 3, 1, 0.3] as const;
/** Below this there is nothing to learn a yes from, nor to choose a threshold by. */
export const FEWEST_YES = 5;
/** More digits than any figure needs; the file stays small. */
const DIGITS = 6;

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));

interface Prediction {
  readonly p: number;
  readonly yes: number;
  readonly no: number;
}

function predict({ bias, weights }: logistic.LogisticModel, columns: Int32Array): number {
  let z = bias;
  for (const column of columns) z += weights[column]!;
  return logistic.sigmoid(z);
}

const lossOf = ({ p, yes, no }: Prediction): number => {
  const [least, most] = [1e-12, 1 - 1e-12];
  const kept = Math.min(most, Math.max(least, p));
  return -yes * Math.log(kept) - no * Math.log1p(-kept);
};

interface LeftOut {
  readonly penalty: number;
  readonly predictions: readonly Prediction[];
}

const sumOf = (counts: Float64Array): number => counts.reduce((sum, n) => sum + n, 0);

/**
 * The penalty under which what was left out, fold by fold, is predicted best, and those predictions. From strong to weak,
 * each fit beginning where the last one ended, until the first that predicts worse. A fold whose rest is of one kind
 * predicts that kind's rate.
 */
function leftOut(lessons: Lessons, subgoal: number): LeftOut {
  const { rows, columns, folds } = lessons;
  const parts = Array.from({ length: folds }, (_, fold) => {
    const data = dataWithout(lessons, fold, subgoal);
    const [yes, no] = [sumOf(data.yes), sumOf(data.no)];
    const held = rows.filter((row) => row.fold === fold && row.yes[subgoal]! + row.no[subgoal]! > 0);
    return { data, held, isFit: yes > 0 && no > 0, rate: yes / Math.max(1, yes + no) };
  });
  const starts: (logistic.LogisticModel | undefined)[] = parts.map(() => undefined);
  let best: LeftOut & { readonly loss: number } = { penalty: 0, predictions: [], loss: Number.POSITIVE_INFINITY };
  for (const penalty of PENALTIES) {
    const predictions = parts.flatMap(({ data, held, isFit, rate }, i) => {
      const start = starts[i];
      const model = isFit
        ? logistic.fitLogistic(data, { penalty, tolerance: 1e-5, ...(start === undefined ? {} : { start }) })
        : undefined;
      starts[i] = model;
      return held.map(
        ({ text, yes, no }): Prediction => ({
          p: model === undefined ? rate : predict(model, columns[text]!),
          yes: yes[subgoal]!,
          no: no[subgoal]!,
        }),
      );
    });
    const loss = predictions.reduce((sum, one) => sum + lossOf(one), 0);
    if (loss >= best.loss) break;
    best = { penalty, predictions, loss };
  }
  return best;
}

interface Cut {
  readonly threshold: number;
  /** Of "yes from the threshold on" with the teacher's answers, and its standard error. */
  readonly kappa: number;
  readonly error: number;
}

function cutAt(threshold: number, tp: number, fp: number, fn: number, tn: number): Cut {
  const n = tp + fp + fn + tn;
  const agreed = (tp + tn) / n;
  const chance = ((tp + fp) * (tp + fn) + (fn + tn) * (fp + tn)) / (n * n);
  if (chance === 1) return { threshold, kappa: Number.NEGATIVE_INFINITY, error: 0 };
  const error = Math.sqrt((agreed * (1 - agreed)) / n) / (1 - chance);
  return { threshold, kappa: (agreed - chance) / (1 - chance), error };
}

const logit = (p: number): number => Math.log(p) - Math.log1p(-p);

/**
 * The threshold: the middle, in logits, of the stretch round the best kappa on which kappa is within one standard error
 * of it (the rule of Breiman, Friedman, Olshen and Stone 1984, there for the size of a tree). The best alone hangs on
 * a few answers, and a teacher that errs at random moves it into the midst of what belongs together.
 */
export function bestCut(predictions: readonly Prediction[]): Cut {
  const sorted = [...predictions].sort((a, b) => b.p - a.p);
  const yes = sorted.reduce((sum, one) => sum + one.yes, 0);
  const no = sorted.reduce((sum, one) => sum + one.no, 0);
  const cuts: Cut[] = [];
  let [tp, fp] = [0, 0];
  sorted.forEach((one, i) => {
    tp += one.yes;
    fp += one.no;
    const next = sorted[i + 1]?.p ?? 0;
    if (next < one.p) cuts.push(cutAt((one.p + next) / 2, tp, fp, yes - tp, no - fp));
  });
  const best = cuts.reduce((held, one) => (one.kappa > held.kappa ? one : held));
  // Of predictions that tell little, every cut would be nearly best: half of the agreement must be left.
  const enough = Math.max(best.kappa - best.error, best.kappa / 2);
  let [first, last] = [cuts.indexOf(best), cuts.indexOf(best)];
  while (first > 0 && cuts[first - 1]!.kappa >= enough) first--;
  while (last < cuts.length - 1 && cuts[last + 1]!.kappa >= enough) last++;
  const middle = (logit(cuts[first]!.threshold) + logit(cuts[last]!.threshold)) / 2;
  return { ...best, threshold: logistic.sigmoid(middle) };
}

/** Half the width, in logits, of the band round the threshold that holds a share of the predictions. */
function unsureBand(distances: readonly number[], threshold: number, share: number): Scorer["unsure"] | undefined {
  const width = distances[Math.floor(share * distances.length) - 1];
  if (width === undefined || !Number.isFinite(width)) return undefined;
  const middle = logit(threshold);
  return { low: rounded(logistic.sigmoid(middle - width)), high: rounded(logistic.sigmoid(middle + width)) };
}

interface LearnedSubgoal {
  readonly scorer: Scorer;
  /** From the threshold, in logits, ascending: one per answer whose episode was left out. */
  readonly distances: readonly number[];
}

function learnSubgoal(lessons: Lessons, subgoal: number): LearnedSubgoal {
  const whole = dataWithout(lessons, -1, subgoal);
  const [yes, no] = [sumOf(whole.yes), sumOf(whole.no)];
  const name = `"${visible(lessons.subgoals[subgoal] ?? "", 60)}"`;
  if (yes < FEWEST_YES || no < FEWEST_YES) {
    const [count, word] = yes < FEWEST_YES ? [yes, "yes"] : [no, "no"];
    throw new InputError(
      `The teacher says ${word} to ${name} ${count} times; ${FEWEST_YES} are needed to learn it, so take more transitions.`,
    );
  }
  if (lessons.folds < 2) {
    throw new InputError("All transitions to learn from are of one episode; two are needed to choose the penalty by.");
  }
  const { penalty, predictions } = leftOut(lessons, subgoal);
  const { threshold, kappa, error } = bestCut(predictions);
  if (!(kappa > 2 * error)) {
    const found = Number.isFinite(kappa) ? ` (kappa ${kappa.toFixed(2)} on episodes left out)` : "";
    throw new InputError(
      `From ${yes} yes and ${no} no to ${name} the teacher's answers cannot be told from chance${found}, so take more transitions or another teacher.`,
    );
  }
  const { bias, weights } = logistic.fitLogistic(whole, { penalty });
  const distances = predictions
    .flatMap(({ p, yes: a, no: b }) => Array.from({ length: a + b }, () => Math.abs(logit(p) - logit(threshold))))
    .sort((one, other) => one - other);
  const scorer = {
    bias: rounded(bias),
    weights: Array.from(weights, rounded),
    threshold: rounded(threshold),
    penalty,
    yes,
    no,
    agreement: rounded(kappa),
  };
  return { scorer, distances };
}

/** Throws an InputError where the teacher said too little to learn from. */
export function learn(lessons: readonly Lesson[], { subgoals, seed }: LearnOptions): Learned {
  const prepared = prepareLessons(lessons, { subgoals, seed });
  const learned = subgoals.map((_, s) => learnSubgoal(prepared, s));
  // Columns that no subgoal uses would only make the file longer.
  const used = prepared.names.flatMap((_, i) => (learned.some(({ scorer }) => scorer.weights[i] !== 0) ? [i] : []));
  return {
    names: used.map((i) => prepared.names[i]!),
    scorers: learned.map(({ scorer }) => ({ ...scorer, weights: used.map((i) => scorer.weights[i]!) })),
    lessons: prepared,
    bands: (share) => learned.map(({ scorer, distances }) => unsureBand(distances, scorer.threshold, share)),
  };
}
