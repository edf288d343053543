/**
 * Runs the door in a child process, kills it with SIGKILL in the middle, runs the same command again, and compares with
 * a run that nobody disturbed.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pMap from "p-map";
import { expect, onTestFinished } from "vitest";
import { openRecording } from "../../calm/recording.js";
import { sleep } from "../../calm/retry.js";
import { folderUntilEnd } from "../folders.js";
import { childQuestion } from "./child-question.js";
import { type FaultServer, faultServer } from "./fault-server.js";
import { doorTo } from "./servers.js";

/** A made-up key that must be found in no file and no output. */
export const KEY = "sk-test-MARKER-0123456789";
/** Of the child, too. */
export const CONCURRENCY = 16;

export function expectNoKey(folder: string): void {
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), "utf8")).not.toContain("MARKER");
}

interface Ran {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

/** Runs the child; kills it with SIGKILL once the server was paid for so many more completions. */
async function run(
  server: FaultServer,
  requests: number,
  folder: string,
  name: string,
  killAfter: number,
): Promise<Ran> {
  const before = server.paid.size;
  server.greet();
  const script = fileURLToPath(new URL("./door-child.mjs", import.meta.url));
  const files = [join(folder, `${name}.jsonl`), join(folder, `${name}.out`), join(folder, "questions.json")];
  writeFileSync(files[2]!, JSON.stringify(Array.from({ length: requests }, (_, i) => childQuestion(i))));
  const child = spawn(process.execPath, [script, server.url, ...files], {
    env: { PATH: process.env.PATH, OPENAI_API_KEY: KEY },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const watch = setInterval(() => {
    if (server.paid.size - before >= killAfter) child.kill("SIGKILL");
  }, 1);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on("close", (...ended) => resolve(ended)),
  );
  clearInterval(watch);
  return { code, signal, output };
}

/**
 * Kills after so many completions, once per entry of `kills`, and then lets the run end. What a server was paid for at
 * the moment of a kill and no process was left to receive is paid again: at most the concurrency per kill.
 */
export async function killedRuns(requests: number, kills: readonly number[]): Promise<{ paidTwice: number }> {
  const made = folderUntilEnd("door");
  const calm = await faultServer("passing", 0.2);
  expect(await run(calm, requests, made, "calm", Infinity)).toMatchObject({ code: 0 });

  const harsh = await faultServer("passing", 0.2);
  for (const killAfter of kills) {
    expect(await run(harsh, requests, made, "harsh", killAfter)).toMatchObject({ signal: "SIGKILL" });
  }
  const last = await run(harsh, requests, made, "harsh", Infinity);
  expect(last).toMatchObject({ code: 0 });

  expect(readFileSync(join(made, "harsh.out"), "utf8")).toBe(readFileSync(join(made, "calm.out"), "utf8"));
  expect(harsh.paid.size).toBe(requests);
  const repeated = [...harsh.paid.values()].reduce((sum, times) => sum + times - 1, 0);
  expect(repeated).toBeLessThanOrEqual(CONCURRENCY * kills.length);
  expect([...calm.paid.values()].every((times) => times === 1)).toBe(true);
  expect(last.output).toMatch(/^\{.*\}\n$/); // no warning, no key
  expect(last.output).not.toContain("MARKER");
  expectNoKey(made);
  return { paidTwice: repeated };
}

/** So many requests against a server that fails every fifth time in every way: each answered, or failed with a reason. */
export async function faultyRequests(requests: number): Promise<void> {
  const server = await faultServer("all", 0.2);
  const made = folderUntilEnd("door");
  const path = join(made, "r.jsonl");
  const recording = openRecording(path);
  const clock = { sleep: (milliseconds: number, signal: AbortSignal) => sleep(milliseconds / 100, signal) };
  // Long enough for a busy machine: an answer that arrives after the time-out was paid and is lost.
  const options = { key: KEY, recording, concurrency: CONCURRENCY, tries: 4, timeoutSeconds: 4, clock };
  const door = doorTo(server.url, options);
  const questions = Array.from({ length: requests }, (_, i) => childQuestion(i));
  const outcomes = await pMap(questions, (question) => door.ask(question), { concurrency: CONCURRENCY });
  recording.close();

  const answered = outcomes.filter((outcome) => outcome.ok);
  for (const outcome of outcomes) if (!outcome.ok) expect(outcome.reason).toBe("transport");
  expect(answered.length).toBeGreaterThan(requests * 0.95);
  expect(answered.length).toBeLessThan(requests);
  expect([...server.paid.values()].every((times) => times === 1)).toBe(true);
  expect(server.paid.size).toBe(answered.length);
  expect(door.totals()).toMatchObject({ calls: answered.length, failed: requests - answered.length });
  expect(openRecording(path).condition).toMatchObject({ answers: answered.length, damagedLines: [] });
  expect(server.faults()).toBeGreaterThan(requests * 0.15);
  expect(JSON.stringify(outcomes)).not.toContain("MARKER");
  expectNoKey(made);
}
