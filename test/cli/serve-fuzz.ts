/**
 * Malformed requests for a server that runs: seeded, raw, a few at once. Between them a game is played on the server and
 * in this process, and both must agree throughout.
 */
import { connect } from "node:net";
import { make, type RandomStream, randomStream } from "../../envs/index.js";
import { expectRefusal, S5 } from "./serving.js";

export interface FuzzTarget {
  readonly port: number;
  readonly token: string;
  readonly seed: number;
  /** Of a body, as the server was told. */
  readonly mostBytes: number;
}

export interface FuzzSeen {
  /** Answers by their status, refusals of bodies apart as "400 body"; "none" for a connection that ended without one. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Steps of the game between them, of all runs so far. */
  readonly steps: number;
}

const WAIT = 250;
const AT_ONCE = 8;

interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Every answer in what a connection said. Throws where something is no HTTP with a length. */
function repliesOf(said: Buffer): readonly Reply[] {
  const replies: Reply[] = [];
  let rest = said;
  while (rest.length > 0) {
    const end = rest.indexOf("\r\n\r\n");
    const head = rest.subarray(0, end).toString("latin1");
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
    if (end < 0 || Number.isNaN(status)) throw new Error(`no HTTP: ${rest.toString("latin1").slice(0, 200)}`);
    const length = status === 100 ? 0 : Number(/content-length: (\d+)/i.exec(head)?.[1]);
    const text = rest.subarray(end + 4, end + 4 + length).toString("utf8");
    if (status !== 100) replies.push({ status, text });
    rest = rest.subarray(end + 4 + length);
  }
  return replies;
}

/** What a connection says to these bytes until it has said something whole, closed, or waited. */
function exchange(port: number, bytes: Buffer, isWhole: (said: Buffer) => boolean, wait: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let said = Buffer.alloc(0);
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(said);
    };
    const timer = setTimeout(end, wait);
    socket.on("data", (chunk) => {
      said = Buffer.concat([said, chunk]);
      if (isWhole(said)) end();
    });
    socket.on("error", end).on("close", end);
    socket.write(bytes);
  });
}

function isWhole(said: Buffer): boolean {
  const end = said.indexOf("\r\n\r\n");
  const length = Number(/content-length: (\d+)/i.exec(said.subarray(0, end).toString("latin1"))?.[1] ?? Number.NaN);
  return end >= 0 && said.length >= end + 4 + length;
}

