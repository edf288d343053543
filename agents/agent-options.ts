/**
 * An agent's own settings by name, as a command line or a file gives them, checked against what the agent has.
 */
import type { z } from "zod";
import { InputError, visible } from "../envs/index.js";

export type AgentOptions = Readonly<Record<string, number | string>>;

/** Throws an InputError that names the option and what is accepted. */
export function optionsFrom<T>(agent: string, schema: z.ZodObject & z.ZodType<T>, given: AgentOptions = {}): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const names = Object.keys(schema.shape).join(", ");
  const odd = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  if (odd !== undefined) {
    throw new InputError(`The agent ${agent} has no option "${visible(odd, 40)}"; accepted are ${names || "none"}.`);
  }
  const name = String(issue?.path[0] ?? "");
  throw new InputError(
    `The agent ${agent} cannot take ${name}=${visible(String(given[name]), 40)}: ${issue?.message ?? "it does not fit"}.`,
  );
}
