import { describe, expect, it } from "vitest";
import type { Judgement } from "../../../annotations/index.js";
import { evaluationPage } from "../../../cli/page/evaluation-page.js";
import { MOST_BYTES } from "../../../cli/page/skeleton.js";
import { evaluationOf, item, PAGE_TAGS, RAW, said, tagsOf } from "./support.js";

const FLOOR = { kind: "floor", name: "always no", note: "Answers no." } as const;
const RULES = { kind: "rules", name: "text rules", note: "A program." } as const;
const MOCK = { kind: "mock", name: "made", note: "A test server." } as const;

const items = [
  item("k1", { labels: ["yes", "no"], part: "balanced" }),
  item("k2", { labels: ["yes", "no"], part: "balanced" }),
  item("n1", { part: "balanced" }),
  item("h1", { kind: "pickup of nothing" }),
  item("h2", { kind: "pickup of nothing", action: "APPLY" }),
];
const no = items.map(() => said("no", "no"));
const answered = (judgement: Judgement, text: string): Judgement => ({
  ...judgement,
  answer: { text, tokensIn: 100, tokensOut: 10, requestHash: "b".repeat(64) },
});
const answers = [
  answered(said("yes", "no"), "fine"),
  answered({ ...said("unanswered", "unanswered"), failure: { reason: "no object", detail: "no { at all" } }, "hm"),
  answered(said("no", "no"), "fine"),
  answered(said("yes", "no"), "line one\nline two"),
  answered(said("no", "no"), "fine"),
];
const evaluation = evaluationOf(items, [
  { provenance: FLOOR, judgements: no },
  { provenance: RULES, judgements: no },
  { provenance: MOCK, judgements: answers },
]);

const headings = (page: string): readonly string[] =>
  [...page.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, title]) => title ?? "");

describe("the page of an evaluation", () => {
  const page = evaluationPage(evaluation);

  it("says first what the truth is, that no person labelled, and what kinds of rows there are", () => {
    const first = page.slice(0, page.indexOf("<h2"));
    expect(first).toContain("The truth of a test. 0 human labels.");
    expect(first).toContain(
      "No language model was used: every other row is a program, the mock rows are a test server.",
    );
    expect(page).toContain("a test server, no language model");
    expect(page).toContain("a program that reads less than the transition: what a judge must beat");
  });

  it("has a section for each question, in one order", () => {
    expect(headings(page).map((title) => title.replace(/:.*/, ""))).toEqual([
      "At a glance",
      "balanced",
      "hard negatives",
      "Compared, pair by pair on the same transitions",
      "Answers",
      "False rewards by kind of look-alike",
      "Answers that could not be read",
      "Worst errors",
      "Rows",
      "To cite and to repeat",
    ]);
  });

  it("shows a model's errors with both frames, the verdicts, the answer and the prompt, and how many there are", () => {
    expect(page).toContain("made (mock): 2 wrong");
    expect(page).toContain(
      "2 of 5 transitions are judged wrongly: false reward on a look-alike 1, not answered 1. 2 are shown here.",
    );
    expect(page).toContain("false reward on a look-alike: pickup of nothing");
    expect(page).toContain("✗ pick up the key: truth no, answered <b>yes</b>");
    expect(page).toContain("? pick up the key: truth yes, answered <b>unanswered</b>");
    expect(page).toContain("Not read: no object: no { at all");
    expect(page).toContain("<pre>line one\nline two</pre>");
    expect(page.match(/<pre class="frame">/g)).toHaveLength(4);
    expect(page).toContain("<u><i>@</i></u>");
    expect(page.match(/Prompt, as it was asked/g)).toHaveLength(2);
    // Programs are not shown where somebody was asked.
    expect(page).not.toContain("text rules (rules): ");
  });

  it("draws reliability where probabilities are stated, and nowhere else", () => {
    expect(page).not.toContain("Confidence: ");
    const figure = { value: 0.1, low: 0.05, high: 0.2 };
    const reliability = [{ index: 1, count: 5, meanForecast: 0.15, meanOutcome: 0.2 }];
    const column = {
      name: "any flagged",
      stated: 5,
      missing: { unanswered: 0, "not offered": 0, "not located": 0, "not stated": 0 },
      brier: figure,
      skill: figure,
      error: figure,
      reliability,
    };
    const calibration: NonNullable<typeof evaluation.result.calibration> = [
      {
        row: "text rules",
        source: "the row's own",
        bins: 10,
        parts: [{ name: "all", role: "declared", columns: [column] }],
      },
    ];
    const stated = evaluationPage({ ...evaluation, result: { ...evaluation.result, calibration } });
    expect(stated).toContain("Confidence: text rules");
    expect(stated).toContain("5 transitions, said 0.15, so 0.20");
  });

  it("falls back on programs, each behind a line that opens it, where nobody was asked", () => {
    const programs = evaluationOf(items, [
      { provenance: FLOOR, judgements: no },
      { provenance: RULES, judgements: items.map(() => said("yes", "no")) },
    ]);
    const text = evaluationPage(programs);
    expect(text.indexOf("text rules (rules): 3 wrong")).toBeLessThan(text.indexOf("always no (floor): 2 wrong"));
    expect(text).toContain('<details class="group" open><summary>text rules');
    // Of the rules' errors alone: a floor has read no prompt.
    expect(text.match(/Prompt, as it was asked/g)).toHaveLength(3);
  });

  it("is the same for the same result", () => {
    expect(evaluationPage(evaluation)).toBe(evaluationPage(evaluation));
  });
});

