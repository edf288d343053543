/**
 * The prompt grid: raters on every cell of a plan, over the same items, scored against the labels. CALM's prompt
 * ablations (arXiv 2409.12798) with intervals and a correction for many comparisons. The result is a pure function of
 * data, answers and seed.
 */
import {
  type Annotator,
  type DataSet,
  type Judgement,
  type Provenance,
  type Selection,
  select,
  type Transition,
  type TransitionView,
  viewOf,
} from "../annotations/index.js";
import { packageVersion } from "../envs/index.js";
import { canonicalJson } from "./canonical.js";
import { type EvaluationResult, selectionWords } from "./evaluate.js";
import { type GridPart, scoreGrid } from "./grid-score.js";
import type { Cell, GridPlan } from "./prompts/cells.js";
import { FACTORS_VERSION } from "./prompts/factors.js";
import { promptText } from "./prompts/template.js";

export const GRID_FORMAT = "calmhack-grid/1";

/** Who judges: an annotator per prompt. */
export interface GridRater {
  readonly provenance: Provenance;
  readonly annotator: (cell: Cell) => Annotator;
}

export interface GridResult {
  readonly format: typeof GRID_FORMAT;
  readonly calmhack: string;
  readonly data: EvaluationResult["data"];
  readonly factors: {
    readonly version: number;
    readonly base: string;
    readonly design: string;
    readonly varied: readonly string[];
  };
  readonly statistics: {
    readonly seed: number;
    readonly repetitions: number;
    readonly level: 0.95;
    readonly correction: string;
    /** Comparisons of the declared part, per rater. */
    readonly comparisons: number;
  };
  readonly cells: readonly (Pick<Cell, "label" | "choices" | "hash" | "template"> & { readonly texts: number })[];
  readonly leftOut: GridPlan["leftOut"];
  readonly raters: readonly { readonly provenance: Provenance; readonly parts: readonly GridPart[] }[];
}

export interface Grid {
  readonly result: GridResult;
  readonly items: readonly Transition[];
  /** raters x cells x items */
  readonly judgements: readonly (readonly (readonly Judgement[])[])[];
}

export interface GridOptions {
  readonly data: DataSet;
  readonly selection: Selection;
  readonly plan: GridPlan;
  readonly raters: readonly GridRater[];
  readonly seed: number;
  readonly repetitions: number;
}

export const CORRECTION =
  "Holm 1979 on bootstrap p-values of the kappa differences from the base cell, over all cells of the declared part, per rater";

/** A cell that leaves the subgoals to the model asks about any of them. */
export const cellViews = ({ template }: Cell, views: readonly TransitionView[]): readonly TransitionView[] =>
  template.answer === "found" ? views.map((view) => ({ ...view, subgoals: ["any subgoal"] })) : views;

/** Cells are asked one after the other, so that a run that is stopped has whole cells. */
export async function runGrid(options: GridOptions): Promise<Grid> {
  const { data, selection, plan, raters, seed, repetitions } = options;
  const items = select(data, selection);
  const views = items.map(viewOf);
  const judgements: (readonly (readonly Judgement[])[])[] = [];
  for (const rater of raters) {
    const ofRater: (readonly Judgement[])[] = [];
    for (const cell of plan.cells) ofRater.push(await rater.annotator(cell).annotate(cellViews(cell, views)));
    judgements.push(ofRater);
  }
  const scored = raters.map(({ provenance }, r) => {
    const cells = plan.cells.map(({ template }, k) => ({
      asks: template.answer === "found" ? ("any" as const) : ("given" as const),
      judgements: judgements[r]![k]!,
    }));
    return { provenance, parts: scoreGrid(items, cells, { seed, repetitions }) };
  });
  const { name, version, hash, labels, humanLabels, sampling } = data;
  const result: GridResult = {
    format: GRID_FORMAT,
    calmhack: packageVersion(),
    data: {
      ...{ name, version, hash, labels, humanLabels },
      ...(sampling === undefined ? {} : { sampling }),
      selection: selectionWords(selection),
      items: items.length,
      of: data.items.length,
    },
    factors: { version: FACTORS_VERSION, base: plan.base, design: plan.design, varied: plan.factors },
    statistics: { seed, repetitions, level: 0.95, correction: CORRECTION, comparisons: plan.cells.length - 1 },
    cells: plan.cells.map((cell) => ({
      label: cell.label,
      choices: cell.choices,
      hash: cell.hash,
      template: cell.template,
      texts: new Set(cellViews(cell, views).map((view) => promptText(cell.template, view))).size,
    })),
    leftOut: plan.leftOut,
    raters: scored,
  };
  return { result, items, judgements };
}

/** One line per item: what each rater answered in each cell. */
export function gridJudgementLines({ result, items, judgements }: Grid): string {
  const lines = items.map(({ id }, i) =>
    canonicalJson({
      id,
      answers: result.raters.flatMap(({ provenance }, r) =>
        result.cells.map(({ label }, k) => {
          const { verdicts, failure, answer } = judgements[r]![k]![i]!;
          return {
            rater: provenance.name,
            cell: label,
            verdicts,
            ...(failure && { failure }),
            ...(answer && { raw: answer.text, request: answer.requestHash }),
          };
        }),
      ),
    }),
  );
  return `${lines.join("\n")}\n`;
}
