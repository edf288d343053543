/** `view` and `cite` of prompt grids and of lists of subgoals. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { PAGE_TAGS, RAW, tagsOf } from "./page/support.js";
import { ran } from "./prompting.js";
import { cited, temporaryFolder, viewed } from "./results.js";

const place = temporaryFolder();
const grid = join(place, "grid");
const lists = join(place, "lists");

beforeAll(async () => {
  const few = ["--limit", "30", "--repetitions", "100", "--vary", "legend,message", "--out", grid];
  await ran("grid", "keyroom", ...few);
  await ran("decompose", "MiniHack-KeyRoom-S5-v0", "--preset", "--out", lists);
}, 60_000);

describe("a prompt grid", () => {
  it("lists its cells with how often a rater errs and says other than in the base, and how one is opened", async () => {
    const text = await viewed(grid);
    expect(text).toMatch(/^4 cells, 30 transitions each/);
    expect(text).toMatch(/^base +0 +0$/m);
    // Without the message the rules have nothing to go by and answer nothing.
    expect(text).toMatch(/^message hidden +30 +30$/m);
    expect(text).toContain('--cell "legend fields" --wrong');
  });

  it("opens a cell as any result: its raters are rows, its prompt is that of the cell", async () => {
    const text = await viewed(grid, { cell: "message hidden", wrong: true, row: "text rules" });
    expect(text).toMatch(/^30 of 30 transitions/);
    expect(text).toContain("text rules: balanced-0001");
    expect(text).toContain("not read: no rule");
    expect(await viewed(grid, { cell: "legend none", item: "balanced-0001" })).not.toContain("Signs on the map");
    expect(await viewed(grid, { cell: "base", item: "balanced-0001" })).toContain("Signs on the map");
  });

  it("says in one sentence what it does not have", async () => {
    await expect(viewed(grid, { cell: "nothing" })).rejects.toThrow(
      /The grid has no cell "nothing"; calmhack view .* lists its 4 cells\.$/,
    );
    await expect(viewed(grid, { wrong: true })).rejects.toThrow("--wrong needs --cell LABEL in a prompt grid.");
    await expect(viewed(lists, { cell: "base" })).rejects.toThrow(
      "--cell is for transitions; lists of subgoals have none.",
    );
  });

  it("of an earlier version, without its transitions, says so", async () => {
    const old = join(place, "old");
    await ran("grid", "keyroom", "--limit", "3", "--repetitions", "100", "--vary", "legend", "--out", old);
    rmSync(join(old, "items.jsonl"));
    await expect(viewed(old)).rejects.toThrow(
      "holds no items.jsonl; a grid of an earlier version does not; run the same calmhack grid again.",
    );
  });

  it("is cited with data, every prompt's hash and the statistics", async () => {
    const text = await cited(grid);
    expect(text).toMatch(
      /^Data: keyroom 1, SHA-256 [0-9a-f]{64}; default subset, limit 30, 30 of 1568 transitions\.$/m,
    );
    expect(text).toContain("Prompt grid: one at a time, 4 cells, factors version 1, base crop/1, SHA-256 ");
    expect(text).toContain("0 human labels");
    expect(JSON.parse(await cited(grid, { json: true })).prompts).toHaveLength(4);
  });

  it("has a page with a figure of differences, the words that each cell changes, and nothing but text in it", () => {
    const page = readFileSync(join(grid, "report.html"), "utf8");
    expect(page).toContain('aria-label="κ − base, balanced + hard negatives: legend fields 0.00');
    expect(page).toContain("No language model was asked");
    expect(page).toContain("message hidden");
    expect(page).toMatch(/<details><summary>legend none<\/summary>.*<b>legend<\/b> \(left out\)/);
    expect(tagsOf(page).filter((name) => !PAGE_TAGS.includes(name))).toEqual([]);
    expect(page.replaceAll("\n", "")).not.toMatch(RAW);
  });
});

describe("lists of subgoals", () => {
  it("are printed again by view, and cited with the task and the transitions they were matched on", async () => {
    expect(await viewed(lists)).toContain("by firing: precision 1.00, recall 1.00, F1 1.00");
    const text = await cited(lists);
    expect(text).toContain("Matched on 150 transitions of keyroom 1, SHA-256 ");
    expect(text).toContain("  - preset (preset): Given with the task; nobody was asked.");
    // Nobody was asked a question.
    expect(text).not.toContain("Question:");
  });

  it("have a page that says whose labels the reference is", () => {
    const page = readFileSync(join(lists, "report.html"), "utf8");
    expect(page).toContain("Labels are the game&#39;s truth");
    expect(page).toContain("0 human labels");
    expect(page).toContain("No language model was asked.");
    expect(tagsOf(page).filter((name) => !PAGE_TAGS.includes(name))).toEqual([]);
  });

  it("that were damaged are refused with the member", async () => {
    const text = readFileSync(join(lists, "result.json"), "utf8");
    writeFileSync(join(lists, "result.json"), text.replace('"task":', '"tsk":'));
    await expect(viewed(lists)).rejects.toThrow(/result\.json is not what a result of this kind holds \(task\)\.$/);
  });
});
