/**
 * Options with networks as a policy for one game: one row, and the option that runs carried from step to step. It ends as
 * while training: by the judge's word on the step, after its longest time, or where it cannot go on.
 */
import { randomStream } from "../../envs/index.js";
import { distribution, greedy, sample, softmax } from "../../networks/index.js";
import type { RowPolicy } from "../network/policy.js";
import { Execution, terminationOf } from "../options/execution.js";
import { Choice } from "./choice.js";
import type { OptionNetwork } from "./option-network.js";
import type { OptionsPpoOptions } from "./settings.js";

/** Uses the network's first row: nobody else does while an episode is played. */
export function optionsPolicy(
  net: OptionNetwork,
  { longest, interrupts, temperature }: Pick<OptionsPpoOptions, "longest" | "interrupts" | "temperature">,
): RowPolicy {
  const { network, indices, policies, actions } = net;
  const { words, floats } = network.kernel;
  const chances = distribution(actions);
  let [shown, said] = [0, 0];
  const choice = new Choice(net, () => shown);
  const execution = new Execution(
    { discount: 1, longest, interrupts, stops: "at a half" },
    choice,
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
      if (execution.option >= 0) execution.step(0, 0, "running", terminationOf(execution.option, said));
      if (execution.option < 0) {
        const option = manner === "greedy" ? choice.bestOption(0) : choice.choose(0, temperature, stream);
        execution.begin(0, option);
      }
      said = 0;
      softmax(chances, floats, policies.values.at + net.block(0, execution.option));
      return manner === "greedy" ? greedy(chances) : sample(chances, stream.uniform());
    },
    saw(achieved) {
      said = achieved;
    },
  };
}
