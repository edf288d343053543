/**
 * Requests against a server that fails every fifth time, and a process that is killed in the middle; the thousands are in
 * `test/long/door-kill.test.ts`.
 */
import { beforeAll, it } from "vitest";
import { build } from "../cli/run.js";
import { faultyRequests, killedRuns } from "./killed-runs.js";

beforeAll(build, 120_000);

it("answers requests through every kind of fault, and pays for none twice", { timeout: 60_000 }, async () => {
  await faultyRequests(300);
});

it("loses no answer and repeats only what was in flight when it is killed", { timeout: 60_000 }, async () => {
  await killedRuns(120, [60]);
});
