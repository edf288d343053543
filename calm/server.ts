/**
 * One try at one chat completion, over the openai client against any compatible server.
 *
 * Invariants: the client is loaded on the first call only; it neither retries, logs, follows redirects (a prompt must
 * not travel to another host) nor reads keys from the environment by itself; the time-out covers the whole body, not
 * just the headers as the client's own does; a body is never larger than `LARGEST_BODY`; every text that leaves this
 * file is free of secrets.
 */
import type OpenAI from "openai";
import { InputError, visible } from "../envs/index.js";
import type { ChatRequest, Dialect, Fault, TransportFailure } from "./chat.js";
import { type Complaint, readComplaint, readCompletion } from "./completion.js";
import { redactedAnswer } from "./redacted-answer.js";
import { askedWait, type Try, worthRetrying } from "./retry.js";
import type { Redactor } from "./secrets.js";
import { openaiServer, type ServerAddress } from "./server-address.js";

const LARGEST_BODY = 16 * 1024 * 1024;

/** Local servers want no key, but the client wants a header. */
const NO_KEY = "none";

export interface ServerOptions {
  readonly address: ServerAddress;
  readonly key: string | undefined;
  readonly timeoutMilliseconds: number;
  readonly redact: Redactor;
  readonly now: () => number;
}

export type ServerTry = Try & { readonly complaint?: Complaint };

export interface Server {
  /** Sends the request as it is (its parameters are effective already); the dialect only names the limit. */
  attempt(request: ChatRequest, dialect: Dialect, signal: AbortSignal): Promise<ServerTry>;
  /** Names of the models offered, none when the server does not say. */
  models(): Promise<readonly string[]>;
}

/** A key as an HTTP header can carry it, or undefined for none. */
export function usableKey(key: string | undefined): string | undefined {
  const trimmed = key?.trim() ?? "";
  if (trimmed === "") return undefined;
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new InputError("The key holds blanks or characters other than ASCII; copy it again.");
  }
  return trimmed;
}

export function connect(options: ServerOptions): Server {
  let client: Promise<OpenAI> | undefined;
  const connected = (): Promise<OpenAI> => {
    client ??= openClient(options);
    return client;
  };
  return {
    async attempt(request, dialect, signal) {
      // A signal per try: the client never takes its listener off, and the run's signal outlives thousands of tries.
      const own = new AbortController();
      const forward = (): void => own.abort();
      signal.addEventListener("abort", forward, { once: true });
      if (signal.aborted) own.abort();
      try {
        const body = wireBody(request, dialect);
        const { chat } = await connected();
        const response = await chat.completions.create(body, { signal: own.signal }).asResponse();
        return judgeBody(await response.text(), options.redact);
      } catch (error) {
        return failedTry(error, signal, options);
      } finally {
        signal.removeEventListener("abort", forward);
      }
    },
    async models() {
      try {
        const response = await (await connected()).models.list({ timeout: 5000 }).asResponse();
        const listed: unknown = await response.json();
        return modelNames(listed);
      } catch {
        return []; // a courtesy only
      }
    },
  };
}

async function openClient({ address, key, timeoutMilliseconds }: ServerOptions): Promise<OpenAI> {
  const { OpenAI } = await import("openai");
  const elsewhere = address.baseURL === openaiServer ? {} : { organization: null, project: null };
  return new OpenAI({
    apiKey: key ?? NO_KEY,
    adminAPIKey: null,
    baseURL: address.baseURL,
    defaultQuery: { ...address.query },
    ...(address.authorization === undefined ? {} : { defaultHeaders: { Authorization: address.authorization } }),
    ...elsewhere,
    maxRetries: 0,
    timeout: timeoutMilliseconds,
    logLevel: "off",
    fetchOptions: { redirect: "manual" },
    fetch: wholeFetch,
  });
}

/** A status other than 2xx, thrown through the client so that it arrives with its whole body. */
class StatusError extends Error {
  override readonly name = "StatusError";
  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly body: string,
  ) {
    super("status"); // fixed: the client searches messages for "timed out"
  }
}

class OversizedBody extends Error {
  override readonly name = "OversizedBody";
}

/** fetch, and the body too, so that the client's time-out and signal cover both. */
async function wholeFetch(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const body = await boundedText(response);
  if (!response.ok) throw new StatusError(response.status, response.headers, body);
  return new Response(body, { status: 200, headers: { "content-type": "text/plain" } });
}

