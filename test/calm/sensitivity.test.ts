/** The same question in other orders and words: what is asked, what comes back, what is counted. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Annotator, type Judgement, KEYROOM, type TransitionView, type Verdict } from "../../annotations/index.js";
import { prompting } from "../../calm/index.js";
import { presetPrompt } from "../../calm/prompts/preset.js";
import { promptText } from "../../calm/prompts/template.js";
import { broughtBack, varied } from "../../calm/variants.js";
import { transition, verdicts } from "../annotations/support.js";

const { KEYROOM_WORDINGS, parseWordings, planVariants, VARIANT_KINDS, differingVariants, runSensitivity } = prompting;
const NO_WORDS = { subgoals: {}, tasks: [] };

const items = Array.from({ length: 24 }, (_, i) =>
  transition(`t${i}`, { labels: [i % 3 === 0 ? "yes" : "no", i % 4 === 0 ? "yes" : "no"], episode: `e${i % 6}` }),
);
const data = {
  name: "made",
  version: "1",
  hash: "0".repeat(64),
  labels: "Made for a test.",
  humanLabels: 0,
  parts: [{ name: "all", items: 24, subset: 24 }],
  items,
} as const;

describe("variants of a question", () => {
  it("of KeyRoom are eight besides the base: again, the other order, two words per subgoal and for the task", () => {
    const plan = planVariants(items, KEYROOM_WORDINGS, VARIANT_KINDS);
    expect(plan.map(({ change }) => change.kind)).toEqual([
      ...["base", "again", "order"],
      ...Array(4).fill("subgoals"),
      ...["task", "task"],
    ]);
    expect(Object.keys(KEYROOM_WORDINGS.subgoals)).toEqual([...KEYROOM.subgoals]);
  });

  it("turn the order of many subgoals about and around, and give every verdict back to its subgoal", () => {
    const name = fc.string({ minLength: 1, maxLength: 4 });
    const names = fc.uniqueArray(name, { minLength: 2, maxLength: 7 });
    fc.assert(
      fc.property(names, (subgoals) => {
        const view = transition("t", { subgoals });
        const known = new Map(subgoals.map((one, i) => [one, (["yes", "no", "unanswered"] as const)[i % 3]!]));
        const plan = planVariants([view], NO_WORDS, ["order"]);
        expect(plan.length).toBe(subgoals.length === 2 ? 2 : 2 + Math.min(3, subgoals.length - 1));
        for (const variant of plan) {
          const { view: other, places } = varied(variant, view);
          expect([...other.subgoals].sort()).toEqual([...subgoals].sort());
          const said = verdicts(...other.subgoals.map((one) => known.get(one)!));
          expect(broughtBack(said, places).verdicts).toEqual(subgoals.map((one) => known.get(one)));
        }
      }),
    );
  });

  it("that come to the same words are left out and named", () => {
    const blind = { ...presetPrompt("map"), id: "blind/1", parts: { ...presetPrompt("map").parts, task: "" } };
    const plan = planVariants(items, KEYROOM_WORDINGS, VARIANT_KINDS);
    expect(differingVariants(plan, items, blind).leftOut).toEqual(["task: wording 1", "task: wording 2"]);
    expect(differingVariants(plan, items, presetPrompt("map")).leftOut).toEqual([]);
  });

  it.each([
    [
      "a wording that is another subgoal's name",
      { subgoals: { "open the door": ["Pick up  the key"] }, tasks: [] },
      /is the name of another subgoal/,
    ],
    [
      "words for a subgoal that is not there",
      { subgoals: { swim: ["float"] }, tasks: [] },
      /No transition has the subgoal "swim"; they have "pick up the key"/,
    ],
  ] as const)("of %s are refused in one sentence", (_, wordings, said) => {
    expect(() => planVariants(items, wordings, VARIANT_KINDS)).toThrow(said);
  });

  it("cannot be nothing at all", () => {
    const single = [transition("t", { subgoals: ["a"], labels: ["no"] })];
    expect(() => planVariants(single, NO_WORDS, ["order", "task"])).toThrow(/Nothing is asked otherwise/);
  });

  it("from JSON are read, or refused in one sentence whatever the text", () => {
    expect(parseWordings('{"subgoals":{"a":["b"]}}', "w.json")).toEqual({ subgoals: { a: ["b"] }, tasks: [] });
    for (const text of [
      "",
      "[]",
      "{}",
      '{"tasks":[""]}',
      '{"subgoals":{"a":[]}}',
      '{"words":1}',
      '{"subgoals":{"a":"b"}}',
    ]) {
      expect(() => parseWordings(text, "w.json")).toThrow(
        /^w\.json (is no JSON|holds no wordings .*); accepted is .*\.$/,
      );
    }
  });
});

/** Answers the truth; where `errs` says so the opposite. */
function judge(errs: (view: TransitionView, subgoal: string, id: string) => boolean, time: number): Annotator {
  return {
    provenance: { kind: "mock", name: "m", note: "A test." },
    annotate: async (views) =>
      views.map((view): Judgement => {
        const id = view.after.message;
        const item = items.find((one) => one.id === id)!;
        return verdicts(
          ...view.subgoals.map((name): Verdict => {
            const s = item.subgoals.indexOf(name);
            const truth = item.labels![s < 0 ? (/door/.test(name) ? 1 : 0) : s]!;
            return errs(view, name, `${id}${time}`) ? (truth === "yes" ? "no" : "yes") : truth;
          }),
        );
      }),
  };
}

