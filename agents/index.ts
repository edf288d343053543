/**
 * agents: learning rules and the exact values they are tested against.
 */
export {
  type ActionValues,
  type FiniteWorld,
  greedyActions,
  type Outcome,
  optimalValues,
  stateValue,
} from "./finite-world.js";
export { type JudgedStep, type TrainingJudge, UNKNOWN } from "./judged-step.js";
export { KeyRoomMemory } from "./keyroom-memory.js";
export { type QOptions, QTable } from "./q-learning.js";
export { type Achieved, shapedWorld } from "./shaped-world.js";
export {
  type Evaluation,
  type Moment,
  type TrainingOptions,
  type TrainingRun,
  train,
  truthMask,
} from "./train.js";
