/**
 * Scores of yes/no forecasts against a yes/no reference, from the four counts of a confusion table.
 *
 * Sources and formulas: `confusion-score.ts`. Differs from scikit-learn's metrics: a score without a value (no positive
 * anywhere, nothing counted) is `{ ok: false, why }` instead of 0 with a warning. The one exception is the MCC, whose
 * zero is an accepted convention (Chicco and Jurman 2020, doi:10.1186/s12864-019-6413-7) and says so in `convention`.
 */
import { checkCount } from "./check.js";
import { type ConfusionScore, confusionKernels, mccSquaredDenominator } from "./confusion-score.js";
import { defined, type Estimate, undefinedBecause } from "./value.js";

/** Four whole counts >= 0. Positive = "yes"; true and false are said of the forecast. */
export interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/** The cell-wise sum; of nothing, four zeros. @throws RangeError when a count is not a whole number >= 0. */
export function addConfusions(tables: Iterable<Confusion>): Confusion {
  let [tp, fp, fn, tn] = [0, 0, 0, 0];
  for (const table of tables) {
    check(table);
    tp += table.tp;
    fp += table.fp;
    fn += table.fn;
    tn += table.tn;
  }
  return { tp, fp, fn, tn };
}

/**
 * The counts as a 2 x 2 table, rows = forecast (yes, no), columns = reference (yes, no): what `cohenKappa` and `gwetAc1`
 * take.
 */
export function confusionTable(counts: Confusion): readonly (readonly number[])[] {
  check(counts);
  return [
    [counts.tp, counts.fp],
    [counts.fn, counts.tn],
  ];
}

/** tp / (tp + fp), in [0, 1]. Undefined when nothing was forecast positive. */
export function precision(counts: Confusion): Estimate {
  return score("precision", counts, "nothing was forecast positive");
}

/** tp / (tp + fn), in [0, 1]. Undefined when nothing is positive. */
export function recall(counts: Confusion): Estimate {
  return score("recall", counts, "nothing is positive");
}

/** 2tp / (2tp + fp + fn), in [0, 1]. Undefined when nothing is positive and nothing was forecast positive. */
export function f1(counts: Confusion): Estimate {
  return score("f1", counts, "nothing is positive and nothing was forecast positive");
}

/** (tp + tn) / n, in [0, 1]. Undefined when nothing was counted. Misleading at low prevalence: show `mcc` beside it. */
export function accuracy(counts: Confusion): Estimate {
  return score("accuracy", counts, "nothing was counted");
}

/** 1000 fp / n: false alarms per thousand decisions of any kind, in [0, 1000]. Undefined when nothing was counted. */
export function falsePositivesPerThousand(counts: Confusion): Estimate {
  return score("falsePositivesPerThousand", counts, "nothing was counted");
}

/**
 * Matthews correlation, in [-1, 1]. An empty row or column (all forecasts alike, one class only) gives 0 with
 * `convention` set; undefined when nothing was counted.
 */
export function mcc(counts: Confusion): Estimate {
  const result = score("mcc", counts, "nothing was counted");
  if (!result.ok || mccSquaredDenominator(counts.tp, counts.fp, counts.fn, counts.tn) !== 0) return result;
  return { ...result, convention: "0 by convention: a row or a column of the table is empty" };
}

function score(name: ConfusionScore, counts: Confusion, why: string): Estimate {
  check(counts);
  const value = confusionKernels[name](counts.tp, counts.fp, counts.fn, counts.tn);
  return Number.isNaN(value) ? undefinedBecause(why) : defined(value);
}

function check(counts: Confusion): void {
  checkCount("tp", counts.tp);
  checkCount("fp", counts.fp);
  checkCount("fn", counts.fn);
  checkCount("tn", counts.tn);
}
