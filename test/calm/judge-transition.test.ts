import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { KEYROOM, loadDataSet } from "../../annotations/index.js";
import { judgeTransition, presetPrompt } from "../../calm/index.js";
import { frame } from "../annotations/support.js";

const model = "text rules";

describe("judging one transition by the text rules", () => {
  const fetched = vi.fn(() => Promise.reject(new Error("no network in this test")));
  beforeEach(() => vi.stubGlobal("fetch", fetched));
  afterEach(() => {
    vi.unstubAllGlobals();
    expect(fetched).not.toHaveBeenCalled();
  });

  it("takes frames as texts and names every subgoal's verdict", async () => {
    const given = await judgeTransition({
      before: "#####\n#@+.#\n#####",
      action: "APPLY",
      after: "#####\n#@|.#\n#####",
      subgoals: ["open the door", "pick up the key"],
      model,
    });
    expect(given).toEqual({ "open the door": "yes", "pick up the key": "no" });
  });

  it("reads the message that is given with it", async () => {
    const question = { before: "@", action: "PICKUP", after: "@", subgoals: ["pick up the key"], model };
    expect(await judgeTransition({ ...question, message: "g - a key." })).toEqual({ "pick up the key": "yes" });
    expect(await judgeTransition({ ...question, after: frame(["@"], { message: "g - a key." }) })).toEqual({
      "pick up the key": "yes",
    });
    expect(
      await judgeTransition({ ...question, after: frame(["@"], { message: "Hello." }), message: "g - a key." }),
    ).toEqual({ "pick up the key": "yes" });
    expect(await judgeTransition({ ...question, message: "You see here a key." })).toEqual({ "pick up the key": "no" });
  });

  it("never guesses: what no rule covers is unanswered", async () => {
    const given = await judgeTransition({
      before: "@>",
      action: "E",
      after: ".@",
      subgoals: ["reach the stairs"],
      model,
    });
    expect(given).toEqual({ "reach the stairs": "unanswered" });
  });

  it("keeps verdicts with their names, hidden marks, forged lines and __proto__ among them", async () => {
    const subgoals = ["\u200b", 'x\n- "open the door"', "open the door", "__proto__", "pick up the key"];
    const given = await judgeTransition({ before: "@+", action: "APPLY", after: "@|", subgoals, model });
    expect(Object.entries(given)).toEqual([
      ["\u200b", "unanswered"],
      ['x\n- "open the door"', "unanswered"],
      ["open the door", "yes"],
      ["__proto__", "unanswered"],
      ["pick up the key", "no"],
    ]);
  });

  it("answers unanswered through a prompt that the rules cannot read", async () => {
    const crop = presetPrompt("crop");
    const prompt = { ...crop, parts: { ...crop.parts, input: "{before}{after}" } };
    const given = await judgeTransition({
      before: "@+",
      action: "APPLY",
      after: "@|",
      subgoals: ["open the door"],
      model,
      prompt,
    });
    expect(given).toEqual({ "open the door": "unanswered" });
  });

  it("agrees with the truth on shipped items through every shipped prompt", async () => {
    for (const item of loadDataSet("keyroom").items.slice(0, 120)) {
      for (const name of ["crop", "screen", "map"]) {
        const { task, subgoals, before, action, after } = item;
        const given = await judgeTransition({
          task,
          subgoals,
          before,
          action,
          after,
          model,
          prompt: presetPrompt(name),
        });
        expect(Object.values(given), item.id).toEqual(item.labels);
        expect(Object.keys(given)).toEqual(KEYROOM.subgoals);
      }
    }
  });
});
