/** Tables small enough to follow what each kind of credit does to them, as one name of the room's index. */
export { type CreditLearner, type GivenCredit, learnerOf } from "./credit-learners.js";
export {
  CreditedLevel,
  type LearnedPolicy,
  type LearningArm,
  type LearningCurve,
  type LearningOptions,
  learnWithCredit,
  stepArea,
  successAt,
} from "./credit-learning.js";
export {
  advantageAsReward,
  imitate,
  learnFromAdvantages,
  returnsOf,
  SoftmaxTable,
  type Steps,
} from "./softmax-table.js";
export { rowsOf, successGradient, warmStart } from "./warm-start.js";
