/** Studies of credit, as one name of the room's index. */
export { asking, outcomeAlone, silent, TRUTH } from "./arms.js";
export { CREDIT_MEASURES, type CreditMeasure, type SeedFigures } from "./measure.js";
export { armLabel, type StudyArm, type StudyPlan, type StudyWorld } from "./plan.js";
export { STUDY_NAMES, type StudyName, studyPlan } from "./plans.js";
export {
  type MeanFigure,
  runCreditStudy,
  type StudyCorrelation,
  type StudyDifference,
  type StudyOutcome,
  type StudyRow,
  type StudySettings,
  TUNING_SEEDS,
} from "./study.js";
export { knowCreditWorlds } from "./worlds.js";
