import { beforeAll, expect, it } from "vitest";
import { CONCURRENCY, faultyRequests, killedRuns } from "../calm/killed-runs.js";
import { build } from "../cli/run.js";

beforeAll(build, 300_000);

it("answers a thousand requests through every kind of fault, and pays for none twice", {
  timeout: 60_000,
}, async () => {
  await faultyRequests(1000);
});

it("survives three kills in a thousand requests, one of them just after the test call", {
  timeout: 180_000,
}, async () => {
  const { paidTwice } = await killedRuns(1000, [250, 1, 300]);
  expect(paidTwice).toBeLessThanOrEqual(3 * CONCURRENCY);
  console.log(`paid twice: ${paidTwice} of 1000, at most ${3 * CONCURRENCY} were in flight at the kills`);
});
