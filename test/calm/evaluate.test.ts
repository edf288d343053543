import { describe, expect, it } from "vitest";
import {
  type Annotator,
  type DataSet,
  floors,
  loadDataSet,
  select,
  type Transition,
  unanswered,
} from "../../annotations/index.js";
import { canonicalJson } from "../../calm/canonical.js";
import { evaluate, presetPrompt, promptHash, textRules } from "../../calm/index.js";
import { InputError, packageVersion } from "../../envs/index.js";
import { transition, verdicts } from "../annotations/support.js";

const keyroom = loadDataSet("keyroom");
const crop = presetPrompt("crop");

const run = (annotators: readonly Annotator[], more: Partial<Parameters<typeof evaluate>[0]> = {}) =>
  evaluate({
    data: keyroom,
    selection: { size: "default" },
    prompt: crop,
    annotators,
    seed: 1,
    repetitions: 50,
    ...more,
  });

const small: DataSet = {
  name: "small",
  version: "1",
  hash: "0".repeat(64),
  labels: "made up",
  humanLabels: 0,
  parts: [{ name: "all", items: 4, subset: 4 }],
  items: ["1", "2", "3", "4"].map((id): Transition => transition(id, { labels: ["yes", "no"] })),
};

describe("an evaluation", () => {
  it("is the same bytes for the same inputs", async () => {
    const judges = () => [...floors(keyroom.items, 7), textRules(crop)];
    const [one, two] = [await run(judges()), await run(judges())];
    expect(canonicalJson(one.result)).toBe(canonicalJson(two.result));
    expect(one).toEqual(two);
  });

  it("changes its intervals with the seed, and nothing else", async () => {
    const [one, two] = [await run([textRules(crop)], { seed: 1 }), await run([textRules(crop)], { seed: 2 })];
    expect(one.answers).toEqual(two.answers);
    expect(one.result.statistics).toEqual({ seed: 1, repetitions: 50, level: 0.95 });
    const points = ({ result }: typeof one) =>
      result.parts.map((part) => part.columns.map(({ rows }) => rows.map(({ counts }) => counts)));
    expect(points(one)).toEqual(points(two));
  });

  it("names data, rules and prompt, and says what was selected", async () => {
    const { result } = await run([textRules(crop)], { selection: { size: "full", split: "dev", limit: 30 } });
    expect(result).toMatchObject({
      format: "calmhack-result/1",
      calmhack: packageVersion(),
      data: {
        name: "keyroom",
        hash: keyroom.hash,
        humanLabels: 0,
        selection: "full, split dev, limit 30",
        items: 30,
        of: 1568,
      },
      prompt: { hash: promptHash(crop), template: crop },
    });
    expect((await run([textRules(crop)])).result.data.selection).toBe("default subset");
  });

  it("judges exactly what is selected, and scores the parts apart and together", async () => {
    const { result, items, answers } = await run([textRules(crop)]);
    expect(items).toEqual(select(keyroom, { size: "default" }));
    expect(answers[0]?.judgements).toHaveLength(150);
    expect(result.parts.map(({ name, items: count }) => [name, count])).toEqual([
      ["balanced", 60],
      ["hard negatives", 45],
      ["natural rate", 45],
    ]);
    expect(result.together?.items).toBe(105);
  });

  it("shows annotators views without labels, ids or parts, all of them the same", async () => {
    const seen: unknown[] = [];
    const spy = (name: string): Annotator => ({
      provenance: { kind: "model", name, note: "" },
      annotate: (views) => {
        seen.push(views.map((view) => Object.keys(view).sort().join()));
        return Promise.resolve(views.map((view) => unanswered(view.subgoals.length, "no rule", "")));
      },
    });
    await run([spy("one"), spy("two")]);
    expect(seen).toEqual([0, 1].map(() => Array.from({ length: 150 }, () => "action,after,before,subgoals,task")));
  });

  it("asks annotators one after the other", async () => {
    const log: string[] = [];
    const slow = (name: string): Annotator => ({
      provenance: { kind: "model", name, note: "" },
      annotate: async (views) => {
        log.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        log.push(`${name} ends`);
        return views.map((view) => verdicts(...view.subgoals.map(() => "no" as const)));
      },
    });
    await run([slow("one"), slow("two")]);
    expect(log).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  });

  it("counts an answer to one request once, and failures by their reason", async () => {
    const text = (requestHash: string, tokensIn: number) => ({ text: "{}", tokensIn, tokensOut: 10, requestHash });
    const model: Annotator = {
      provenance: { kind: "model", name: "m", note: "" },
      annotate: () =>
        Promise.resolve([
          { verdicts: ["yes", "no"], answer: text("a", 100) },
          { verdicts: ["yes", "no"], answer: text("a", 100) },
          unanswered(2, "no object", "prose", text("b", 1)),
          unanswered(2, "transport", "refused connection"),
        ]),
    };
    const { result } = await run([model], { data: small });
    expect(result.annotators).toEqual([
      {
        provenance: model.provenance,
        texts: 2,
        tokensIn: 101,
        tokensOut: 20,
        failures: { "no object": 1, transport: 1 },
      },
    ]);
  });

  it("ends before it asks anybody when nothing is selected", async () => {
    const never: Annotator = {
      provenance: { kind: "model", name: "never", note: "" },
      annotate: () => Promise.reject(new Error("asked")),
    };
    await expect(run([never], { selection: { size: "full", split: "no such" } })).rejects.toThrow(InputError);
  });

  it("holds nothing that JSON would change", async () => {
    const { result } = await run([...floors(small.items, 1), textRules(crop)], { data: small });
    expect(JSON.parse(canonicalJson(result))).toEqual(result);
  });
});
