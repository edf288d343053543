/**
 * node:http around the table of routes: who may ask, how much and how slowly, and what happens to requests that are no
 * HTTP at all. Every answer is JSON; every refusal is `{"error": "one sentence"}`.
 *
 * Invariants: nothing of a body is read before host, token, path and method are right; no more of it is held than the
 * limit; an answer never waits for somebody who went away; nothing is logged but a defect of ours.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { InputError, visible } from "../../envs/index.js";
import { remark } from "../output.js";
import { Refusal } from "./refusal.js";
import type { Finder, Reply } from "./routes.js";

export interface HttpSettings {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly isAllowed: (authorization: string | undefined) => boolean;
  readonly find: Finder;
  /** Of one body, in bytes. */
  readonly mostBytes: number;
  /** In which a request must have arrived as a whole. */
  readonly seconds: number;
}

export interface Listening {
  readonly url: string;
  /** Refuses what is new, lets what is under way ask no more, waits for it and closes every connection. */
  close(): Promise<void>;
}

const HOST_NAMES = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);

const MOST_CONNECTIONS = 1000;
/** How long a refused client may go on sending before its connection is closed; it reads the refusal after sending. */
const LINGER_MILLISECONDS = 2000;

const errorText = (sentence: string): string => `${JSON.stringify({ error: visible(sentence, 1000) })}\n`;

/** The client closed the connection, so there is nobody to answer. */
class Gone extends Error {
  override readonly name = "Gone";
}

const announcesBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** A body as it came, at most `most` bytes of it. */
function bodyOf(request: IncomingMessage, most: number): Promise<Buffer> {
  const tooLarge = () =>
    new Refusal(413, `The body is larger than ${most} bytes, as much as is accepted; send less at a time.`);
  if (Number(request.headers["content-length"] ?? 0) > most) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= most) chunks.push(chunk);
      else {
        chunks.length = 0;
        reject(tooLarge());
      }
    });
    request.once("end", () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    const left = () => {
      if (!request.complete) reject(new Gone());
    };
    request.once("error", left).once("close", left);
  });
}

