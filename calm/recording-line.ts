/**
 * One line of a recording: written in a fixed order of fields, read with suspicion.
 *
 * Invariants: `readLine(formatLine(x))` is x; no strict prefix of a line is a line; a line whose key is not the hash of
 * its own model, parameters and messages is damaged, so an edited prompt cannot be replayed under the old address.
 */
import { z } from "zod";
import { visible } from "../envs/index.js";
import { tokensShape } from "./answer-tokens.js";
import { type ChatAnswer, type ChatParameters, type ChatRequest, requestAddress } from "./chat.js";

export const recordingFormat = "calmhack-recording/1";

/** An answer to keep. */
export interface Entry {
  /** As it was sent. */
  readonly request: ChatRequest;
  /** The parameters as they were asked for, where the server made the door leave some out. */
  readonly asked?: ChatParameters;
  readonly answer: ChatAnswer;
  /** Scheme, host and port. */
  readonly server: string;
  /** A test server, no model. */
  readonly mock?: true;
  /** ISO date. */
  readonly at: string;
}

export interface RecordedLine extends Entry {
  /** Content address of the request as it was sent. */
  readonly key: string;
}

export type ReadLine =
  | { readonly kind: "line"; readonly line: RecordedLine }
  | { readonly kind: "blank" }
  /** "ours": it begins like a line of this format. */
  | { readonly kind: "damaged"; readonly looks: "ours" | "strange" }
  | { readonly kind: "foreign"; readonly detail: string };

const parametersShape = z.object({
  temperature: z.number().exactOptional(),
  maxTokens: z.number().exactOptional(),
  schema: z.object({ name: z.string(), schema: z.record(z.string(), z.unknown()) }).exactOptional(),
  logprobs: z.number().exactOptional(),
  sample: z.number().exactOptional(),
});

const lineShape = z.object({
  format: z.literal(recordingFormat),
  key: z.string(),
  model: z.string(),
  server: z.string(),
  mock: z.literal(true).exactOptional(),
  prompt: z.object({ id: z.string(), hash: z.string() }),
  parameters: parametersShape,
  asked: parametersShape.exactOptional(),
  messages: z.array(z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() })),
  reply: z.object({
    text: z.string(),
    finish: z.enum(["stop", "length", "content_filter", "refusal"]),
    tokensIn: z.number(),
    tokensOut: z.number(),
    usage: z.enum(["reported", "missing"]).default("reported"),
    reasoning: z.string().exactOptional(),
    tokens: tokensShape.exactOptional(),
  }),
  at: z.string(),
});

/** The line with its line end. */
export function formatLine({ key, request, asked, answer, server, mock, at }: RecordedLine): string {
  const { model, parameters, messages } = request;
  const { id, hash } = request.prompt;
  const { text, finish, tokensIn, tokensOut, usage, reasoning, tokens } = answer;
  const reply = { text, finish, tokensIn, tokensOut, usage, reasoning, tokens };
  const prompt = { id, hash };
  const line = { format: recordingFormat, key, model, server, mock, prompt, parameters, asked, messages, reply, at };
  return `${JSON.stringify(line)}\n`; // leaves out what is undefined
}

export function readLine(bytes: Uint8Array): ReadLine {
  const text = decode(bytes);
  if (text === undefined) return { kind: "damaged", looks: "strange" };
  if (text.trim() === "") return { kind: "blank" };
  const value = parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const opening = `{"format":"${recordingFormat}"`;
    const ours = text.startsWith(opening) || opening.startsWith(text);
    return { kind: "damaged", looks: ours ? "ours" : "strange" };
  }
  const format: unknown = "format" in value ? value.format : undefined;
  if (format !== recordingFormat) {
    const named = typeof format === "string" ? `has the format "${visible(format, 60)}"` : "names no format";
    return { kind: "foreign", detail: `the line ${named}, accepted is "${recordingFormat}"` };
  }
  const read = lineShape.safeParse(value);
  if (!read.success) return { kind: "damaged", looks: "ours" };
  const { key, model, server, mock, prompt, parameters, asked, messages, reply, at } = read.data;
  const request = { model, prompt, parameters, messages };
  if (requestAddress(request) !== key) return { kind: "damaged", looks: "ours" };
  const line = { key, request, answer: { ok: true as const, ...reply }, server, at };
  const optional = { ...(asked === undefined ? {} : { asked }), ...(mock === undefined ? {} : { mock }) };
  return { kind: "line", line: { ...line, ...optional } };
}

/** Fatal: a replacement character in place of broken bytes would make damage look like an answer. */
const decoder = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
