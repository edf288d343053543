/**
 * How often a model is asked about each text, from the flags: once, or K times for a majority.
 */
import { InputError } from "../envs/index.js";
import { integerFlag } from "./options.js";

export interface SamplingFlags {
  readonly samples?: string | undefined;
}

export interface Sampling {
  /** Answers per text, 1 or more. */
  readonly samples: number;
}

export const ONE_ANSWER: Sampling = { samples: 1 };

/** More would hardly move a majority, and K times the price is easily typed. */
const MOST_SAMPLES = 99;

/** Checked whether a model is named or not. `temperature` is the flag's text. */
export function samplingOf({ samples, temperature }: SamplingFlags & { readonly temperature: string }): Sampling {
  if (samples === undefined) return ONE_ANSWER;
  const count = integerFlag("--samples", samples, 1, MOST_SAMPLES);
  if (count > 1 && Number(temperature) === 0) {
    throw new InputError(
      `--samples ${count} at temperature 0 asks ${count} times for the same answer; give --temperature T above 0, such as 0.7.`,
    );
  }
  return { samples: count };
}