export async function listen(settings: HttpSettings): Promise<Listening> {
  const { host, port, isAllowed, find, mostBytes, seconds } = settings;
  const onlyHere = isLoopback(host);
  let isStopping = false;
  const underWay = new Set<Promise<void>>();
  /** The last answer of each connection, begun or not. */
  const answers = new WeakMap<Socket, ServerResponse>();

  function found(request: IncomingMessage) {
    const { method = "", url = "", headers } = request;
    const named = headers.host;
    if (named === undefined)
      throw new Refusal(400, "The request has no Host header; every HTTP/1.1 request needs one.");
    if (onlyHere && !HOST_NAMES.test(named)) {
      throw new Refusal(
        403,
        `The Host header names "${visible(named, 60)}"; accepted is this machine's own name (localhost, 127.0.0.1).`,
      );
    }
    if (!isAllowed(headers.authorization)) {
      throw new Refusal(401, "The token is missing or wrong; accepted is the header Authorization: Bearer TOKEN.", {
        "www-authenticate": "Bearer",
      });
    }
    if (isStopping) throw new Refusal(503, "The server is stopping.");
    const route = find(method, url);
    if (headers["content-encoding"] !== undefined) {
      throw new Refusal(415, "The body is encoded (Content-Encoding); accepted is plain JSON.");
    }
    return route;
  }

  function send(response: ServerResponse, { status, text }: Reply): void {
    const bytes = Buffer.byteLength(text);
    response.writeHead(status, { "content-type": "application/json", "content-length": bytes + 1 });
    // A string leaves in one write with its headers, a buffer in two; letters of ASCII alone need no encoding.
    response.end(`${text}\n`, bytes === text.length ? "latin1" : "utf8");
  }

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    refusal: Pick<Refusal, "message"> & Partial<Refusal>,
  ) {
    const { status = 500, message, headers = {} } = refusal;
    if (response.headersSent || response.destroyed) return;
    const body = Buffer.from(errorText(message));
    const isRead = request.complete || !announcesBody(request);
    response.writeHead(status, {
      "content-type": "application/json",
      "content-length": body.length,
      ...headers,
      ...(isRead ? {} : { connection: "close" }),
    });
    if (isRead) return void response.end(body);
    // Closing at once would throw the answer away on the client's side while it still sends.
    response.write(body);
    const end = () => {
      clearTimeout(timer);
      response.end();
      if (!request.complete) request.destroy();
    };
    const timer = setTimeout(end, LINGER_MILLISECONDS);
    request.once("end", end).once("close", end).resume();
  }

  async function handle(request: IncomingMessage, response: ServerResponse, invite: () => void): Promise<void> {
    try {
      const { route, name } = found(request);
      if (route.takes !== undefined) invite();
      const body = route.takes === undefined ? Buffer.alloc(0) : await bodyOf(request, mostBytes);
      send(response, await route.answer({ name, body, isGone: () => isStopping || response.destroyed }));
    } catch (error) {
      if (error instanceof Refusal) return refuse(request, response, error);
      if (error instanceof Gone || response.destroyed) return;
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      remark(`calmhack: a defect of calmhack, please report it with these lines.\n${stack}`);
      refuse(request, response, { message: "A defect of calmhack, which the server has shown where it runs." });
    }
  }

  function started(request: IncomingMessage, response: ServerResponse, invite: () => void): void {
    response.sendDate = false;
    answers.set(request.socket, response);
    const work = handle(request, response, invite).finally(() => underWay.delete(work));
    underWay.add(work);
  }

  const server = createServer({
    // A missing Host header is refused in our own words.
    requireHostHeader: false,
    headersTimeout: seconds * 1000,
    requestTimeout: seconds * 1000,
    connectionsCheckingInterval: Math.min(1000, seconds * 250),
    // A training may think for long between two steps.
    keepAliveTimeout: 24 * 3600 * 1000,
    noDelay: true,
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.on("request", (request, response) => started(request, response, () => undefined));
  server.on("checkContinue", (request, response) => started(request, response, () => response.writeContinue()));
  server.on("checkExpectation", (request: IncomingMessage, response: ServerResponse) =>
    refuse(request, response, new Refusal(417, "The Expect header is not known; accepted is 100-continue or none.")),
  );
  server.on("connect", (_, socket: Socket) =>
    refuseRaw(socket, 405, "CONNECT is no request here; GET / lists what there is."),
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    const begun = answers.get(socket);
    // A second answer would be taken for the next request's.
    const isAnswered = begun?.headersSent === true && !begun.writableFinished;
    if (error.code === "ECONNRESET" || !socket.writable || isAnswered) return void socket.destroy();
    if (error.code === "HPE_HEADER_OVERFLOW") return refuseRaw(socket, 431, "The headers are too large.");
    if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") {
      return refuseRaw(socket, 408, `The request did not arrive within ${seconds} seconds.`);
    }
    refuseRaw(socket, 400, "This is no HTTP request that can be read; accepted is HTTP/1.1.");
  });

  await begin(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    async close() {
      isStopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await Promise.allSettled(underWay);
      // What still lingers has its answer.
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 200).unref();
      await closed;
    },
  };
}

/** For what never became a request. */
function refuseRaw(socket: Socket, status: number, sentence: string): void {
  const body = errorText(sentence);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.on("error", () => socket.destroy());
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), LINGER_MILLISECONDS).unref();
}

/** Why no port could be had, in words. */
function reason(error: NodeJS.ErrnoException, host: string, port: number): string {
  const [where, at] = [visible(host, 60), `${visible(host, 60)}:${port}`];
  if (error.code === "EADDRINUSE") return `${at} is taken; give another --port, or 0 for any free one.`;
  if (error.code === "EACCES") return `${at} may not be used by you; give a --port from 1024.`;
  return `--host is "${where}", which is no address of this machine; accepted is 127.0.0.1 or another one of its own.`;
}

function begin(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new InputError(reason(error, host, port))));
    server.listen({ host, port }, () => resolve());
  });
}