describe("hostile text on the page of an evaluation", () => {
  const evil = "<script>alert(1)</script></pre></details>\u001b[2J\u202egnp\u200b\u0000 \"onload='x'";
  const long = `${evil}${"W".repeat(5_000)}`;
  const frame = { rows: [evil, "@"], hero: { x: 0, y: 1 }, message: evil };
  const nasty = Array.from({ length: 40 }, (_, i) =>
    item(`${i}${long}`, {
      task: long,
      subgoals: [`${evil}a`, `__proto__${long}`],
      before: frame,
      after: { ...frame, rows: Array.from({ length: 1_000 }, () => evil.repeat(4)) },
      action: evil,
      kind: evil,
      part: i % 2 === 0 ? "hard negatives" : evil,
      episode: long,
    }),
  );
  const big = answered(said("yes", "yes"), evil.repeat(20_000));
  const rows = Array.from({ length: 10 }, (_, r) => ({
    provenance: { kind: "model" as const, name: `${r}${long}`, note: long },
    judgements: nasty.map(() => big),
  }));
  const page = evaluationPage(evaluationOf(nasty, rows));

  it("becomes no tag and no attribute, and hides nothing", () => {
    expect(tagsOf(page).filter((name) => !PAGE_TAGS.includes(name))).toEqual([]);
    expect(page).not.toMatch(/<[^>]*\son\w+=/i);
    expect(page.replaceAll("\n", "")).not.toMatch(RAW);
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&lt;/pre&gt;");
  });

  it("keeps the page below two megabytes; what is cut is said", () => {
    expect(Buffer.byteLength(page)).toBeLessThan(MOST_BYTES);
    expect(page).toMatch(/Cut: \d+ of 1\d{6} characters are shown; judgements\.jsonl has the whole answer\./);
    expect(page).toContain("2 more rows with errors are left out.");
  });

  it("leaves out what many subgoals would add, and says where it is", () => {
    const many = Array.from({ length: 60 }, (_, i) => item(`i${i}`, { subgoals: [`s${i}`, `t${i}`] }));
    const text = evaluationPage(
      evaluationOf(many, [{ provenance: RULES, judgements: many.map(() => said("yes", "no")) }]),
    );
    expect(text).toContain("109 more subgoals are in scores.csv and result.json.");
    expect(Buffer.byteLength(text)).toBeLessThan(300_000);
  });
});
