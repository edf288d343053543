/** `evaluate` with labels of raters: columns beside the truth, the human ceiling, CALM's own set-up. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type DataSet, labelling, loadDataSet, select, type Transition } from "../../annotations/index.js";
import { readStoredResult } from "../../calm/index.js";
import { build, calmhack, expectOneSentence, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const run = (...args: readonly string[]) => calmhack(args, { cwd: folder });
const AT = "2026-11-23T12:00:00.000Z";
const keyroom = loadDataSet("keyroom");
const forty = select(keyroom, { size: "full", limit: 40 });

/** A label file as a test needs it; whoever it names is nobody. */
function labelled(path: string, rater: string, data: DataSet, items: readonly Transition[], mark: Marking): void {
  const plan = items.map(({ id }): labelling.Showing => ({ id, time: 1 }));
  const head: labelling.LabelHead = {
    format: labelling.LABELS_FORMAT,
    rater,
    data: { name: data.name, version: data.version, hash: data.hash },
    instructions: labelling.INSTRUCTIONS,
    window: "crop",
    began: AT,
    calmhack: "0.1.0",
  };
  const writer = labelling.openLabelFile(join(folder, path), { head, plan });
  plan.forEach((of, showing) => {
    const marks = items[showing]!.subgoals.map((_, s) => mark(items[showing]!.labels?.[s] === "yes", showing + s));
    writer.save({ at: AT, showing, of, sheet: { marks, state: "done", note: "", seconds: 1 }, why: "key" });
  });
  writer.close();
}

type Marking = (yes: boolean, i: number) => labelling.Mark;
const right: Marking = (yes) => (yes ? "yes" : "no");
const often: Marking = (yes, i) => right(i % 6 === 0 ? !yes : yes, i);
const unsure: Marking = (yes, i) => (i % 9 === 0 ? "unsure" : right(yes, i));

const evaluated = (...args: readonly string[]) => run("evaluate", "keyroom", "--repetitions", "100", ...args);
const one = ["--labels", "one.jsonl"];
const two = ["--labels", "two.jsonl"];

beforeAll(() => {
  build();
  labelled("one.jsonl", "human:test-one", keyroom, forty, right);
  labelled("two.jsonl", "human:test-two", keyroom, forty.slice(5), often);
  labelled("program.jsonl", "script:p", keyroom, forty, unsure);
}, 120_000);

describe("labels beside the truth", () => {
  it("are a column of their own, with how many people and when", async () => {
    const { code, out, err } = await evaluated(...one, ...two, "--out", "both");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(" Human labels of 2 people.");
    expect(out).toContain(
      "Raters, each a column beside the truth: human:test-one, 40 transitions, 2026-11-23; human:test-two, 35 transitions, 2026-11-23.",
    );
    expect(out).toMatch(/AGAINST HUMAN:TEST-ONE: 40 TRANSITIONS/);
    const { result } = readStoredResult(join(folder, "both"));
    const [first, second] = result.raters?.columns ?? [];
    const rows = first?.part.columns[0]?.rows ?? [];
    expect(rows.map(({ provenance }) => `${provenance.name} ${provenance.kind}`)).toEqual([
      "truth truth",
      ...result.annotators.map(({ provenance }) => `${provenance.name} ${provenance.kind}`),
      "human:test-two human",
    ]);
    // The first agrees with the truth throughout; the second labelled 35 of the 40.
    expect(rows[0]?.asWrong.kappa.value).toBe(1);
    const total = (counts: object) => Object.values(counts).reduce((sum: number, n: number) => sum + n, 0);
    expect(rows.map(({ counts }) => total(counts))).toEqual([...rows.slice(1).map(() => 40), 35]);
    expect(second?.part.columns[0]?.rows.at(-1)?.provenance.name).toBe("human:test-one");
    // Against the truth, people are no row: their columns are few items.
    expect(result.parts[0]?.columns[0]?.rows.some(({ provenance }) => provenance.kind === "human")).toBe(false);
    expect(readFileSync(join(folder, "both", "scores.csv"), "utf8")).toContain(
      "against human:test-one,any flagged,truth,truth",
    );
    expect(readFileSync(join(folder, "both", "report.html"), "utf8")).toContain("against human:test-two");
  });

  it("give the human ceiling with its interval from two people on", async () => {
    const { out } = await evaluated(...one, ...two, "--out", "ceiling");
    const said = /HUMAN CEILING.*\n(?:.*\n)*?open the door: κ (.*)\./.exec(out)?.[1];
    const { result } = readStoredResult(join(folder, "ceiling"));
    const ceiling = result.raters?.humanCeiling.find(({ column }) => column === "open the door")?.kappa;
    // The same two people, pair by pair, by the other command.
    const pairs = JSON.parse((await run("agreement", "keyroom", "one.jsonl", "two.jsonl", "--json", "--out", "a")).out);
    expect(ceiling?.value).toBeCloseTo(pairs.columns[2].pairs[0].kappa.value, 12);
    expect(said).toMatch(/^0\.\d\d \[-?\d\.\d\d, \d\.\d\d\]$/);
    expect((await evaluated(...one, "--out", "single")).out).toContain("None: it takes the labels of two people.");
  });

  it("of scripts are said to be of no person", async () => {
    const { out } = await evaluated("--labels", "program.jsonl", "--out", "program");
    expect(out).toContain(" 0 human labels.");
    expect(out).toContain("This rater is a script, no person.");
    expect(out).not.toMatch(/Human labels of/);
    const { out: cited } = await run("cite", "program");
    expect(cited).toContain(" 0 human labels.");
    expect(cited).toMatch(/Rater script:p: 40 transitions, 2026-11-23, label file SHA-256 [0-9a-f]{64}, instructions /);
  });

  it("that lie beside an evaluation which was not told of them are named, and not used", async () => {
    const cwd = temporaryFolder();
    copyFileSync(join(folder, "one.jsonl"), join(cwd, "labels.human-test-one.jsonl"));
    writeFileSync(join(cwd, "labels.other.jsonl"), "{}\n");
    const args = ["evaluate", "keyroom", "--repetitions", "100", "--limit", "12", "--out", "r"];
    const { out, err } = await calmhack(args, { cwd });
    expect(out).toContain(" 0 human labels.");
    expect(err).toBe(
      "Labels of these data lie here and are not used: labels.human-test-one.jsonl; --labels labels.human-test-one.jsonl adds a column for its rater.\n",
    );
    const told = await calmhack([...args, "--labels", "labels.human-test-one.jsonl"], { cwd });
    expect(told.err).toBe("");
  });

  it("leave the result as it was where there are none", async () => {
    const { out } = await evaluated("--limit", "12", "--json", "--out", "none");
    expect(Object.keys(JSON.parse(out))).not.toContain("raters");
  });
});

