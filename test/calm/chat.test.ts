/** The door against servers that behave, misbehave and die. */
import { LLMock } from "@copilotkit/aimock";
import { describe, expect, it, onTestFinished } from "vitest";
import { requestAddress } from "../../calm/chat.js";
import type { CallEvent } from "../../calm/door.js";
import { memoryRecording } from "../../calm/recording.js";
import {
  answers,
  complains,
  completion,
  deadUrl,
  doorTo,
  endsEarly,
  hangs,
  question,
  rawServer,
  says,
  sends,
  stallsInMidBody,
  stopsInMidBody,
  verdictSchema,
} from "./servers.js";

describe("with aimock, a mock server written by others", () => {
  async function aimock(): Promise<LLMock> {
    const mock = new LLMock({ port: 0, chaos: {} });
    await mock.start();
    onTestFinished(() => mock.stop());
    return mock;
  }

  it("gets an answer with its token counts", async () => {
    const mock = await aimock();
    mock.onMessage("hello", { content: "Hi there!", usage: { prompt_tokens: 7, completion_tokens: 3 } });
    const door = doorTo(mock.url, { timeoutSeconds: 5 });
    const outcome = await door.ask(question("hello"));
    expect(outcome).toMatchObject({ ok: true, text: "Hi there!", finish: "stop", source: "server", usage: "reported" });
    expect(outcome).toMatchObject({ tokensIn: 7, tokensOut: 3 });
  });

  it("gets structured output, and says so in the dialect", async () => {
    const mock = await aimock();
    mock.on({ userMessage: "door?", responseFormat: "json_schema" }, { content: '{"key":true}' });
    const door = doorTo(mock.url, { timeoutSeconds: 5 });
    const asked = question("door?", { schema: verdictSchema, temperature: 0, maxTokens: 50 });
    expect(await door.ask(asked)).toMatchObject({ ok: true, text: '{"key":true}' });
    expect(door.dialect()).toEqual({ structured: "schema", temperature: "sent", limit: "max_tokens" });
  });

  it("repeats after a 503 and after a 429", async () => {
    const mock = await aimock();
    mock.onMessage("hello", { content: "Hi" });
    mock.nextRequestError(429, { message: "slow down" });
    mock.nextRequestError(503, { message: "overloaded" });
    const door = doorTo(mock.url, { timeoutSeconds: 5 });
    expect(await door.ask(question("hello"))).toMatchObject({ ok: true, text: "Hi" });
    expect(door.waits).toHaveLength(2);
    expect(mock.getRequests()).toHaveLength(3);
  });

  it("repeats malformed bodies and dropped connections once the server is known", async () => {
    const mock = await aimock();
    mock.onMessage("hello", { content: "Hi" });
    const door = doorTo(mock.url, { timeoutSeconds: 5, tries: 3 });
    await door.ask(question("hello one"));
    for (const chaos of [{ malformedRate: 1 }, { disconnectRate: 1 }, { dropRate: 1 }]) {
      mock.setChaos(chaos);
      const outcome = await door.ask(question(`hello ${JSON.stringify(chaos)}`));
      expect(outcome).toMatchObject({ ok: false, reason: "transport", attempts: 3 });
    }
    mock.clearChaos();
    expect(await door.ask(question("hello two"))).toMatchObject({ ok: true });
  });
});

