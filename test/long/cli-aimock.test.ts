/** A thousand judgements of the command line against aimock, a mock server written by others, with its own faults. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LLMock } from "@copilotkit/aimock";
import { beforeAll, expect, it } from "vitest";
import { build, calmhack, temporaryFolder } from "../cli/run.js";

beforeAll(build, 120_000);

interface Line {
  readonly answers: readonly { readonly annotator: string; readonly failure?: { readonly reason: string } }[];
}

it("judges a thousand transitions through a fifth of faults: each answered or with a reason, none paid twice", async () => {
  const mock = new LLMock({
    port: 0,
    journalMaxEntries: 10_000,
    chaos: { dropRate: 0.05, malformedRate: 0.05, disconnectRate: 0.05, rateLimitRate: 0.05 },
  });
  mock.on({ predicate: () => true }, { content: '{"pick up the key": false, "open the door": true}' });
  await mock.start();
  const cwd = temporaryFolder();
  const flags = ["--full", "--limit", "1000", "--concurrency", "16", "--tries", "8", "--repetitions", "100"];
  const args = ["evaluate", "keyroom", "--model", "foo", "--base-url", mock.url, "--mock", "--out", "result", ...flags];
  // Its faults fall by chance: one that meets the very first question stops the run with a sentence, as it should.
  let ran = await calmhack(args, { cwd });
  for (let again = 0; again < 4 && ran.code === 2; again++) ran = await calmhack(args, { cwd });
  const chats = mock.getRequests().filter(({ path }) => path.includes("chat"));
  await mock.stop();
  expect(ran.err + ran.code).toMatch(/0$/);
  const lines = readFileSync(join(cwd, "result", "judgements.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line): Line => JSON.parse(line));
  const own = lines.flatMap(({ answers }) => answers.filter(({ annotator }) => annotator === "foo"));
  const reasons: Record<string, number> = {};
  for (const { failure } of own) {
    const reason = failure?.reason ?? "answered";
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  const paid = new Map<string, number>();
  for (const { body, response } of chats) {
    if (response.status !== 200 || response.chaosAction !== undefined || response.interrupted === true) continue;
    const text = JSON.stringify(body);
    paid.set(text, (paid.get(text) ?? 0) + 1);
  }
  const paidTwice = [...paid.values()].filter((times) => times > 1).length;
  const faults = chats.length - paid.size;
  console.log(
    JSON.stringify({ judgements: own.length, reasons, requests: chats.length, faults, distinct: paid.size, paidTwice }),
  );
  expect(own).toHaveLength(1000);
  expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(1000);
  expect(faults).toBeGreaterThan(120);
  expect(paidTwice).toBe(0);
});
