/**
 * A request's body to a value: text, JSON, schema, each with its own sentence when it does not fit.
 */
import type { z } from "zod";
import { visible } from "../../envs/index.js";
import { Refusal } from "./refusal.js";

/** The JSON of a body; an empty body is an empty object, for requests that need to say nothing. */
export function jsonOf(body: Buffer, where: string): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new Refusal(400, `${where}: the body is no UTF-8 text; accepted is one JSON object.`);
  }
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? visible(error.message, 100) : "it is no JSON";
    throw new Refusal(400, `${where}: the body is not JSON (${why}); accepted is one JSON object.`);
  }
}

/** The text of a value that came as JSON; undefined for one that is nested deeper than the stack reaches. */
export function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

const shown = (value: unknown): string => visible(textOf(value) ?? "nested too deep", 40);

/** The value as the schema has it, or a refusal that says which field does not fit and what is accepted there. */
export function checked<S extends z.ZodObject>(schema: S, value: unknown, where: string): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const names = Object.keys(schema.shape);
  const accepted = names.length === 0 ? "an empty object" : `an object of ${names.join(", ")}`;
  if (issue?.code === "unrecognized_keys" && issue.path.length === 0) {
    const unknown = visible(JSON.stringify(issue.keys[0]), 60);
    throw new Refusal(400, `${where}: ${unknown} is not known; accepted is ${accepted}.`);
  }
  const key = names.find((name) => name === issue?.path[0]);
  if (key === undefined) throw new Refusal(400, `${where}: the body is no such object; accepted is ${accepted}.`);
  const given: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
  const state = given === undefined ? "is missing" : `is ${shown(given)}`;
  const { description = "another value" } = schema.shape[key] as { description?: string };
  throw new Refusal(400, `${where}: "${key}" ${state}; accepted is ${description}.`);
}