describe("one request", () => {
  it("goes to /v1/chat/completions with the placeholder key and without what was not asked", async () => {
    const server = await rawServer(says("yes"));
    await doorTo(server.url).ask(question("q", { sample: 2 }));
    const [seen] = server.seen;
    expect(seen?.url).toBe("/v1/chat/completions");
    expect(seen?.headers.authorization).toBe("Bearer none");
    expect(seen?.body).toEqual({ model: "foo", messages: [{ role: "user", content: "q" }], stream: false });
  });

  it("sends user, password and query of the URL, but in their places", async () => {
    const server = await rawServer(says("yes"));
    await doorTo(`${server.url.replace("//", "//ann:secret-word@")}/api/v3?version=2`).ask(question("q"));
    expect(server.seen[0]?.url).toBe("/api/v3/chat/completions?version=2");
    expect(server.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from("ann:secret-word").toString("base64")}`);
  });

  it.each([
    ["a refusal", { message: { content: null, refusal: "I will not" } }, { text: "I will not", finish: "refusal" }],
    ["a filter", { message: { content: "" }, finish_reason: "content_filter" }, { text: "", finish: "content_filter" }],
    [
      "a thought until the limit",
      { message: { content: "", reasoning_content: "hmm" }, finish_reason: "length" },
      { text: "", finish: "length", reasoning: "hmm" },
    ],
    [
      "thinking under its other name",
      { message: { content: "yes", reasoning: "so" } },
      { text: "yes", reasoning: "so" },
    ],
    [
      "parts",
      {
        message: {
          content: [
            { type: "text", text: "ye" },
            { type: "text", text: "s" },
          ],
        },
      },
      { text: "yes" },
    ],
    ["no content at all", { message: { role: "assistant" } }, { text: "", finish: "stop" }],
    ["a foreign finish", { message: { content: "yes" }, finish_reason: "eos" }, { text: "yes", finish: "stop" }],
  ])("reads %s", async (_, choice, expected) => {
    const server = await rawServer(says("", { choices: [choice] }));
    expect(await doorTo(server.url).ask(question("q"))).toMatchObject({ ok: true, ...expected });
  });

  it("flags an answer without usage and counts 0 tokens", async () => {
    const server = await rawServer(says("yes", { usage: undefined }));
    const door = doorTo(server.url);
    expect(await door.ask(question("q"))).toMatchObject({ tokensIn: 0, tokensOut: 0, usage: "missing" });
    expect(door.totals().withoutUsage).toBe(1);
  });
});

describe("after the first answer, a fault", () => {
  const cases = [
    ["status 500", sends(500, { error: { message: "boom" } }), { kind: "status", status: 500 }, 3],
    ["status 408", complains(408, "late"), { kind: "status", status: 408 }, 3],
    ["status 409", complains(409, "locked"), { kind: "status", status: 409 }, 3],
    ["status 400", complains(400, "too long"), { kind: "status", status: 400 }, 1],
    ["status 401", complains(401, "revoked"), { kind: "status", status: 401 }, 1],
    ["status 403", complains(403, "no"), { kind: "status", status: 403 }, 1],
    ["status 404", complains(404, "gone"), { kind: "status", status: 404 }, 1],
    ["status 422", complains(422, "no"), { kind: "status", status: 422 }, 1],
    ["a spent quota", complains(429, "pay", { code: "insufficient_quota" }), { kind: "status", status: 429 }, 1],
    ["a redirect", sends(307, "", { location: "http://127.0.0.1:1/" }), { kind: "status", status: 307 }, 1],
    [
      "an error in a 200",
      sends(200, { error: { message: "upstream", code: 502 } }),
      { kind: "status", status: 502 },
      3,
    ],
    ["a hang", hangs, { kind: "timeout" }, 3],
    ["a stall in mid-body", stallsInMidBody, { kind: "timeout" }, 3],
    ["a cut in mid-body", stopsInMidBody, { kind: "connection failed" }, 3],
    ["a body that ends early", endsEarly, { kind: "not a chat completion" }, 3],
    ["HTML", sends(200, "<!doctype html><title>hi</title>"), { kind: "not a chat completion" }, 3],
    ["prose", sends(200, "It works!"), { kind: "not a chat completion" }, 3],
    ["nothing", sends(200, ""), { kind: "not a chat completion" }, 3],
    ["another shape", sends(200, { response: "yes", done: true }), { kind: "not a chat completion" }, 3],
    ["no choices", says("", { choices: [] }), { kind: "not a chat completion" }, 3],
    ["a null", sends(200, "null"), { kind: "not a chat completion" }, 3],
  ] as const;
  it.each(cases)("%s is an outcome with its reason", async (_, behaviour, fault, attempts) => {
    const server = await rawServer(says("first"), behaviour);
    const door = doorTo(server.url, { tries: 3, timeoutSeconds: 0.2 });
    expect(await door.ask(question("one"))).toMatchObject({ ok: true });
    const outcome = await door.ask(question("two"));
    expect(outcome).toMatchObject({ ok: false, reason: "transport", fault, attempts });
    expect(server.seen).toHaveLength(1 + attempts);
    expect(door.waits).toEqual([500, 1000].slice(0, attempts - 1));
  });

  it("waits exactly as long as a 429 asks, and by schedule when it asks for nothing", async () => {
    const busy = (headers: Readonly<Record<string, string>>) => sends(429, { error: { message: "slow" } }, headers);
    const date = { "retry-after": "Thu, 05 Nov 2026 10:01:00 GMT" };
    const asking = [busy({ "retry-after": "7" }), busy({}), busy({ "retry-after-ms": "123" }), busy(date)];
    const server = await rawServer(...asking, says("yes"));
    const door = doorTo(server.url);
    expect(await door.ask(question("q"))).toMatchObject({ ok: true });
    expect(door.waits).toEqual([7000, 1000, 123, 60_000]);
  });

  it("stops the run after eight in a row, when the answers are safe", async () => {
    const server = await rawServer(says("first"), sends(500, "down"));
    const recording = memoryRecording();
    const door = doorTo(server.url, { tries: 1, concurrency: 1, recording });
    await door.ask(question("first"));
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => door.ask(question(`q${i}`))));
    const message = `8 calls in a row to ${server.url}/v1 failed, the last with: 500: down; the answers so far are in memory, run again later.`;
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(7);
    expect(outcomes.at(-1)).toMatchObject({ status: "rejected", reason: { name: "InputError", message } });
    await expect(door.ask(question("first"))).rejects.toThrow("in a row");
    expect(server.seen).toHaveLength(9);
    expect(recording.prompts()).toMatchObject([{ answers: 1 }]);
  });
});

describe("the test call fails in one sentence", () => {
  const marker = "sk-test-MARKER-0123456789";
  const cases = [
    [
      "no key",
      undefined,
      complains(401, "You didn't provide an API key"),
      "wants a key (401: You didn't provide an API key); set OPENAI_API_KEY.",
    ],
    [
      "a wrong key",
      marker,
      complains(401, `Incorrect API key: ${marker}`),
      "refuses the key (401: Incorrect API key: [secret]); check OPENAI_API_KEY.",
    ],
    [
      "no such model",
      undefined,
      complains(404, 'model "foo" not found'),
      'has no model "foo" (404: model "foo" not found); it has bar, baz.',
    ],
    [
      "a redirect",
      undefined,
      sends(301, "", { location: "http://127.0.0.1:1/" }),
      "redirects elsewhere (301); give the address it redirects to.",
    ],
    [
      "HTML",
      undefined,
      sends(200, "<html></html>"),
      "sent not a chat completion but a web page; the base URL usually ends in /v1.",
    ],
    [
      "a hang",
      undefined,
      hangs,
      "gave no answer (no answer within 0.2 s); a model that is still loading may need a longer time-out.",
    ],
    [
      "an endless 503",
      undefined,
      complains(503, "overloaded"),
      "cannot answer now (503: overloaded); try again later.",
    ],
    [
      "control characters",
      undefined,
      complains(400, "bad\u001b[31m\nred"),
      "refuses the request (400: bad\\u{1b}[31m\\nred).",
    ],
  ] as const;
  it.each(cases)("%s", async (_, key, behaviour, ending) => {
    const server = await rawServer(behaviour);
    const door = doorTo(server.url, { key, timeoutSeconds: 0.2, tries: 3 });
    const wanted = { name: "InputError", message: `The server at ${server.url}/v1 ${ending}` };
    await expect(door.ask(question("q"))).rejects.toMatchObject(wanted);
    await expect(door.ask(question("another"))).rejects.toMatchObject(wanted);
    expect(server.seen.length).toBeLessThanOrEqual(3);
  });

  it("once for all, although many ask at once", async () => {
    const server = await rawServer(complains(401, "no"));
    const door = doorTo(server.url);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => door.ask(question(`q${i}`))));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { name: "InputError" } });
    expect(server.seen).toHaveLength(1);
  });

  it("a path that is not there", async () => {
    const server = await rawServer(sends(404, "404 page not found"));
    await expect(doorTo(server.url).ask(question("q"))).rejects.toThrow(
      `There is no chat-completions service at ${server.url}/v1 (404: 404 page not found); the base URL usually ends in /v1.`,
    );
  });

  it("nobody listens", async () => {
    const url = await deadUrl();
    const door = doorTo(url.replace("//", "//ann:secret-word@"));
    await expect(door.ask(question("q"))).rejects.toThrow(
      `No server answers at ${url}/v1 (connection refused); start it or give another base URL.`,
    );
    expect(door.waits).toEqual([]);
  });

  it("an impossible key is refused without repeating it", () => {
    expect(() => doorTo("localhost:1", { key: "sk-a b\u00fc" })).toThrow("The key holds blanks or characters");
  });
});

describe("the door", () => {
  it("sends a request that is in flight only once", async () => {
    const server = await rawServer(says("yes"));
    const door = doorTo(server.url);
    const outcomes = await Promise.all([1, 2, 3].map(() => door.ask(question("same"))));
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, true]);
    expect(server.seen).toHaveLength(1);
    expect(door.totals()).toMatchObject({ calls: 1, shared: 2, recorded: 0 });
    expect(await door.ask(question("same"))).toMatchObject({ source: "recording" });
  });

  it("treats sample 0 as the plain request and other samples as requests of their own", async () => {
    const server = await rawServer(says("yes"));
    const door = doorTo(server.url);
    for (const sample of [undefined, 0, 1, 2]) await door.ask(question("q", sample === undefined ? {} : { sample }));
    expect(server.seen).toHaveLength(3);
  });

  it("never runs more calls at once than it is told", async () => {
    let running = 0;
    let most = 0;
    const server = await rawServer((seen, response) => {
      most = Math.max(most, ++running);
      setTimeout(() => {
        running--;
        says("yes")(seen, response);
      }, 10);
    });
    const door = doorTo(server.url, { concurrency: 3, timeoutSeconds: 5 });
    await Promise.all(Array.from({ length: 30 }, (_, i) => door.ask(question(`q${i}`))));
    expect([most, server.seen.length]).toEqual([3, 30]);
  });

  it("starts no call after the budget is spent, in tokens or in money", async () => {
    const server = await rawServer(says("yes"));
    const price = { inPerMillion: 1_000_000, outPerMillion: 2_000_000 };
    for (const budget of [
      { unit: "tokens", limit: 45 },
      { unit: "money", limit: 60 },
    ] as const) {
      const door = doorTo(server.url, { concurrency: 1, budget, price });
      const outcomes = await Promise.all(Array.from({ length: 6 }, (_, i) => door.ask(question(`q${i}`))));
      expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(3);
      const unit = budget.unit === "tokens" ? " tokens" : "";
      const detail = `the budget of ${budget.limit}${unit} is spent after 3 calls`;
      expect(outcomes.at(-1)).toEqual({ ok: false, reason: "budget", detail });
      expect(door.totals()).toMatchObject({ calls: 3, notAsked: 3, tokensIn: 30, tokensOut: 15, money: 60 });
      expect(await door.ask(question("q0"))).toMatchObject({ ok: true, source: "recording" });
    }
  });

  it("holds a budget on a server that counts no tokens", async () => {
    const server = await rawServer(says("y".repeat(400), { usage: null }));
    const door = doorTo(server.url, { concurrency: 1, budget: { unit: "tokens", limit: 150 } });
    const outcomes = await Promise.all(Array.from({ length: 4 }, (_, i) => door.ask(question(`q${i}`))));
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, false, false]);
  });

  it("refuses a budget in money without a price", () => {
    expect(() => doorTo("localhost:1", { budget: { unit: "money", limit: 1 } })).toThrow("needs the price");
  });

  it("stops at once on a signal: calls in flight, waits and what is queued", async () => {
    const server = await rawServer(says("yes"), hangs);
    const controller = new AbortController();
    const door = doorTo(server.url, { timeoutSeconds: 60, concurrency: 2, signal: controller.signal });
    await door.ask(question("first"));
    const before = performance.now();
    setTimeout(() => controller.abort(), 50);
    const outcomes = await Promise.all(Array.from({ length: 5 }, (_, i) => door.ask(question(`q${i}`))));
    expect(performance.now() - before).toBeLessThan(2000);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: "transport", fault: { kind: "aborted" } });
    expect(server.seen.length).toBeLessThanOrEqual(3);
  });

  it("closes gently: what is in flight is answered and kept, what is queued is not sent", async () => {
    const server = await rawServer(says("first"), (seen, response) => {
      setTimeout(() => says("late")(seen, response), 100);
    });
    const recording = memoryRecording();
    const door = doorTo(server.url, { timeoutSeconds: 5, concurrency: 2, recording });
    await door.ask(question("first"));
    const asked = Promise.all(Array.from({ length: 5 }, (_, i) => door.ask(question(`q${i}`))));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await door.close();
    expect((await asked).map((outcome) => outcome.ok)).toEqual([true, true, false, false, false]);
    expect(door.totals()).toMatchObject({ calls: 3, failed: 0, notAsked: 3 });
    expect(recording.prompts()).toMatchObject([{ answers: 3 }]);
  });

  it("refuses a request for another model", async () => {
    const other = { ...question("q"), model: "bar" };
    await expect(doorTo("localhost:1").ask(other)).rejects.toThrow(
      'for the model "bar", but this door is open to "foo"',
    );
  });

  it("reports every call and wait", async () => {
    const server = await rawServer(sends(503, "busy"), says("yes"));
    const events: CallEvent[] = [];
    const door = doorTo(server.url, { onCall: (event) => events.push(event) });
    await door.ask(question("q"));
    await door.ask(question("q"));
    expect(events.map((event) => event.kind)).toEqual(["waiting", "answered", "recorded"]);
    expect(events[1]).toMatchObject({ requestHash: requestAddress(question("q")), totals: { attempts: 2 } });
  });

  it("hides the key in a prompt, an answer and its thinking before anybody sees them", async () => {
    const key = "sk-test-MARKER-0123456789";
    const echo = answers(({ body }) =>
      sends(
        200,
        completion("", { choices: [{ message: { content: `${JSON.stringify(body)} ${key}`, reasoning: key } }] }),
      ),
    );
    const server = await rawServer(echo);
    const outcome = await doorTo(server.url, { key }).ask(question(`my key is ${key}`));
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${key}`);
    expect(JSON.stringify(server.seen[0]?.body)).not.toContain(key);
    expect(outcome).toMatchObject({ ok: true, reasoning: "[secret]" });
    expect(JSON.stringify(outcome)).not.toContain(key);
  });
});
