/** `compare` on folders: evaluations, trainings, what it refuses; and view and cite of what it writes. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Judgement, Provenance, Transition, Verdict } from "../../../annotations/index.js";
import { canonicalJson, writeResult } from "../../../calm/index.js";
import { writeFolder } from "../../../envs/index.js";
import { evaluationOf, item, PAGE_TAGS, RAW, said, tagsOf } from "../page/support.js";
import { madeTraining } from "../page/training-support.js";
import { cited, compared, temporaryFolder, viewed } from "../results.js";

const FLOOR: Provenance = { kind: "floor", name: "always no", note: "Answers no." };
const mock = (name: string): Provenance => ({ kind: "mock", name, note: "A test server." });

const place = temporaryFolder();
const at = (name: string): string => join(place, name);

const labels: readonly Verdict[] = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? "yes" : "no"));
const items: readonly Transition[] = labels.map((label, i) =>
  item(`i${i}`, i < 30 ? { part: "balanced", labels: [label, "no"] } : { kind: i < 35 ? "pickup" : "apply" }),
);
const right = items.map(({ labels: own = [] }) => said(...own));
const no = items.map(() => said("no", "no"));
/** Says yes to the key wherever nothing was achieved, up to transition `n`. */
const wrongUntil = (n: number): readonly Judgement[] =>
  right.map((one, i) => (i < n && labels[i] === "no" ? said("yes", "no") : one));

const evaluation = (name: string, rows: readonly (readonly [Provenance, readonly Judgement[]])[], own = items) =>
  writeResult(
    at(name),
    evaluationOf(
      own,
      rows.map(([provenance, judgements]) => ({ provenance, judgements })),
    ),
    new Map(),
  );

beforeAll(async () => {
  await evaluation("a", [
    [FLOOR, no],
    [mock("small"), right],
  ]);
  await evaluation("b", [
    [FLOOR, no],
    [mock("big"), wrongUntil(40)],
    [mock("other"), right],
  ]);
  await evaluation("few", [[mock("small"), right.slice(0, 30)]], items.slice(0, 30));
  const turned = items.map((one, i) => (i === 0 ? { ...one, labels: ["no", "no"] as const } : one));
  await evaluation("relabelled", [[mock("small"), right]], turned);
  for (const [name, steps] of [
    ["t1", [2_500, 5_000]],
    ["t2", [5_000, 5_000]],
  ] as const) {
    await writeFolder(at(name), new Map([["result.json", `${canonicalJson(madeTraining(steps), 1)}\n`]]));
  }
});

describe("evaluations compared", () => {
  it("show a row that is the same in all once, pairs of different results, and say who is better only after correction", async () => {
    const text = await compared([at("a"), at("b")], { out: at("ab") });
    expect(text).toMatch(/^A {2}a {7}made 1, full: 40 of 40/m);
    expect(text).toMatch(/^always no +floor/m);
    expect(text).toMatch(/^A: small +mock/m);
    expect(text).toContain("2 of them. Unanswered counts as wrong.");
    expect(text).toContain("A: small is better than B: big: κ difference ");
    expect(text).toContain("No difference between A: small and B: other is shown: κ 0.00 [0.00, 0.00].");
    // Of the 25 without an achievement, those below 40 and odd: 15 in the balanced part, 5 among the look-alikes.
    expect(text).toContain("They answer differently on 20 of 40 transitions.");
    expect(text).toContain("No language model was used; mock rows are a test server.");
    expect(readdirSync(at("ab")).sort()).toEqual(["differing.jsonl", "manifest.json", "report.html", "result.json"]);
    expect(
      readFileSync(join(at("ab"), "differing.jsonl"), "utf8")
        .trimEnd()
        .split("\n"),
    ).toHaveLength(20);
  });

  it("give the same bytes again", async () => {
    await compared([at("a"), at("b")], { out: at("again") });
    for (const name of ["result.json", "report.html", "differing.jsonl"]) {
      expect(readFileSync(join(at("again"), name), "utf8"), name).toBe(readFileSync(join(at("ab"), name), "utf8"));
    }
  });

  it("have no paired differences where transitions or labels are not the same, and it is said why", async () => {
    expect(await compared([at("a"), at("few")], { out: at("x1") })).toContain(
      "No paired differences: A and B hold different transitions. The figures are each of their own result.",
    );
    const text = await compared([at("a"), at("relabelled")], { out: at("x2") });
    expect(text).toContain(
      "No paired differences: A and B are scored against different labels. The figures are each of their own result.",
    );
    expect(text).not.toContain("first − second");
    expect(readFileSync(join(at("x2"), "report.html"), "utf8")).not.toContain("Pair by pair");
  });

  it("are shown on a page with the transitions on which they differ, one of each kind in turn", async () => {
    const page = readFileSync(join(at("ab"), "report.html"), "utf8");
    expect(tagsOf(page).filter((name) => !PAGE_TAGS.includes(name))).toEqual([]);
    expect(page.replaceAll("\n", "")).not.toMatch(RAW);
    expect(page).toContain("On 20 of 40 transitions two rows of a pair answer differently; 20 are shown");
    expect(page).toContain('<li class="wrong">✗ B: big: yes</li>');
    expect(page.indexOf("<b>i1</b>")).toBeLessThan(page.indexOf("<b>i31</b>"));
    expect(page.indexOf("<b>i31</b>")).toBeLessThan(page.indexOf("<b>i3</b>"));
  });

  it("open in view, as text, and one of them by its id", async () => {
    const text = await viewed(at("ab"));
    expect(text).toMatch(/^20 of 20 transitions on which two rows of a pair differ\./);
    expect(text).toContain("  ✗ B: big: yes");
    expect((await viewed(at("ab"), { item: "i3" })).match(/^i\d+, /gm)).toEqual(["i3, "]);
    await expect(viewed(at("ab"), { item: "i0" })).rejects.toThrow(
      'There is no item "i0" among the 20 on which rows differ.',
    );
    await expect(viewed(at("ab"), { wrong: true })).rejects.toThrow("--wrong is for a single result");
  });

  it("are cited with both results, their data and prompt, and how the differences were tested", async () => {
    const text = await cited(at("ab"));
    expect(text).toMatch(/^A: a, result\.json SHA-256 [0-9a-f]{64}, made by calmhack 0\.0\.0\.$/m);
    expect(text).toContain(
      "Paired differences: 2 pairs, episode-bootstrap 95 % intervals, seed 1, 200 repetitions; Holm 1979",
    );
    expect(text).toContain("  - B: big (mock): A test server.");
    expect(JSON.parse(await cited(at("ab"), { json: true }))).toMatchObject({
      kind: "evaluations",
      statistics: { comparisons: 2 },
    });
  });
});

