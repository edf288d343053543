/**
 * A network that says what to do, whatever learned it: one row per game, with a memory of its own where the network has
 * one.
 */
import type { RandomStream } from "../../envs/index.js";
import type { Actor } from "../learning-run.js";
import type { Play } from "../play.js";
import type { Features } from "./features.js";
import type { Inputs } from "./input-names.js";
import { featuresOf } from "./inputs.js";

export interface RowPolicy {
  /** Where the features of the one row go. */
  readonly words: Int32Array;
  readonly at: number;
  /** Forgets the last episode. */
  begin(): void;
  /** `paid`: bits of the paid set that the features show. */
  act(manner: "greedy" | "exploring", stream: RandomStream, paid: number): number;
  /** After the step: bits that the judge took for achieved in it. */
  saw?(achieved: number): void;
}

/** Plays any game of the kind that the policy was trained on. */
export function policyActor(policy: RowPolicy, inputs: Inputs): Actor {
  let shown: { readonly play: Play; readonly features: Features } | undefined;
  return {
    begin: () => policy.begin(),
    act(play, paid, manner, stream) {
      if (shown?.play !== play) shown = { play, features: featuresOf(play, inputs) };
      shown.features.write(paid, policy.words, policy.at);
      return policy.act(manner, stream, paid);
    },
    saw: (achieved) => policy.saw?.(achieved),
  };
}
