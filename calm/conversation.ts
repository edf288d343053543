/**
 * What is said to a server, and in which dialect: the first request of each shape is a test call, the others wait for
 * what it finds out and are then sent with retries.
 *
 * Invariants: one test call per shape at a time, where a shape is which of schema, temperature, limit and
 * log-probabilities a request uses; until something was answered a failed test call is the user's to repair (an InputError), afterwards it is the
 * misfortune of one request, and the next request of that shape tests again.
 */
import {
  type ChatRequest,
  type Dialect,
  effectiveParameters,
  type Reply,
  requestAddress,
  type TransportFailure,
} from "./chat.js";
import { explain, negotiate, type TestedServer } from "./negotiate.js";
import type { RecordedAnswer } from "./recording.js";
import { type RetryPlan, retrying } from "./retry.js";
import type { ServerTry } from "./server.js";

export interface ConversationOptions {
  /** A recorded answer of this server, by its address. */
  readonly recall: (address: string) => RecordedAnswer | undefined;
  readonly plan: RetryPlan;
  /** When it fires no try is begun any more; one that runs is left to end. */
  readonly noMoreTries: AbortSignal;
  readonly attempt: (request: ChatRequest, dialect: Dialect) => Promise<ServerTry>;
  readonly about: Omit<TestedServer, "models">;
  readonly models: () => Promise<readonly string[]>;
}

export interface Exchange {
  readonly reply: Reply;
  /** As it was sent. */
  readonly request: ChatRequest;
  /** "recording": what the dialect leaves of the request had been asked by itself before. */
  readonly source: "recording" | "server";
}

export interface Conversation {
  say(request: ChatRequest): Promise<Exchange>;
  /** The dialect settled last. */
  dialect(): Dialect | undefined;
}

export const stopped: TransportFailure = {
  ok: false,
  reason: "transport",
  fault: { kind: "aborted" },
  detail: "stopped before it was asked",
  attempts: 0,
};

export function openConversation(options: ConversationOptions): Conversation {
  const { recall, plan, noMoreTries, attempt } = options;
  const dialects = new Map<string, Promise<Dialect | undefined>>();
  let settledLast: Dialect | undefined;
  let standing: "unknown" | "has answered" = "unknown";

  /** One request in one dialect, to the end of its tries. The last try's complaint comes with the reply. */
  async function send(
    request: ChatRequest,
    dialect: Dialect,
    judge: (tried: ServerTry) => ServerTry,
  ): Promise<Pick<ServerTry, "reply" | "complaint">> {
    let last: ServerTry | undefined;
    const once = async (): Promise<ServerTry> => {
      last = judge(await attempt(request, dialect));
      return last;
    };
    const reply = await retrying(once, plan, noMoreTries);
    if (reply.ok) standing = "has answered";
    return last?.complaint === undefined ? { reply } : { reply, complaint: last.complaint };
  }

  async function test(request: ChatRequest): Promise<Exchange & { readonly dialect?: Dialect }> {
    const tested = await negotiate(request, standing === "unknown" ? "first" : "later", send);
    if (tested.kind === "settled") {
      return { reply: tested.answer, request: tested.request, source: "server", dialect: tested.dialect };
    }
    const { failure, complaint } = tested;
    if (standing === "has answered" || noMoreTries.aborted) return { reply: failure, request, source: "server" };
    const missing = failure.fault.kind === "status" && failure.fault.status === 404;
    throw explain(failure, complaint, { ...options.about, models: missing ? await options.models() : [] });
  }

  async function testCall(shape: string, request: ChatRequest): Promise<Exchange> {
    const testing = test(request);
    const found = testing.then(({ dialect }) => dialect);
    // An InputError stays here: whoever waits for this shape gets it, too, instead of testing once more.
    dialects.set(shape, found);
    const dialect = await found;
    if (dialect === undefined) dialects.delete(shape);
    else settledLast = dialect;
    return testing;
  }

  async function say(request: ChatRequest): Promise<Exchange> {
    const { schema, temperature, maxTokens, logprobs } = request.parameters;
    const shape = [schema, temperature, maxTokens, logprobs].map((part) => (part === undefined ? "-" : "+")).join("");
    while (!noMoreTries.aborted) {
      const known = dialects.get(shape);
      if (known === undefined) return testCall(shape, request);
      const dialect = await known;
      if (dialect === undefined) continue;
      const effective = { ...request, parameters: effectiveParameters(request.parameters, dialect) };
      const held = recall(requestAddress(effective))?.answer;
      if (held !== undefined) return { reply: held, request: effective, source: "recording" };
      const { reply } = await send(effective, dialect, (tried) => tried);
      return { reply, request: effective, source: "server" };
    }
    return { reply: stopped, request, source: "server" };
  }

  return { say, dialect: () => settledLast };
}
