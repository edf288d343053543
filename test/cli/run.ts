/** Runs the built command line as a user does: a child process, in a folder of its own, with no key of anybody's. */
import { type ChildProcess, execFileSync, fork, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, type ExpectStatic } from "vitest";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const program = join(root, "dist", "cli", "main.js");

/** A made-up key that must be found in no file and no output. */
export const KEY = "sk-cli-MARKER-0123456789abcdef";

/** Builds when the source has changed; safe when several test files do it at once. */
export function build(): void {
  execFileSync(process.execPath, [join(root, "scripts", "ready.mjs")], { stdio: "inherit" });
}

const made: string[] = [];

/** A folder that goes when the test file ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "calmhack-cli-"));
  made.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

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

export async function calmhack(args: readonly string[], options: RunOptions): Promise<Ran> {
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
  last: Promise<unknown>;
}

const runners: Runner[] = [];
const RUNNERS = 2;

afterAll(() => {
  for (const { child } of runners.splice(0)) child.kill();
});

/** As `calmhack`, but in one of a few processes that each run many commands, one at a time: for long tables. */
export async function calmhackAgain(args: readonly string[], { cwd }: Pick<RunOptions, "cwd">): Promise<Ran> {
  if (runners.length < RUNNERS) {
    const path = fileURLToPath(new URL("./many-runs.mjs", import.meta.url));
    runners.push({ child: fork(path, [program], { execArgv: [], cwd: "/" }), last: Promise.resolve() });
  }
  // In turn, so that a slow command does not hold up half of the others for long.
  const runner = runners.shift();
  if (runner === undefined) throw new Error("no runner");
  runners.push(runner);
  const { child } = runner;
  const ran = runner.last.then(
    () =>
      new Promise<Ran>((resolve, reject) => {
        const ended = () => reject(new Error(`the runner ended at ${args.join(" ")}`));
        child.once("exit", ended);
        child.once("message", (message) => {
          child.off("exit", ended);
          resolve(message as Ran);
        });
        child.send({ args, cwd, env: { OPENAI_API_KEY: KEY } });
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
