/** What a person reads of a run while it goes on, and when it is stopped. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CallEvent } from "../../calm/index.js";
import { openProgress } from "../../cli/progress.js";

const NONE = {
  calls: 0,
  attempts: 0,
  recorded: 0,
  shared: 0,
  failed: 0,
  notAsked: 0,
  tokensIn: 0,
  tokensOut: 0,
  withoutUsage: 0,
};

const event = (kind: "answered" | "failed" | "not asked", totals: Partial<typeof NONE>): CallEvent => {
  const all = { ...NONE, ...totals };
  return kind === "answered" ? { kind, requestHash: "", totals: all } : { kind, detail: "", totals: all };
};

describe("progress on a terminal", () => {
  const wasTerminal = Object.getOwnPropertyDescriptor(process.stderr, "isTTY");
  let written: string[] = [];
  beforeEach(() => {
    written = [];
    vi.useFakeTimers({ now: 0 });
    Object.defineProperty(process.stderr, "isTTY", { value: true, configurable: true });
    vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    if (wasTerminal === undefined) Reflect.deleteProperty(process.stderr, "isTTY");
    else Object.defineProperty(process.stderr, "isTTY", wasTerminal);
  });

  it("says after Ctrl-C what was not asked, instead of calling it failed with 0 s left", () => {
    const { onCall } = openProgress("foo", 146);
    for (let calls = 1; calls <= 24; calls++) {
      vi.advanceTimersByTime(200);
      onCall(event("answered", { calls }));
    }
    expect(written.at(-1)).toBe("\r\u001b[Kfoo: 24 of 146, 5.0 calls/s, 24 s left");
    for (let notAsked = 1; notAsked <= 122; notAsked++) onCall(event("not asked", { calls: 24, notAsked }));
    expect(written.at(-1)).toBe("\r\u001b[Kfoo: 24 of 146 answered, 122 not asked\n");
  });

  it("names what failed beside what was not asked", () => {
    const { onCall } = openProgress("foo", 4);
    onCall(event("not asked", { recorded: 1, calls: 1, failed: 1, notAsked: 1 }));
    expect(written).toEqual(["\r\u001b[Kfoo: 2 of 4 answered, 1 not asked, 1 failed\n"]);
  });

  it("ends once, also when a text is asked twice", () => {
    const { onCall } = openProgress("foo", 2);
    vi.advanceTimersByTime(1000);
    for (const recorded of [1, 2, 3]) onCall(event("answered", { calls: 1, recorded }));
    expect(written).toHaveLength(1);
    expect(written[0]).toContain("foo: 2 of 2, ");
    expect(written[0]?.endsWith("\n")).toBe(true);
  });
});
