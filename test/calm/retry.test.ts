import { describe, expect, it } from "vitest";
import type { Fault, Reply } from "../../calm/chat.js";
import { askedWait, retrying, scheduledWait, sleep, type Try, worthRetrying } from "../../calm/retry.js";

const headers = (values: Readonly<Record<string, string>>) => new Headers(values);
const now = Date.parse("2026-11-05T10:00:00Z");

describe("the wait a server asks for", () => {
  it.each([
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after": "Thu, 05 Nov 2026 10:00:30 GMT" }, 30_000],
    [{ "retry-after": "Thu, 05 Nov 2026 09:00:00 GMT" }, 0],
    [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
    [{ "retry-after": "soon" }, undefined],
    [{}, undefined],
  ])("reads %j as %s ms", (given, expected) => {
    expect(askedWait(headers(given), now)).toBe(expected);
  });
});

it("repeats what may pass and nothing else", () => {
  const statuses = [400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 529, 301];
  expect(statuses.filter((status) => worthRetrying({ kind: "status", status }))).toEqual([
    408, 409, 429, 500, 502, 503, 529,
  ]);
  const kinds = [
    "refused connection",
    "unknown host",
    "connection failed",
    "timeout",
    "not a chat completion",
  ] as const;
  for (const kind of kinds) expect(worthRetrying({ kind })).toBe(true);
  expect(worthRetrying({ kind: "aborted" })).toBe(false);
});

it("doubles its waits up to the longest", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((tried) => scheduledWait(tried, { firstWait: 500, longestWait: 30_000 }));
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

const failed = (fault: Fault, more: Partial<Try> = {}): Try => {
  const reply: Reply = { ok: false, reason: "transport", fault, detail: "busy", attempts: 1 };
  return { reply, retry: "worth it", ...more };
};

function plan(tries: number) {
  const waits: number[] = [];
  const slept = async (milliseconds: number) => void waits.push(milliseconds);
  return { tries, firstWait: 500, longestWait: 30_000, patience: 120_000, sleep: slept, now: () => now, waits };
}

it("gives up at once when the server asks for more patience than there is", async () => {
  const patient = plan(5);
  const busy = failed({ kind: "status", status: 429 }, { askedWait: 3_600_000 });
  const reply = await retrying(async () => busy, patient, new AbortController().signal);
  expect(reply).toMatchObject({ ok: false, attempts: 1, detail: "busy; it asks for a wait of 3600 s" });
  expect(patient.waits).toEqual([]);
});

it("begins no other try once the signal has fired during a wait", async () => {
  const controller = new AbortController();
  let tried = 0;
  const reply = await retrying(
    async () => {
      tried++;
      return failed({ kind: "timeout" });
    },
    { ...plan(5), sleep: async () => controller.abort() },
    controller.signal,
  );
  expect([tried, reply.ok]).toEqual([1, false]);
});

it("wakes up from a real wait when the signal fires", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  const before = performance.now();
  await sleep(60_000, controller.signal);
  expect(performance.now() - before).toBeLessThan(2000);
});
