/**
 * agents: learning rules and the exact values they are tested against.
 */

export type { Levels } from "./evaluation.js";
export {
  type ActionValues,
  type ChanceOutcome,
  type ChanceWorld,
  type FiniteWorld,
  greedyActions,
  type Outcome,
  optimalValues,
  stateValue,
} from "./finite-world.js";
export { type JudgedStep, type TrainingJudge, UNKNOWN } from "./judged-step.js";
export { KeyRoomMemory, type KnownPlaces, keyRoomPlaces } from "./keyroom-memory.js";
export { evaluationLevels, layoutCount } from "./levels.js";
export type { Play, PlayOptions } from "./play.js";
export { Player, truthMask } from "./player.js";
export { playOf } from "./players.js";
export { type QOptions, QTable } from "./q-learning.js";
export {
  type Evaluation,
  type RunState,
  runEvaluation,
  runState,
  runTermination,
  type Termination,
} from "./run-state.js";
export { type Achieved, shapedWorld } from "./shaped-world.js";
export * as softmax from "./softmax/index.js";
export { type FinalEvaluation, type RunOptions, TrainingRun } from "./training-run.js";
