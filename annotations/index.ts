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
export type { TransitionView } from "./transition.js";
