/**
 * Credit: which steps of an episode deserve the outcome? One interface for every assigner, and the exact answer to score
 * them against.
 */
export type { Assigner, Costs, Credit, CreditKind, Edit, EpisodeCredit, Need } from "./assigner.js";
export { type ExactEpisode, exactEpisode, exactLift, frameTells, hindsightCredit } from "./exact.js";
export { type Group, groupOf, groupsOf, type PlayedEpisode, playActions } from "./played.js";
export { type GraphPolicy, type PolicyRule, slippingOptimal, tablePolicy, uniformPolicy } from "./policy.js";
export { type StateGraph, stateGraph } from "./state-graph.js";
export { actionValue, type Objective, optimalActionValue, optimalValue, policyValues } from "./values.js";
