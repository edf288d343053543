/** `calmhack serve` as a process: how it starts, what it refuses to start with, how it ends. */
import { type ChildProcess, execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { allFalse, openServer } from "./mock-server.js";
import { build, calmhack, contents, expectNoKey, expectOneSentence, program, root, temporaryFolder } from "./run.js";
import { S5 } from "./serving.js";

const TOKEN = "token-MARKER-of-this-test";
const env = { CALMHACK_TOKEN: TOKEN };
const FLAGS = ["serve", "--port", "0", "--json", "--token-env", "CALMHACK_TOKEN"];
const LINE = JSON.parse(readFileSync(join(root, "examples", "transitions.jsonl"), "utf8").split("\n")[0] ?? "");

beforeAll(build, 120_000);

/** A server that runs; `url` once it says where. */
function starting(more: readonly string[], cwd: string) {
  let process: ChildProcess | undefined;
  let told: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => (told = resolve));
  const ran = calmhack([...FLAGS, ...more], {
    cwd,
    env,
    input: "open",
    started(child) {
      process = child;
      child.stdout?.on("data", (text) => told(JSON.parse(text).url));
    },
  });
  void ran.then(({ err }) => told(`it ended: ${err}`));
  return { url, ran, end: (signal: NodeJS.Signals) => process?.kill(signal), closeInput: () => process?.stdin?.end() };
}

const ask = async (url: string, path: string, body?: unknown) => {
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${url}${path}`, { ...sent, headers: { authorization: `Bearer ${TOKEN}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe("calmhack serve", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`says where it listens, answers, and ends with status 0 at ${signal}`, async () => {
      const folder = temporaryFolder();
      const server = starting([], folder);
      const url = await server.url;
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect((await ask(url, `/envs/${S5}`, {})).status).toBe(201);
      server.end(signal);
      const ran = await server.ran;
      expect(ran).toMatchObject({ code: 0, signal: null, err: "Stopped.\n" });
      expectNoKey(expect, folder, ran);
      expect(contents(folder)).toEqual({ "/": "" });
      await expect(fetch(url)).rejects.toThrow();
    });
  }

  it("ends when whoever started it has gone", async () => {
    const server = starting(["--until-eof"], temporaryFolder());
    expect((await ask(await server.url, "/")).status).toBe(200);
    server.closeInput();
    expect(await server.ran).toMatchObject({ code: 0, err: "" });
  });

  it("asks the model that it was started with, records its answers, and finds them again", async () => {
    const mock = await openServer(allFalse);
    try {
      const folder = temporaryFolder();
      const flags = ["--model", "foo", "--base-url", mock.url, "--recordings", "rec", "--mock"];
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        const server = starting(flags, folder);
        const { status, body } = await ask(await server.url, "/judge", LINE);
        expect(status).toBe(200);
        expect(body.judge).toMatchObject({ kind: "mock", name: "foo" });
        server.end(signal);
        const ran = await server.ran;
        expect(ran.code).toBe(0);
        expectNoKey(expect, folder, ran);
      }
      expect(mock.seen).toHaveLength(1);
    } finally {
      await mock.close();
    }
  });

  it("waits at Ctrl-C for the answer that is paid, and keeps it", async () => {
    const mock = await openServer((seen, response) => setTimeout(() => allFalse(seen, response), 700));
    try {
      const folder = temporaryFolder();
      const server = starting(["--model", "foo", "--base-url", mock.url, "--recordings", "rec", "--mock"], folder);
      const answer = ask(await server.url, "/judge", LINE);
      while (mock.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      server.end("SIGINT");
      expect((await answer).status).toBe(200);
      expect(await server.ran).toMatchObject({ code: 0 });
      const [recording = ""] = Object.keys(contents(folder)).filter((name) => name.endsWith(".jsonl"));
      expect(readFileSync(join(folder, recording), "utf8").trim().split("\n").at(-1)).toContain("foo");
    } finally {
      await mock.close();
    }
  });

  it("prints its description and serves nothing when asked to", async () => {
    const { code, out } = await calmhack(["serve", "--openapi"], { cwd: temporaryFolder() });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ openapi: "3.1.0", paths: { "/judge": {} } });
  });

  type Refused = readonly [does: string, args: readonly string[], says: RegExp, env: Readonly<Record<string, string>>];
  const REFUSED: readonly Refused[] = [
    ["no terminal for a token", ["serve", "--port", "0"], /no terminal to show a token on.*--token-env NAME/, env],
    ["a variable that is not set", FLAGS, /--token-env names CALMHACK_TOKEN, but no such/, {}],
    ["a short token", FLAGS, /accepted are 16 or more/, { CALMHACK_TOKEN: "short-MARKER" }],
    ["a token with a blank", FLAGS, /without blanks/, { CALMHACK_TOKEN: "a token with blanks MARKER" }],
    ["a port that is a word", [...FLAGS, "--port", "x"], /--port is "x"/, env],
    ["a port that is none", [...FLAGS, "--port", "70000"], /--port is "70000".*0 to 65535/, env],
    [
      "an address of another machine",
      [...FLAGS, "--host", "203.0.113.7"],
      /--host is "203.0.113.7", which is no address of this machine/,
      env,
    ],
    [
      "two models",
      [...FLAGS, "--model", "a", "--model", "b", "--base-url", "http://localhost:1"],
      /one judges; name one --model/,
      env,
    ],
    ["an unknown prompt", [...FLAGS, "--prompt", "x"], /There is no prompt "x"/, env],
    ["no instances", [...FLAGS, "--max-instances", "0"], /--max-instances is "0"/, env],
    ["a body without end", [...FLAGS, "--max-body", "9999"], /--max-body is "9999".*1 to 512/, env],
    ["a word too many", [...FLAGS, "extra"], /too many arguments/, env],
  ];
  it.concurrent.each(REFUSED)("refuses %s", async (_, args, says, given) => {
    const folder = temporaryFolder();
    const ran = await calmhack(args, { cwd: folder, env: given });
    expectOneSentence(expect, ran, says);
    expectNoKey(expect, folder, ran);
    expect(contents(folder)).toEqual({ "/": "" });
  });

  it("refuses a port that is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const ran = await calmhack([...FLAGS, "--port", String(port)], { cwd: temporaryFolder(), env });
    other.close();
    expectOneSentence(expect, ran, new RegExp(`127.0.0.1:${port} is taken; give another --port`));
  });

  it("shows a token of its own on a terminal, once, and on nothing else", ({ skip }) => {
    if (spawnSync("script", ["--version"]).status !== 0) {
      console.warn("There is no script command: how a token is shown on a terminal is not tried here.");
      skip();
    }
    const command = `${process.execPath} ${program} serve --port 0 --until-eof < /dev/null > out.txt`;
    const folder = temporaryFolder();
    const shown = execFileSync("script", ["-qec", command, "/dev/null"], { cwd: folder, encoding: "utf8" });
    expect(shown.match(/Token, shown this once: [\w-]{43}\r?\n/g)).toHaveLength(1);
    expect(readFileSync(join(folder, "out.txt"), "utf8")).toMatch(
      /^calmhack serves at http:\/\/127\.0\.0\.1:\d+ \(judge: text rules/,
    );
    expect(readFileSync(join(folder, "out.txt"), "utf8")).not.toContain("Token");
  });
});
