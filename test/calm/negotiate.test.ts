import { createHash } from "node:crypto";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { describe, expect, it, onTestFinished } from "vitest";
import { requestAddress } from "../../calm/chat.js";
import { memoryRecording } from "../../calm/recording.js";
import {
  answers,
  type Behaviour,
  complains,
  completion,
  doorTo,
  question,
  rawServer,
  type Seen,
  says,
  sends,
  verdictSchema,
} from "./servers.js";

const full = { temperature: 0, maxTokens: 64, schema: verdictSchema };

/** A server that complains while `wrong` finds something in the body, and then answers. */
const picky = (wrong: (body: Seen["body"]) => Behaviour | undefined): Behaviour =>
  answers(({ body }) => wrong(body) ?? says("yes"));

describe("finding out what a server takes", () => {
  it("sends everything to a server that takes everything", async () => {
    const server = await rawServer(says("yes"));
    const door = doorTo(server.url);
    await door.ask(question("q", full));
    const jsonSchema = { ...verdictSchema, strict: true };
    expect(server.seen.map(({ body }) => body)).toEqual([
      {
        model: "foo",
        messages: [{ role: "user", content: "q" }],
        stream: false,
        temperature: 0,
        max_tokens: 64,
        response_format: { type: "json_schema", json_schema: jsonSchema },
      },
    ]);
  });

  it.each([
    [
      "a reasoning model of OpenAI: two complaints with a param",
      picky((body) => {
        const use = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.";
        if ("max_tokens" in body) return complains(400, use, { param: "max_tokens", code: "unsupported_parameter" });
        const only = "Unsupported value: 'temperature' does not support 0 with this model.";
        return "temperature" in body ? complains(400, only, { param: "temperature" }) : undefined;
      }),
      { structured: "schema", temperature: "omitted", limit: "max_completion_tokens" },
      3,
    ],
    [
      "a server without structured output",
      picky((body) => ("response_format" in body ? complains(400, "response_format is not supported") : undefined)),
      { structured: "text", temperature: "sent", limit: "max_tokens" },
      2,
    ],
    [
      "a grammar that fails with a 500, which is not worth a wait",
      picky((body) => ("response_format" in body ? complains(500, "failed to parse grammar") : undefined)),
      { structured: "text", temperature: "sent", limit: "max_tokens" },
      2,
    ],
    [
      "a validation list in `detail`",
      picky((body) => {
        const detail = [{ loc: ["body", "response_format", "type"], msg: "Input should be 'text'" }];
        return "response_format" in body ? sends(422, { detail }) : undefined;
      }),
      { structured: "text", temperature: "sent", limit: "max_tokens" },
      2,
    ],
    [
      "a complaint that names nothing, about the schema",
      picky((body) => ("response_format" in body ? sends(400, "Bad Request") : undefined)),
      { structured: "text", temperature: "sent", limit: "max_tokens" },
      2,
    ],
    [
      "a complaint that names nothing, about the temperature",
      picky((body) => ("temperature" in body ? complains(400, "invalid request") : undefined)),
      { structured: "text", temperature: "omitted", limit: "max_tokens" },
      3,
    ],
  ])("%s", async (_, behaviour, dialect, tries) => {
    const server = await rawServer(behaviour);
    const door = doorTo(server.url);
    expect(await door.ask(question("q", full))).toMatchObject({ ok: true });
    expect(door.dialect()).toEqual(dialect);
    expect(server.seen).toHaveLength(tries);
    expect(door.waits).toEqual([]);
    await door.ask(question("another", full));
    expect(server.seen).toHaveLength(tries + 1);
  });

  it("gives up after a handful of complaints, in one sentence", async () => {
    const server = await rawServer(complains(400, "I do not like this"));
    await expect(doorTo(server.url).ask(question("q", full))).rejects.toThrow(
      `The server at ${server.url}/v1 refuses the request (400: I do not like this).`,
    );
    expect(server.seen).toHaveLength(3);
  });

  it("is not talked into another dialect by load, money or a wrong key", async () => {
    for (const status of [401, 402, 403, 429, 503]) {
      const server = await rawServer(complains(status, "no temperature for you"));
      const door = doorTo(server.url, { tries: 2 });
      await expect(door.ask(question("q"))).rejects.toMatchObject({ name: "InputError" });
      for (const { body } of server.seen) expect(body).not.toHaveProperty("temperature");
    }
    const busy = await rawServer(complains(429, "the schema service is busy"), says("yes"));
    const door = doorTo(busy.url);
    await door.ask(question("q", full));
    expect(door.dialect()?.structured).toBe("schema");
  });

  it("makes one test call although many ask at once", async () => {
    const server = await rawServer(picky((body) => ("response_format" in body ? sends(400, "no") : undefined)));
    const door = doorTo(server.url);
    await Promise.all(Array.from({ length: 20 }, (_, i) => door.ask(question(`q${i}`, { schema: verdictSchema }))));
    expect(server.seen).toHaveLength(21);
  });

  it("tests each set of parameters by itself", async () => {
    const server = await rawServer(picky((body) => ("response_format" in body ? sends(400, "no") : undefined)));
    const door = doorTo(server.url);
    await door.ask(question("q", { temperature: 0 }));
    await door.ask(question("q", { schema: verdictSchema, temperature: 0 }));
    expect(server.seen.map(({ body }) => "response_format" in body)).toEqual([false, true, false]);
  });

  it("does not answer a question with a schema by an answer that was asked without one", async () => {
    const server = await rawServer(says("yes"));
    const recording = memoryRecording();
    await doorTo(server.url, { recording }).ask(question("q"));
    const outcome = await doorTo(server.url, { recording }).ask(question("q", { schema: verdictSchema }));
    expect(outcome).toMatchObject({ source: "server" });
  });

  it("pays once for what two requests have in common after a parameter was dropped", async () => {
    const server = await rawServer(picky((body) => ("response_format" in body ? sends(400, "no") : undefined)));
    const door = doorTo(server.url);
    await door.ask(question("one", { schema: verdictSchema }));
    await door.ask(question("q"));
    expect(await door.ask(question("q", { schema: verdictSchema }))).toMatchObject({ source: "recording" });
    expect(door.totals()).toMatchObject({ calls: 2, recorded: 1 });
    await door.ask(question("q", { schema: verdictSchema }));
    expect(door.totals()).toMatchObject({ calls: 2, recorded: 2 });
  });
});