async function run(errs: Parameters<typeof judge>[0]) {
  const prompt = presetPrompt("map");
  const variants = planVariants(items, KEYROOM_WORDINGS, VARIANT_KINDS);
  const rater = {
    provenance: { kind: "mock", name: "m", note: "A test." } as const,
    annotator: ({ kind }: { kind: string }) => judge(errs, kind === "again" ? 1 : 0),
  };
  const { result } = await runSensitivity({
    ...{ data, selection: { size: "full" }, prompt, variants, raters: [rater] },
    ...{ seed: 1, repetitions: 500 },
  });
  const part = result.raters[0]!.parts[0]!;
  const of = (label: string) => part.variants[result.variants.findIndex((one) => one.label.includes(label))]!;
  return { result, part, of };
}

describe("sensitivity", () => {
  it("is nothing where verdicts do not change, and says so with kappa 1", async () => {
    const { part, of } = await run(() => false);
    expect(part).toMatchObject({ role: "declared", items: 24, episodes: 6, unstable: { value: 0 } });
    for (const label of ["again", "reversed", "take the key", "task: wording 2"]) {
      expect(of(label).columns.at(-1)).toMatchObject({ flips: 0, compared: 48, open: 0, kappa: { value: 1 } });
      expect(of(label)).toMatchObject({ right: { value: 1 }, difference: { value: 0 }, holm: 1 });
    }
  });

  it("counts the flips of one wording on its subgoal alone, and finds that fewer are right", async () => {
    const { part, of } = await run((_, name) => name.startsWith("unlock"));
    const flipped = of("unlock the door");
    expect(flipped.columns.map(({ name, flips }) => [name, flips])).toEqual([
      ["pick up the key", 0],
      ["open the door", 24],
      ["all subgoals", 24],
    ]);
    expect(flipped.columns[1]).toMatchObject({ rate: { value: 1 } });
    expect(flipped.right.value).toBe(0.5);
    expect(flipped.difference?.value).toBe(-0.5);
    // The least p of 500 repetitions is 2 / 501; of eight tests Holm multiplies the smallest by eight.
    expect(flipped.p).toBeCloseTo(2 / 501, 12);
    expect(flipped.holm).toBeCloseTo(16 / 501, 12);
    expect(of("get the door open").columns.at(-1)?.flips).toBe(0);
    expect(part.unstable.value).toBe(1);
  });

  it("tells what flips by itself from what words do: a repeated question makes no transition unstable", async () => {
    const { part, of } = await run((_, __, id) => id.endsWith("1") && /[02468]1$/.test(id));
    expect(of("again").columns.at(-1)?.flips).toBeGreaterThan(0);
    expect(of("reversed").columns.at(-1)?.flips).toBe(0);
    expect(part.unstable.value).toBe(0);
  });

  it("hears the order: who errs on what is asked first flips both subgoals when the order is turned", async () => {
    const { of } = await run(({ subgoals }, name) => subgoals[0] === name);
    expect(of("reversed").columns.map(({ flips }) => flips)).toEqual([24, 24, 48]);
    expect(of("reversed").right.value).toBe(0.5);
  });

  it("asks every variant in words of its own, but for the repeated question", () => {
    const prompt = presetPrompt("crop");
    const plan = planVariants(items, KEYROOM_WORDINGS, VARIANT_KINDS);
    const texts = plan.map((variant) => promptText(prompt, varied(variant, items[0]!).view));
    expect(new Set(texts).size).toBe(plan.length - 1);
    expect(texts[1]).toBe(texts[0]);
  });
});
