/** Agents that take an assigner's credit, beside the tables of softmax/: as one name of the room's index. */
export { type AdvantageUse, CREDIT_USES, type CreditedAgent, requireUse } from "./credit-use.js";
export { type PpoLearningOptions, ppoWithCredit } from "./ppo/credit-learning.js";
export { CreditedPpo, type CreditedPpoOptions } from "./ppo/credited.js";
export { learnQ, type PlayedSteps, prefer, type QCreditOptions } from "./tabular/credited-q.js";
