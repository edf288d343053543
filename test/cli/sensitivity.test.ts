import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { answering, openServer, subgoalsOf } from "./mock-server.js";
import { folder, ran } from "./prompting.js";

/** Says yes to the first subgoal, but not when it is to be taken. */
const wordy = answering((text) => {
  const names = subgoalsOf(text);
  return JSON.stringify(Object.fromEntries(names.map((name, i) => [name, i === 0 && !name.startsWith("take")])));
});

async function mock() {
  const server = await openServer(wordy);
  onTestFinished(() => server.close());
  return server;
}

const FEW = ["--limit", "6", "--repetitions", "200"];

describe("calmhack sensitivity", () => {
  it("asks each variant once, gives the same bytes from the recording, and says in a dry run what it would ask", async () => {
    const server = await mock();
    const place = folder();
    const model = ["--model", "m", "--base-url", server.url, "--mock", "--recordings", join(place, "rec")];
    const dry = await ran("sensitivity", "keyroom", ...FEW, ...model, "--dry-run");
    expect(dry).toContain("9 ways of asking, 6 transitions each, 54 texts per model.");
    expect(dry).toContain("m: 54 calls to make, 0 answers recorded already.");
    const out = await ran("sensitivity", "keyroom", ...FEW, ...model, "--out", join(place, "a"));
    expect(server.seen).toHaveLength(54);
    expect(out).toMatch(/^again, same words +0 of 8 /m);
    expect(out).toMatch(/^order: reversed +8 of 8 +1\.00/m);
    expect(out).toMatch(/^"pick up the key" as "take the key" +4 of 8 +0\.50/m);
    expect(out).toContain("(mock): A test server, no language model");
    expect(out).toContain("corrected over 8 variants (Holm 1979)");
    expect(readdirSync(join(place, "a")).sort()).toEqual([
      "flips.csv",
      "judgements.jsonl",
      "manifest.json",
      "report.html",
      "report.md",
      "result.json",
      "timing.json",
    ]);
    await ran("sensitivity", "keyroom", ...FEW, ...model, "--out", join(place, "b"));
    expect(await ran("sensitivity", "keyroom", ...FEW, ...model, "--dry-run")).toContain(
      "m: 0 calls to make, 54 answers",
    );
    const [file = ""] = readdirSync(join(place, "rec"));
    const replay = ["--replay", join(place, "rec", file)];
    const replayed = JSON.parse(
      await ran("sensitivity", "keyroom", ...FEW, ...replay, "--json", "--out", join(place, "c")),
    );
    expect(server.seen).toHaveLength(54);
    for (const name of ["result.json", "judgements.jsonl", "flips.csv", "report.html"]) {
      expect(readFileSync(join(place, "b", name), "utf8"), name).toBe(readFileSync(join(place, "a", name), "utf8"));
    }
    const first = JSON.parse(readFileSync(join(place, "a", "result.json"), "utf8"));
    expect(replayed.raters[0].parts).toEqual(first.raters[0].parts);
  });

  it("asks of a longer list only what is new", async () => {
    const server = await mock();
    const place = folder();
    const model = ["--model", "m", "--base-url", server.url, "--mock", "--recordings", join(place, "rec")];
    await ran("sensitivity", "keyroom", ...FEW, ...model, "--vary", "order", "--out", join(place, "a"));
    expect(server.seen).toHaveLength(12);
    const again = await ran(
      "sensitivity",
      "keyroom",
      ...FEW,
      ...model,
      "--vary",
      "order,again",
      "--out",
      join(place, "b"),
    );
    expect(server.seen).toHaveLength(18);
    expect(again).toContain("m: 6 calls");
  });

  it("takes a user's own words, and prints the shipped ones to start from", async () => {
    const place = folder();
    const template = JSON.parse(await ran("sensitivity", "keyroom", "--template"));
    expect(Object.keys(template)).toEqual(["subgoals", "tasks"]);
    const mine = join(place, "mine.json");
    writeFileSync(mine, JSON.stringify({ subgoals: { "open the door": ["swing the door open"] } }));
    const out = await ran("sensitivity", "keyroom", ...FEW, "--wordings", mine, "--out", join(place, "a"));
    expect(out).toContain('"open the door" as "swing the door open"');
    expect(out).not.toContain("take the key");
    expect(out).toContain("is no evidence about language models");
    const shown = await ran("sensitivity", "keyroom", "--show", "order: reversed");
    expect(shown).toMatch(/^- "open the door"\n- "pick up the key"$/m);
  });

  it.each([
    [["keyroom", "--vary", "colour"], '--vary is "colour"; accepted are again, order, subgoals, task'],
    [["keyroom", "--wordings", "nowhere.json"], "There is no file of wordings nowhere.json"],
    [["keyroom", "--show", "nothing"], 'There is no variant "nothing"'],
    [["nowhere"], "nowhere"],
    [["keyroom", "--repetitions", "3"], "--repetitions"],
    [["keyroom", "--limit", "0"], "--limit"],
    [["keyroom", "--model", "m", "--prices", "none.json"], "There is no price file none.json"],
  ])("refuses %j in one sentence", async (args, sentence) => {
    const refused = await ran("sensitivity", ...args).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ name: "InputError" });
    expect(String(refused)).toContain(sentence);
    expect(String(refused)).not.toContain("\n");
  });
});
