/**
 * What a stretch of play with options leaves behind for learning: [steps x games], all games of a step together. A
 * verdict belongs to its transition: it is stored here, a late one added, and nothing is asked again.
 */
import { z } from "zod";
import { bytesText, fillFromText } from "../bytes.js";

export interface OptionStretch {
  readonly steps: number;
  readonly games: number;
  readonly slots: number;
  readonly features: Int32Array;
  /** The option that ran. */
  readonly options: Uint8Array;
  /** 1 where it was chosen at this step. */
  readonly begun: Uint8Array;
  readonly actions: Uint8Array;
  /** Log-probability of the action. */
  readonly logs: Float64Array;
  /** Of the option's own reward: before the step, and after it (0 at the world's own end). */
  readonly values: Float64Array;
  readonly nexts: Float64Array;
  /** Of the outer reward: what the option that ran was worth before the step. */
  readonly worths: Float64Array;
  /** After the step: of the option where it goes on, of the state where one is to be chosen, 0 at the world's own end. */
  readonly afters: Float64Array;
  /** The task's. */
  readonly rewards: Float64Array;
  readonly bonuses: Float64Array;
  /** Bits that the judge took for achieved. */
  readonly achieved: Int32Array;
  /** 1 where the step left its episode. */
  readonly ended: Uint8Array;
}

export function optionStretch(steps: number, games: number, slots: number): OptionStretch {
  const rows = steps * games;
  return {
    steps,
    games,
    slots,
    features: new Int32Array(rows * slots),
    options: new Uint8Array(rows),
    begun: new Uint8Array(rows),
    actions: new Uint8Array(rows),
    logs: new Float64Array(rows),
    values: new Float64Array(rows),
    nexts: new Float64Array(rows),
    worths: new Float64Array(rows),
    afters: new Float64Array(rows),
    rewards: new Float64Array(rows),
    bonuses: new Float64Array(rows),
    achieved: new Int32Array(rows),
    ended: new Uint8Array(rows),
  };
}

const ARRAYS = [
  "features",
  "options",
  "begun",
  "actions",
  "logs",
  "values",
  "nexts",
  "worths",
  "afters",
  "rewards",
  "bonuses",
  "achieved",
  "ended",
] as const satisfies readonly (keyof OptionStretch)[];

export const savedOptionStretch = z.record(z.enum(ARRAYS), z.string());
type Saved = z.infer<typeof savedOptionStretch>;

export function saveStretch(stretch: OptionStretch): Saved {
  const arrays = {} as Saved;
  for (const name of ARRAYS) arrays[name] = bytesText(stretch[name]);
  return arrays;
}

/** Throws a RangeError for a stretch of another size. */
export function loadStretch(stretch: OptionStretch, saved: Saved): void {
  for (const name of ARRAYS) fillFromText(stretch[name], saved[name]);
}
