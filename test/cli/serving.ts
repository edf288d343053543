/**
 * A server in this process for tests, on the source; every answer is checked by the schema that describes it, every
 * refusal by the manners of an error.
 */
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { expect, onTestFinished } from "vitest";
import { presetPrompt } from "../../calm/index.js";
import type { OpenModel } from "../../cli/models.js";
import { ANSWERS } from "../../cli/server/answers.js";
import { listen } from "../../cli/server/http.js";
import { type Limits, openInstances } from "../../cli/server/instances.js";
import { openJudging } from "../../cli/server/judging.js";
import { description } from "../../cli/server/openapi.js";
import { finder, routesOf } from "../../cli/server/routes.js";
import { KEYS } from "../../cli/server/shapes.js";
import { sealer, tokenCheck } from "../../cli/server/token.js";

export const TOKEN = "a-token-of-tests-MARKER";
export const S5 = "MiniHack-KeyRoom-S5-v0";

export interface Setting {
  readonly limits?: Partial<Limits>;
  readonly mostBytes?: number;
  readonly seconds?: number;
  readonly model?: OpenModel;
  readonly token?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  readonly body: any;
}

export interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or bytes as they are. */
  readonly body?: unknown;
}

const bytesOf = (body: unknown): Buffer | string | undefined =>
  body === undefined || Buffer.isBuffer(body) || typeof body === "string" ? body : JSON.stringify(body);

/** The routes, as a command would have them. */
export function tableOf({ limits = {}, model, token = TOKEN }: Setting = {}) {
  const judging = openJudging({ prompt: presetPrompt("map"), model, concurrency: 4, secret: token });
  const instances = openInstances({ instances: 16, bytes: 100e6, ...limits }, KEYS, sealer(token));
  return routesOf(instances, judging, description);
}

/** `later` says when the server ends: with the test, or for all tests of a file with `afterAll`. */
export async function serving(setting: Setting = {}, later: (work: () => Promise<void>) => void = onTestFinished) {
  const routes = tableOf(setting);
  const { mostBytes = 1_000_000, seconds = 10, token = TOKEN } = setting;
  const isAllowed = tokenCheck(token);
  const server = await listen({ host: "127.0.0.1", port: 0, isAllowed, find: finder(routes), mostBytes, seconds });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= server.close());
  const agent = new Agent({ keepAlive: true });
  later(async () => {
    agent.destroy();
    await close();
  });
  const port = Number(new URL(server.url).port);

  function ask(method: string, path: string, { headers = {}, body }: Asking = {}): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const given = { authorization: `Bearer ${token}`, ...headers };
      const request = httpRequest({ port, host: "127.0.0.1", method, path, headers: given, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const { statusCode: status = 0 } = response;
          const parsed = JSON.parse(text);
          if (status >= 400) expectRefusal(status, parsed, text);
          else {
            const route = finder(routes)(method, path).route;
            const schema = ANSWERS[route.gives as keyof typeof ANSWERS];
            expect(schema.safeParse(parsed).error, `${method} ${path}`).toBeUndefined();
          }
          resolve({ status, headers: response.headers, body: parsed });
        });
      });
      request.on("error", reject);
      request.end(bytesOf(body));
    });
  }

  return {
    url: server.url,
    port,
    close,
    ask,
    /** The name of a new instance. */
    async make(body: unknown = {}, id = S5): Promise<string> {
      const made = await ask("POST", `/envs/${id}`, { body });
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      return made.body.instance;
    },
    post: (path: string, body?: unknown) => ask("POST", path, body === undefined ? {} : { body }),
    /** What comes back for bytes as they are, until the server closes or `wait` milliseconds have passed. */
    raw: (bytes: Buffer | string, wait = 3000) => rawAnswer(port, bytes, wait),
  };
}

export function expectRefusal(status: number, parsed: unknown, text: string): void {
  const { error } = ANSWERS.Error.parse(parsed);
  expect(error, String(status)).toMatch(/^[^\n]{10,700}[.)]$/);
  expect(text).not.toMatch(/undefined|\[object Object\]|NaN|node:internal|\.js:\d+|MARKER/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey
  expect(text.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u200b]/);
}

export function rawAnswer(port: number, bytes: Buffer | string, wait: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const chunks: Buffer[] = [];
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(chunks).toString("utf8"));
    };
    const timer = setTimeout(end, wait);
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", end);
    socket.on("close", end);
    socket.write(bytes);
  });
}

/** Base64 as the bytes of an array. */
export const decoded = (text: string): Buffer => Buffer.from(text, "base64");
