import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { isLong } from "../sizes.js";
import { answering, openServer, subgoalsOf } from "./mock-server.js";
import { build, calmhack, expectNoKey, expectOneSentence, temporaryFolder } from "./run.js";

beforeAll(build, 120_000);

const S5 = "MiniHack-KeyRoom-S5-v0";
const quick = ["--seeds", "2", "--actions", "paper", "--one-level", "--evaluate-every", "500", "--steps", "15000"];

describe("calmhack train", () => {
  it("gives the same bytes again, on one thread and on several, but for manifest and timing", async () => {
    const cwd = temporaryFolder();
    const args = ["train", S5, ...quick, "--arm", "none", "--arm", "truth", "--arm", "noisy 0.01/0.1 by text"];
    for (const workers of ["1", "3"]) {
      const { code, err } = await calmhack([...args, "--workers", workers, "--out", `with-${workers}`], { cwd });
      expect([code, err.includes("defect")]).toEqual([0, false]);
    }
    const names = readdirSync(join(cwd, "with-1")).filter((name) => !/^(manifest|timing)/.test(name));
    expect(names).toEqual(
      expect.arrayContaining(["curves.csv", "curves.svg", "episodes.jsonl", "report.html", "report.md", "result.json"]),
    );
    for (const name of names) {
      expect(readFileSync(join(cwd, "with-3", name)).equals(readFileSync(join(cwd, "with-1", name)))).toBe(true);
    }
    expect(existsSync(join(cwd, "with-1.work"))).toBe(false);
  }, 120_000);

  it.runIf(isLong)(
    "trains under the errors that an evaluation measured, and calls them simulated",
    async () => {
      const cwd = temporaryFolder();
      await calmhack(["evaluate", "keyroom", "--limit", "300", "--repetitions", "100", "--out", "judged"], { cwd });
      const args = ["train", S5, ...quick, "--errors-of", "judged", "--row", "noisy truth 0.01/0.1", "--arm", "none"];
      const { code, out } = await calmhack([...args, "--out", "trained"], { cwd });
      expect(code).toBe(0);
      expect(out).toContain("errors of noisy truth 0.01/0.1 by text, upper limits: simulated: the truth with errors");
      const result = JSON.parse(readFileSync(join(cwd, "trained", "result.json"), "utf8"));
      expect(result.arms.map(({ name }: { name: string }) => name)).toEqual([
        "none",
        "errors of noisy truth 0.01/0.1",
        "errors of noisy truth 0.01/0.1 by text",
        "errors of noisy truth 0.01/0.1 by text, upper limits",
      ]);
    },
    120_000,
  );

  it("asks a model in the loop through the one door, stops when it dies, and goes on without asking twice", async () => {
    const cwd = temporaryFolder();
    let calls = 0;
    const yes = answering((text) => JSON.stringify(Object.fromEntries(subgoalsOf(text).map((name) => [name, false]))));
    const server = await openServer((seen, response) => {
      calls++;
      if (calls > 60) response.destroy();
      else yes(seen, response);
    });
    const args = [
      "train",
      S5,
      ...quick,
      "--steps",
      "1000",
      "--arm",
      "none",
      "--model",
      "bar",
      "--mock",
      "--tries",
      "1",
    ];
    const asking = [...args, "--delay", "200", "--concurrency", "4", "--base-url", server.url, "--out", "trained"];
    const died = await calmhack(asking, { cwd });
    expect(died.code).toBe(2);
    expect(died.err).toMatch(/Training stopped at the barrier after \d+ steps; the same command goes on from there\./);
    expect(existsSync(join(cwd, "trained"))).toBe(false);
    const [before] = [calls];
    calls = Number.NEGATIVE_INFINITY;
    const went = await calmhack(asking, { cwd });
    expect(went.code).toBe(0);
    const texts = server.seen.slice(before).map(({ body }) => JSON.stringify(body));
    const first = new Set(server.seen.slice(0, 60).map(({ body }) => JSON.stringify(body)));
    expect(texts.filter((text) => first.has(text))).toEqual([]);
    // Answered from the recording alone it is the same, byte by byte.
    await server.close();
    const again = await calmhack([...asking.slice(0, -1), "again"], { cwd });
    expect(again.code).toBe(0);
    const of = (folder: string) => readFileSync(join(cwd, folder, "result.json"), "utf8");
    expect(of("again")).toBe(of("trained"));
    expect(JSON.parse(of("trained")).arms[1].runs[0].asked.texts).toBeGreaterThan(10);
    expectNoKey(expect, cwd, went);
  }, 180_000);

  it("opens its episodes in view, with what was terminated and paid", async () => {
    const cwd = temporaryFolder();
    await calmhack(["train", S5, ...quick, "--arm", "truth", "--episodes", "1", "--out", "trained"], { cwd });
    const { code, out } = await calmhack(["view", "trained"], { cwd });
    expect(code).toBe(0);
    expect(out).toContain("truth, seed 1, after");
    expect(out).toContain("✓");
    expect((await calmhack(["cite", "trained"], { cwd })).out).toContain("Seeds 1 to 2");
  }, 60_000);

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      "an unknown id",
      ["MiniHack-KeyRoom-S6-v0"],
      /There is no environment "MiniHack-KeyRoom-S6-v0"; the nearest is MiniHack-KeyRoom-S5-v0/,
    ],
    ["an id without subgoals", ["MiniHack-Room-5x5-v0"], /has no subgoals whose truth is known; KeyRoom/],
    ["a budget of 0", [S5, "--steps", "0"], /--steps is "0"; accepted is a number from 1/],
    ["one seed, of which there is no interval", [S5, "--seeds", "1"], /--seeds is "1"; accepted is a number from 2/],
    ["an arm that there is not", [S5, "--arm", "nosy"], /There is no arm "nosy"/],
    ["the same arm twice", [S5, "--arm", "truth", "--arm", "truth"], /Two arms would be named "truth"/],
    ["a value twice in a grid", [S5, "--epsilon", "0.1,0.1"], /--epsilon names a value twice/],
    ["a row without a result", [S5, "--row", "x"], /--row names a row of --errors-of/],
    ["a result that is none", [S5, "--errors-of", "nowhere"], /nowhere is no result folder/],
    ["a prompt that shows more than is kept", [S5, "--ask-rules", "--prompt", "map"], /shows more than the crop/],
    ["a filter that there is not", [S5, "--ask-rules", "--filter", "none"], /--filter is "none"; accepted are/],
    [
      "all layouts of an id with too many",
      ["MiniHack-KeyRoom-S15-v0", "--evaluate-on", "all"],
      /--evaluate-on is "all".*too many layouts/,
    ],
  ];
  it.each(refused)("refuses %s in one sentence", async (_what, args, sentence) => {
    const cwd = temporaryFolder();
    const ran = await calmhack(["train", ...args], { cwd });
    expectOneSentence(expect, ran, sentence);
    expect(ran.out).toBe("");
    expect(readdirSync(cwd)).toEqual([]);
  });
});
