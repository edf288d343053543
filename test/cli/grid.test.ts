import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { answering, openServer, subgoalsOf } from "./mock-server.js";
import { folder, ran } from "./prompting.js";

/** Says yes to the key whenever the prompt has a legend and the action is PICKUP; else no. */
const picky = answering((text) => {
  const names = subgoalsOf(text);
  const yes = text.includes("Signs on the map") && /^Action: PICKUP$/m.test(text);
  return JSON.stringify(Object.fromEntries(names.map((name, i) => [name, yes && i === 0])));
});

async function mock() {
  const server = await openServer(picky);
  onTestFinished(() => server.close());
  return server;
}

const QUICK = ["--limit", "60", "--repetitions", "500"];

describe("calmhack grid", () => {
  it("judges 30 cells by the text rules without a key, and says that they are a program", async () => {
    const place = join(folder(), "grid");
    const out = await ran("grid", "keyroom", ...QUICK, "--out", place);
    expect(out).toContain("Prompt grid, one at a time from crop/1: 30 cells");
    expect(out).toMatch(/^action hidden .* 60$/m);
    expect(out).toMatch(/^separator none .* 0$/m);
    expect(out).toContain("0 human labels");
    expect(out).toContain("is no evidence about language models");
    expect(readdirSync(place).sort()).toEqual([
      "cells.csv",
      "items.jsonl",
      "judgements.jsonl",
      "manifest.json",
      "report.html",
      "report.md",
      "result.json",
      "timing.json",
    ]);
    const again = join(folder(), "grid");
    await ran("grid", "keyroom", ...QUICK, "--out", again);
    for (const name of ["result.json", "judgements.jsonl", "cells.csv", "report.html"]) {
      expect(readFileSync(join(again, name), "utf8"), name).toBe(readFileSync(join(place, name), "utf8"));
    }
  });

  it("asks 48 cells through the door once, and gives the same figures from the recording in one command", async () => {
    const server = await mock();
    const place = folder();
    const cells = ["--vary", "legend,remark,role", "--full", "--limit", "6", "--repetitions", "200", "--json"];
    const model = ["--model", "m", "--base-url", server.url, "--mock", "--recordings", join(place, "rec")];
    const dry = await ran(
      "grid",
      "keyroom",
      "--vary",
      "legend,remark,role",
      "--full",
      "--limit",
      "6",
      "--dry-run",
      ...model,
    );
    expect(dry).toContain("48 cells, 6 transitions each, 288 texts per model.");
    expect(dry).toContain("m: 288 calls to make, 0 answers recorded already.");
    const asked: Grid = JSON.parse(await ran("grid", "keyroom", ...cells, ...model, "--out", join(place, "a")));
    expect(server.seen.length).toBe(288);
    expect(asked.cells.length).toBe(48);
    expect(asked.raters.map(({ provenance }) => provenance.kind)).toEqual(["mock"]);
    const [file = ""] = readdirSync(join(place, "rec"));
    const replay = ["--replay", join(place, "rec", file), "--out", join(place, "b")];
    const replayed: Grid = JSON.parse(await ran("grid", "keyroom", ...cells, ...replay));
    expect(server.seen.length).toBe(288);
    expect(replayed.raters[0]?.parts).toEqual(asked.raters[0]?.parts);
  });

  it("shows which part mattered to a model that needs the legend", async () => {
    const server = await mock();
    const place = folder();
    const model = ["--model", "m", "--base-url", server.url, "--mock", "--recordings", join(place, "rec")];
    const out = await ran(
      "grid",
      "keyroom",
      "--vary",
      "legend,remark=none",
      "--limit",
      "90",
      ...model,
      "--out",
      join(place, "g"),
    );
    expect(out).toMatch(/^legend none .*\*/m);
    expect(out).toMatch(/^legend fields .* 1\.000 /m);
    expect(out).toMatch(/corrected over 3 of 3 comparisons \(Holm 1979\); \* at most 0\.05: 1\./);
  });

  it("prints the text of one cell", async () => {
    expect(await ran("grid", "keyroom", "--show", "legend none")).toMatch(
      /^Prompt crop\.legend-none\/1 \([0-9a-f]{12}\)\n/,
    );
  });

  it.each([
    [["keyroom", "--vary", "legned"], 'The prompt has no factor "legned"; it has role, legend'],
    [["keyroom", "--vary", "legend=x"], 'legend has no variant "x"'],
    [["keyroom", "--show", "nothing"], 'The grid has no cell "nothing"'],
    [["keyroom", "--words", "loud"], '--words is "loud"'],
    [["nowhere"], "nowhere"],
    [["keyroom", "--full"], "at most 400 are asked, so vary fewer"],
    [["keyroom", "--vary", "legend", "--repetitions", "3"], "--repetitions"],
  ])("refuses %j in one sentence", async (args, sentence) => {
    const refused = await ran("grid", ...args).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ name: "InputError" });
    expect(String(refused)).toContain(sentence);
    expect(String(refused)).not.toContain("\n");
  });

  it("refuses a recording that lacks one of the cells, and names the prompt", async () => {
    const server = await mock();
    const place = folder();
    const model = ["--model", "m", "--base-url", server.url, "--mock", "--recordings", join(place, "rec")];
    await ran("grid", "keyroom", "--vary", "legend", "--limit", "3", ...model, "--out", join(place, "a"));
    const [file = ""] = readdirSync(join(place, "rec"));
    const more = ["--vary", "legend,message", "--limit", "3", "--replay", join(place, "rec", file)];
    await expect(ran("grid", "keyroom", ...more, "--out", join(place, "b"))).rejects.toThrow("crop.message-hidden/1");
  });
});

interface Grid {
  readonly cells: readonly unknown[];
  readonly raters: readonly { readonly provenance: { readonly kind: string }; readonly parts: unknown }[];
}
