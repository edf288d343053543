/**
 * Which kinds of credit an agent can use, and what each does to it. Nothing is converted in silence: a pair that does not
 * fit is refused in one sentence, and the one conversion that there is, an advantage taken for a reward, is asked for by
 * name, because it may change what is optimal.
 */
import type { credit } from "../calm/index.js";
import { InputError, visible } from "../envs/index.js";

export type CreditedAgent = "softmax" | "q" | "ppo";

/** "as reward": an advantage times `scale` is added to the reward, and the run has to say so in its name. */
export type AdvantageUse = { readonly kind: "refused" } | { readonly kind: "as reward"; readonly scale: number };

const NAMES: Readonly<Record<CreditedAgent, string>> = { softmax: "a softmax table", q: "a Q-table", ppo: "PPO" };

/** What an agent does with each kind. */
export const CREDIT_USES: Readonly<Record<CreditedAgent, Readonly<Record<credit.CreditKind, string>>>> = {
  softmax: {
    reward: "added to the reward, times a weight; returns minus the group's mean multiply grad log pi",
    advantage: "multiplies grad log pi, times its weights",
    weight: "scales the gradient of the outcome",
    edit: "one step of imitation on the repair, and on the prefix",
  },
  q: {
    reward: "added to the reward of the step, times a weight",
    advantage: "refused; as a reward only when asked for by name",
    weight: "scales the step size of the update",
    edit: "the repair's value is moved to the best of its state plus a margin, and so along the prefix",
  },
  ppo: {
    reward: "added to the reward of the step, times a weight, before advantages are estimated",
    advantage: "replaces the estimated advantage, or is added to it; the value's targets stay the returns'",
    weight: "scales the estimated advantage",
    edit: "refused: imitation is no part of its loss",
  },
};

/**
 * Throws an InputError for a kind that the agent cannot use. `advantage` matters to Q-tables alone.
 */
export function requireUse(
  agent: CreditedAgent,
  { name, kind }: Pick<credit.Assigner, "name" | "kind">,
  advantage: AdvantageUse = { kind: "refused" },
): void {
  const who = visible(name, 60);
  if (agent === "q" && kind === "advantage" && advantage.kind === "refused") {
    throw new InputError(
      `${who} gives advantages, which multiply the gradient of a policy, and ${NAMES.q} has none; take a softmax table or PPO, or ask for the advantage as a reward.`,
    );
  }
  if (agent === "ppo" && kind === "edit") {
    throw new InputError(
      `${who} gives edits, which are imitated, and imitation is no part of the loss of ${NAMES.ppo}; take a softmax table or a Q-table.`,
    );
  }
}
