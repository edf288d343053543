/**
 * How often a model is asked about each text, once or K times for a majority, and whether it is asked how sure it is.
 */
import type { ChatParameters } from "../calm/index.js";
import { InputError } from "../envs/index.js";
import { integerFlag } from "./options.js";

export interface SamplingFlags {
  readonly samples?: string | undefined;
  readonly logprobs?: true | undefined;
}

export interface Sampling {
  /** Answers per text, 1 or more. */
  readonly samples: number;
  /** What is asked besides. */
  readonly more: Pick<ChatParameters, "logprobs">;
}

export const ONE_ANSWER: Sampling = { samples: 1, more: {} };

/** More would hardly move a majority, and K times the price is easily typed. */
const MOST_SAMPLES = 99;

/** Likely tokens per place: as many as every server that offers them takes. */
const ALTERNATIVES = 5;

interface AskingFlags extends SamplingFlags {
  readonly model?: readonly string[] | undefined;
  readonly replay?: readonly string[] | undefined;
  /** As it was typed. */
  readonly temperature: string;
}

/** Checked whether a model is named or not: a flag that does nothing is never passed over in silence. */
export function samplingOf({ samples, logprobs, temperature, model = [], replay = [] }: AskingFlags): Sampling {
  const count = samples === undefined ? 1 : integerFlag("--samples", samples, 1, MOST_SAMPLES);
  if (count > 1 && Number(temperature) === 0) {
    throw new InputError(
      `--samples ${count} at temperature 0 asks ${count} times for the same answer; give --temperature T above 0, such as 0.7.`,
    );
  }
  const given = [...(samples === undefined ? [] : ["--samples"]), ...(logprobs === true ? ["--logprobs"] : [])];
  if (given.length > 0 && model.length + replay.length === 0) {
    throw new InputError(
      `${given.join(" and ")} ${given.length === 1 ? "is" : "are"} about a model, but none is asked; add --model NAME.`,
    );
  }
  return { samples: count, more: logprobs === true ? { logprobs: ALTERNATIVES } : {} };
}