export async function openServeFuzz({ port, token, seed, mostBytes }: FuzzTarget) {
  const stream = randomStream(seed, "serve fuzz");
  const ask = async (method: string, path: string, body: unknown) => {
    const text = JSON.stringify(body);
    const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n`;
    const [reply] = repliesOf(await exchange(port, Buffer.from(head + text), isWhole, 20_000));
    if (reply === undefined) throw new Error(`no answer to a good request: ${method} ${path}`);
    return { status: reply.status, body: JSON.parse(reply.text) };
  };
  const { body: made } = await ask("POST", `/envs/${S5}`, { observationKeys: ["chars_crop"], actions: "paper" });
  const instance: string = made.instance;
  const env = make(S5, { observationKeys: ["chars_crop"], actions: "paper" });
  await ask("POST", `/envs/${instance}/reset`, { seed, turn: 1 });
  env.reset({ seed });
  let [turn, steps] = [1, 0];

  /** A step here and there; the numbers prove that no malformed request moved the game. */
  async function step(): Promise<void> {
    const action = stream.below(6);
    const { status, body } = await ask("POST", `/envs/${instance}/step`, { action, turn: ++turn });
    const { observation, reward, terminated, truncated } = env.step(action);
    const own = Buffer.from(observation.chars_crop).toString("base64");
    if (status !== 200 || body.observation.chars_crop !== own || body.reward !== reward) {
      throw new Error(`the game went another way: ${status} ${JSON.stringify(body).slice(0, 300)}`);
    }
    steps++;
    if (!terminated && !truncated) return;
    await ask("POST", `/envs/${instance}/reset`, { turn: ++turn });
    env.reset();
  }

  async function one(statuses: Record<string, number>): Promise<void> {
    const bytes = malformed(stream, { token, instance, mostBytes });
    const said = await exchange(port, bytes, isWhole, WAIT);
    const replies = repliesOf(said);
    if (replies.length === 0) statuses.none = (statuses.none ?? 0) + 1;
    for (const { status, text } of replies) {
      const kind = status === 400 && !text.includes("no HTTP request") ? "400 body" : String(status);
      statuses[kind] = (statuses[kind] ?? 0) + 1;
      const told = `${status} ${text} to ${bytes.toString("latin1").slice(0, 500)}`;
      if (status >= 500) throw new Error(told);
      if (status >= 400) expectRefusal(status, JSON.parse(text), text);
    }
  }

  return {
    async run(count: number): Promise<FuzzSeen> {
      const statuses: Record<string, number> = {};
      for (let done = 0; done < count; done += AT_ONCE) {
        const some = Math.min(AT_ONCE, count - done);
        await Promise.all(Array.from({ length: some }, () => one(statuses)));
        await step();
      }
      return { statuses, steps };
    },
  };
}

interface Around {
  readonly token: string;
  readonly instance: string;
  readonly mostBytes: number;
}

const pick = <T>(stream: RandomStream, list: readonly T[]): T => list[stream.below(list.length)]!;

const WORDS = ["reset", "step", "snapshot", "restore", "close", "frame", "make", "judge", "envs", "openapi.json"];
const METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "FOO", ""];
const STRANGE = [
  "",
  "..",
  "%00",
  "%2e%2e",
  "%zz",
  "%E2%80%AE",
  "a b",
  "\u00ff",
  "__proto__",
  "constructor",
  "*",
  "?",
  "#",
  "//x",
];

function pathOf(stream: RandomStream, { instance }: Around): string {
  // The control's own game is reached by paths that must be refused, and never by a good one.
  const name = pick(stream, [S5, `${instance}x`, "game-0", pick(stream, STRANGE)]);
  const usual = pick(stream, ["/", "/judge", "/envs", `/envs/${name}`, `/envs/${name}/${pick(stream, WORDS)}`]);
  const odd = [
    `${usual}?x=1`,
    `${usual}/`,
    `/${pick(stream, STRANGE)}/${pick(stream, WORDS)}`,
    "x",
    `/${"a/".repeat(300)}`,
  ];
  return stream.below(3) === 0 ? pick(stream, odd) : usual;
}

const LEAVES = [
  "null",
  "true",
  "1",
  "-1",
  "1e999",
  "0.5",
  "9007199254740993",
  '""',
  '"\\u202e"',
  '"\\ud800"',
  '"x"',
  "{}",
  "[]",
];
const NAMES = [
  "action",
  "actions",
  "seed",
  "turn",
  "count",
  "observationKeys",
  "snapshot",
  "transitions",
  "task",
  "__proto__",
];

function jsonOf(stream: RandomStream, depth = 0): string {
  if (depth > 3 || stream.below(3) === 0) return pick(stream, LEAVES);
  const parts = Array.from({ length: stream.below(4) }, () => jsonOf(stream, depth + 1));
  if (stream.below(2) === 0) return `[${parts.join(",")}]`;
  return `{${parts.map((part) => `"${pick(stream, NAMES)}":${part}`).join(",")}}`;
}

const noise = (stream: RandomStream, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => stream.below(256)));

/** Bodies that are right somewhere. */
const SOUND = [
  '{"action":0}',
  '{"actions":[0,1]}',
  '{"seed":1}',
  '{"seed":[1,2],"level":3}',
  '{"count":3,"observationKeys":["chars"]}',
  '{"turn":5}',
  '{"snapshot":{"format":"calmhack-served-snapshot/1","id":"x","layout":"","games":["AAAA"],"seal":"00"}}',
  '{"task":"t","subgoals":["open the door"],"before":"@+","action":"open","after":"@_"}',
  '{"transitions":[{"task":"t","subgoals":["a"],"before":"@","action":"x","after":["@"],"labels":{"b":true}}]}',
];

function bodyOf(stream: RandomStream, mostBytes: number): Buffer {
  switch (stream.below(10)) {
    case 0:
      return noise(stream, stream.below(200));
    case 1:
      return Buffer.from(jsonOf(stream).slice(0, stream.below(40)));
    case 2:
      return Buffer.from("[".repeat(stream.below(mostBytes)));
    case 3:
      return Buffer.alloc(mostBytes + stream.below(mostBytes), "x");
    case 4:
    case 5:
    case 6:
      return Buffer.from(pick(stream, SOUND));
    default:
      return Buffer.from(jsonOf(stream));
  }
}

const HEADERS = [
  "Transfer-Encoding: chunked",
  "Transfer-Encoding: gzip, chunked",
  "Content-Encoding: gzip",
  "Expect: 100-continue",
  "Expect: wonders",
  "Upgrade: websocket\r\nConnection: Upgrade",
  "Connection: close",
  "Content-Length: 5",
  "Content-Length: -1",
  "Content-Length: 99999999999999999999",
  "Content-Type: text/html; charset=utf-16",
  "Host: evil.example",
  "X-Long: LONG",
  "X-Bad\u0000: y",
  ": empty",
  " folded",
];

/** Mostly the first of a list, one time in `often` another one. */
const mostly = <T>(stream: RandomStream, often: number, [usual, ...others]: readonly [T, ...T[]]): T =>
  stream.below(often) === 0 ? pick(stream, others) : usual;

/** One connection's bytes; most of them are nearly a request. */
function malformed(stream: RandomStream, around: Around): Buffer {
  if (stream.below(20) === 0) return noise(stream, 1 + stream.below(400));
  // Half of them are sound as HTTP, so that what they ask for is looked at.
  const often = stream.below(2) === 0 ? 40 : 4;
  const body = bodyOf(stream, around.mostBytes);
  const method = mostly(stream, often, [pick(stream, ["POST", "POST", "POST", "GET", "DELETE"]), ...METHODS]);
  const lines = [`${method} ${pathOf(stream, around)} HTTP/${mostly(stream, often, ["1.1", "1.0", "2.0", "x"])}`];
  const host = mostly(stream, often, ["localhost", "127.0.0.1:1", "evil.example", "", "[::1]:80"]);
  if (stream.below(often * 2) !== 0) lines.push(`Host: ${host}`);
  const scheme = mostly(stream, often, ["Bearer", "Basic", ""]);
  const token = mostly(stream, often, [around.token, `${around.token}x`, ""]);
  if (stream.below(often * 2) !== 0) lines.push(`Authorization: ${scheme} ${token}`);
  if (stream.below(often) === 0) lines.push(pick(stream, HEADERS).replace("LONG", "x".repeat(stream.below(30_000))));
  const wrong = [body.length + 1 + stream.below(50), Math.max(0, body.length - 1 - stream.below(50))];
  if (stream.below(often * 2) !== 0) lines.push(`Content-Length: ${mostly(stream, often, [body.length, ...wrong])}`);
  const head = `${lines.join(mostly(stream, often, ["\r\n", "\n", "\r"]))}\r\n\r\n`;
  const whole = Buffer.concat([Buffer.from(head, "latin1"), body]);
  const twice = stream.below(10) === 0 ? Buffer.concat([whole, whole]) : whole;
  return stream.below(often * 2) === 0 ? twice.subarray(0, stream.below(twice.length + 1)) : twice;
}
