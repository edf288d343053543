/** A thousand judgements of the command line against a server that fails every fifth request. */
import { beforeAll, expect, it } from "vitest";
import { faultRun } from "../cli/faults.js";
import { build } from "../cli/run.js";

beforeAll(build, 120_000);

it("judges a thousand transitions through faults: answered or unanswered with a reason, none paid twice", async () => {
  const ran = await faultRun(expect, 1000, 5);
  console.log(JSON.stringify(ran));
  expect(ran.faults).toBeGreaterThan(200);
  expect(ran.answered).toBeGreaterThan(750);
  expect(ran.unanswered.transport).toBeUndefined();
});
