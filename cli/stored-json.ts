/**
 * Files of a result folder read back and checked, for the kinds of results that only commands read.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { parseTransition, type Transition } from "../annotations/index.js";
import { InputError, visible } from "../envs/index.js";

function textOf(folder: string, name: string, made: string): string {
  const path = join(folder, name);
  if (!existsSync(path)) throw new InputError(`${visible(folder)} holds no ${name}; ${made}.`);
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(
      `${visible(path)} cannot be read: ${visible(error instanceof Error ? error.message : String(error), 120)}.`,
    );
  }
}

function checked<T>(schema: z.ZodType<T>, text: string, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${where} is damaged: it is no JSON.`);
  }
  const outcome = schema.safeParse(value);
  if (outcome.success) return outcome.data;
  const place = visible(outcome.error.issues[0]?.path.join(".") || "the whole", 80);
  throw new InputError(`${where} is not what a result of this kind holds (${place}).`);
}

/** `result.json`, of which the schema checks what readers rely on. Throws an InputError that names the member. */
export const storedResult = <T>(folder: string, schema: z.ZodType<T>): T =>
  checked(schema, textOf(folder, "result.json", "it is no result folder"), visible(join(folder, "result.json")));

const linesOf = (text: string) =>
  text.split("\n").flatMap((line, i) => (line === "" ? [] : [{ number: i + 1, text: line }]));

/** One checked value a line. `made` says which command makes the file. */
export const storedLines = <T>(folder: string, name: string, schema: z.ZodType<T>, made: string): readonly T[] =>
  linesOf(textOf(folder, name, made)).map(({ number, text }) =>
    checked(schema, text, `${visible(join(folder, name))}:${number}`),
  );

export const storedItems = (folder: string, made: string): readonly Transition[] =>
  linesOf(textOf(folder, "items.jsonl", made)).map((line) => parseTransition(line, join(folder, "items.jsonl")));
