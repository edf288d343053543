/**
 * Arms of credit studies. Whoever makes an assigner is given the policy that played and the seed of the run, so that the
 * errors of simulated critics differ from seed to seed and are the same in paired arms.
 */
import { credit } from "../../calm/index.js";
import type { StudyArm } from "./plan.js";

type Make = NonNullable<StudyArm["assigner"]>;
/** A critic for the seed of a run. */
export interface Answering {
  readonly answers: string;
  readonly critic: (seed: number) => credit.Critic;
}

export const TRUTH: Answering = { answers: "truth", critic: () => credit.exactCritic() };
export const COIN: Answering = { answers: "coin", critic: (seed) => credit.coinCritic(0.5, seed) };

/** How errors fall: anew in each critique, alike in all critiques of a step, or alike wherever the same is seen and done. */
export type Fall = "independent" | "alike in all critiques" | "alike wherever seen";

/** The truth with errors; SIMULATED. */
export const errors = (falsePositive: number, falseNegative: number, fall: Fall): Answering => ({
  answers: `errors ${falsePositive}/${falseNegative}, ${fall}`,
  critic: (seed) =>
    credit.noisyCritic(credit.exactCritic(), {
      falsePositive,
      falseNegative,
      systematic: fall === "independent" ? 0 : 1,
      sharedBy: fall === "alike wherever seen" ? "what is seen" : "step",
      seed,
    }),
});

/** An arm that asks somebody. */
export const asking = (
  name: string,
  { answers, critic }: Answering,
  make: (critic: credit.Critic, policy: credit.PolicyRule, seed: number) => credit.Assigner,
  more: Pick<StudyArm, "edits"> = {},
): StudyArm => ({
  name,
  answers,
  role: answers === "coin" ? "floor" : "contestant",
  assigner: (policy, seed) => make(critic(seed), policy, seed),
  price: "counted",
  ...more,
});

/** An arm that asks nobody. */
export const silent = (name: string, assigner: Make | undefined, more: Partial<StudyArm> = {}): StudyArm => ({
  name,
  answers: "nobody",
  role: "contestant",
  assigner,
  price: "counted",
  ...more,
});

export const OUTCOME = "the outcome alone";
export const outcomeAlone = (): StudyArm => silent(OUTCOME, undefined);

/** Exact advantages of the policy as it stands: what the others try to say. Its table of states is not charged. */
export const exactReference = (): StudyArm =>
  silent("exact (reference, free)", (policy) => credit.standard.exactAssigners(policy)[0]!, {
    role: "reference",
    price: "free",
  });

export const randomFloor = (): StudyArm =>
  silent("random numbers", (_, seed) => credit.randomCredit(seed), { role: "floor" });
