import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { recordingPath } from "../../cli/models.js";
import { isLong } from "../sizes.js";
import { allFalse, answering, openServer, subgoalsOf } from "./mock-server.js";
import { build, calmhack, contents, expectNoKey, expectOneSentence, root, temporaryFolder } from "./run.js";

const cwd = temporaryFolder();
const FAST = ["--curve", "none", "--repetitions", "100"];
/** A part of the shipped data, because a student of all of it takes seconds. */
const SMALL = "small.jsonl";
const SIMULATED = ["distil", SMALL, "--noise", "0.01/0.1", "--train-share", "0.6", ...FAST];

async function ran(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await calmhack(args, { cwd });
  if (code !== 0) throw new Error(err);
  return out;
}

beforeAll(async () => {
  build();
  const lines = readFileSync(join(root, "data", "keyroom", "transitions.jsonl"), "utf8").split("\n");
  const some = [lines.slice(0, 120), lines.slice(360, 420), lines.slice(568, 768)].flat();
  writeFileSync(join(cwd, SMALL), some.join("\n"));
  await ran(...SIMULATED, "--hand-over", "0.05", "--out", "judge.json");
}, 300_000);

describe("distil", () => {
  it("writes a judge and says how good it and its teacher are; the same command gives the same bytes", async () => {
    const out = await ran(...SIMULATED, "--hand-over", "0.05", "--out", "again.json");
    expect(readFileSync(join(cwd, "again.json"))).toEqual(readFileSync(join(cwd, "judge.json")));
    expect(out).toContain("Teacher: noisy truth 0.01/0.1 (simulated).");
    expect(out).toMatch(/all held out, unseen texts +\d+ /);
    expect(out).toMatch(
      /On all held out, (the student is better than its teacher|no difference .* is shown): κ difference/,
    );
    expect(out).toMatch(/the texts of \d+ \([\d.]+ %\) occurred in training/);
    expect(out).toMatch(
      /Calls: \d+ distinct texts were answered by the teacher to learn from; the \d+ held out took the student none\./,
    );
    expect(out).toContain("calls saved");
  });

  it("learns by the data's own splits from others, and draws a learning curve", async () => {
    const out = await ran(
      "distil",
      "keyroom",
      "--rules",
      "--curve",
      "120",
      "--repetitions",
      "100",
      "--json",
      "--out",
      "r.json",
    );
    const { heldOut, curve, teacher } = JSON.parse(out);
    expect(teacher).toMatchObject({ kind: "rules", name: "text rules", prompt: { id: "crop/1" } });
    expect(heldOut.items).toBe(1224);
    expect(curve.map(({ answers }: { answers: number }) => answers)).toEqual([120, 344]);
    expect(readFileSync(join(cwd, "r.json"), "utf8")).not.toContain("undefined");
  });

  it("takes a row of a result, and refuses one of other data", async () => {
    await ran("evaluate", SMALL, "--full", "--prompt", "crop", "--repetitions", "100", "--out", "result");
    const row = ["--teacher", "result", "--row", "text rules", "--train-share", "0.6", ...FAST];
    expect(await ran("distil", SMALL, ...row, "--out", "row.json")).toContain("Teacher: text rules (rules).");
    const other = await calmhack(["distil", join(root, "examples", "transitions.jsonl"), ...row], { cwd });
    expectOneSentence(expect, other, /judged other data/);
    const strange = await calmhack(
      ["distil", SMALL, "--train-share", "0.6", "--teacher", "result", "--row", "nobody"],
      { cwd },
    );
    expectOneSentence(expect, strange, /no row "nobody"; its rows are always yes/);
  });
});

