/**
 * annotations: transitions and who labels them, data sets and their truth, floors, and the scorecard.
 */
export {
  type Annotator,
  type Failure,
  type FailureReason,
  type Judgement,
  type Provenance,
  type ProvenanceKind,
  unanswered,
} from "./annotator.js";
export * as dataSets from "./data-sets.js";
export { type DataSet, partOf, type Selection, select } from "./dataset.js";
export { isDataSetFolder, loadDataSet, shippedDataSets, writeDataSet } from "./dataset-file.js";
export { floors, noisyTruth } from "./floors.js";
export { KEYROOM } from "./keyroom.js";
export * as labelling from "./labelling/index.js";
export * as own from "./own.js";
export { defineAnnotator } from "./own-annotator.js";
export {
  ANY,
  type Answers,
  anyFlagged,
  type Difference,
  type Figure,
  isBetter,
  type Row,
  SCORES,
  type ScoredPart,
} from "./score.js";
export { scorecard } from "./scorecard.js";
export { type Transition, type TransitionView, viewOf } from "./transition.js";
export { parseTransition, readTransitions, transitionText } from "./transition-file.js";
export { validate } from "./validate.js";
export type { Verdict } from "./verdict.js";
