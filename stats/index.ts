/**
 * stats: numbers in, estimates and intervals out. The lowest room: it imports no other, reads no clock, and draws only
 * from the stream it is given. A value that does not exist is `{ ok: false, why }`, never NaN.
 */
export { gwetAc1 } from "./ac1.js";
export { interquartileMean, optimalityGap, performanceProfile, probabilityOfImprovement } from "./aggregate.js";
export { krippendorffAlpha } from "./alpha.js";
export { bestAssignment } from "./assignment.js";
export { bootstrapMean, type ClusterStatistic, type ClusterTable, clusterBootstrap } from "./bootstrap.js";
export * as calibration from "./calibration.js";
export { confusionStatistic } from "./cluster-statistic.js";
export {
  accuracy,
  type Confusion,
  confusionTable,
  f1,
  mcc,
  precision,
  recall,
} from "./confusion.js";
export { forecastCell } from "./forecast-cell.js";
export { excludes, type Interval, newcombeDifference, wilson } from "./interval.js";
export { cohenKappa, fleissKappa } from "./kappa.js";
export * as logistic from "./logistic.js";
export { majorityVote } from "./majority.js";
export { holm, testedDifferences } from "./multiple.js";
export { quantile } from "./quantile.js";
export * as ranking from "./ranking.js";
export { type BootstrapInterval, type BootstrapOptions, exhaustiveDraws } from "./resample.js";
export { stratifiedBootstrap } from "./stratified.js";
export { defined, type Estimate, undefinedBecause } from "./value.js";
