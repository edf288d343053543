/**
 * The first real request is the test call: it finds out which parameters this server takes, and turns whatever a user
 * has to repair into one sentence.
 *
 * Invariants: a step down always removes or renames a parameter that was sent, so there are at most six tries; the
 * answer that settles the dialect is a real answer, used and recorded like any other; a transient fault (429, 503)
 * never changes the dialect. litellm and LangChain keep tables of models and their quirks instead; a table is out of
 * date on the day it is printed, and knows no local server.
 */
import { InputError, visible } from "../envs/index.js";
import { type ChatAnswer, type ChatRequest, type Dialect, effectiveParameters, type TransportFailure } from "./chat.js";
import type { Complaint } from "./completion.js";
import type { ServerTry } from "./server.js";

/** "first": nothing has been answered yet, so a person may be waiting at a wrong address. */
export type TestKind = "first" | "later";

export type Settled =
  | { readonly kind: "settled"; readonly dialect: Dialect; readonly request: ChatRequest; readonly answer: ChatAnswer }
  | { readonly kind: "failed"; readonly failure: TransportFailure; readonly complaint?: Complaint };

/** Sends with retries; `judge` may declare a try final. The last try's complaint comes back with the reply. */
export type SendTest = (
  request: ChatRequest,
  dialect: Dialect,
  judge: (tried: ServerTry) => ServerTry,
) => Promise<Pick<ServerTry, "reply" | "complaint">>;

export async function negotiate(request: ChatRequest, kind: TestKind, send: SendTest): Promise<Settled> {
  let dialect: Dialect = { structured: "schema", temperature: "sent", limit: "max_tokens" };
  for (;;) {
    const effective = { ...request, parameters: effectiveParameters(request.parameters, dialect) };
    const current = dialect;
    const judge = (tried: ServerTry): ServerTry => {
      const final = stepDown(effective, current, tried) !== undefined || (kind === "first" && answersAtOnce(tried));
      return final ? { ...tried, retry: "useless" } : tried;
    };
    const { reply, complaint } = await send(effective, dialect, judge);
    if (reply.ok) return { kind: "settled", dialect, request: effective, answer: reply };
    const lower = stepDown(effective, dialect, complaint === undefined ? { reply } : { reply, complaint });
    if (lower === undefined) {
      return complaint === undefined
        ? { kind: "failed", failure: reply }
        : { kind: "failed", failure: reply, complaint };
    }
    dialect = lower;
  }
}

/** Faults that a first call reports without repeating: they speak of a wrong address more often than of a bad moment. */
function answersAtOnce({ reply }: ServerTry): boolean {
  return !reply.ok && reply.fault.kind !== "status" && reply.fault.kind !== "connection failed";
}

const MEASURES = /logprob|logits/i;

/** Statuses that are about the key, the purse or the load, whatever words they use. */
const neverComplaints: ReadonlySet<number> = new Set([401, 402, 403, 408, 409, 429]);

/**
 * The dialect to try next, or undefined when the complaint is not about a parameter that was sent. A complaint that
 * names nothing (400, 422) loses first the log-probabilities, then the schema, then the temperature.
 */
export function stepDown(
  sent: ChatRequest,
  dialect: Dialect,
  { reply, complaint }: Pick<ServerTry, "reply" | "complaint">,
): Dialect | undefined {
  if (reply.ok || complaint === undefined || reply.fault.kind !== "status") return undefined;
  const { status } = reply.fault;
  const { schema, temperature, maxTokens, logprobs } = sent.parameters;
  const unmeasured = logprobs === undefined ? undefined : ({ ...dialect, logprobs: "omitted" } as const);
  // Said with 403, too: the key is good, but not for these numbers.
  if (unmeasured !== undefined && status === 403 && MEASURES.test(complaint.message)) return unmeasured;
  if (status < 400 || neverComplaints.has(status)) return undefined;
  const text = schema === undefined ? undefined : ({ ...dialect, structured: "text" } as const);
  const unheated = temperature === undefined ? undefined : ({ ...dialect, temperature: "omitted" } as const);
  const renamed =
    maxTokens === undefined || dialect.limit === "max_completion_tokens"
      ? undefined
      : ({ ...dialect, limit: "max_completion_tokens" } as const);
  const named: readonly (readonly [RegExp, Dialect | undefined])[] = [
    [MEASURES, unmeasured],
    [/response_format|json_?schema|structured|schema|grammar/i, text],
    [/temperature/i, unheated],
    [/max_tokens|max_completion_tokens/i, renamed],
  ];
  // The field that is there to name a parameter goes before words that may be a quotation.
  for (const words of [complaint.param ?? "", `${complaint.message} ${complaint.code ?? ""}`]) {
    const lower = named.find(([name, next]) => next !== undefined && name.test(words))?.[1];
    if (lower !== undefined) return lower;
  }
  return status === 400 || status === 422 ? (unmeasured ?? text ?? unheated) : undefined;
}

export interface TestedServer {
  /** Origin and path, without credentials. */
  readonly shown: string;
  readonly model: string;
  readonly key: "given" | "none";
  /** Known only after a 404, and not from every server. */
  readonly models: readonly string[];
}

/** One sentence: what is wrong, where, what to do. */
export function explain(failure: TransportFailure, complaint: Complaint | undefined, server: TestedServer): InputError {
  return new InputError(`${sentence(failure, complaint, server)}.`);
}

function sentence(failure: TransportFailure, complaint: Complaint | undefined, server: TestedServer): string {
  const { fault, detail } = failure;
  const at = `The server at ${server.shown}`;
  switch (fault.kind) {
    case "refused connection":
      return `No server answers at ${server.shown} (connection refused); start it or give another base URL`;
    case "unknown host":
      return `The host of ${server.shown} is not known (${detail}); check the base URL and the network`;
    case "timeout":
      return `${at} gave no answer (${detail}); a model that is still loading may need a longer time-out`;
    case "not a chat completion":
      return `${at} sent ${detail}; the base URL usually ends in /v1`;
    case "connection failed":
      return `${at} gave no answer: ${detail}; check the base URL, http:// or https:// included`;
    case "aborted":
      return `The test call to ${server.shown} was stopped`;
    case "status":
      return statusSentence(fault.status, detail, complaint, server);
  }
}

function statusSentence(
  status: number,
  detail: string,
  complaint: Complaint | undefined,
  server: TestedServer,
): string {
  const at = `The server at ${server.shown}`;
  if (status === 401 || status === 403) {
    return server.key === "none"
      ? `${at} wants a key (${detail}); set OPENAI_API_KEY`
      : `${at} refuses the key (${detail}); check OPENAI_API_KEY`;
  }
  if (status === 404) {
    if (complaint?.form !== "json" || !/model/i.test(`${complaint.message} ${complaint.code ?? ""}`)) {
      return `There is no chat-completions service at ${server.shown} (${detail}); the base URL usually ends in /v1`;
    }
    const names = server.models.slice(0, 8).map((name) => visible(name, 60));
    const more = server.models.length > names.length ? ", …" : "";
    const offered = names.length === 0 ? "" : `; it has ${names.join(", ")}${more}`;
    return `${at} has no model "${visible(server.model, 80)}" (${detail})${offered}`;
  }
  if (status >= 300 && status < 400) return `${at} redirects elsewhere (${status}); give the address it redirects to`;
  if (complaint?.code === "insufficient_quota") return `The account's quota at ${server.shown} is spent (${detail})`;
  if (status === 429 || status >= 500) return `${at} cannot answer now (${detail}); try again later`;
  return `${at} refuses the request (${detail})`;
}
