/**
 * The vocabulary of model calls: what is asked, what may come back, and the address under which an answer is kept.
 *
 * Invariants: an address is the SHA-256 of the canonical {model, parameters, messages}, nothing else, so the server's
 * name, the key and the prompt's version stay outside (the prompt's id and hash are stored beside). A failure is a
 * value with a reason, never an exception; exceptions are for what a user has to repair.
 */
import type { AnswerToken } from "./answer-tokens.js";
import { contentHash } from "./canonical.js";

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** Which text asked: the id for people, the hash to tell two versions apart. */
export interface PromptVersion {
  readonly id: string;
  readonly hash: string;
}

export interface ChatParameters {
  readonly temperature?: number;
  /** Limit of the answer, thinking included on most servers. */
  readonly maxTokens?: number;
  /** A JSON schema for the answer (structured output), sent as strict where the server takes it. */
  readonly schema?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> } | undefined;
  /** Ask how likely each token was, and so many others in its place. */
  readonly logprobs?: number;
  /** Index of a repeated sample: part of the address, never sent. Sample 0 is the plain request. */
  readonly sample?: number;
}

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly parameters: ChatParameters;
  readonly prompt: PromptVersion;
}

export type Finish = "stop" | "length" | "content_filter" | "refusal";

/** An answer that was paid for. */
export interface ChatAnswer {
  readonly ok: true;
  /** Hostile text: data, never evaluated; shown only through `visible()`. With finish "refusal" it may be the refusal. */
  readonly text: string;
  readonly finish: Finish;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** "missing": the server counted nothing, so both token figures are 0. */
  readonly usage: "reported" | "missing";
  /** The thinking of a reasoning model; with an empty text and finish "length" it thought until the limit. */
  readonly reasoning?: string;
  /** Where they were asked for and the server sent them. */
  readonly tokens?: readonly AnswerToken[];
}

/** Why no answer arrived. */
export type Fault =
  | { readonly kind: "refused connection" }
  | { readonly kind: "unknown host" }
  | { readonly kind: "connection failed" } // reset, cut in mid-body, TLS
  | { readonly kind: "timeout" }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "not a chat completion" } // HTML, prose, nothing, JSON of another shape
  | { readonly kind: "aborted" };

export interface TransportFailure {
  readonly ok: false;
  readonly reason: "transport";
  readonly fault: Fault;
  /** One printable line; holds no key. */
  readonly detail: string;
  /** HTTP requests sent, 0 when none was begun. */
  readonly attempts: number;
}

/** The budget was spent before this call could start; nothing was sent. */
export interface BudgetSpent {
  readonly ok: false;
  readonly reason: "budget";
  readonly detail: string;
}

/** Look-ups only, and nothing is recorded under this address. */
export interface NotRecorded {
  readonly ok: false;
  readonly reason: "not recorded";
  readonly detail: string;
}

export type Reply = ChatAnswer | TransportFailure;

/** What a server was found to take; decides which parameters are sent, and so the address. */
export interface Dialect {
  readonly structured: "schema" | "text";
  readonly temperature: "sent" | "omitted";
  readonly limit: "max_tokens" | "max_completion_tokens";
  /** Set where log-probabilities were asked for and refused. */
  readonly logprobs?: "omitted";
}

export const fullDialect: Dialect = { structured: "schema", temperature: "sent", limit: "max_tokens" };

/** The parameters that are left under a dialect. The limit's name is the wire's affair and leaves no trace here. */
export function effectiveParameters(parameters: ChatParameters, dialect: Dialect): ChatParameters {
  const { temperature, maxTokens, schema, logprobs, sample } = parameters;
  return {
    ...(temperature !== undefined && dialect.temperature === "sent" ? { temperature } : {}),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(schema !== undefined && dialect.structured === "schema" ? { schema } : {}),
    ...(logprobs !== undefined && dialect.logprobs !== "omitted" ? { logprobs } : {}),
    ...(sample === undefined || sample === 0 ? {} : { sample }),
  };
}

/** The content address: 64 hex digits. */
export function requestAddress(request: Pick<ChatRequest, "model" | "messages" | "parameters">): string {
  const messages = request.messages.map(({ role, content }) => ({ role, content }));
  const parameters = effectiveParameters(request.parameters, fullDialect);
  return contentHash({ model: request.model, parameters, messages });
}
