/** Several answers a text and their majority, from end to end, against test servers that err in a known way. */
import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadDataSet } from "../../annotations/index.js";
import { presetPrompt } from "../../calm/index.js";
import { completion } from "../calm/servers.js";
import { type Erring, erring } from "./erring-server.js";
import { type MockServer, openServer } from "./mock-server.js";
import { build, calmhack, contents, expectOneSentence, root, temporaryFolder } from "./run.js";

beforeAll(build, 120_000);

const EXAMPLES = join(root, "examples", "transitions.jsonl");
const own = { items: loadDataSet(EXAMPLES).items, prompt: presetPrompt("map") };
const keyroom = { items: loadDataSet("keyroom").items, prompt: presetPrompt("crop") };

async function withServer<T>(options: Erring, work: (server: MockServer, flags: readonly string[]) => Promise<T>) {
  const server = await openServer(erring(options));
  try {
    return await work(server, ["--model", "m", "--base-url", server.url, "--mock", "--repetitions", "200"]);
  } finally {
    await server.close();
  }
}

const steady = (folder: string) =>
  Object.entries(contents(folder)).filter(([name]) => name !== "manifest.json" && name !== "timing.json");

const SAMPLED = ["--samples", "5", "--temperature", "0.7"];

describe("five answers a text", () => {
  it("vote errors away that are made by chance, about as many as independent answers would", async () => {
    await withServer({ ...keyroom, errors: "independent", rate: 0.2 }, async (_, flags) => {
      const cwd = temporaryFolder();
      const few = ["--limit", "40", "--out", "r"];
      const { out } = await calmhack(["evaluate", "keyroom", ...few, ...flags, ...SAMPLED], { cwd });
      expect(out).toMatch(
        /m, majority of 5 is better than m: κ difference on any flagged|difference between m and m, maj/,
      );
      const { votes } = JSON.parse(readFileSync(join(cwd, "r", "result.json"), "utf8"));
      const [{ selfConsistency, rates }] = votes;
      // Five answers of which one in five strays agree with their majority to 0.8 and a little: 0.81 by the binomial.
      expect(selfConsistency.value).toBeGreaterThan(0.75);
      expect(selfConsistency.value).toBeLessThan(0.87);
      const wrong = rates.filter(({ label }: { label: string }) => label === "no");
      expect(wrong).toHaveLength(2);
      for (const { answers, independent, majority } of wrong) {
        expect(answers.value).toBeGreaterThan(0.12);
        expect(majority.value).toBeLessThan(answers.value - 0.05);
        expect(Math.abs(majority.value - independent.value)).toBeLessThan(0.08);
      }
    });
  });

  it("vote nothing away where the same texts mislead every time", async () => {
    await withServer({ ...keyroom, errors: "systematic", rate: 0.2 }, async (_, flags) => {
      const cwd = temporaryFolder();
      const few = ["--limit", "20"];
      const { out } = await calmhack(["evaluate", "keyroom", ...few, ...flags, ...SAMPLED], { cwd });
      expect(out).toContain("No difference between m and m, majority of 5 is shown: κ difference on any flagged 0.00");
      expect(out).toContain("Self-consistency (Wang et al. 2022): 1.00 [1.00, 1.00]");
    });
  });

  it("are asked and paid once each, found again, and replayed with the same bytes", async () => {
    await withServer({ ...own, errors: "independent", rate: 0.3 }, async (server, flags) => {
      const cwd = temporaryFolder();
      const run = (...more: readonly string[]) =>
        calmhack(["evaluate", EXAMPLES, ...flags, ...SAMPLED, ...more], { cwd });
      const dry = await run("--dry-run");
      expect(dry.out).toContain("9 distinct texts per model, each asked 5 times.");
      expect(dry.out).toContain("m: 45 calls to make, 0 answers recorded already.");
      const first = await run("--out", "a", "--price", "1/2");
      expect(first.out).toMatch(/^m: 45 calls \(450 tokens in, 225 out, cost 0\.0009\), \d answers/m);
      expect(server.seen).toHaveLength(45);
      // Nothing on the wire tells one sample from another.
      expect(new Set(server.seen.map(({ body }) => JSON.stringify(body))).size).toBe(9);
      expect((await run("--dry-run")).out).toContain("m: 0 calls to make, 45 answers recorded already.");
      await run("--out", "b", "--price", "1/2");
      expect(server.seen).toHaveLength(45);
      expect(steady(join(cwd, "b"))).toEqual(steady(join(cwd, "a")));
      const [file = ""] = readdirSync(join(cwd, "calmhack-recordings"));
      const replay = ["--replay", join("calmhack-recordings", file), "--repetitions", "200", ...SAMPLED];
      for (const out of ["c", "d"]) {
        const ran = await calmhack(["evaluate", EXAMPLES, ...replay, "--out", out], { cwd });
        expect(ran).toMatchObject({ code: 0, err: "" });
      }
      expect(server.seen).toHaveLength(45);
      expect(steady(join(cwd, "d"))).toEqual(steady(join(cwd, "c")));
      const more = ["--replay", join("calmhack-recordings", file), "--samples", "7", "--temperature", "0.7"];
      const lacking = await calmhack(["evaluate", EXAMPLES, ...more, "--repetitions", "200"], { cwd });
      expect(lacking.err).toMatch(
        /holds no answer to 20 questions as they are asked here; temperature, .* must be those/,
      );
      const parts = (out: string) =>
        JSON.stringify(JSON.parse(readFileSync(join(cwd, out, "result.json"), "utf8")).votes[0].rates);
      expect(parts("c")).toBe(parts("a"));
    });
  });

  it("begin with the answers that were recorded before anybody sampled", async () => {
    await withServer({ ...own, errors: "independent", rate: 0.3 }, async (server, flags) => {
      const cwd = temporaryFolder();
      await calmhack(["evaluate", EXAMPLES, ...flags, "--temperature", "0.7"], { cwd });
      expect(server.seen).toHaveLength(9);
      const more = await calmhack(["evaluate", EXAMPLES, ...flags, ...SAMPLED], { cwd });
      expect(server.seen).toHaveLength(45);
      expect(more.out).toMatch(/^m: 36 calls .* 10 answers from the recording\.$/m);
    });
  });

  it("leave ties and unreadable answers unanswered, each with its reason", async () => {
    // One answer in four is prose; of the rest the first half says yes, the second no.
    const write: Erring["write"] = (verdicts, time) =>
      completion(
        time === 3
          ? "I cannot say."
          : JSON.stringify(Object.fromEntries(Object.keys(verdicts).map((n) => [n, time < 1]))),
      );
    await withServer({ ...own, errors: "systematic", rate: 0, write }, async (_, flags) => {
      const cwd = temporaryFolder();
      const { out } = await calmhack(
        ["evaluate", EXAMPLES, ...flags, "--samples", "2", "--temperature", "1", "--concurrency", "1"],
        { cwd },
      );
      expect(out).toMatch(/^m, majority of 2 \(mock\) .* tie 10$/m);
      const four = await calmhack(
        ["evaluate", EXAMPLES, ...flags, "--samples", "4", "--temperature", "1", "--concurrency", "1"],
        { cwd },
      );
      expect(four.out).toContain("Samples not (wholly) read: no object 10.");
      expect(four.out).toMatch(/^m, majority of 4 \(mock\) .* none$/m);
    });
  });

  it("are written by judge beside the majority and its confidence", async () => {
    await withServer({ ...own, errors: "independent", rate: 0.3 }, async (server, [, , ...flags]) => {
      const cwd = temporaryFolder();
      const ask = ["judge", EXAMPLES, "--model", "m", ...flags.slice(0, 3), "--samples", "3", "--temperature", "1"];
      const { code, out, err } = await calmhack(ask, { cwd });
      expect(code).toBe(0);
      expect(server.seen).toHaveLength(27);
      expect(err).toContain("m, majority of 3 against the labels of the file");
      const line = JSON.parse(out.split("\n")[0] ?? "");
      expect(line.annotator).toBe("m, majority of 3");
      expect(line.samples).toHaveLength(3);
      const [name = ""] = Object.keys(line.verdicts);
      const yes = line.samples.filter((one: { verdicts: Record<string, boolean> }) => one.verdicts[name]).length;
      expect(line.confidence[name]).toBeCloseTo(yes / 3, 12);
      expect(line.verdicts[name]).toBe(yes > 1);
    });
  });

  it("stop at a budget in one sentence, and the same command with a larger one goes on", async () => {
    await withServer({ ...own, errors: "independent", rate: 0.3 }, async (server, flags) => {
      const cwd = temporaryFolder();
      const args = ["evaluate", EXAMPLES, ...flags, ...SAMPLED, "--concurrency", "1", "--out", "r"];
      // An answer of the server takes 15 tokens: the twentieth spends the budget.
      const stopped = await calmhack([...args, "--budget", "300tokens"], { cwd });
      const last = stopped.err.trimEnd().split("\n").at(-1);
      expect(last).toMatch(/^calmhack: Stopped: the budget of 300 tokens is spent after 20 calls; the answers so far/);
      expect(stopped.code).toBe(2);
      expect(readdirSync(cwd)).toEqual(["calmhack-recordings"]);
      expect(await calmhack(args, { cwd })).toMatchObject({ code: 0 });
      expect(server.seen).toHaveLength(45);
    });
  });

  it("are paid at most once but for those in flight when a run is killed", async () => {
    await withServer({ ...own, errors: "independent", rate: 0.3 }, async (server, flags) => {
      const cwd = temporaryFolder();
      const args = ["evaluate", EXAMPLES, ...flags, ...SAMPLED, "--concurrency", "2", "--out", "r"];
      for (const after of [13, 31]) {
        let watch: NodeJS.Timeout | undefined;
        const started = (child: ChildProcess) => {
          watch = setInterval(() => {
            if (server.seen.length >= after) child.kill("SIGKILL");
          }, 1);
        };
        const killed = await calmhack(args, { cwd, started });
        clearInterval(watch);
        expect(killed.signal).toBe("SIGKILL");
      }
      expect(await calmhack(args, { cwd })).toMatchObject({ code: 0 });
      expect(server.seen.length).toBeGreaterThanOrEqual(45);
      expect(server.seen.length).toBeLessThanOrEqual(45 + 2 * 2);
      const paid = server.seen.length;
      const result = readFileSync(join(cwd, "r", "result.json"), "utf8");
      expect(await calmhack(args, { cwd })).toMatchObject({ code: 0 });
      expect(server.seen.length).toBe(paid);
      expect(readFileSync(join(cwd, "r", "result.json"), "utf8")).toBe(result);
    });
  });
});

describe("--samples", () => {
  it.each([
    ["at temperature 0", ["--samples", "3"], /--samples 3 at temperature 0 asks 3 times for the same answer/],
    ["of none", ["--samples", "0", "--temperature", "1"], /--samples is "0"; accepted is a number from 1 to 99/],
    ["of a half", ["--samples", "1.5", "--temperature", "1"], /--samples is "1\.5"; accepted is a whole number/],
    ["of words", ["--samples", "many", "--temperature", "1"], /--samples is "many"/],
  ])("%s is refused in one sentence", async (_, flags, said) => {
    const cwd = temporaryFolder();
    for (const command of [
      ["evaluate", "keyroom"],
      ["judge", EXAMPLES, "--rules"],
      ["train", "MiniHack-KeyRoom-S5-v0"],
    ]) {
      expectOneSentence(expect, await calmhack([...command, ...flags], { cwd }), said);
    }
    expect(readdirSync(cwd)).toEqual([]);
  });
});
