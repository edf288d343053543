/**
 * Judges' states in a checkpoint: plain data out, checked on the way back in, because a checkpoint is a file.
 */
import { z } from "zod";
import { InputError, type RandomStream, visible } from "../envs/index.js";

const word = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);

/** A stream's four words; all zero would be a stream that never leaves zero. */
export const savedWords = z.tuple([word, word, word, word]).refine((words) => words.some((one) => one !== 0));

export const count = z.int().min(0);
/** Bits of at most eight subgoals. */
export const bits = z.int().min(0).max(255);

export const wordsOf = (stream: RandomStream): readonly number[] => [...stream.words];

/** A judge's state as `save` gave it. Throws an InputError that says what does not fit. */
export function loaded<T>(schema: z.ZodType<T>, saved: unknown): T {
  const outcome = schema.safeParse(saved);
  if (outcome.success) return outcome.data;
  const place = visible(outcome.error.issues[0]?.path.join(".") || "the whole", 80);
  throw new InputError(`The checkpoint's state of the judge is damaged (${place}).`);
}
