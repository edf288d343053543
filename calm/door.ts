/**
 * The one door for model calls: recording first, then a call that is counted, priced, budgeted, retried and recorded.
 *
 * Invariants: an answer is on disk before anybody can use it; a request that is in flight is not sent again but shared;
 * no call starts after the budget is spent, the door is closed or something is broken; what a user has to repair (wrong
 * key, no such model, full disk, dead server) is an InputError that stops every ask, everything else is an outcome; what
 * another server answered, or a test server, is no answer of this one.
 * Before that error is thrown the calls in flight are waited for, because their answers are paid.
 */
import { setMaxListeners } from "node:events";
import { InputError, visible } from "../envs/index.js";
import {
  type BudgetSpent,
  type ChatAnswer,
  type ChatRequest,
  type Dialect,
  type NotRecorded,
  requestAddress,
  type TransportFailure,
} from "./chat.js";
import { openConversation, stopped } from "./conversation.js";
import { openGate } from "./gate.js";
import { type Budget, openLedger, type Price, type Totals } from "./ledger.js";
import type { Answerer, AnswerSource, RecordedAnswer, Recording } from "./recording.js";
import { defaultSchedule, type RetryPlan, type Sleep, sleep } from "./retry.js";
import { redactor } from "./secrets.js";
import { connect, usableKey } from "./server.js";
import { openaiServer, parseServer } from "./server-address.js";

export interface DoorOptions {
  /** Base URL of any OpenAI-compatible server; OpenAI's own when absent. */
  readonly server?: string | undefined;
  readonly model: string;
  /** "mock": a test server, whose answers are recorded as such and recalled only by doors to a mock; "model" when absent. */
  readonly answerer?: Answerer | undefined;
  /** Local servers want none. */
  readonly key?: string | undefined;
  /** Said when OpenAI's own server would have to be asked without a key; names the options as their user knows them. */
  readonly keyless?: string | undefined;
  readonly recording: Recording;
  /** Calls at once, 8 when absent. */
  readonly concurrency?: number | undefined;
  /** Per try, body included; 120 when absent, at most 300 (Node's own limit for a server's first word). */
  readonly timeoutSeconds?: number | undefined;
  /** Tries per call, 5 when absent. */
  readonly tries?: number | undefined;
  readonly price?: Price | undefined;
  readonly budget?: Budget | undefined;
  /** Ends everything at once, calls in flight included; `close` is the gentle way. */
  readonly signal?: AbortSignal | undefined;
  readonly onCall?: ((event: CallEvent) => void) | undefined;
  /** For tests. */
  readonly clock?: { readonly sleep?: Sleep; readonly now?: () => number } | undefined;
}

export type CallEvent =
  | { readonly kind: "recorded" | "answered"; readonly requestHash: string; readonly totals: Totals }
  | { readonly kind: "failed" | "not asked"; readonly detail: string; readonly totals: Totals }
  | { readonly kind: "waiting"; readonly detail: string; readonly milliseconds: number; readonly totals: Totals };

/** An answer, where it came from, and the address under which it is kept. */
export type Answered = ChatAnswer & { readonly source: "recording" | "server"; readonly requestHash: string };

export type Outcome = Answered | TransportFailure | BudgetSpent | NotRecorded;

export interface Door {
  readonly model: string;
  /** Origin and path, for people. */
  readonly server: string;
  /** Whose recorded answers count: those of its own server; in a replay those of every server. */
  readonly source: AnswerSource;
  /** Origins of the servers whose answers were handed out, sorted. */
  answeredBy(): readonly string[];
  /** Rejects only with an InputError: about this request, or about the run, and then every later ask repeats it. */
  ask(request: ChatRequest): Promise<Outcome>;
  totals(): Totals;
  /** What the server was found to take; undefined until something was asked of it. */
  dialect(): Dialect | undefined;
  /** Starts no more calls and waits for those in flight, so that no paid answer is lost. The recording stays open. */
  close(): Promise<void>;
}

/** So many failed calls in a row are a dead server, not bad luck. */
const FAILURES_IN_A_ROW = 8;

