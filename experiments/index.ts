/**
 * experiments: arms x seeds, and what they show.
 */
export { ARM_NAMES, type ArmSpec, armAmong, armOf, FORMS, requireFits } from "./arm.js";
export { askedJudge } from "./asked-judge.js";
export { type ArmResult, compareArms, speedUp, stepsOf, type TrainedArm } from "./comparison.js";
export * as creditStudies from "./credit/index.js";
export * as distilStudies from "./distil-study.js";
export { distilledArm } from "./distilled-judge.js";
export type { ErrorCell, ErrorTable } from "./error-rates.js";
export { execute } from "./execute.js";
export {
  type ExperimentSettings,
  experimentLevels,
  formOf,
  type RunDone,
  runExperiment,
  specOf,
} from "./experiment.js";
export { combinations, type Grid } from "./grid.js";
export type { JudgeSource } from "./judge-source.js";
export { type JudgeContext, judgeOf } from "./judges.js";
export { measuredArms } from "./measured.js";
export { loadModules, type OwnModules } from "./own-modules.js";
export * as policyEvaluation from "./policy-evaluation.js";
export { shownWindow } from "./rules-judge.js";
export { runAddress } from "./run-address.js";
export type { EvaluationLevels, RunRecord, RunSpec, Tunables } from "./run-spec.js";
export { workFolder } from "./work-folder.js";
