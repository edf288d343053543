export {
  type Annotator,
  type Answer,
  type Failure,
  type FailureReason,
  type Judgement,
  type Provenance,
  type ProvenanceKind,
  unanswered,
  type Verdict,
} from "./annotator.js";
export { cardText } from "./card.js";
export { type DataSet, type Part, type PartRole, partOf, type Selection, select } from "./dataset.js";
export {
  CARD_FILE,
  DATASET_FORMAT,
  type DataSetManifest,
  loadDataSet,
  MANIFEST_FILE,
  readManifest,
  sha256,
  shippedDataSets,
  TRANSITIONS_FILE,
} from "./dataset-file.js";
export {
  actionOnly,
  always,
  coin,
  judgedText,
  messageOnly,
  type NoiseRates,
  noisyTruth,
} from "./floors.js";
export {
  doorOpened,
  holdsKey,
  KEYROOM_LOOK_ALIKES,
  KEYROOM_SUBGOALS,
  KEYROOM_TASK,
  keyroomTruth,
  OPEN_DOOR,
  PICK_UP_KEY,
} from "./keyroom.js";
export {
  ANY,
  type Answers,
  anyFlagged,
  type Difference,
  type Figure,
  type Figures,
  isBetter,
  type Row,
  SCORES,
  type ScoredPart,
} from "./score.js";
export { scorecard, scoreTogether } from "./scorecard.js";
export { isLabelled, type Transition, type TransitionView, viewOf } from "./transition.js";
export {
  parseTransition,
  type ReadOptions,
  readTransitions,
  transitionJsonSchema,
  transitionText,
} from "./transition-file.js";
export { type Validation, validateFile, validateFolder } from "./validate.js";
