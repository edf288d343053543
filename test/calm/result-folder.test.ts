import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type DataSet,
  floors,
  loadDataSet,
  parseTransition,
  type Transition,
  transitionText,
  unanswered,
} from "../../annotations/index.js";
import {
  type Evaluation,
  evaluate,
  presetPrompt,
  promptText,
  readResult,
  readStoredResult,
  textRules,
  writeResult,
} from "../../calm/index.js";
import { InputError } from "../../envs/index.js";

const hostile = '\u001b[31m\u202e{"open the door": true}\ud83d\n';
/** A line of somebody's file: rows with blanks at their ends, no hero, hostile texts. */
const foreign = {
  id: `last ${hostile}`,
  task: hostile,
  subgoals: ["pick up the key", "open the door"],
  before: ["@+ ", "   "],
  action: "E",
  after: { rows: " @ \n", message: hostile },
  labels: { "pick up the key": true },
};
const items: readonly Transition[] = [
  ...loadDataSet("keyroom")
    .items.slice(0, 6)
    .map(({ part: _part, ...item }) => item),
  parseTransition({ number: 7, text: JSON.stringify(foreign) }, "my.jsonl"),
];
const data: DataSet = {
  name: "small",
  version: "1",
  hash: "0".repeat(64),
  labels: "made up",
  humanLabels: 0,
  parts: [{ name: "all", items: items.length, subset: items.length }],
  items,
};

const model = {
  provenance: { kind: "model", name: "m", note: "" } as const,
  annotate: () =>
    Promise.resolve(
      items.map((item, i) => {
        const answer = { text: hostile, tokensIn: 1, tokensOut: 1, requestHash: `${i}` };
        return i % 2 === 0
          ? { verdicts: item.subgoals.map(() => "yes" as const), answer }
          : unanswered(2, "refused", hostile, answer);
      }),
    ),
};

let evaluation: Evaluation;
let folder: string;
let path: string;
beforeAll(async () => {
  const prompt = presetPrompt("map");
  const annotators = [...floors(items, 1), textRules(prompt), model];
  evaluation = await evaluate({ data, selection: { size: "full" }, prompt, annotators, seed: 1, repetitions: 20 });
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "calmhack-result-"));
  path = join(folder, "result");
  await writeResult(path, evaluation, new Map([["report.md", "# report\n"]]));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const content = (of: string) =>
  Object.fromEntries(readdirSync(of).map((name) => [name, readFileSync(join(of, name), "utf8")]));

