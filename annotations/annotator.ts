/**
 * Whoever labels transitions is an annotator: a person, a language model, a written rule, a coin. All answer in the
 * same shape, so all are scored by the same code.
 */
import type { TransitionView } from "./transition.js";
import type { Verdict } from "./verdict.js";

/** Why an answer gave no verdict, for one subgoal or for all. */
export type FailureReason =
  | "no object" // nothing in the answer is an object of verdicts
  | "wrong keys" // an object, but a subgoal's name is missing or its value is no verdict
  | "contradiction" // two readable verdicts on one subgoal disagree
  | "cut off" // the length limit ended the answer before it could be read
  | "thought until the limit" // the length limit ended the thinking, no answer was begun
  | "refused" // the model or a filter declined to answer
  | "transport" // no answer arrived (server, network, time-out)
  | "tie" // as many samples say yes as say no
  | "too few answers" // most samples could not be read, so no majority is made of the rest
  | "no rule" // a rule-based annotator has nothing to say on this subgoal
  | "unsure" // a distilled judge's probability lies in its band of doubt
  | "not asked"; // left out by a limit

export interface Failure {
  readonly reason: FailureReason;
  /** One line for a person; may hold foreign text, so show it only through `visible()`. */
  readonly detail: string;
}

/** What was literally answered, where anything was. */
export interface Answer {
  /** Hostile text: never evaluated, shown only through `visible()`. */
  readonly text: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Set where the server counted no tokens, so that both are 0. */
  readonly usage?: "missing";
  /** Content address of the request that was answered (64 hex digits). */
  readonly requestHash: string;
}

/** Verdicts are aligned with the transition's subgoals; `failure` explains the first "unanswered". */
export interface Judgement {
  readonly verdicts: readonly Verdict[];
  readonly failure?: Failure;
  /** Probability of "yes" per subgoal, in [0, 1], where the annotator states one; null for a subgoal without. */
  readonly confidence?: readonly (number | null)[];
  /** Why a verdict has none that was asked for: the server sent no numbers, or they did not fit the answer. */
  readonly noConfidence?: "not offered" | "not located";
  readonly answer?: Answer;
  /** Of a majority: what it was made of, in the order of the samples. */
  readonly samples?: readonly Judgement[];
}

/**
 * Who answered, in the honest words of the project.
 * - truth: the game's state. - rules: a hand-written program. - floor: reads less than the whole transition.
 * - model: a language model asked now. - replayed: a recording of one. - simulated: a noisy truth. - mock: a test
 * server. - human, script: a person, a scripted rater. - given: labels found in somebody's file. - distilled: a small
 * classifier that learned from the answers of another (`from`).
 */
export type ProvenanceKind =
  | "truth"
  | "rules"
  | "floor"
  | "model"
  | "replayed"
  | "simulated"
  | "mock"
  | "human"
  | "script"
  | "given"
  | "distilled";

export interface Provenance {
  readonly kind: ProvenanceKind;
  /** For one that is distilled: what its teacher was. */
  readonly from?: ProvenanceKind;
  /** Unique within a table, e.g. "text rules", "always yes", a model's name. */
  readonly name: string;
  /** One sentence for a reader: what it reads, what it knows. */
  readonly note: string;
}

export interface Annotator {
  readonly provenance: Provenance;
  /** One judgement per item, in the same order. Never rejects because of one bad item: that is "unanswered". */
  annotate(items: readonly TransitionView[]): Promise<readonly Judgement[]>;
}

/** A judgement with the same failure for every subgoal. */
export function unanswered(subgoalCount: number, reason: FailureReason, detail: string, answer?: Answer): Judgement {
  const verdicts = Array.from({ length: subgoalCount }, (): Verdict => "unanswered");
  const failure = { reason, detail };
  return answer === undefined ? { verdicts, failure } : { verdicts, failure, answer };
}