describe("trainings compared", () => {
  it("have an arm that is the same once, the settings that differ, and arms of one name seed by seed", async () => {
    const text = await compared([at("t1"), at("t2")], { out: at("tt") });
    expect(text).toMatch(/^none .* 1 of 2/m);
    expect(text).toMatch(/^A: text rules/m);
    expect(text).toContain("All settings are the same.");
    // 2,500 against 5,000 and 5,000 against 5,000: half as fast and as fast, 1/sqrt(2).
    expect(text).toMatch(/^B: text rules – A: text rules +0\.71 \[/m);
    const page = readFileSync(join(at("tt"), "report.html"), "utf8");
    expect(page).toContain("Which training was faster?");
    expect(page.match(/: learning curve and steps to 90 %"/g)).toHaveLength(3);
    expect(await viewed(at("tt"))).toContain("second against first");
    expect(await cited(at("tt"))).toMatch(/^A: t1, result\.json SHA-256 .*\nEnvironment: MiniHack-KeyRoom-S5-v0/m);
  });

  it("of other budgets are shown, not compared seed by seed", async () => {
    const other = madeTraining([2_500, 5_000]);
    const longer = { ...other, settings: { ...other.settings, steps: 20_000 } };
    await writeFolder(at("t3"), new Map([["result.json", `${canonicalJson(longer, 1)}\n`]]));
    const text = await compared([at("t1"), at("t3")], { out: at("t13") });
    expect(text).toContain("Settings that differ: steps.");
    expect(text).toContain("Arms are not compared seed by seed: A has steps 10000, B has 20000.");
  });
});

describe("what is refused in one sentence", () => {
  it.each([
    [["a"], "compare needs two results or more."],
    [["a", "a/."], "is named twice"],
    [["a", "t1"], "is an evaluation and "],
    [["ab", "again"], "is a comparison; compare takes evaluations or trainings."],
    [["a", "absent"], "is no result folder"],
  ])("%j", async (names, sentence) => {
    const refused = await compared(
      names.map((name) => `${place}/${name}`),
      { out: at("refused") },
    ).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ name: "InputError" });
    expect(String(refused)).toContain(sentence);
    expect(String(refused)).not.toContain("\n");
    expect(readdirSync(place)).not.toContain("refused");
  });

  it("a place that is one of the results, which stays as it was", async () => {
    const before = readFileSync(join(at("a"), "result.json"), "utf8");
    await expect(compared([at("a"), at("b")], { out: at("a") })).rejects.toThrow("is one of the results compared");
    expect(readFileSync(join(at("a"), "result.json"), "utf8")).toBe(before);
  });

  it("a comparison or training that was damaged, with the file and the member", async () => {
    await writeFolder(
      at("bad"),
      new Map([["result.json", '{"format":"calmhack-training/2","calmhack":"1","rules":1}']]),
    );
    await expect(compared([at("t1"), at("bad")], { out: at("refused") })).rejects.toThrow(
      /bad\/result\.json is not what .*\(settings\)/,
    );
    await writeFolder(at("old"), new Map([["result.json", '{"format":"calmhack-comparison/9"}']]));
    await expect(viewed(at("old"))).rejects.toThrow("is a comparison result of format calmhack-comparison/9");
    await compared([at("a"), at("b")], { out: at("cut") });
    writeFileSync(join(at("cut"), "differing.jsonl"), "{");
    await expect(viewed(at("cut"))).rejects.toThrow(/differing\.jsonl:1 is damaged/);
  });
});
