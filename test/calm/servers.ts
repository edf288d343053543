/**
 * Small raw HTTP servers for what a polite mock cannot do: hang, stop in mid-body, answer HTML, echo the key.
 * Each request is answered by the next behaviour in the list; the last one repeats.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import type { ChatRequest } from "../../calm/chat.js";
import { type Door, type DoorOptions, openDoor } from "../../calm/door.js";
import { memoryRecording } from "../../calm/recording.js";

export interface Seen {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed body; {} for none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export type Behaviour = (seen: Seen, response: ServerResponse) => void;

export interface RawServer {
  readonly url: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

export async function rawServer(...behaviours: readonly Behaviour[]): Promise<RawServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const one = { url: request.url ?? "", headers: request.headers, body: text === "" ? {} : JSON.parse(text) };
      const isList = one.url.endsWith("/models");
      const behaviour = isList ? models("bar", "baz") : behaviours[Math.min(seen.length, behaviours.length - 1)];
      if (!isList) seen.push(one);
      behaviour?.(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  onTestFinished(close);
  return { url: `http://127.0.0.1:${address.port}`, seen, close };
}

/** A port on which nobody listens. */
export async function deadUrl(): Promise<string> {
  const server = await rawServer(hangs);
  await server.close();
  return server.url;
}

export function completion(text: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: "c1",
    object: "chat.completion",
    created: 1,
    model: "foo",
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
    ...more,
  };
}

export const sends =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (_, response) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const type = typeof body === "string" ? "text/html" : "application/json";
    response.writeHead(status, { "content-type": type, ...headers }).end(text);
  };

export const says = (text: string, more: Readonly<Record<string, unknown>> = {}): Behaviour =>
  sends(200, completion(text, more));

export const complains = (status: number, message: string, more: Readonly<Record<string, unknown>> = {}): Behaviour =>
  sends(status, { error: { message, type: "invalid_request_error", ...more } });

export const models = (...ids: readonly string[]): Behaviour =>
  sends(200, { object: "list", data: ids.map((id) => ({ id, object: "model" })) });

export const hangs: Behaviour = () => undefined;

/** Headers and half a body, then the socket dies. */
export const stopsInMidBody: Behaviour = (_, response) => {
  const text = JSON.stringify(completion("half"));
  response.writeHead(200, { "content-type": "application/json", "content-length": String(text.length) });
  response.write(text.slice(0, 40), () => response.destroy());
};

/** Headers and half a body, then silence. */
export const stallsInMidBody: Behaviour = (_, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write('{"choices":[');
};

/** A body that ends cleanly but too early. */
export const endsEarly: Behaviour = (_, response) => {
  response.writeHead(200, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify(completion("half")).slice(0, 40));
};

/** Answers from what is asked. */
export const answers =
  (answer: (seen: Seen) => Behaviour): Behaviour =>
  (seen, response) =>
    answer(seen)(seen, response);

export function question(text: string, parameters: ChatRequest["parameters"] = {}): ChatRequest {
  return {
    model: "foo",
    messages: [{ role: "user", content: text }],
    parameters,
    prompt: { id: "judge", hash: "0123456789abcdef" },
  };
}

export const verdictSchema = {
  name: "verdicts",
  schema: { type: "object", properties: { key: { type: "boolean" } }, required: ["key"], additionalProperties: false },
};

export interface TestDoor extends Door {
  /** Milliseconds of every wait that was slept. */
  readonly waits: number[];
}

/** A door whose waits take no time, with a time-out of 0.4 s and a recording in memory unless told otherwise. */
export function doorTo(server: string, options: Partial<DoorOptions> = {}): TestDoor {
  const waits: number[] = [];
  const clock = {
    now: () => Date.parse("2026-11-05T10:00:00Z"),
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
  };
  const recording = memoryRecording();
  return { ...openDoor({ server, model: "foo", recording, timeoutSeconds: 0.4, clock, ...options }), waits };
}
