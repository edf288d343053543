import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { assetPath } from "../../envs/index.js";
import { build, calmhack, contents, expectOneSentence, temporaryFolder } from "./run.js";

beforeAll(build, 300_000);

describe("convert", () => {
  it("goes from the shipped set through a folder for the Hub, Parquet, CSV and JSONL, and loses nothing", async () => {
    const cwd = temporaryFolder();
    const run = (...args: readonly string[]) => calmhack(args, { cwd });
    expect(await run("convert", "keyroom", "hub")).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^hub: 1568 transitions as a folder for the Hub; splits: dev \d+ \(\d+ episodes\), test \d+/,
      ),
    });
    expect((await run("convert", "hub", "again")).code).toBe(0);
    expect((await run("validate", "again")).out).toMatch(/^again is valid: 1568 transitions/);
    expect((await run("validate", "hub")).code).toBe(0);
    // Of all rows test/annotations/table.test.ts; here the commands.
    const shipped = readFileSync(assetPath("keyroom", "transitions.jsonl"), "utf8");
    const some = shipped.split("\n").slice(0, 300).join("\n");
    writeFileSync(join(cwd, "some.jsonl"), `${some}\n`);
    expect((await run("convert", "some.jsonl", "a.parquet")).code).toBe(0);
    expect((await run("convert", "a.parquet", "b.csv")).code).toBe(0);
    expect((await run("validate", "b.csv")).code).toBe(0);
    expect((await run("convert", "b.csv", "c.jsonl")).code).toBe(0);
    expect(readFileSync(join(cwd, "c.jsonl"), "utf8")).toBe(`${some}\n`);
    const split = await run("convert", "c.jsonl", "d.jsonl", "--split-by", "episode", "--dev-share", "0.5", "--json");
    const { splits } = JSON.parse(split.out);
    expect(Math.abs(splits[0].episodes - splits[1].episodes)).toBeLessThanOrEqual(1);
    expect((await run("validate", "d.jsonl")).code).toBe(0);
    expect((await run("evaluate", "d.jsonl", "--split", "dev", "--limit", "20", "--repetitions", "100")).code).toBe(0);
  }, 60_000);

  it.each<[string, readonly string[], RegExp]>([
    ["data that are not there", ["absent", "x.csv"], /There is no data "absent"; accepted are keyroom/],
    [
      "an ending that is unknown",
      ["keyroom", "x.xlsx"],
      /x\.xlsx ends in \.xlsx; written are \.jsonl, \.csv, \.parquet/,
    ],
    ["a CSV with a quote that is not closed", ["open.csv", "x.jsonl"], /open\.csv:2:3: a quoted field is not closed/],
    ["a CSV without a column", ["short.csv", "x.jsonl"], /short\.csv has no column subgoals/],
    ["a Parquet that is none", ["fake.parquet", "x.jsonl"], /fake\.parquet is no Parquet file/],
    ["a JSONL that is none", ["fake.jsonl", "x.csv"], /fake\.jsonl:1: this line is no JSON object/],
    [
      "a split by something else",
      ["keyroom", "x.csv", "--split-by", "level"],
      /--split-by is "level"; accepted is episode/,
    ],
    ["a share that is none", ["keyroom", "x.csv", "--split-by", "episode", "--dev-share", "2"], /--dev-share is "2"/],
    ["a folder that is somebody else's", ["keyroom", "theirs"], /theirs: it is there and holds thesis\.tex/],
    ["a file where a folder is needed", ["keyroom", "fake"], /fake: it is a file/],
    ["a place below a file", ["keyroom", "fake/x.csv"], /cannot be written: a file lies where a folder is needed/],
  ])("says in one sentence that it was given %s, and writes nothing", async (_, args, said) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "open.csv"), 'task,subgoals,action,before,after\nt,"[""s""]\n');
    writeFileSync(join(cwd, "short.csv"), "task,action,before,after\n");
    for (const name of ["fake", "fake.parquet", "fake.jsonl"]) writeFileSync(join(cwd, name), "hello\n");
    mkdirSync(join(cwd, "theirs"));
    writeFileSync(join(cwd, "theirs", "thesis.tex"), "years of work");
    const before = contents(cwd);
    expectOneSentence(expect, await calmhack(["convert", ...args], { cwd }), said);
    expect(contents(cwd)).toEqual(before);
  });
});
