/**
 * Options with networks as a policy for one game: one row, and the option that runs carried from step to step. It ends as
 * while training: by the judge's word on the step, after its longest time, or where it cannot go on.
 */
import { randomStream } from "../../envs/index.js";
import { distribution, greedy, sample, softmax } from "../../networks/index.js";
import type { RowPolicy } from "../network/policy.js";
import { Execution, terminationOf, unpaidOptions } from "../options/execution.js";
import { fillMask, type OptionNetwork } from "./option-network.js";
import type { OptionsPpoOptions } from "./settings.js";

/** Uses the network's first row: nobody else does while an episode is played. */
export function optionsPolicy(
  net: OptionNetwork,
  { longest, interrupts }: Pick<OptionsPpoOptions, "longest" | "interrupts">,
): RowPolicy {
  const { network, indices, policies, choices, actions, options } = net;
  const { words, floats } = network.kernel;
  const [overActions, overOptions] = [distribution(actions), distribution(options)];
  const mask = new Uint8Array(options);
  let [shown, said] = [0, 0];
  const execution = new Execution(
    { discount: 1, longest, interrupts, stops: "at a half" },
    net.rowWorths(() => shown),
    // Nothing is drawn from it: verdicts are yes or no.
    randomStream(0, "ends of options"),
  );
  return {
    words,
    at: indices.at,
    begin: () => execution.stop(),
    act(manner, stream, paid) {
      shown = paid;
      network.forward(1);
      const pick = (from: typeof overActions) => (manner === "greedy" ? greedy(from) : sample(from, stream.uniform()));
      if (execution.option >= 0) execution.step(0, 0, "running", terminationOf(execution.option, said));
      if (execution.option < 0) {
        fillMask(mask, unpaidOptions(options - 1, paid));
        softmax(overOptions, floats, choices.values.at, mask);
        execution.begin(0, pick(overOptions));
      }
      said = 0;
      softmax(overActions, floats, policies.values.at + net.block(0, execution.option));
      return pick(overActions);
    },
    saw(achieved) {
      said = achieved;
    },
  };
}
