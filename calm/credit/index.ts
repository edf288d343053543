/**
 * Credit: which steps of an episode deserve the outcome? One interface for every assigner, the exact answer to score them
 * against, and who answers their questions.
 */
export {
  type Assigner,
  addCosts,
  assigner,
  type Costs,
  type Credit,
  type CreditKind,
  type Edit,
  type EpisodeCredit,
  type Need,
  noCosts,
} from "./assigner.js";
export * as branches from "./branch-weights.js";
export { branching } from "./branching.js";
export { calm, releasedTable, shapedReturn } from "./calm.js";
export { capo, VOTE_RULES } from "./capo.js";
export { type Critic, judgeOf, type Reply } from "./critic.js";
export { coinCritic, constantCritic, exactCritic } from "./critic-exact.js";
export { type ModelCriticOptions, modelCritic } from "./critic-model.js";
export { type CriticNoise, noisyCritic } from "./critic-noise.js";
export * as questions from "./critic-prompts.js";
export * as curves from "./curve.js";
export { dualLevel } from "./dual-level.js";
export { type ExactEpisode, exactEpisode, exactLift, exactPath, frameTells, hindsightCredit } from "./exact.js";
export { type InformationCredit, informationCredit, type LevelFamily, levelFamily } from "./information.js";
export { intervention, repairClass } from "./intervention.js";
export { LazyPlay } from "./lazy-play.js";
export * as matching from "./matching.js";
export { matchTir } from "./matchtir.js";
export { ORCHARD_ID, orchardWorld } from "./orchard-world.js";
export { PITS_ID, pitsWorld } from "./pits-world.js";
export { endOf, type Group, groupOf, groupsOf, type PlayedEpisode, playActions } from "./played.js";
export { playGroups } from "./plays.js";
export { type PolicyRule, slippingOptimal, tablePolicy, uniformPolicy } from "./policy.js";
export { policyNoise } from "./policy-noise.js";
export { grouping, messageNovelty, randomCredit, uniformCredit } from "./rivals.js";
export * as running from "./run.js";
export * as scoring from "./scoring.js";
export * as standard from "./standard.js";
export * as values from "./values.js";
