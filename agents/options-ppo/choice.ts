/**
 * Choosing among options by what they are worth (Boltzmann): the chance of an option that can be begun is proportional to
 * exp(worth / temperature). In units of reward, so that a few penalties of 0.01 decide little at 0.1, while a policy whose
 * advantages are normalised takes them for all there is and gives up every option that meets them.
 */
import type { RandomStream } from "../../envs/index.js";
import { type Distribution, distribution, sample, softmax } from "../../networks/index.js";
import { type OptionWorths, unpaidOptions } from "../options/execution.js";
import type { OptionNetwork } from "./option-network.js";

export class Choice implements OptionWorths {
  private readonly net: OptionNetwork;
  private readonly paid: (row: number) => number;
  private readonly worths: Float32Array;
  private readonly mask: Uint8Array;
  private readonly chances: Distribution;

  /** In rows of the network's last pass; `paid` has the bits of a row's paid set. */
  constructor(net: OptionNetwork, paid: (row: number) => number) {
    this.net = net;
    this.paid = paid;
    this.worths = new Float32Array(net.options);
    this.mask = new Uint8Array(net.options);
    this.chances = distribution(net.options);
  }

  isAvailable(row: number, option: number): boolean {
    return (unpaidOptions(this.net.options - 1, this.paid(row)) & (1 << option)) !== 0;
  }

  value(row: number, option: number): number {
    const { network, worths, options } = this.net;
    return network.kernel.floats[worths.values.at + row * options + option]!;
  }

  /** The first of the options that are worth most. */
  bestOption(row: number): number {
    let best = -1;
    for (let option = 0; option < this.net.options; option++) {
      if (!this.isAvailable(row, option)) continue;
      if (best < 0 || this.value(row, option) > this.value(row, best)) best = option;
    }
    return best;
  }

  best(row: number): number {
    return this.value(row, this.bestOption(row));
  }

  private fill(row: number, temperature: number): Distribution {
    const { worths, mask, chances } = this;
    for (let option = 0; option < worths.length; option++) {
      mask[option] = this.isAvailable(row, option) ? 1 : 0;
      worths[option] = this.value(row, option) / temperature;
    }
    softmax(chances, worths, 0, mask);
    return chances;
  }

  choose(row: number, temperature: number, stream: RandomStream): number {
    return sample(this.fill(row, temperature), stream.uniform());
  }

  /** What a row is worth to one who chooses there. */
  stateWorth(row: number, temperature: number): number {
    const { probabilities } = this.fill(row, temperature);
    let sum = 0;
    for (let option = 0; option < probabilities.length; option++) {
      if (probabilities[option]! > 0) sum += probabilities[option]! * this.value(row, option);
    }
    return sum;
  }
}
