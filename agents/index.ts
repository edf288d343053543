/**
 * agents: learning rules and the exact values they are tested against.
 */

export { AGENT_NAMES, AGENTS, type AgentName, DEFAULT_AGENT } from "./agent-names.js";
export * as agentSettings from "./agent-settings.js";
export * as credited from "./credited.js";
export * as finite from "./finite-world.js";
export { type JudgedStep, type TrainingJudge, UNKNOWN } from "./judged-step.js";
export { KeyRoomMemory, type KnownPlaces, keyRoomPlaces } from "./keyroom-memory.js";
export type { Actor, FinalEvaluation, LearningRun, RunOptions } from "./learning-run.js";
export { evaluationLevels, type Levels, layoutCount } from "./levels.js";
export type { Play, PlayOptions } from "./play.js";
export { Player, truthMask } from "./player.js";
export { playOf } from "./players.js";
export * as policies from "./policies.js";
export { type QOptions, QTable } from "./q-learning.js";
export { runEvaluation, runTermination } from "./run-state.js";
export { startRun } from "./runs.js";
export type { AgentOptions } from "./setting.js";
export { type Achieved, shapedWorld } from "./shaped-world.js";
export * as softmax from "./softmax/index.js";
export { QLearner } from "./tabular/q-learner.js";
export { TrainingRun } from "./training-run.js";
