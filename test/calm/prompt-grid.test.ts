import { describe, expect, it } from "vitest";
import { type Judgement, loadDataSet, type Transition, viewOf } from "../../annotations/index.js";
import { scoreGrid } from "../../calm/grid-score.js";
import { looseValues } from "../../calm/loose-json.js";
import { parseFound, parseTimes } from "../../calm/parse-found.js";
import { type GridQuestion, planGrid } from "../../calm/prompts/cells.js";
import { FACTOR_NAMES, variantsOf } from "../../calm/prompts/compose.js";
import { BASES } from "../../calm/prompts/factors.js";
import { presetPrompt } from "../../calm/prompts/preset.js";
import { promptHash, promptText } from "../../calm/prompts/template.js";
import { judgeByRules } from "../../calm/text-rules.js";

const question = (more: Partial<GridQuestion> = {}): GridQuestion => ({
  base: "crop",
  vary: [],
  design: "one at a time",
  ...more,
});
const { items } = loadDataSet("keyroom");
const view = viewOf(items[0]!);
const textOf = (label: string, more: Partial<GridQuestion> = {}) => {
  const cell = planGrid(question(more)).cells.find((one) => one.label === label);
  if (cell === undefined) throw new Error(`no cell ${label}`);
  return promptText(cell.template, view);
};

describe("the cells of a prompt grid", () => {
  it("start at the shipped prompts, word by word, so that recorded answers serve both", () => {
    expect(planGrid(question()).cells[0]).toMatchObject({ label: "base", template: presetPrompt("crop") });
    expect(planGrid(question({ base: "map" })).cells[0]?.template).toEqual(presetPrompt("map"));
    const screen = planGrid(question()).cells.find(({ label }) => label === "window screen");
    expect(screen?.hash).toBe(promptHash(presetPrompt("screen")));
  });

  it("vary every factor over all its variants, each cell with an id and a hash of its own", () => {
    const { cells, leftOut } = planGrid(question());
    const variants = FACTOR_NAMES.reduce((sum, name) => sum + variantsOf(name, "crop").length - 1, 0);
    expect(leftOut).toEqual([]);
    expect(cells.length).toBe(variants + 1);
    expect(new Set(cells.map(({ hash }) => hash)).size).toBe(cells.length);
    expect(new Set(cells.map(({ template }) => template.id)).size).toBe(cells.length);
    expect(new Set(cells.map(({ template }) => promptText(template, view))).size).toBe(cells.length);
  });

  it("make 36 and more by combination, name what contradicts itself and what comes to the same words", () => {
    const full = planGrid(question({ vary: ["legend", "remark", "role"], design: "full" }));
    expect(full.cells.length).toBe(48);
    const against = planGrid(question({ vary: ["subgoals", "task=steps"], design: "full" }));
    expect(against.leftOut.map(({ label }) => label)).toEqual([
      "task steps, subgoals identify",
      "task steps, subgoals identify-key",
    ]);
    const same = planGrid(question({ vary: ["window=screen", "separator"], design: "full" }));
    expect(same.leftOut).toEqual([
      { label: "window screen, separator none", why: 'the same words as "window screen"' },
    ]);
  });

  it("hide what they say they hide", () => {
    const said = "You see here a key named The Master Key of Thievery.";
    expect(textOf("base")).toContain(said);
    expect(textOf("message hidden")).not.toContain(said);
    expect(textOf("message hidden", { start: ["window=screen"] })).not.toContain(said);
    expect(textOf("action hidden")).not.toMatch(/PICKUP$/m);
    expect(textOf("action hidden")).not.toContain("take the action");
    expect(textOf("legend none")).not.toContain("Signs on the map");
    expect(textOf("separator none")).not.toBe(textOf("base"));
    expect(textOf("subgoals identify")).not.toContain("pick up the key");
    expect(textOf("input trajectory")).toContain("Time: 1\nLast action: PICKUP\n");
  });

  it("offer no words about NetHack on anybody's data", () => {
    for (const { template } of planGrid(question({ base: "map" })).cells) {
      expect(promptText(template, view)).not.toMatch(/NetHack|MiniHack|stairs up/);
    }
  });

  it("are refused in one sentence when a factor or variant does not exist, or nothing varies", () => {
    const refused = (more: Partial<GridQuestion>) => () => planGrid(question(more));
    expect(refused({ vary: ["lengend"] })).toThrow(/^The prompt has no factor "lengend"; it has role, legend, /);
    expect(refused({ vary: ["constructor"] })).toThrow("no factor");
    expect(refused({ vary: ["legend=loud\u001b[2J"] })).toThrow(
      'legend has no variant "loud\\u{1b}[2J"; it has signs, fields, none.',
    );
    expect(refused({ base: "map", vary: ["role=nethack"] })).toThrow("on data of one's own; it has grid, none.");
    expect(refused({ start: ["legend"] })).toThrow('The base needs FACTOR=VARIANT, not "legend".');
    expect(refused({ vary: ["legend=signs"] })).toThrow("The grid has one cell");
    expect(refused({ design: "full" })).toThrow(/are \d+ cells; at most 400/);
    expect(refused({ start: ["action=hidden"], vary: ["instruction=action"], design: "one at a time" })).not.toThrow();
    expect(refused({ start: ["action=hidden", "instruction=action"] })).toThrow("needs the action");
  });

  it("give the text rules what they can read, and get no guess where a part is missing", () => {
    expect(judgeByRules(textOf("base")).verdicts).toEqual(["yes", "no"]);
    expect(judgeByRules(textOf("separator none")).verdicts).toEqual(["yes", "no"]);
    expect(judgeByRules(textOf("message hidden"))).toMatchObject({
      verdicts: ["unanswered", "no"],
      failure: { detail: "the prompt does not show the message" },
    });
    expect(judgeByRules(textOf("action hidden")).verdicts).toEqual([]);
    expect(BASES.crop.action).toBe("shown");
  });
});

