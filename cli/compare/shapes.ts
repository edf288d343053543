/**
 * The shapes of a comparison: plain values, so that they go into result.json as they are.
 */
import type { Figure, Provenance, Transition, Verdict } from "../../annotations/index.js";
import type { comparing, EvaluationResult } from "../../calm/index.js";
import type { ArmResult, ExperimentSettings } from "../../experiments/index.js";

export const COMPARISON_FORMAT = "calmhack-comparison/1";

/** One of the results that are compared. */
export interface Compared {
  /** A, B, … in the order given. */
  readonly letter: string;
  /** The folder's own name. */
  readonly folder: string;
  /** SHA-256 of its result.json. */
  readonly hash: string;
  readonly calmhack: string;
}

export interface ComparedEvaluation extends Compared {
  readonly data: EvaluationResult["data"];
  readonly prompt: { readonly id: string; readonly hash: string };
}

export interface RowPart {
  readonly name: string;
  readonly items: number;
  readonly f1: Figure;
  readonly kappa: Figure;
  readonly falseRewards: Figure;
  readonly unanswered: number;
}

/** A row of one result, or of several in which it answered alike everywhere. */
export interface ComparedRow {
  /** Its name; with the letters of its results where it is not in all. */
  readonly label: string;
  readonly letters: readonly string[];
  readonly provenance: Provenance;
  /** Of the first of its results. */
  readonly prompt: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** On "any flagged". */
  readonly parts: readonly RowPart[];
}

export interface EvaluationComparison {
  readonly format: typeof COMPARISON_FORMAT;
  readonly kind: "evaluations";
  readonly calmhack: string;
  readonly results: readonly ComparedEvaluation[];
  /** Why rows of different results cannot be compared pair by pair; null where they can. */
  readonly unpaired: string | null;
  readonly statistics: {
    readonly seed: number;
    readonly repetitions: number;
    readonly correction: string;
    /** Pairs that were compared. */
    readonly comparisons: number;
  };
  readonly rows: readonly ComparedRow[];
  /** Places of the pairs are those of `rows`. */
  readonly parts: readonly comparing.ComparedPart[];
  /** Transitions on which two rows of a pair answered differently. */
  readonly differing: number;
}

/** One of them: what each contestant answered. */
export interface DifferingItem {
  readonly item: Transition;
  readonly said: readonly { readonly row: string; readonly verdicts: readonly Verdict[] }[];
}

export interface ComparedTraining extends Compared {
  readonly rules: number;
  readonly settings: ExperimentSettings;
}

export interface ComparedArm extends ArmResult {
  /** Its own name, and the letters of the results in which it is the same. */
  readonly own: string;
  readonly letters: readonly string[];
  /** Steps of training after which its runs were stopped. */
  readonly budget: number;
  /** Censored seeds of the arm without a bonus in its result. */
  readonly baseCensored: number;
}

/** Two arms of one name in two results, seed by seed. */
export interface ArmRatio {
  readonly arm: string;
  readonly first: string;
  readonly second: string;
  /** Steps of the first / steps of the second: above 1 the second was faster. */
  readonly ratio: Figure;
  readonly seeds: number;
  /** Seeds of either that count as their budget. */
  readonly censored: number;
}

export interface TrainingComparison {
  readonly format: typeof COMPARISON_FORMAT;
  readonly kind: "trainings";
  readonly calmhack: string;
  readonly results: readonly ComparedTraining[];
  /** Settings that are not the same in all, with the value of each result as JSON. */
  readonly settings: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly arms: readonly ComparedArm[];
  /** Why arms are not compared seed by seed; null where they are. */
  readonly unpaired: string | null;
  readonly ratios: readonly ArmRatio[];
}

export type Comparison = EvaluationComparison | TrainingComparison;
