/** A thousand requests against a server that fails every fifth time, and a process that is killed in the middle. */
import { join } from "node:path";
import pMap from "p-map";
import { expect, it } from "vitest";
import { openRecording } from "../../calm/recording.js";
import { sleep } from "../../calm/retry.js";
import { childQuestion } from "./child-question.js";
import { faultServer } from "./fault-server.js";
import { CONCURRENCY, expectNoKey, KEY, killedRuns, temporaryFolder } from "./killed-runs.js";
import { doorTo } from "./servers.js";

const REQUESTS = 1000;

it("answers a thousand requests through every kind of fault, and pays for none twice", {
  timeout: 60_000,
}, async () => {
  const server = await faultServer("all", 0.2);
  const made = temporaryFolder();
  const path = join(made, "r.jsonl");
  const recording = openRecording(path);
  const clock = { sleep: (milliseconds: number, signal: AbortSignal) => sleep(milliseconds / 100, signal) };
  // Long enough for a busy machine: an answer that arrives after the time-out was paid and is lost.
  const options = { key: KEY, recording, concurrency: CONCURRENCY, tries: 4, timeoutSeconds: 2, clock };
  const door = doorTo(server.url, options);
  const questions = Array.from({ length: REQUESTS }, (_, i) => childQuestion(i));
  const outcomes = await pMap(questions, (question) => door.ask(question), { concurrency: CONCURRENCY });
  recording.close();

  const answered = outcomes.filter((outcome) => outcome.ok);
  for (const outcome of outcomes) if (!outcome.ok) expect(outcome.reason).toBe("transport");
  expect(answered.length).toBeGreaterThan(REQUESTS * 0.95);
  expect(answered.length).toBeLessThan(REQUESTS);
  expect([...server.paid.values()].every((times) => times === 1)).toBe(true);
  expect(server.paid.size).toBe(answered.length);
  expect(door.totals()).toMatchObject({ calls: answered.length, failed: REQUESTS - answered.length });
  expect(openRecording(path).condition).toMatchObject({ answers: answered.length, damagedLines: [] });
  expect(server.faults()).toBeGreaterThan(150);
  expect(JSON.stringify(outcomes)).not.toContain("MARKER");
  expectNoKey(made);
});

it("loses no answer and repeats only what was in flight when it is killed", { timeout: 60_000 }, async () => {
  await killedRuns(300, [150]);
});
