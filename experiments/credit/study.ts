/**
 * Runs a study of credit: every arm tuned by the same grid on seeds of its own, then learned on paired seeds under one
 * budget of environment steps, and compared where the plan asks.
 *
 * Whether a difference is one: a bootstrap over seeds of the paired difference of areas, with Holm's correction over all
 * pairs and worlds of the study. Steps to a level are told with how many runs never got there. How well scores of credit
 * foretell learning: Spearman's correlation over the arms of one world, bootstrapped over seeds.
 */
import { randomStream } from "../../envs/index.js";
import { bootstrapMean, clusterBootstrap, holm, ranking, testedDifferences } from "../../stats/index.js";
import { fittingPlan, type RefusedArm } from "./fitting.js";
import {
  CREDIT_MEASURES,
  type CreditMeasure,
  type LearningSettings,
  learnedAt,
  type SeedFigures,
  scoresAt,
} from "./measure.js";
import { armLabel, type StudyArm, type StudyPlan, type StudyWorld } from "./plan.js";

export interface StudySettings extends LearningSettings {
  /** Paired seeds, a level each: 1 to this. */
  readonly seeds: number;
  readonly repetitions: number;
}

/** A mean over seeds; no limits where nothing varies or nothing is there. */
export interface MeanFigure {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface StudyRow extends Pick<StudyArm, "name" | "answers" | "role"> {
  readonly label: string;
  readonly world: string;
  readonly rate: number;
  /** Mean area of each rate over the tuning seeds; one rate: nothing to choose. */
  readonly tuned: readonly { readonly rate: number; readonly area: number }[];
  readonly seeds: readonly SeedFigures[];
  readonly area: MeanFigure;
  readonly scores: Readonly<Record<CreditMeasure, MeanFigure>>;
}

/** Area of the first minus that of the second, paired by seed. */
export interface StudyDifference {
  readonly world: string;
  readonly first: string;
  readonly second: string;
  readonly difference: MeanFigure;
  /** Two-sided, Holm over the study. */
  readonly p: number;
  readonly verdict: "faster" | "slower" | "no difference found";
}

export interface StudyCorrelation {
  readonly world: string;
  readonly measure: CreditMeasure;
  /** Arms that have a score. */
  readonly arms: number;
  readonly correlation: MeanFigure;
}

export interface StudyOutcome {
  /** Arms that the agent cannot use; absent: none. */
  readonly refused?: readonly RefusedArm[];
  readonly rows: readonly StudyRow[];
  readonly differences: readonly StudyDifference[];
  readonly correlations: readonly StudyCorrelation[];
}

/** Seeds that choose a rate; no run that is reported has one of them. */
export const TUNING_SEEDS = [100_001, 100_002, 100_003];
const LEVEL = 0.05;

const uniformOf = () => {
  const stream = randomStream(1, "bootstrap of a study of credit");
  return () => stream.uniform();
};

const NOTHING: MeanFigure = { mean: null, low: null, high: null };

function meanFigure(values: readonly number[], repetitions: number): MeanFigure {
  if (values.length === 0) return NOTHING;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const interval = bootstrapMean(values, { repetitions, random: uniformOf() });
  return interval.ok ? { mean, low: interval.low, high: interval.high } : { mean, low: null, high: null };
}

async function rowOf(arm: StudyArm, world: StudyWorld, rates: readonly number[], settings: StudySettings) {
  const tuned: { rate: number; area: number }[] = [];
  if (rates.length > 1) {
    for (const rate of rates) {
      let area = 0;
      for (const seed of TUNING_SEEDS) {
        area += (await learnedAt(arm, world, { ...settings, rate }, seed)).area / TUNING_SEEDS.length;
      }
      tuned.push({ rate, area });
    }
  }
  // Of equals the smallest.
  const rate = tuned.reduce(
    (best, one) => (one.area > best.area ? one : best),
    tuned[0] ?? { rate: rates[0]!, area: 0 },
  );
  const seeds: SeedFigures[] = [];
  for (let seed = 1; seed <= settings.seeds; seed++) {
    const learned = await learnedAt(arm, world, { ...settings, rate: rate.rate }, seed);
    seeds.push({ ...learned, scores: await scoresAt(arm, world, seed, settings.groupSize) });
  }
  const { repetitions } = settings;
  const scored = (measure: CreditMeasure) =>
    meanFigure(
      seeds.flatMap(({ scores }) => scores[measure] ?? []),
      repetitions,
    );
  return {
    label: armLabel(arm),
    name: arm.name,
    answers: arm.answers,
    role: arm.role,
    world: world.id,
    rate: rate.rate,
    tuned,
    seeds,
    area: meanFigure(
      seeds.map(({ area }) => area),
      repetitions,
    ),
    scores: { alignment: scored("alignment"), wrongAuc: scored("wrongAuc"), spearman: scored("spearman") },
  };
}

/** All pairs of all worlds from one set of resamples of seeds. */
function differencesOf(plan: StudyPlan, rows: readonly StudyRow[], settings: StudySettings): StudyDifference[] {
  const asked = plan.worlds.flatMap(({ id }) =>
    plan.pairs.flatMap(([first, second]) => {
      const of = (label: string) => rows.find((row) => row.world === id && row.label === label);
      const [one, other] = [of(first), of(second)];
      if (one === undefined || other === undefined)
        throw new RangeError(`${plan.name} compares an arm that it has not`);
      return [{ world: id, first, second, values: one.seeds.map(({ area }, k) => area - other.seeds[k]!.area) }];
    }),
  );
  if (asked.length === 0) return [];
  const width = asked.length + 1;
  const counts = new Float64Array(settings.seeds * width);
  for (let seed = 0; seed < settings.seeds; seed++) {
    for (const [i, { values }] of asked.entries()) counts[seed * width + i] = values[seed]!;
    counts[seed * width + width - 1] = 1;
  }
  const statistics = asked.map((_, i) => (sums: Float64Array) => sums[i]! / sums[width - 1]!);
  const tested = testedDifferences({ counts, width }, statistics, {
    repetitions: settings.repetitions,
    seeded: uniformOf,
  });
  // Where arms do the very same nothing varies, and there is nothing to reject.
  const equal = asked.map(({ values }) => values.every((value) => value === 0));
  const ps = holm(tested.map((one, i) => (one.ok && !equal[i] ? one.p : 1)));
  return asked.map(({ world, first, second, values }, i): StudyDifference => {
    const one = tested[i]!;
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const isOne = one.ok && ps[i]! <= LEVEL;
    return {
      world,
      first,
      second,
      difference: one.ok ? { mean, low: one.low, high: one.high } : { mean, low: null, high: null },
      p: ps[i]!,
      verdict: !isOne ? "no difference found" : mean > 0 ? "faster" : "slower",
    };
  });
}

/** Over contestants and floors that have a score on every seed; references know too much to stand among them. */
function correlationsOf(plan: StudyPlan, rows: readonly StudyRow[], settings: StudySettings): StudyCorrelation[] {
  return plan.worlds.flatMap(({ id }) =>
    CREDIT_MEASURES.map((measure): StudyCorrelation => {
      const arms = rows.filter(
        ({ world, role, seeds }) =>
          world === id && role !== "reference" && seeds.every(({ scores }) => scores[measure] !== null),
      );
      const width = 2 * arms.length;
      const counts = new Float64Array(settings.seeds * width);
      for (const [i, { seeds }] of arms.entries()) {
        for (const [seed, { scores, area }] of seeds.entries()) {
          counts[seed * width + 2 * i] = scores[measure]!;
          counts[seed * width + 2 * i + 1] = area;
        }
      }
      const rank = (sums: Float64Array): number => {
        const found = ranking.spearman(
          arms.map((_, i) => sums[2 * i]!),
          arms.map((_, i) => sums[2 * i + 1]!),
        );
        return found.ok ? found.value : Number.NaN;
      };
      if (arms.length < 3) return { world: id, measure, arms: arms.length, correlation: NOTHING };
      const [interval] = clusterBootstrap({ counts, width }, [rank], {
        repetitions: Math.min(2000, settings.repetitions),
        random: uniformOf(),
      });
      const correlation =
        interval?.ok === true ? { mean: interval.estimate, low: interval.low, high: interval.high } : NOTHING;
      return { world: id, measure, arms: arms.length, correlation };
    }),
  );
}

/** `onRow` is told when an arm is through. */
export async function runCreditStudy(
  planned: StudyPlan,
  settings: StudySettings,
  onRow: (row: StudyRow, done: number, of: number) => void,
): Promise<StudyOutcome> {
  const { plan, refused } = fittingPlan(planned, settings.agent ?? "softmax", settings.advantage);
  const rows: StudyRow[] = [];
  const of = plan.worlds.length * plan.arms.length;
  for (const world of plan.worlds) {
    for (const arm of plan.arms) {
      const row = await rowOf(arm, world, arm.rates ?? plan.rates, settings);
      rows.push(row);
      onRow(row, rows.length, of);
    }
  }
  return {
    ...(refused.length === 0 ? {} : { refused }),
    rows,
    differences: differencesOf(plan, rows, settings),
    correlations: correlationsOf(plan, rows, settings),
  };
}
