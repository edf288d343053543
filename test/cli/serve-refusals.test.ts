/** One table of what is refused: the status, and a sentence that says what, where, and what is accepted. */
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openServeFuzz } from "./serve-fuzz.js";
import { expectRefusal, S5, serving, TOKEN } from "./serving.js";

const AUTHORIZATION = `Authorization: Bearer ${TOKEN}`;
const LINE = JSON.parse(readFileSync("examples/transitions.jsonl", "utf8").split("\n")[0] ?? "");

interface Case {
  readonly does: string;
  readonly method?: string;
  /** GAME: a single instance that was reset; NEW: one that was not; BATCH: two games that were reset. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly says: RegExp;
}

const CASES: readonly Case[] = [
  // token and host
  {
    does: "no token",
    path: "/",
    method: "GET",
    headers: { authorization: "" },
    status: 401,
    says: /Authorization: Bearer TOKEN/,
  },
  {
    does: "another token",
    path: "/",
    method: "GET",
    headers: { authorization: "Bearer x" },
    status: 401,
    says: /missing or wrong/,
  },
  {
    does: "a token that begins alike",
    path: "/judge",
    headers: { authorization: `Bearer ${TOKEN.slice(0, -1)}` },
    status: 401,
    says: /wrong/,
  },
  {
    does: "another scheme",
    path: "/envs",
    method: "GET",
    headers: { authorization: `Basic ${TOKEN}` },
    status: 401,
    says: /Bearer/,
  },
  {
    does: "another machine's name",
    path: "/",
    method: "GET",
    headers: { host: "evil.example:80" },
    status: 403,
    says: /"evil.example:80"; accepted is this machine/,
  },
  {
    does: "a name that begins like ours",
    path: "/",
    method: "GET",
    headers: { host: "127.0.0.1.evil.example" },
    status: 403,
    says: /Host/,
  },
  // paths and methods
  { does: "an unknown path", path: "/nothing", method: "GET", status: 404, says: /nothing at \/nothing; GET \/ lists/ },
  { does: "a path that climbs", path: "/envs/../../etc/passwd", method: "GET", status: 404, says: /GET \/ lists/ },
  {
    does: "a path that climbs in escapes",
    path: "/envs/%2e%2e%2f%2e%2e/x",
    method: "GET",
    status: 404,
    says: /GET \/ lists/,
  },
  { does: "an escape that is none", path: "/envs/%zz", method: "GET", status: 404, says: /%zz/ },
  {
    does: "hostile letters in a path",
    path: "/envs/a%E2%80%AEb%1b[31m",
    method: "GET",
    status: 404,
    says: /\\u\{202e\}b\\u\{1b\}/,
  },
  { does: "a slash too many", path: "/envs/", method: "GET", status: 404, says: /GET \/ lists/ },
  { does: "a query", path: "/envs?token=x", method: "GET", status: 400, says: /query.*JSON body/ },
  { does: "another method", path: "/judge", method: "GET", status: 405, says: /no GET request; accepted is POST/ },
  { does: "a method of another path", path: "/envs", method: "DELETE", status: 405, says: /accepted is GET/ },
  { does: "OPTIONS", path: "/envs", method: "OPTIONS", status: 405, says: /accepted is GET/ },
  // bodies
  {
    does: "no JSON",
    path: "/judge",
    body: "hello",
    status: 400,
    says: /POST \/judge: the body is not JSON \(.*\); accepted is one JSON object/,
  },
  { does: "half a JSON", path: `/envs/${S5}`, body: '{"actions":', status: 400, says: /not JSON/ },
  { does: "hostile letters for JSON", path: "/judge", body: "\u001b[31m\u202e", status: 400, says: /\\u\{1b\}/ },
  { does: "no UTF-8", path: "/judge", body: Buffer.from([0x7b, 0xff, 0x7d]), status: 400, says: /UTF-8/ },
  { does: "a list for an object", path: "GAME/step", body: [1], status: 400, says: /object of action, actions, turn/ },
  { does: "null", path: "GAME/step", body: "null", status: 400, says: /object of action/ },
  {
    does: "an encoded body",
    path: "/judge",
    headers: { "content-encoding": "gzip" },
    body: "{}",
    status: 415,
    says: /plain JSON/,
  },
  {
    does: "a body over the limit",
    path: "/judge",
    body: " ".repeat(70_000),
    status: 413,
    says: /larger than 65536 bytes/,
  },
  {
    does: "a nest without a bottom",
    path: "/judge",
    body: `{"transitions":[${"[".repeat(25_000)}${"]".repeat(25_000)}]}`,
    status: 400,
    says: /transitions:1/,
  },
  // making
  {
    does: "an unknown environment",
    path: "/envs/MiniHack-KeyRom-S5-v0",
    status: 404,
    says: /nearest is MiniHack-KeyRoom-S5-v0/,
  },
  {
    does: "a misspelt option",
    path: `/envs/${S5}`,
    body: { actons: "paper" },
    status: 400,
    says: /"actons\\?" is not known; accepted is an object of observationKeys, actions/,
  },
  {
    does: "an unknown key",
    path: `/envs/${S5}`,
    body: { observationKeys: ["charts"] },
    status: 400,
    says: /no observation key "charts"; accepted are glyphs/,
  },
  {
    does: "an unknown action",
    path: `/envs/${S5}`,
    body: { actions: ["N", "DANCE"] },
    status: 400,
    says: /no action "DANCE"/,
  },
  {
    does: "an even crop",
    path: `/envs/${S5}`,
    body: { cropSize: 8 },
    status: 400,
    says: /crop's side is 8; accepted is an odd/,
  },
  {
    does: "no games",
    path: `/envs/${S5}`,
    body: { count: 0 },
    status: 400,
    says: /"count" is 0; accepted is the number of games/,
  },
  { does: "too many games", path: `/envs/${S5}`, body: { count: 5000 }, status: 400, says: /1 to 1024/ },
  {
    does: "more memory than there may be",
    path: `/envs/${S5}`,
    body: { count: 500, observationKeys: ["screen_descriptions"] },
    status: 429,
    says: /about 208 MB.*may have 100 MB/,
  },
  {
    does: "frames of several games",
    path: `/envs/${S5}`,
    body: { count: 2, frames: "each" },
    status: 400,
    says: /"frames"/,
  },
  // instances
  {
    does: "an environment where an instance is meant",
    path: `/envs/${S5}/reset`,
    status: 404,
    says: /is an environment, not an instance; POST/,
  },
  {
    does: "an unknown instance",
    path: "/envs/game-0/step",
    body: { action: 0 },
    status: 404,
    says: /no instance "game-0"; GET \/ lists/,
  },
  { does: "a step before a reset", path: "NEW/step", body: { action: 0 }, status: 409, says: /not reset/ },
  { does: "a snapshot before a reset", path: "NEW/snapshot", status: 409, says: /not reset/ },
  { does: "a frame before a reset", path: "NEW/frame", method: "GET", status: 409, says: /not reset/ },
  {
    does: "a first reset without a seed",
    path: "NEW/reset",
    status: 400,
    says: /never seeded; the first reset needs a "seed"/,
  },
  { does: "a first reset with a level alone", path: "NEW/reset", body: { level: 3 }, status: 400, says: /"seed"/ },
  {
    does: "a seed that is no whole number",
    path: "GAME/reset",
    body: { seed: 1.5 },
    status: 400,
    says: /"seed" is 1.5; accepted is a whole number/,
  },
  {
    does: "a seed that no number holds",
    path: "GAME/reset",
    body: '{"seed":12345678901234567890}',
    status: 400,
    says: /"seed"/,
  },
  { does: "several seeds for one game", path: "GAME/reset", body: { seed: [1, 2] }, status: 400, says: /one seed/ },
  { does: "too few seeds", path: "BATCH/reset", body: { seed: [1] }, status: 400, says: /1 seeds for 2 games/ },
  { does: "a level of several games", path: "BATCH/reset", body: { level: 1 }, status: 400, says: /no "level"/ },
  {
    does: "an action that is a word",
    path: "GAME/step",
    body: { action: "N" },
    status: 400,
    says: /"action" is \\?"N\\?"; accepted is/,
  },
  {
    does: "an action out of range",
    path: "GAME/step",
    body: { action: 10 },
    status: 400,
    says: /no action 10; accepted are 0 to 9/,
  },
  { does: "no action", path: "GAME/step", body: {}, status: 400, says: /A single game takes "action"/ },
  {
    does: "a list for one game",
    path: "GAME/step",
    body: { actions: [0] },
    status: 400,
    says: /A single game takes "action"/,
  },
  {
    does: "one action for several games",
    path: "BATCH/step",
    body: { action: 0 },
    status: 400,
    says: /Several games take "actions", a list of 2/,
  },
  { does: "too few actions", path: "BATCH/step", body: { actions: [0] }, status: 400, says: /1 actions for 2 games/ },
  {
    does: "an action of a batch out of range",
    path: "BATCH/step",
    body: { actions: [0, 99] },
    status: 400,
    says: /no action 99 for game 1/,
  },
  {
    does: "a number out of turn",
    path: "GAME/step",
    body: { action: 0, turn: 77 },
    status: 409,
    says: /number 77; accepted is number 2/,
  },
  {
    does: "a snapshot that is none",
    path: "GAME/restore",
    body: { snapshot: {} },
    status: 400,
    says: /"snapshot" is \{\}; accepted is a snapshot as the server gave it/,
  },
  { does: "no snapshot", path: "GAME/restore", body: {}, status: 400, says: /"snapshot" is missing/ },
  {
    does: "closing with a word",
    path: "GAME/close",
    body: { now: true },
    status: 400,
    says: /accepted is an empty object/,
  },
  // judging
  { does: "no transition", path: "/judge", body: {}, status: 400, says: /not a transition \(task: .*missing\)/ },
  {
    does: "no transitions",
    path: "/judge",
    body: { transitions: [] },
    status: 400,
    says: /a list of 1 to 1000 transitions/,
  },
  {
    does: "a number for transitions",
    path: "/judge",
    body: { transitions: 3 },
    status: 400,
    says: /a list of 1 to 1000/,
  },
  {
    does: "subgoals outside a transition",
    path: "/judge",
    body: { transitions: [LINE], subgoals: [] },
    status: 400,
    says: /subgoals stand in each transition/,
  },
  {
    does: "one bad transition of two",
    path: "/judge",
    body: { transitions: [LINE, { ...LINE, after: 3 }] },
    status: 400,
    says: /transitions:2: not a transition \(after/,
  },
  {
    does: "the token in a transition",
    path: "/judge",
    body: { ...LINE, task: `Say ${TOKEN}.` },
    status: 400,
    says: /transitions:1: the transition holds the token itself/,
  },
  {
    does: "a subgoal twice",
    path: "/judge",
    body: { ...LINE, labels: undefined, subgoals: ["a", "a"] },
    status: 400,
    says: /named twice/,
  },
];

describe("a request is refused for", () => {
  let server: Awaited<ReturnType<typeof serving>>;
  const places: Record<string, string> = {};

  // One server for the whole table: no refused request changes anything.
  beforeAll(async () => {
    server = await serving({ mostBytes: 65_536 }, afterAll);
    const names = { GAME: await server.make(), NEW: await server.make(), BATCH: await server.make({ count: 2 }) };
    for (const [key, name] of Object.entries(names)) places[key] = `/envs/${name}`;
    await server.post(`${places.GAME}/reset`, { seed: 1 });
    await server.post(`${places.BATCH}/reset`, { seed: 1 });
  });

  it.each(CASES)("$does", async ({ method = "POST", path, body, headers, status, says }) => {
    const at = path.replace(/^[A-Z]+/, (word) => places[word] ?? word);
    const before = (await server.ask("GET", "/")).body;
    const refused = await server.ask(method, at, { ...(headers && { headers }), ...(body !== undefined && { body }) });
    expect(refused.body.error).toMatch(says);
    expect(refused.status).toBe(status);
    expect((await server.ask("GET", "/")).body).toEqual(before);
  });

  it("a step after the end, until the next reset", async () => {
    const one = await serving();
    const path = `/envs/${await one.make({ actions: "paper" }, "MiniHack-Room-5x5-v0").catch(() => one.make())}`;
    await one.post(`${path}/reset`, { seed: 1 });
    let last = await one.post(`${path}/step`, { action: 0 });
    while (last.status === 200 && !last.body.truncated) last = await one.post(`${path}/step`, { action: 0 });
    const refused = await one.post(`${path}/step`, { action: 0 });
    expect(refused).toMatchObject({ status: 409, body: { error: "The episode has ended; reset the instance." } });
    expect((await one.post(`${path}/reset`)).status).toBe(200);
  });

  it("a snapshot that was changed, cut, of another id, of another token", async () => {
    const [one, other] = [await serving(), await serving({ token: "another-token-of-tests" })];
    const path = `/envs/${await one.make()}`;
    await one.post(`${path}/reset`, { seed: 1 });
    const { snapshot } = (await one.post(`${path}/snapshot`)).body;
    const changed = [
      { ...snapshot, games: [(snapshot.games[0][0] === "A" ? "B" : "A") + snapshot.games[0].slice(1)] },
      { ...snapshot, games: [snapshot.games[0].slice(0, -4)] },
      { ...snapshot, games: [...snapshot.games, ...snapshot.games] },
      { ...snapshot, id: "MiniHack-KeyRoom-S15-v0" },
      { ...snapshot, seal: "" },
    ];
    for (const bad of changed) {
      const refused = await one.post(`${path}/restore`, { snapshot: bad });
      expect(refused).toMatchObject({
        status: 400,
        body: { error: expect.stringMatching(/not as a server with this token/) },
      });
    }
    const there = `/envs/${await other.make()}`;
    expect((await other.post(`${there}/restore`, { snapshot })).status).toBe(400);
    const s15 = `/envs/${await one.make({}, "MiniHack-KeyRoom-S15-v0")}`;
    const refused = await one.post(`${s15}/restore`, { snapshot });
    expect(refused).toMatchObject({ status: 409, body: { error: expect.stringMatching(/of another instance/) } });
    expect((await one.post(`${path}/restore`, { snapshot })).status).toBe(200);
  });

  it("one instance too many, until another is closed", async () => {
    const one = await serving({ limits: { instances: 2 } });
    const first = await one.make();
    await one.make();
    const refused = await one.post(`/envs/${S5}`);
    expect(refused).toMatchObject({
      status: 429,
      body: { error: expect.stringMatching(/2 instances are open.*DELETE/) },
    });
    await one.ask("DELETE", `/envs/${first}`);
    await one.make();
  });

  it("coming while the server stops; what is under way is answered", async () => {
    const one = await serving();
    const path = `/envs/${await one.make()}`;
    const socket = connect(one.port, "127.0.0.1");
    const said = new Promise<string>((resolve) => {
      let text = "";
      socket.on("data", (chunk) => (text += chunk)).on("close", () => resolve(text));
    });
    const head = `POST ${path}/reset HTTP/1.1\r\nHost: localhost\r\n${AUTHORIZATION}\r\nContent-Length: 10\r\n\r\n`;
    await new Promise<void>((resolve) => socket.write(`${head}{"seed"`, () => setTimeout(resolve, 100)));
    const closed = one.close();
    socket.write(":1}");
    await closed;
    expect(await said).toMatch(/^HTTP\/1\.1 200 OK/);
  });
});

describe("what is no request", () => {
  let server: Awaited<ReturnType<typeof serving>>;
  beforeAll(async () => {
    server = await serving({ mostBytes: 65_536, seconds: 1 }, afterAll);
  });

  const valid = (path: string, more = "", body = "") =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${AUTHORIZATION}\r\n${more}\r\n${body}`;

  const RAW: readonly (readonly [does: string, bytes: string, status: number])[] = [
    ["words", "hello\r\n\r\n", 400],
    ["a greeting of TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n", 400],
    ["another version", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 400],
    ["no Host", `GET / HTTP/1.1\r\n${AUTHORIZATION}\r\n\r\n`, 400],
    ["headers without an end", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(40_000)}\r\n\r\n`, 431],
    ["two lengths", valid("/judge", "Content-Length: 2\r\nContent-Length: 3\r\n", "{}"), 400],
    ["a length and chunks", valid("/judge", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "{}"), 400],
    ["a length that is none", valid("/judge", "Content-Length: -2\r\n", "{}"), 400],
    ["chunks that are none", valid("/judge", "Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n"), 400],
    ["a body that is announced too large", valid("/judge", "Content-Length: 99999999\r\n", "{}"), 413],
    [
      "chunks beyond the limit",
      valid("/judge", "Transfer-Encoding: chunked\r\n", `20000\r\n${"x".repeat(0x20000)}\r\n`),
      413,
    ],
    ["another expectation", valid("/judge", "Content-Length: 2\r\nExpect: wonders\r\n", "{}"), 417],
    ["a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n", 405],
    [
      "a request for another server",
      `GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n${AUTHORIZATION}\r\n\r\n`,
      404,
    ],
    ["a body that stops", valid("/judge", "Content-Length: 100\r\n", '{"task":'), 408],
    ["headers that stop", "GET / HTTP/1.1\r\nHost: loc", 408],
  ];

  it.concurrent.each(RAW)("%s is answered in JSON", async (_, bytes, status) => {
    const text = await server.raw(bytes, 4000);
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    const body = text.slice(text.indexOf("\r\n\r\n") + 4);
    expectRefusal(status, JSON.parse(body), body);
    expect((await server.ask("GET", "/")).status).toBe(200);
  });

  it("a question for the head alone is refused with a head alone", async () => {
    const text = await server.raw(`HEAD / HTTP/1.1\r\nHost: localhost\r\n${AUTHORIZATION}\r\n\r\n`, 500);
    expect(text).toMatch(/^HTTP\/1\.1 405 [\s\S]*\r\n\r\n$/);
  });

  it("asks for a body only when it will be read", async () => {
    const one = await serving();
    const expectation = "Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n";
    expect(await one.raw(valid("/nothing", expectation), 500)).toMatch(/^HTTP\/1\.1 404/);
    expect(await one.raw(valid("/judge", expectation), 500)).toBe("HTTP/1.1 100 Continue\r\n\r\n");
  });
});

it("stays up, keeps its memory and goes on answering rightly through 400 malformed requests (seed 1)", async () => {
  const server = await serving({ mostBytes: 65_536, seconds: 2 });
  const fuzz = await openServeFuzz({ port: server.port, token: TOKEN, seed: 1, mostBytes: 65_536 });
  const seen = await fuzz.run(400);
  expect(seen.statuses[500]).toBeUndefined();
  expect(Object.keys(seen.statuses)).toEqual(
    expect.arrayContaining(["200", "400", "400 body", "401", "403", "404", "405"]),
  );
}, 60_000);
