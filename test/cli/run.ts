/**
 * Runs the built command line as a user does, in a folder of its own, with no key of anybody's: in a process of its own
 * where streams, signals or Node's flags matter, else in a process that runs one command after the other.
 *
 * Test files share a worker and this module with it, so that nothing here may belong to one file: what a file made is
 * put away at its end by `set-up.ts`.
 */
import { type ChildProcess, execFileSync, fork, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExpectStatic } from "vitest";
import { folderUntilEnd } from "../folders.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const program = join(root, "dist", "cli", "main.js");

/** A made-up key that must be found in no file and no output. */
export const KEY = "sk-cli-MARKER-0123456789abcdef";

let isBuilt = false;

/** Builds when the source has changed; safe when several workers do it at once. */
export function build(): void {
  if (!isBuilt) execFileSync(process.execPath, [join(root, "scripts", "ready.mjs")], { stdio: "inherit" });
  isBuilt = true;
}

/** A folder that goes when the test file ends. */
export const temporaryFolder = (): string => folderUntilEnd("cli");

export interface Ran {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; empty when absent. "open" leaves it open and silent. */
  readonly input?: string;
  /** A file descriptor for standard output, or "closed" for a pipe that nobody reads any more. */
  readonly stdout?: number | "closed";
  /** Flags of Node itself. */
  readonly node?: readonly string[];
  readonly started?: (child: ChildProcess) => void;
}

/**
 * Runs a command, in a process of its own only where the options ask for what another process cannot give, or where a
 * module of the user's is imported, which stays in the process that did.
 */
export function calmhack(args: readonly string[], options: RunOptions): Promise<Ran> {
  const { cwd, env = {}, ...own } = options;
  const isAlone = Object.keys(own).length > 0 || args.includes("--import");
  return isAlone ? calmhackProcess(args, options) : calmhackAgain(args, { cwd, env });
}

/** Runs a command in a process of its own, from its start to its end. */
export async function calmhackProcess(args: readonly string[], options: RunOptions): Promise<Ran> {
  const { cwd, env = {}, input = "", stdout, node = [], started } = options;
  const child = spawn(process.execPath, [...node, program, ...args], {
    cwd,
    env: { PATH: process.env.PATH, OPENAI_API_KEY: KEY, ...env },
    stdio: ["pipe", typeof stdout === "number" ? stdout : "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text) => (out += text));
  child.stderr?.setEncoding("utf8").on("data", (text) => (err += text));
  if (stdout === "closed") child.stdout?.destroy();
  child.stdin?.on("error", () => undefined);
  if (input !== "open") child.stdin?.end(input);
  started?.(child);
  const ended = await new Promise<[number | null, string | null]>((resolve) =>
    child.on("close", (code, signal) => resolve([code, signal])),
  );
  return { code: ended[0], signal: ended[1], out, err };
}

interface Runner {
  readonly child: ChildProcess;
  /** Commands that it has not ended yet. */
  waiting: number;
  last: Promise<unknown>;
}

const runners: Runner[] = [];
const RUNNERS = 2;

function startRunner(): Runner {
  const path = fileURLToPath(new URL("./many-runs.mjs", import.meta.url));
  const child = fork(path, [program], { execArgv: [], cwd: "/", stdio: ["ignore", "ignore", "inherit", "ipc"] });
  // It must not keep the worker; it goes when the worker goes.
  child.unref();
  child.channel?.unref();
  const runner = { child, waiting: 0, last: Promise.resolve() };
  runners.push(runner);
  return runner;
}

/** The one that is least busy; another is started while all are busy, up to a few. */
function freeRunner(): Runner {
  const [least] = [...runners].sort((a, b) => a.waiting - b.waiting);
  return least === undefined || (least.waiting > 0 && runners.length < RUNNERS) ? startRunner() : least;
}

/** One command in one of a few processes that each run many, one at a time. */
function calmhackAgain(args: readonly string[], { cwd, env }: Pick<RunOptions, "cwd" | "env">): Promise<Ran> {
  const runner = freeRunner();
  const { child } = runner;
  runner.waiting += 1;
  const ran = runner.last.then(
    () =>
      new Promise<Ran>((resolve, reject) => {
        const ended = () => {
          runners.splice(runners.indexOf(runner), 1);
          reject(new Error(`the runner ended at ${args.join(" ")}`));
        };
        child.once("exit", ended);
        child.channel?.ref();
        child.once("message", (message) => {
          child.off("exit", ended);
          child.channel?.unref();
          runner.waiting -= 1;
          resolve(message as Ran);
        });
        child.send({ args, cwd, env: { OPENAI_API_KEY: KEY, ...env } });
      }),
  );
  runner.last = ran.catch(() => undefined);
  return ran;
}

/** Every file below a folder with a hash of its content; links by where they point. */
export function contents(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const walk = (path: string): void => {
    const stats = lstatSync(path);
    const name = relative(folder, path);
    if (stats.isSymbolicLink()) found[name] = `-> ${readlinkSync(path)}`;
    else if (stats.isDirectory()) {
      found[`${name}/`] = "";
      for (const child of readdirSync(path)) walk(join(path, child));
    } else found[name] = createHash("sha256").update(readFileSync(path)).digest("hex");
  };
  walk(folder);
  return found;
}

/** No key in any file below a folder. */
export function expectNoKey(expect: ExpectStatic, folder: string, ran: Ran): void {
  expect(ran.out + ran.err).not.toContain("MARKER");
  for (const name of Object.keys(contents(folder))) {
    if (name.endsWith("/") || lstatSync(join(folder, name)).isSymbolicLink()) continue;
    expect(readFileSync(join(folder, name), "utf8"), name).not.toContain("MARKER");
  }
}

/** The manners of an error: one sentence, status 2, no stack, no programmer's words. */
export function expectOneSentence(expect: ExpectStatic, ran: Ran, said: RegExp): void {
  expect(ran.err).toMatch(/^calmhack: [^\n]+\n$/);
  expect(ran.err).toMatch(said);
  expect(ran.err).not.toMatch(/undefined|\[object Object\]|NaN|node:internal|\.js:\d+|a defect of calmhack/);
  expect(ran.err.length).toBeLessThan(700);
  expect(ran).toMatchObject({ code: 2, signal: null });
}
