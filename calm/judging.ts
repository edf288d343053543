/** Judges made of one model's answers: one answer a text, or several and their majority. */

export type { StatedPrice } from "./label-cost.js";
export { judgeWith, languageModel } from "./language-model.js";
export type { Budget } from "./ledger.js";
export { judgeSampled, type SampledModel, sampledModel } from "./sampled-model.js";
export { VOTING_RULE } from "./votes.js";