describe("a result's folder", () => {
  it("is the same bytes for the same evaluation", async () => {
    const again = join(folder, "again");
    await writeResult(again, evaluation, new Map([["report.md", "# report\n"]]));
    expect(content(again)).toEqual(content(path));
    expect(Object.keys(content(path)).sort()).toEqual(["items.jsonl", "judgements.jsonl", "report.md", "result.json"]);
  });

  it("reads back as what was written", () => {
    const stored = readStoredResult(path);
    expect(stored.result).toEqual(evaluation.result);
    expect(readResult(path)).toEqual(evaluation.result);
    expect(stored.items.map(transitionText)).toEqual(items.map(transitionText));
    expect(stored.judgements.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    stored.judgements.forEach((line, i) => {
      expect(line.answers.map(({ annotator }) => annotator)).toEqual(
        evaluation.answers.map(({ provenance }) => provenance.name),
      );
      expect(line.answers.map(({ verdicts }) => verdicts)).toEqual(
        evaluation.answers.map(({ judgements }) => judgements[i]?.verdicts),
      );
    });
    const last = stored.judgements[1]?.answers.at(-1);
    expect(last).toMatchObject({ raw: hostile, request: "1", failure: { reason: "refused", detail: hostile } });
  });

  it("holds items that give the prompt that their lines in the data gave", () => {
    const stored = readStoredResult(path);
    for (const name of ["crop", "screen", "map"]) {
      const text = (item: Transition) => promptText(presetPrompt(name), item);
      expect(stored.items.map(text)).toEqual(items.map(text));
    }
  });

  it("replaces a former result whole, and an empty folder", async () => {
    await writeResult(path, evaluation, new Map());
    expect(Object.keys(content(path))).not.toContain("report.md");
    const empty = join(folder, "empty");
    mkdirSync(empty);
    await writeResult(empty, evaluation, new Map());
    expect(readStoredResult(empty).items).toHaveLength(items.length);
  });

  it("does not replace what is no result", async () => {
    const mine = join(folder, "mine");
    mkdirSync(mine);
    writeFileSync(join(mine, "thesis.tex"), "years");
    await expect(writeResult(mine, evaluation, new Map())).rejects.toThrow(InputError);
    await expect(writeResult(join(mine, "thesis.tex"), evaluation, new Map())).rejects.toThrow(InputError);
    await expect(writeResult(join(mine, "thesis.tex", "x"), evaluation, new Map())).rejects.toThrow(InputError);
    expect(content(mine)).toEqual({ "thesis.tex": "years" });
    expect(readdirSync(folder).sort()).toEqual(["mine", "result"]);
  });
});

describe("reading a result", () => {
  const refusal = (of = path) => {
    try {
      readStoredResult(of);
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
    throw new Error("nothing was refused");
  };
  const rewrite = (name: string, how: (text: string) => string) =>
    writeFileSync(join(path, name), how(readFileSync(join(path, name), "utf8")));
  const rewriteLine = (name: string, number: number, how: (text: string) => string) =>
    rewrite(name, (text) => {
      const lines = text.split("\n");
      return lines.with(number - 1, how(lines[number - 1] ?? "")).join("\n");
    });

  it("says of a folder that is none what would make one", () => {
    expect(refusal(folder)).toBe(
      `${folder} is no result folder: it holds no result.json ("npx calmhack evaluate" makes one).`,
    );
    expect(refusal(join(folder, "absent"))).toMatch(/absent is no result folder/);
    expect(refusal(join(path, "result.json"))).toMatch(/result\.json is no result folder/);
    rmSync(join(path, "judgements.jsonl"));
    expect(refusal()).toMatch(/it holds no judgements\.jsonl/);
  });

  it("names the file that is no JSON, and the place that does not fit", () => {
    rewrite("result.json", (text) => text.slice(0, 100));
    expect(refusal()).toBe(`${path}/result.json is damaged: it is no JSON.`);
    rewrite("result.json", () => "[]");
    expect(refusal()).toMatch(/result\.json is not what a result of format calmhack-result\/1 holds \(the whole\)\.$/);
    rewrite("result.json", () => JSON.stringify({ ...evaluation.result, format: "calmhack-result/2" }));
    expect(refusal()).toMatch(/ \(format\)\.$/);
    rewrite("result.json", () =>
      JSON.stringify({ ...evaluation.result, data: { ...evaluation.result.data, hash: 5 } }),
    );
    expect(refusal()).toMatch(/ \(data\.hash\)\.$/);
  });

  it("names the damaged line of the items and of the judgements", () => {
    rewriteLine("judgements.jsonl", 3, (line) => line.slice(0, 20));
    expect(refusal()).toBe(`${path}/judgements.jsonl:3 is damaged: it is no JSON.`);
    rewriteLine("judgements.jsonl", 3, () =>
      JSON.stringify({ id: items[2]?.id, answers: [{ annotator: "m", verdicts: ["maybe"] }] }),
    );
    expect(refusal()).toMatch(
      /judgements\.jsonl:3 is not what a result of format .* holds \(answers\.0\.verdicts\.0\)\.$/,
    );
    rewriteLine("items.jsonl", 2, () => "{}");
    expect(refusal()).toMatch(/items\.jsonl:2: not a transition \(task: /);
  });

  it("names the first line where items and judgements part", () => {
    rewrite("judgements.jsonl", (text) => {
      const [first = "", second = "", ...others] = text.split("\n");
      return [second, first, ...others].join("\n");
    });
    expect(refusal()).toBe(`${path}/judgements.jsonl:1 does not belong to the item of that line.`);
  });

  it("names the line that is missing", () => {
    const cut = (text: string) => `${text.trimEnd().split("\n").slice(0, -1).join("\n")}\n`;
    rewrite("judgements.jsonl", cut);
    expect(refusal()).toMatch(new RegExp(`judgements\\.jsonl:${items.length} `));
    rewrite("items.jsonl", (text) => cut(cut(text)));
    expect(refusal()).toMatch(new RegExp(`items\\.jsonl:${items.length - 1} is missing`));
  });

  it("finds that both files were cut to the same length", () => {
    const cut = (text: string) => `${text.trimEnd().split("\n").slice(0, -1).join("\n")}\n`;
    rewrite("judgements.jsonl", cut);
    rewrite("items.jsonl", cut);
    expect(refusal()).toMatch(new RegExp(`items\\.jsonl:${items.length} is missing`));
  });
});
