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

describe("a question that has to be repaired", () => {
  const fetched = vi.fn(() => Promise.reject(new Error("no network in this test")));
  beforeEach(() => vi.stubGlobal("fetch", fetched));
  afterEach(() => {
    vi.unstubAllGlobals();
    expect(fetched).not.toHaveBeenCalled();
  });

  const good = { before: "@+", action: "APPLY", after: "@|", subgoals: ["open the door"], model };
  const asked = (more: Readonly<Record<string, unknown>>) =>
    judgeTransition({ ...good, ...more } as Parameters<typeof judgeTransition>[0]);
  const refused = (message: string) => ({ name: "InputError", message });

  it.each(["Text Rules", "text rule", "text-rules", "textrules", "TEXT_RULE", " text rules "])(
    "says the accepted name to %j instead of asking a model of that name",
    async (name) => {
      await expect(asked({ model: name, server: "http://localhost:1" })).rejects.toMatchObject(
        refused(
          `judgeTransition: model is "${name}"; accepted is "text rules" for the keyless rules, or a language model's name as its server names it.`,
        ),
      );
    },
  );

  it.each([
    [{ model: undefined }, "model is missing"],
    [{ model: "" }, 'model is ""'],
    [{ model: " " }, 'model is " "'],
    [{ model: 7 }, "model does not fit"],
    [{ subgoals: undefined }, "subgoals is missing"],
    [{ subgoals: [] }, "subgoals does not fit; accepted is a list of at least one name"],
    [{ subgoals: "open the door" }, "subgoals does not fit"],
    [{ subgoals: ["a", 3] }, "subgoals does not fit"],
    [{ subgoals: ["a", "a"] }, "subgoals does not fit"],
    [{ before: undefined }, "before is missing; accepted is a map as one text, or a frame of rows and message."],
    [{ before: 3 }, "before does not fit"],
    [{ after: { rows: "@" } }, "after does not fit"],
    [{ after: null }, "after does not fit"],
    [{ action: "" }, "action does not fit"],
    [{ key: 12345678 }, "key does not fit; accepted is a text."],
    [{ prompt: "map" }, "prompt does not fit; accepted is a prompt template"],
  ])("names what does not fit in %j", async (more, said) => {
    const error = await asked(more).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "InputError" });
    expect(String(error)).toContain(`InputError: judgeTransition: ${said}`);
    expect(String(error)).not.toContain("12345678");
  });

  it("refuses keys it does not know by name", async () => {
    await expect(asked({ subgoal: "x", baseUrl: "y" })).rejects.toMatchObject(
      refused(
        'judgeTransition does not know "subgoal", "baseUrl"; accepted are before, action, after, message, subgoals, task, model, server, key, recording, prompt.',
      ),
    );
    await expect(judgeTransition(undefined as never)).rejects.toThrow("judgeTransition takes one object of before,");
  });

  it("takes options that are there but undefined, as from an environment variable", async () => {
    expect(await asked({ key: undefined, server: undefined, message: undefined })).toEqual({ "open the door": "yes" });
  });

  it("asks nobody when there is neither key nor server", async () => {
    await expect(asked({ model: "foo" })).rejects.toMatchObject(
      refused("No key and no server: pass `key`, or name a `server`."),
    );
  });
});