describe("a rater as the reference", () => {
  it("takes the place of the truth, which becomes a row, as the second person does", async () => {
    const { code, out, err } = await evaluated(...one, ...two, "--reference", "human:test-two", "--out", "calm");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(
      "Reference: the labels of human:test-two (2026-11-23), in the place of the truth. Human labels of 2 people.",
    );
    const { result, items } = readStoredResult(join(folder, "calm"));
    expect(items).toHaveLength(35);
    expect(new Set(items.map(({ labelledBy }) => labelledBy))).toEqual(new Set(["human:test-two"]));
    const names = result.annotators.map(({ provenance }) => provenance.name);
    expect(names).toEqual([
      "always yes",
      "always no",
      "coin",
      "action only",
      "message only",
      "text rules",
      "truth",
      "human:test-one",
    ]);
    const rows = result.parts.flatMap(({ columns }) => columns[0]?.rows ?? []);
    const truth = rows.filter(({ provenance }) => provenance.name === "truth").map(({ counts }) => counts);
    const other = rows.filter(({ provenance }) => provenance.name === "human:test-one").map(({ counts }) => counts);
    expect(other).toEqual(truth);
    const view = await run("view", "calm", "--wrong", "--row", "truth");
    expect(view.out).toMatch(/✗ .*: human:test-two (yes|no), answered (yes|no)/);
  });

  it("makes data without labels of their own scorable", async () => {
    const line = (id: string) => ({ id, task: "t", subgoals: ["open"], before: "#@+", action: "E", after: "#@_" });
    writeFileSync(join(folder, "bare.jsonl"), ["a", "b", "c"].map((id) => JSON.stringify(line(id))).join("\n"));
    const bare = loadDataSet(join(folder, "bare.jsonl"), { labels: "optional" });
    labelled("bare-labels.jsonl", "script:p", bare, bare.items, (_, i) => (i === 0 ? "yes" : "no"));
    const args = ["evaluate", "bare.jsonl", "--labels", "bare-labels.jsonl", "--repetitions", "100", "--out", "bare"];
    expectOneSentence(
      expect,
      await run(...args),
      /holds no labels of its own; name one of the raters with --reference/,
    );
    const ran = await run(...args, "--reference", "script:p");
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toContain("Reference: the labels of script:p");
  });
});

describe("labels that do not fit", () => {
  it("are one sentence, and nothing is written", async () => {
    const text = readFileSync(join(folder, "one.jsonl"), "utf8");
    writeFileSync(join(folder, "cut.jsonl"), text.slice(0, -9));
    writeFileSync(join(folder, "copy.jsonl"), text);
    labelled("other.jsonl", "human:test-one", { ...keyroom, hash: "b".repeat(64) }, forty, right);
    labelled("late.jsonl", "script:late", keyroom, keyroom.items.slice(-3), right);
    const names = readdirSync(folder).sort();
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["--labels", "cut.jsonl"], /cut\.jsonl is cut in the middle of its last line/],
      [["--labels", "other.jsonl"], /other\.jsonl labels other data: keyroom bbbbbbbbbbbb, not keyroom/],
      [[...one, "--labels", "copy.jsonl"], /are both of human:test-one/],
      [["--labels", "late.jsonl"], /script:late labelled none of the 150 transitions/],
      [[...one, "--labels", "late.jsonl", "--reference", "script:late"], /labelled by all the raters given/],
      [[...one, "--reference", "human:eve"], /accepted is a rater of the --labels given \(human:test-one\)/],
      [["--reference", "human:eve"], /--labels given \(none\)/],
      [[...one, "--reference", "eve"], /"eve" is no rater/],
    ];
    for (const [args, wanted] of cases) expectOneSentence(expect, await evaluated(...args), wanted);
    expect(readdirSync(folder).sort()).toEqual(names);
  }, 120_000);
});