export function openDoor(options: DoorOptions): Door {
  const { model, recording, signal = new AbortController().signal, onCall = () => undefined } = options;
  const now = options.clock?.now ?? Date.now;
  const timeoutSeconds = within("time-out", options.timeoutSeconds ?? 120, 0.001, 300);
  const tries = Math.floor(within("number of tries", options.tries ?? 5, 1, 100));
  const enter = openGate(Math.floor(within("concurrency", options.concurrency ?? 8, 1, 1000)));
  const address = parseServer(options.server ?? openaiServer);
  const key = usableKey(options.key);
  const { keyless = "No key and no server: give one of the two." } = options;
  const isKeyless = options.server === undefined && key === undefined;
  const redact = redactor([...address.secrets, ...(key === undefined ? [] : [key])]);
  const timeoutMilliseconds = Math.ceil(timeoutSeconds * 1000);
  const server = connect({ address, key, timeoutMilliseconds, redact, now });
  const ledger = openLedger(options.price, options.budget);
  const { answerer = "model" } = options;
  // As it will stand in the recording.
  const origin = redact(address.origin);
  const source: AnswerSource = recording.mode === "replay" ? { answerer } : { answerer, server: origin };
  const answeredBy = new Set<string>();

  const inFlight = new Map<string, Promise<Outcome>>();
  const halt = new AbortController();
  const stopNow = AbortSignal.any([signal]);
  const noMoreTries = AbortSignal.any([signal, halt.signal]);
  setMaxListeners(0, stopNow, noMoreTries); // as many as there are calls, and all of them are taken off again
  let broken: InputError | undefined;
  let failuresInARow = 0;

  const plan: RetryPlan = {
    ...defaultSchedule,
    tries,
    sleep: options.clock?.sleep ?? sleep,
    now,
    onWait: (milliseconds, { detail }) => onCall({ kind: "waiting", detail, milliseconds, totals: ledger.totals() }),
  };

  function stopWith(error: InputError): void {
    broken ??= error;
    halt.abort();
  }

  const conversation = openConversation({
    recall,
    plan,
    noMoreTries,
    attempt: (request, dialect) => {
      ledger.count("attempts");
      return server.attempt(request, dialect, stopNow);
    },
    about: { shown: address.shown, model, key: (key ?? address.authorization) ? "given" : "none" },
    models: () => server.models(),
  });

  function recall(requestHash: string): RecordedAnswer | undefined {
    return recording.recall(requestHash, source);
  }

  async function call(asked: ChatRequest): Promise<Outcome> {
    const spent = ledger.spent();
    if (spent !== undefined && !noMoreTries.aborted) {
      ledger.count("notAsked");
      return spent;
    }
    try {
      const { reply, request, source: from } = await conversation.say(asked);
      if (!reply.ok) return failed(reply);
      failuresInARow = 0;
      if (from === "server") ledger.paid(request, reply);
      else ledger.count("recorded");
      const at = new Date(now()).toISOString();
      const mock = answerer === "mock" ? { mock: true as const } : {};
      const entry = { request, answer: reply, server: origin, at, ...mock };
      const askedHash = requestAddress(asked);
      const requestHash = requestAddress(request);
      recording.keep(askedHash === requestHash ? entry : { ...entry, asked: asked.parameters });
      onCall({ kind: from === "server" ? "answered" : "recorded", requestHash, totals: ledger.totals() });
      // The recording has the last word, so that a replay gives what this run used.
      const answer = recall(askedHash)?.answer ?? reply;
      answeredBy.add(origin);
      return { ...answer, source: from, requestHash };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      stopWith(error);
      return { ...stopped, detail: error.message };
    }
  }

  function failed(failure: TransportFailure): TransportFailure {
    // What a stop kept from being sent has not failed.
    const isUnsent = failure.fault.kind === "aborted" && failure.attempts === 0;
    ledger.count(isUnsent ? "notAsked" : "failed");
    onCall({ kind: isUnsent ? "not asked" : "failed", detail: failure.detail, totals: ledger.totals() });
    if (failure.fault.kind === "aborted" || noMoreTries.aborted) return failure;
    failuresInARow++;
    if (failuresInARow >= FAILURES_IN_A_ROW) {
      const kept = `the answers so far are in ${visible(recording.name)}`;
      const last = `the last with: ${failure.detail}`;
      stopWith(
        new InputError(
          `${failuresInARow} calls in a row to ${address.shown} failed, ${last}; ${kept}, run again later.`,
        ),
      );
    }
    return failure;
  }

  function recalled(request: ChatRequest): Answered | undefined {
    const held = recall(requestAddress(request));
    if (held === undefined) return undefined;
    ledger.count("recorded");
    const { answer, requestHash } = held;
    answeredBy.add(held.server);
    onCall({ kind: "recorded", requestHash, totals: ledger.totals() });
    return { ...answer, source: "recording", requestHash };
  }

  async function ask(given: ChatRequest): Promise<Outcome> {
    if (broken !== undefined) throw broken;
    if (given.model !== model) {
      const names = `"${visible(given.model, 60)}", but this door is open to "${visible(model, 60)}"`;
      throw new InputError(`The request is for the model ${names}.`);
    }
    // A key in a prompt would reach the model and the recording.
    const messages = given.messages.map(({ role, content }) => ({ role, content: redact(content) }));
    const request = { ...given, messages };
    const answer = recalled(request);
    if (answer !== undefined) return answer;
    if (recording.mode === "replay") {
      ledger.count("notAsked");
      return {
        ok: false,
        reason: "not recorded",
        detail: `${visible(recording.name)} holds no answer to this request`,
      };
    }
    // What was recorded needs no key; a call would only be refused.
    if (isKeyless) throw new InputError(keyless);
    const asked = requestAddress(request);
    let flying = inFlight.get(asked);
    if (flying === undefined) {
      flying = enter(() => call(request)).finally(() => inFlight.delete(asked));
      inFlight.set(asked, flying);
    } else ledger.count("shared");
    const outcome = await flying;
    if (outcome.ok || broken === undefined) return outcome;
    await Promise.allSettled(inFlight.values());
    throw broken;
  }

  return {
    model,
    server: address.shown,
    source,
    answeredBy: () => [...answeredBy].sort(),
    ask,
    totals: () => ledger.totals(),
    dialect: () => conversation.dialect(),
    async close() {
      halt.abort();
      await Promise.allSettled(inFlight.values());
    },
  };
}

function within(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw new InputError(`The ${name} is ${value}; accepted is ${least} to ${most}.`);
}