describe("the address of an answer", () => {
  it("is that of the parameters that were sent, and a replay finds it without a server", async () => {
    const server = await rawServer(picky((body) => ("response_format" in body ? sends(400, "no") : undefined)));
    const recording = memoryRecording();
    const outcome = await doorTo(server.url, { recording }).ask(question("q", full));
    const { schema: _, ...sent } = full;
    expect(outcome).toMatchObject({ source: "server", requestHash: requestAddress(question("q", sent)) });
    const again = doorTo("localhost:1", { recording: { ...recording, mode: "replay" } });
    expect(await again.ask(question("q", full))).toEqual({ ...outcome, source: "recording" });
    expect(await again.ask(question("other", full))).toEqual({
      ok: false,
      reason: "not recorded",
      detail: "memory holds no answer to this request",
    });
  });

  it("does not depend on the name of the limit, the prompt's version or the order of keys", () => {
    const { prompt: _, ...bare } = question("q", { maxTokens: 5, temperature: 1 });
    const other = { ...question("q", { temperature: 1, maxTokens: 5 }), prompt: { id: "x", hash: "y" } };
    expect(requestAddress(bare)).toBe(requestAddress(other));
    const spelled =
      '{"messages":[{"content":"q","role":"user"}],"model":"foo","parameters":{"maxTokens":5,"temperature":1}}';
    expect(requestAddress(bare)).toBe(createHash("sha256").update(spelled).digest("hex"));
  });
});

it("works through fetch alone, as an interceptor sees it", async () => {
  const interceptor = setupServer(
    http.post("https://api.example.com/openai/v1/chat/completions", () => HttpResponse.json(completion("yes"))),
  );
  interceptor.listen({ onUnhandledRequest: "error" });
  onTestFinished(() => interceptor.close());
  const door = doorTo("https://api.example.com/openai/v1");
  expect(await door.ask(question("q"))).toMatchObject({ ok: true, text: "yes" });
});
