/**
 * The single retry loop: which faults are worth another try, how long to wait, when to give up.
 *
 * Invariants: the schedule is exact (no jitter), so a test can assert every wait; a wait that the server asks for is
 * honoured in full or not begun at all; an abort ends a wait at once. The openai client's own retries are switched off
 * because they jitter, cap silently at 60 s, and do not cover a body that stops half-way.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Fault, Reply, TransportFailure } from "./chat.js";

/** Waits, or returns early when the signal fires; never rejects. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export interface RetryPlan {
  /** Tries in all, at least 1. */
  readonly tries: number;
  /** Wait before the second try; doubles from there. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** A server that asks for a longer wait than this is given up at once. */
  readonly patience: number;
  readonly sleep: Sleep;
  /** Milliseconds since 1970, to read an HTTP date against. */
  readonly now: () => number;
  readonly onWait?: (milliseconds: number, failure: TransportFailure) => void;
}

export const defaultSchedule = { firstWait: 500, longestWait: 30_000, patience: 120_000 };

/** What one try came to, with what the loop needs to go on. */
export type Try = { readonly reply: Reply; readonly retry: "worth it" | "useless"; readonly askedWait?: number };

const retriedStatuses: ReadonlySet<number> = new Set([408, 409, 429]);

/** Whether the same request may well succeed later. 400, 401, 403, 404, 422 and redirects will not. */
export function worthRetrying(fault: Fault): boolean {
  switch (fault.kind) {
    case "status":
      return retriedStatuses.has(fault.status) || fault.status >= 500;
    case "aborted":
      return false;
    default:
      return true;
  }
}

/** The wait a server asks for by `retry-after-ms` or `retry-after` (seconds or an HTTP date), in milliseconds. */
export function askedWait(headers: { get(name: string): string | null }, now: number): number | undefined {
  const milliseconds = decimal(headers.get("retry-after-ms"));
  if (milliseconds !== undefined) return milliseconds;
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  const seconds = decimal(text);
  if (seconds !== undefined) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function decimal(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

/** The wait after the n-th try (1-based) when the server asks for none. */
export function scheduledWait(tried: number, plan: Pick<RetryPlan, "firstWait" | "longestWait">): number {
  return Math.min(plan.longestWait, plan.firstWait * 2 ** (tried - 1));
}

/** Tries until an answer, a useless fault, the last try, or the signal. The reply says how many tries there were. */
export async function retrying(attempt: () => Promise<Try>, plan: RetryPlan, signal: AbortSignal): Promise<Reply> {
  for (let tried = 1; ; tried++) {
    const { reply, retry, askedWait: asked } = await attempt();
    if (reply.ok) return reply;
    const failure = { ...reply, attempts: tried };
    if (retry === "useless" || tried >= plan.tries || signal.aborted) return failure;
    const wait = asked ?? scheduledWait(tried, plan);
    if (wait > plan.patience) {
      return { ...failure, detail: `${failure.detail}; it asks for a wait of ${Math.ceil(wait / 1000)} s` };
    }
    plan.onWait?.(wait, failure);
    await plan.sleep(wait, signal);
    if (signal.aborted) return failure;
  }
}

/** The real clock's sleep. */
export const sleep: Sleep = async (milliseconds, signal) => {
  // The only rejection is the abort, which ends the wait as promised.
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
};