async function boundedText(response: Response): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > LARGEST_BODY) throw new OversizedBody("too large"); // leaving the loop cancels the download
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function wireBody(request: ChatRequest, dialect: Dialect): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const { temperature, maxTokens, schema, logprobs } = request.parameters;
  return {
    model: request.model,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    stream: false,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { [dialect.limit]: maxTokens }),
    ...(logprobs === undefined ? {} : { logprobs: true, top_logprobs: logprobs }),
    ...(schema === undefined
      ? {}
      : { response_format: { type: "json_schema" as const, json_schema: { ...schema, strict: true } } }),
  };
}

function judgeBody(body: string, redact: Redactor): ServerTry {
  const read = readCompletion(body);
  if (read.kind === "answer") {
    return { reply: redactedAnswer(read.answer, redact), retry: "useless" };
  }
  // Redacted before anything is cut: half a key is a leak, too. Then once more, for keys that JSON had escaped.
  const whole = readCompletion(redact(body));
  const complaint = redacted(whole.kind === "other" ? whole.complaint : read.complaint, redact);
  if (read.status !== undefined) return statusTry(read.status, complaint, undefined);
  const shown = complaint.form === "json" ? `JSON of another shape: ${complaint.message}` : complaint.message;
  return failure({ kind: "not a chat completion" }, `not a chat completion but ${visible(shown, 200)}`, complaint);
}

function statusTry(status: number, complaint: Complaint, wait: number | undefined): ServerTry {
  const tried = failure({ kind: "status", status }, `${status}: ${visible(complaint.message, 200)}`, complaint);
  const asked = wait === undefined ? tried : { ...tried, askedWait: wait };
  // Money does not come back by waiting, whatever the status.
  return complaint.code === "insufficient_quota" ? { ...asked, retry: "useless" } : asked;
}

function failedTry(
  error: unknown,
  signal: AbortSignal,
  { redact, now, timeoutMilliseconds }: ServerOptions,
): ServerTry {
  if (signal.aborted) return failure({ kind: "aborted" }, "stopped before the answer arrived");
  const causes = causesOf(error);
  const status = causes.find((cause) => cause instanceof StatusError);
  if (status !== undefined) {
    const complaint = redacted(readComplaint(redact(status.body)), redact);
    return statusTry(status.status, complaint, askedWait(status.headers, now()));
  }
  if (causes.some((cause) => cause instanceof OversizedBody)) {
    return failure({ kind: "not a chat completion" }, `not a chat completion but more than ${LARGEST_BODY} bytes`);
  }
  if (causes.some((cause) => cause.constructor.name === "ConnectTimeoutError")) {
    return failure({ kind: "timeout" }, "no connection in time");
  }
  if (causes.some((cause) => /Timeout/.test(cause.constructor.name))) {
    return failure({ kind: "timeout" }, `no answer within ${timeoutMilliseconds / 1000} s`);
  }
  const codes = causes.flatMap((cause) => ("code" in cause && typeof cause.code === "string" ? [cause.code] : []));
  const last = codes.at(-1) ?? causes.at(-1)?.message ?? "unknown";
  if (codes.includes("ECONNREFUSED")) return failure({ kind: "refused connection" }, "connection refused");
  if (codes.includes("ENOTFOUND") || codes.includes("EAI_AGAIN")) {
    return failure({ kind: "unknown host" }, `host not found (${visible(last, 60)})`);
  }
  return failure({ kind: "connection failed" }, `the connection broke (${visible(redact(last), 120)})`);
}

function redacted(complaint: Complaint, redact: Redactor): Complaint {
  return { ...complaint, message: redact(complaint.message) };
}

function failure(fault: Fault, detail: string, complaint?: Complaint): ServerTry {
  const reply: TransportFailure = { ok: false, reason: "transport", fault, detail, attempts: 1 };
  const retry = worthRetrying(fault) ? "worth it" : "useless";
  return complaint === undefined ? { reply, retry } : { reply, retry, complaint };
}

/** The error, what caused it, what caused that; for "localhost" one per address that was tried. */
function causesOf(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [error, ...inner.flatMap((cause) => causesOf(cause, depth + 1))];
}

function modelNames(listed: unknown): readonly string[] {
  if (typeof listed !== "object" || listed === null || !("data" in listed) || !Array.isArray(listed.data)) return [];
  return listed.data.flatMap((model: unknown) =>
    typeof model === "object" && model !== null && "id" in model && typeof model.id === "string" ? [model.id] : [],
  );
}
