/**
 * The arithmetic of a 2 x 2 confusion table, as plain functions of four numbers that return NaN where the score has no
 * value. Hot loops (the bootstrap) call these; everybody else calls `confusion.ts`, which tags the NaN.
 *
 * Sources: F1 van Rijsbergen 1979; MCC Matthews 1975, doi:10.1016/0005-2795(75)90109-9; kappa Cohen 1960,
 * doi:10.1177/001316446002000104, in its 2 x 2 form 2(tp*tn - fp*fn) / ((tp+fp)(fp+tn) + (tp+fn)(fn+tn)).
 * Differs: F1 is 2tp / (2tp + fp + fn), which has a value whenever a positive occurs on either side; the textbook's
 * harmonic mean of precision and recall has none when precision or recall has none.
 */
export type ConfusionScore = "precision" | "recall" | "f1" | "accuracy" | "mcc" | "kappa" | "falsePositivesPerThousand";

export type FourCounts = (tp: number, fp: number, fn: number, tn: number) => number;

/** Each kernel: four counts >= 0 (whole or weighted) in, one finite number or NaN out. */
export const confusionKernels: Readonly<Record<ConfusionScore, FourCounts>> = {
  precision: (tp, fp) => tp / (tp + fp),
  recall: (tp, _fp, fn) => tp / (tp + fn),
  f1: (tp, fp, fn) => (2 * tp) / (2 * tp + fp + fn),
  accuracy: (tp, fp, fn, tn) => (tp + tn) / (tp + fp + fn + tn),
  mcc: (tp, fp, fn, tn) => {
    if (tp + fp + fn + tn === 0) return Number.NaN;
    const squared = mccSquaredDenominator(tp, fp, fn, tn);
    if (squared === 0) return 0;
    // Rounding of the root may leave [-1, 1] by one unit in the last place.
    return Math.max(-1, Math.min(1, (tp * tn - fp * fn) / Math.sqrt(squared)));
  },
  kappa: (tp, fp, fn, tn) => (2 * (tp * tn - fp * fn)) / ((tp + fp) * (fp + tn) + (tp + fn) * (fn + tn)),
  falsePositivesPerThousand: (tp, fp, fn, tn) => (1000 * fp) / (tp + fp + fn + tn),
};

/** Zero exactly when a row or a column of the table is empty; the MCC is then 0 by convention. */
export function mccSquaredDenominator(tp: number, fp: number, fn: number, tn: number): number {
  return (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);
}
