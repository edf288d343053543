/**
 * The assigners that stand side by side in a table: those that ask a critic, those that ask nobody, and the exact ones,
 * which are the reference and no contestants.
 */
import type { Assigner } from "./assigner.js";
import { branching } from "./branching.js";
import { calm } from "./calm.js";
import { capo } from "./capo.js";
import type { Critic, StepJudge } from "./critic.js";
import { exactAdvantage, exactRegret } from "./exact-assigner.js";
import { intervention } from "./intervention.js";
import { matchTir } from "./matchtir.js";
import type { PolicyRule } from "./policy.js";
import { grouping, messageNovelty, randomCredit, uniformCredit } from "./rivals.js";

export interface AskingOptions {
  readonly critic: Critic;
  /** Who judges the steps for CALM; the critic when absent. */
  readonly judge?: StepJudge;
  readonly continuation: PolicyRule;
  /** Of critiques, for CAPO. */
  readonly votes: number;
  /** Of InT's check. */
  readonly reruns: number;
  readonly seed: number;
}

/** Whose credit depends on who answers. */
export const askingAssigners = ({
  critic,
  judge = critic,
  continuation,
  votes,
  reruns,
  seed,
}: AskingOptions): readonly Assigner[] => [
  calm({ judge }),
  calm({ judge, form: "once" }),
  ...(["intersection", "majority", "union", "average"] as const).map((rule) => capo({ critic, votes, rule })),
  capo({ critic, votes, normalise: "same-state" }),
  capo({ critic, votes, output: "reward" }),
  intervention({ critic, continuation, reruns, seed }),
];

/** Who asks nobody. */
export const silentAssigners = ({
  continuation,
  seed,
}: Pick<AskingOptions, "continuation" | "seed">): readonly Assigner[] => [
  matchTir(),
  matchTir({ mode: "greedy" }),
  matchTir({ mode: "sinkhorn" }),
  matchTir({ mode: "sinkhorn rescaled" }),
  matchTir({ output: "reward" }),
  branching({ policy: continuation }),
  branching({ policy: continuation, returns: "discounted" }),
  branching({ policy: continuation, form: "normalised", weights: "none" }),
  grouping(),
  messageNovelty(),
  uniformCredit(),
  randomCredit(seed),
];

export const exactAssigners = (continuation: PolicyRule): readonly Assigner[] => [
  exactAdvantage(continuation),
  exactRegret(),
];
