/**
 * Annotators on a selection of a data set, scored: the zero-shot evaluation of CALM (arXiv 2409.12798) with truth,
 * floors and intervals. The result is plain data and a pure function of data, answers and seed: no clock, no machine.
 */
import {
  type Annotator,
  type Answers,
  type DataSet,
  type Judgement,
  labelling,
  type Provenance,
  type ScoredPart,
  type Selection,
  scorecard,
  select,
  type Transition,
  viewOf,
} from "../annotations/index.js";
import { packageVersion } from "../envs/index.js";
import { calibrations, type RowCalibration } from "./calibration-score.js";
import { type LabelCost, labelCost, type StatedPrice } from "./label-cost.js";
import { type PromptTemplate, promptHash } from "./prompts/template.js";
import { type VoteFigures, voteFigures } from "./vote-score.js";

export const RESULT_FORMAT = "calmhack-result/1";

export interface AnnotatorSummary {
  readonly provenance: Provenance;
  /** Answers to distinct requests; 0 for programs. */
  readonly texts: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Items that were not (wholly) answered, by reason. */
  readonly failures: Readonly<Record<string, number>>;
}

export interface EvaluationResult {
  readonly format: typeof RESULT_FORMAT;
  readonly calmhack: string;
  readonly data: {
    readonly name: string;
    readonly version: string;
    readonly hash: string;
    readonly labels: string;
    readonly humanLabels: number;
    /** How the natural-rate part was drawn, where there is one. */
    readonly sampling?: string;
    /** In words, e.g. "full". */
    readonly selection: string;
    readonly items: number;
    readonly of: number;
  };
  readonly prompt: { readonly hash: string; readonly template: PromptTemplate };
  readonly statistics: { readonly seed: number; readonly repetitions: number; readonly level: 0.95 };
  readonly annotators: readonly AnnotatorSummary[];
  readonly parts: readonly ScoredPart[];
  readonly together?: ScoredPart;
  /** One per row that is a majority of several answers. */
  readonly votes?: readonly VoteFigures[];
  /** One per row that states how sure it is, or was asked to. */
  readonly calibration?: readonly RowCalibration[];
  /** One per row with a price. */
  readonly costs?: readonly LabelCost[];
  /** Columns of people (and of scripts in their place) beside the truth. */
  readonly raters?: labelling.RaterColumns;
}

export interface Evaluation {
  readonly result: EvaluationResult;
  readonly items: readonly Transition[];
  readonly answers: readonly Answers[];
}

export interface EvaluationOptions {
  readonly data: DataSet;
  readonly selection: Selection;
  readonly prompt: PromptTemplate;
  readonly annotators: readonly Annotator[];
  /** Rows whose answers are there already: raters. */
  readonly given?: readonly labelling.GivenRow[];
  /** Raters whose labels become columns beside the truth. */
  readonly ratings?: readonly labelling.Ratings[];
  /** What a row's answers cost, by its name. */
  readonly prices?: ReadonlyMap<string, StatedPrice>;
  readonly seed: number;
  readonly repetitions: number;
}

/** Of distinct requests: what was asked once was paid once, however many items share it. */
function paidAnswers({ judgements }: Answers) {
  const given = judgements.flatMap(({ answer, samples = [] }) => [answer, ...samples.map((one) => one.answer)]);
  const answers = given.flatMap((answer) => (answer === undefined ? [] : [[answer.requestHash, answer] as const]));
  return [...new Map(answers).values()];
}

function summary(row: Answers): AnnotatorSummary {
  const { provenance, judgements } = row;
  const answers = paidAnswers(row);
  const failures: Record<string, number> = {};
  for (const { failure } of judgements) {
    if (failure !== undefined) failures[failure.reason] = (failures[failure.reason] ?? 0) + 1;
  }
  const total = (of: "tokensIn" | "tokensOut") => answers.reduce((sum, answer) => sum + answer[of], 0);
  return { provenance, texts: answers.length, tokensIn: total("tokensIn"), tokensOut: total("tokensOut"), failures };
}

function costs(
  items: readonly Transition[],
  answers: readonly Answers[],
  { prices = new Map(), seed, repetitions }: EvaluationOptions,
): readonly LabelCost[] {
  return answers.flatMap((row) => {
    const price = prices.get(row.provenance.name);
    if (price === undefined) return [];
    const uncounted = paidAnswers(row).filter(({ usage }) => usage === "missing").length;
    return [labelCost(items, row, { ...summary(row), uncounted }, price, { seed, repetitions })];
  });
}

export function selectionWords({ size, split, limit }: Selection): string {
  const words = [size === "full" ? "full" : "default subset"];
  if (split !== undefined) words.push(`split ${split}`);
  if (limit !== undefined) words.push(`limit ${limit}`);
  return words.join(", ");
}

/** Annotators are asked one after the other; each sees only views. */
export async function evaluate(options: EvaluationOptions): Promise<Evaluation> {
  const { data, selection, prompt, seed, repetitions } = options;
  const items = select(data, selection);
  const views = items.map(viewOf);
  const answers: Answers[] = [];
  for (const annotator of options.annotators) {
    const judgements: readonly Judgement[] = await annotator.annotate(views);
    answers.push({ provenance: annotator.provenance, judgements });
  }
  for (const { provenance, judgementOf } of options.given ?? []) {
    answers.push({ provenance, judgements: items.map(judgementOf) });
  }
  const votes = voteFigures(items, answers, { seed, repetitions });
  const cost = costs(items, answers, options);
  const calibration = calibrations(items, answers, { seed, repetitions });
  const result: EvaluationResult = {
    format: RESULT_FORMAT,
    calmhack: packageVersion(),
    data: {
      name: data.name,
      version: data.version,
      hash: data.hash,
      labels: data.labels,
      humanLabels: data.humanLabels,
      ...(data.sampling === undefined ? {} : { sampling: data.sampling }),
      selection: selectionWords(selection),
      items: items.length,
      of: data.items.length,
    },
    prompt: { hash: promptHash(prompt), template: prompt },
    statistics: { seed, repetitions, level: 0.95 },
    annotators: answers.map(summary),
    ...scorecard(items, answers, { seed, repetitions }),
    ...(votes.length === 0 ? {} : { votes }),
    ...(calibration.length === 0 ? {} : { calibration }),
    ...(cost.length === 0 ? {} : { costs: cost }),
    ...(options.ratings === undefined || options.ratings.length === 0
      ? {}
      : { raters: labelling.raterColumns(items, answers, options.ratings, { seed, repetitions }) }),
  };
  return { result, items, answers };
}