describe("answers of other shapes", () => {
  const names = ["pick up the key", "open the door"];

  it("are read as lists of times, of which 1 is this step's", () => {
    expect(parseTimes('{"pick up the key": [1], "open the door": []}', names).verdicts).toEqual(["yes", "no"]);
    expect(parseTimes("```python\n{'Pick up the key': 0, 'open_the_door': None}\n```", names).verdicts).toEqual([
      "no",
      "no",
    ]);
    expect(parseTimes('{"pick up the key": [0, 1], "open the door": "never"}', names).verdicts).toEqual(["yes", "no"]);
  });

  it("are unanswered with a reason where a time is none, a name is missing, or two values disagree", () => {
    expect(parseTimes('{"pick up the key": [7]}', names)).toMatchObject({
      verdicts: ["unanswered", "unanswered"],
      failure: { reason: "wrong keys" },
    });
    expect(parseTimes('{"open the door": [1]} {"open the door": [], "pick up the key": 1}', names)).toMatchObject({
      verdicts: ["yes", "unanswered"],
      failure: { reason: "contradiction" },
    });
    expect(parseTimes('{"open the door": [1', names).failure?.reason).toBe("cut off");
    expect(parseTimes("None of them.", names).failure?.reason).toBe("no object");
  });

  it("are flagged when a subgoal of the model's own is said to be completed", () => {
    expect(parseFound('The subgoals: {"get key": true, "reach stairs": false}').verdicts).toEqual(["yes"]);
    expect(parseFound('{"get key": false}').verdicts).toEqual(["no"]);
    expect(parseFound("{}").verdicts).toEqual(["no"]);
    expect(parseFound('{"get key": "soon"}').verdicts).toEqual(["unanswered"]);
    expect(parseFound("<think>{'a': true}</think>{'a': False}").verdicts).toEqual(["no"]);
    expect(parseFound("", { finish: "length" }).failure?.reason).toBe("cut off");
  });

  it("are read in linear time and to a limited depth, however hostile", () => {
    for (const text of [
      "{".repeat(150_000),
      "[".repeat(9),
      '{"'.repeat(90_000),
      "[{:,".repeat(40_000),
      '{"a":'.repeat(40_000),
    ]) {
      expect(looseValues(text).end).toBe("cut");
    }
    expect(looseValues("[1, 'a', {b: [True, none]}, ]").values).toEqual([[1, "a", { entries: [["b", [true, null]]] }]]);
    expect(looseValues('{"__proto__": 1}').values).toEqual([{ entries: [["__proto__", 1]] }]);
  });
});

describe("the figures of a grid", () => {
  const made = (i: number, yes: boolean): Transition => ({
    ...view,
    id: `${i}`,
    episode: `e${i % 8}`,
    subgoals: ["a"],
    labels: [yes ? "yes" : "no"],
  });
  const transitions = Array.from({ length: 32 }, (_, i) => made(i, i % 3 === 0));
  const right = transitions.map(({ labels }) => ({ verdicts: labels ?? [] }));
  const flipped = right.map(({ verdicts }) => ({
    verdicts: verdicts.map((v) => (v === "yes" ? ("no" as const) : ("yes" as const))),
  }));
  const silent = right.map(() => ({ verdicts: ["unanswered" as const] }));
  const cell = (judgements: readonly Judgement[]) => ({ asks: "given" as const, judgements });

  it("compare each cell with the base on the same resamples and correct for their number", () => {
    const cells = [cell(right), cell(right), cell(flipped), { asks: "any" as const, judgements: right }, cell(silent)];
    const [part] = scoreGrid(transitions, cells, { seed: 1, repetitions: 999 });
    const [base, same, wrong, found, none] = part?.differences ?? [];
    expect(part).toMatchObject({ role: "declared", items: 32, episodes: 8 });
    expect(base).toEqual({});
    expect(same).toMatchObject({ kappa: { value: 0, low: 0, high: 0 }, p: 1, holm: 1 });
    expect(found).toEqual(same);
    // Two of four at the least p there is, 2/1000: 4 x and 3 x, the second no less than the first.
    expect(wrong).toMatchObject({ p: 0.002, holm: 0.008 });
    expect(none).toMatchObject({ p: 0.002, holm: 0.008 });
    expect(part?.columns[0]?.cells[4]).toMatchObject({ unanswered: 32, f1: { value: 0 } });
    expect(part?.columns[1]?.cells[3]).toBeNull();
  });

  it("test nothing where there is one class", () => {
    const no = transitions.filter(({ labels }) => labels?.[0] === "no");
    const cells = [
      cell(no.map(() => ({ verdicts: ["no" as const] }))),
      cell(no.map(() => ({ verdicts: ["yes" as const] }))),
    ];
    const [part] = scoreGrid(no, cells, { seed: 1, repetitions: 200 });
    expect(part?.differences).toEqual([{}, {}]);
    expect(part?.columns[0]?.cells[1]).toMatchObject({ falseRewards: { value: 1 } });
  });
});
