/**
 * The shapes of a scorecard: plain values, so that they go into result.json as they are.
 */
import type { Judgement, Provenance } from "./annotator.js";
import type { Verdict } from "./verdict.js";

export const ANY = "any flagged";

export interface Answers {
  readonly provenance: Provenance;
  /** Aligned with the scored items. */
  readonly judgements: readonly Judgement[];
}

/** Verdicts against labels. Answered pairs in the first four; unanswered ones by their label. */
export interface Counts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
  readonly unansweredYes: number;
  readonly unansweredNo: number;
}

/** A value with its limits; `why` says why there is none. Plain, so that it goes into result.json as it is. */
export type Figure =
  | { readonly value: number; readonly low: number | null; readonly high: number | null }
  | { readonly value: null; readonly why: string };

export const SCORES = ["precision", "recall", "f1", "mcc", "kappa"] as const;
export type Score = (typeof SCORES)[number];
export type Figures = Readonly<Record<Score, Figure>>;

export interface Row {
  readonly provenance: Provenance;
  readonly counts: Counts;
  /** Unanswered counted as wrong: the main figures. */
  readonly asWrong: Figures;
  /** Unanswered left out. */
  readonly leftOut: Figures;
  /**
   * Share of the items on which a subgoal was answered yes although its label is no ("any flagged": on which any was,
   * also beside a right one); times 1,000 it is false rewards per 1,000 steps.
   */
  readonly falseRewards: Figure;
}

export interface Column {
  /** A subgoal's name, or "any flagged". */
  readonly name: string;
  readonly rows: readonly Row[];
}

export interface Difference {
  readonly part: string;
  readonly column: string;
  readonly first: string;
  readonly second: string;
  /** kappa of the first minus kappa of the second, unanswered counted as wrong, on the same items. */
  readonly kappa: Figure;
}

/** How often a kind of look-alike was taken for an achievement. */
export interface KindCount {
  readonly kind: string;
  readonly items: number;
  /** Items with a false reward, per annotator in the order of the answers. */
  readonly falseRewards: readonly number[];
}

export interface ScoredPart {
  readonly name: string;
  readonly items: number;
  readonly episodes: number;
  readonly columns: readonly Column[];
  readonly kinds: readonly KindCount[];
  /** On the columns of this part that have both classes. */
  readonly differences: readonly Difference[];
}

export interface Scorecard {
  readonly parts: readonly ScoredPart[];
  /** Balanced part and hard negatives as one. */
  readonly together?: ScoredPart;
}

export interface ScoreOptions {
  readonly seed: number;
  readonly repetitions: number;
}

/** CALM's column: yes if any subgoal is yes; an unanswered subgoal leaves it open unless another is a yes. */
export function anyFlagged(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("yes")) return "yes";
  return verdicts.includes("unanswered") ? "unanswered" : "no";
}

/** True when the whole interval lies above zero: the only ground for the word "better". */
export function isBetter({ kappa }: Difference): boolean {
  return kappa.value !== null && kappa.low !== null && kappa.low > 0;
}
