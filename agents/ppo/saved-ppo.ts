/**
 * PPO's learner as plain data, for checkpoints; arrays as the text of their bytes. A stretch is part of it only while it
 * is played and not yet learned from, because a judge's verdicts on it are still to come.
 */
import { z } from "zod";
import { bytesText, fillFromText } from "../bytes.js";
import type { Rollout } from "./rollout.js";

const integer = z.number().int();
const words = z.array(integer).length(4);

const ARRAYS = ["features", "actions", "logs", "values", "rewards", "ended", "going", "last"] as const;

const stretch = z.strictObject({
  arrays: z.record(z.enum(ARRAYS), z.string()),
  hidden: z.string(),
});

export const savedPpo = z.strictObject({
  taken: integer,
  network: z.strictObject({ steps: integer, numbers: z.string() }),
  choices: words,
  order: words,
  clocks: z.string(),
  isFirst: z.string(),
  hidden: z.string(),
  places: z.string(),
  stretch: stretch.nullable(),
});

export type SavedPpo = z.infer<typeof savedPpo>;

export function savedStretch(rollout: Rollout, hidden: Float32Array): z.infer<typeof stretch> {
  const arrays = {} as Record<(typeof ARRAYS)[number], string>;
  for (const name of ARRAYS) arrays[name] = bytesText(rollout[name]);
  return { arrays, hidden: bytesText(hidden) };
}

export function loadStretch(rollout: Rollout, hidden: Float32Array, saved: z.infer<typeof stretch>): void {
  for (const name of ARRAYS) fillFromText(rollout[name], saved.arrays[name]);
  fillFromText(hidden, saved.hidden);
}
