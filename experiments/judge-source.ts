/**
 * Where an arm's bonus comes from, as plain data: it crosses to a worker and stands in the result. What each is, in
 * honest words, is said by `arm.ts`; `judges.ts` makes the judge.
 */
import type { distilling } from "../calm/index.js";
import type { AskFilter } from "./ask-filter.js";
import type { ErrorTable } from "./error-rates.js";

/** How errors fall: anew in every step, or as a function of the text, so that the same text errs always alike. */
export type ErrorsFall = "independent" | "by text";

export type JudgeSource =
  | { readonly kind: "none" }
  | { readonly kind: "truth" }
  | { readonly kind: "memory" }
  | { readonly kind: "rules" }
  | { readonly kind: "yes" }
  | {
      readonly kind: "noisy";
      /** Per subgoal, the last for all further ones: share of the noes that become yes. */
      readonly falsePositive: readonly number[];
      /** Likewise: share of the yeses that become no. */
      readonly falseNegative: readonly number[];
      readonly errors: ErrorsFall;
    }
  | {
      readonly kind: "measured";
      readonly table: ErrorTable;
      readonly errors: ErrorsFall;
      /** "upper limit": Wilson's upper 95 % limit of every rate, since 0 of 200 is not 0. */
      readonly at: "measured" | "upper limit";
    }
  | { readonly kind: "distilled"; readonly judge: distilling.DistilledJudge }
  | { readonly kind: "random subgoals" }
  | { readonly kind: "shuffled bonus" }
  | { readonly kind: "hand-made events" }
  | { readonly kind: "message novelty" }
  | {
      /** An annotator of one's own that answers at once, by its name; the result names its module. */
      readonly kind: "own";
      readonly name: string;
    }
  | {
      /** A judge in the loop: asked while training goes on, heard at barriers. It does not cross to a worker. */
      readonly kind: "asked";
      /** All that its answers depend on: its provenance, prompt and parameters. */
      readonly who: Readonly<Record<string, unknown>>;
      readonly filter: AskFilter;
      /** D: steps between barriers, and the least number from a question to the use of its answer. */
      readonly delay: number;
    };