describe("a judge file", () => {
  it("is a row of evaluate that says what it is", async () => {
    const out = await ran(
      "evaluate",
      "keyroom",
      "--split",
      "test",
      "--judge",
      "judge.json",
      "--repetitions",
      "100",
      "--json",
      "--out",
      "ev",
    );
    const row = JSON.parse(out).annotators.at(-1);
    expect(row.provenance).toMatchObject({
      kind: "distilled",
      from: "simulated",
      name: "distilled from noisy truth 0.01/0.1",
      note: expect.stringMatching(/The texts of \d+ of these \d+ transitions were among those it learned from\.$/),
    });
    expect(await ran("cite", "ev")).toContain("distilled from noisy truth 0.01/0.1 (distilled)");
    expect(await ran("view", "ev", "--row", "distilled from noisy truth 0.01/0.1")).toContain("distilled from");
  });

  it("judges a stream, and asks a model where it is unsure (a mock server)", async () => {
    const input = join(root, "examples", "transitions.jsonl");
    const alone = await ran("judge", input, "--judge", "judge.json");
    expect(alone.trim().split("\n")).toHaveLength(10);
    const lines = readFileSync(join(root, "data", "keyroom", "transitions.jsonl"), "utf8")
      .split("\n")
      .slice(0, 400);
    writeFileSync(join(cwd, SMALL), lines.join("\n"));
    const unsure = (await ran("judge", SMALL, "--judge", "judge.json"))
      .split("\n")
      .filter((line) => line.includes('"unsure"'));
    expect(unsure.length).toBeGreaterThan(0);
    const server = await openServer(allFalse);
    try {
      const asking = [
        "--judge",
        "judge.json",
        "--model",
        "foo",
        "--base-url",
        server.url,
        "--mock",
        "--prompt",
        "crop",
      ];
      const judged = await calmhack(["judge", SMALL, ...asking], { cwd });
      expect(judged.code).toBe(0);
      expect(judged.out).not.toContain('"unsure"');
      expect(judged.out).toContain("distilled from noisy truth 0.01/0.1, foo when unsure");
      expect(server.seen.length).toBeGreaterThan(0);
      expect(server.seen.length).toBeLessThanOrEqual(unsure.length);
    } finally {
      await server.close();
    }
  });

  it("pays an arm of train, and in a pair asks the text rules where it is unsure", async () => {
    // One level, because the last evaluation is on all 4,096 otherwise, and who learned nothing takes all its steps.
    const flags = "--one-level --arm none --seeds 2 --steps 2000 --evaluate-every 1000 --episodes 0 --workers 0".split(
      " ",
    );
    const args = ["train", "MiniHack-KeyRoom-S5-v0", ...flags, "--judge", "judge.json", "--ask-rules"];
    const { out, code } = await calmhack([...args, "--out", "trained"], { cwd });
    expect(code).toBe(0);
    expect(out).toMatch(/distilled from noisy truth 0\.01\/0\.1: judged \d+ distinct texts a run without a call/);
    const { arms } = JSON.parse(readFileSync(join(cwd, "trained", "result.json"), "utf8"));
    expect(arms.map(({ name }: { name: string }) => name)).toEqual([
      "none",
      "distilled from noisy truth 0.01/0.1",
      "asked text rules",
      "asked distilled from noisy truth 0.01/0.1, text rules when unsure",
    ]);
  }, 120_000);

  it.each([
    ["that is not there", "nowhere.json", "There is no judge file nowhere.json"],
    ["that is no JSON", "broken.json", "broken.json is no judge file: it is no JSON"],
    ["that was edited", "edited.json", "edited or damaged, its hash differs"],
  ])("%s ends each command in one sentence", async (_, file, says) => {
    writeFileSync(join(cwd, "broken.json"), "{");
    writeFileSync(
      join(cwd, "edited.json"),
      readFileSync(join(cwd, "judge.json"), "utf8").replace('"seed":1', '"seed":2'),
    );
    for (const command of [
      ["evaluate", "keyroom"],
      ["train", "MiniHack-KeyRoom-S5-v0"],
      ["judge", "-"],
    ]) {
      expectOneSentence(expect, await calmhack([...command, "--judge", file], { cwd }), new RegExp(says));
    }
  });
});

