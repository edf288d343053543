/**
 * Learners' states in a checkpoint: plain data out, checked on the way back in, because a checkpoint is a file.
 */
import { z } from "zod";
import { InputError, visible } from "../../envs/index.js";
import { bytesText, textNumbers } from "../bytes.js";
import type { QTable } from "../q-learning.js";

/** Numbers as base64 of their bytes. */
export const savedTable = z.strictObject({ states: z.string(), values: z.string() });
export const savedWords = z.array(z.number().int()).length(4);
export const savedEnd = z.enum(["running", "terminated", "truncated"]);

export const tableText = (table: QTable): z.infer<typeof savedTable> => {
  const { states, values } = table.save();
  return { states: bytesText(states), values: bytesText(values) };
};

/** Throws an InputError where it is damaged. */
function unharmed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new InputError(`The saved table is damaged: ${error.message}.`);
    throw error;
  }
}

export const loadTable = (table: QTable, { states, values }: z.infer<typeof savedTable>): void =>
  unharmed(() => table.load({ states: textNumbers(states), values: textNumbers(values) }));

export const savedNumbers = (text: string): Float64Array => unharmed(() => textNumbers(text));

/** A learner's state as `save` gave it. */
export function loadedLearner<T>(schema: z.ZodType<T>, saved: unknown): T {
  const outcome = schema.safeParse(saved);
  if (outcome.success) return outcome.data;
  const place = visible(outcome.error.issues[0]?.path.join(".") || "the whole", 80);
  throw new InputError(`The saved learner is damaged, or another agent's (${place}).`);
}
