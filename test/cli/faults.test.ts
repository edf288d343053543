/** A run through faults, in small; the thousand of the long check is `test/long/cli-faults.test.ts`. */
import { beforeAll, expect, it } from "vitest";
import { faultRun } from "./faults.js";
import { build } from "./run.js";

beforeAll(build, 120_000);

it("judges through every kind of fault, pays for nothing twice, and survives a kill", { timeout: 60_000 }, async () => {
  const ran = await faultRun(expect, 90, 2);
  expect(ran.faults).toBeGreaterThan(15);
  expect(ran.answered).toBeGreaterThan(60);
  expect(ran.unanswered.transport).toBeUndefined();
});