describe("a recorded teacher", () => {
  it("is replayed; one of another prompt is refused; no key is written (a mock server)", async () => {
    const folder = temporaryFolder();
    cpSync(join(cwd, SMALL), join(folder, SMALL));
    // Says yes to the key after PICKUP and to the door after APPLY: a teacher that reads the action alone.
    const server = await openServer(
      answering((text) => {
        const action = /^Action: (.*)$/m.exec(text)?.[1];
        const [key = "", door = ""] = subgoalsOf(text);
        return JSON.stringify({ [key]: action === "PICKUP", [door]: action === "APPLY" });
      }),
    );
    const flags = ["--model", "foo", "--base-url", server.url, "--mock", "--repetitions", "100", "--concurrency", "64"];
    try {
      const asked = await calmhack(["evaluate", SMALL, "--split", "test", ...flags], {
        cwd: folder,
      });
      expect(asked.code).toBe(0);
    } finally {
      await server.close();
    }
    const replay = ["--replay", recordingPath("calmhack-recordings", "foo"), ...FAST];
    const args = ["distil", SMALL, "--train-share", "0.6", ...replay, "--out", "judge.json"];
    const distilled = await calmhack(args, { cwd: folder });
    expect(distilled).toMatchObject({ code: 0, err: "" });
    expect(distilled.out).toMatch(/Teacher: foo, mock, \d{4}-\d\d-\d\d \(mock\)\./);
    expect(distilled.out).toContain("more unanswered");
    expectNoKey(expect, folder, distilled);
    const before = contents(folder);
    const refused = await calmhack([...args, "--prompt", "crop"], { cwd: folder });
    expectOneSentence(expect, refused, /answers prompt "map\/1" .* but this run asks prompt "crop\/1"/);
    expect(contents(folder)).toEqual(before);
  }, 120_000);
});

describe("what distil cannot do", () => {
  it.each([
    [["keyroom"], "Who shall teach\\? Accepted is one of --replay FILE"],
    [["keyroom", "--rules", "--noise", "0/0"], "Who shall teach"],
    [["keyroom", "--noise", "2/0"], "--noise is"],
    [["keyroom", "--noise", "0/0", "--errors", "sometimes"], "accepted are independent and by-text"],
    [["keyroom", "--confuse", "a pony"], "no kind of look-alikes"],
    [["keyroom", "--rules", "--row", "x"], "--row names a row of --teacher"],
    [["keyroom", "--rules", "--test", "keyroom"], "is the data that is learned from"],
    [["keyroom", "--rules", "--out", "judge.txt"], "a judge file ends in .json"],
    [["keyroom", "--rules", "--train-share", "x"], "--train-share is"],
    [["keyroom", "--rules", "--curve", "many"], "--curve is"],
    [["nowhere.jsonl", "--rules"], "There is no data set"],
    [["keyroom", "--replay", "nowhere.jsonl"], "There is no recording nowhere.jsonl"],
    [["keyroom", "--teacher", "nowhere", "--row", "x"], "is no result folder"],
    [[join(root, "examples", "transitions.jsonl"), "--rules"], "needed to learn it, so take more transitions"],
  ])("%j ends in one sentence", async (args, says) => {
    const before = contents(cwd);
    const ended = await calmhack(["distil", ...args], { cwd });
    expectOneSentence(expect, ended, new RegExp(says));
    expect(contents(cwd)).toEqual(before);
  });
});

describe("distil-study", () => {
  it.runIf(isLong)(
    "plays, teaches and compares; the same command gives the same bytes",
    async () => {
      const small = [
        "--seeds",
        "2",
        "--noise",
        "0.05/0.1",
        "--confuse",
        "step onto the key",
        "--answers",
        "120",
        "--held-out",
        "200",
      ];
      const out = await ran("distil-study", ...small, "--natural-answers", "none", "--out", "study");
      expect(out).toContain("by kind: step onto the key");
      expect(out).toContain("0.05/0.1 by text");
      await ran("distil-study", ...small, "--natural-answers", "none", "--out", "study-again");
      expect(contents(join(cwd, "study-again"))).toEqual(contents(join(cwd, "study")));
      expect(readFileSync(join(cwd, "study", "figure.svg"), "utf8")).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
      expect(readFileSync(join(cwd, "study", "report.md"), "utf8")).not.toMatch(/undefined|NaN/);
      writeFileSync(join(cwd, "file"), "");
      expectOneSentence(expect, await calmhack(["distil-study", ...small, "--out", "file"], { cwd }), /it is a file/);
    },
    120_000,
  );
});
