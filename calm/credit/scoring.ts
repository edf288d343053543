/** Scores of credit, as one name of the room's index. */
export { CREDIT_SCORES, type CreditScore, claimedError, type Reference, referencesOf } from "./score.js";
export { type CreditFigures, creditFigures, type Located, type MeanScore } from "./score-table.js";
