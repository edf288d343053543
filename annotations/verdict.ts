/** "unanswered" is a result of its own: it is never read as "no". */
export type Verdict = "yes" | "no" | "unanswered";
