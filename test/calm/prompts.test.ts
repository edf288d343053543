import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  PRESET_PROMPTS,
  type PromptTemplate,
  parsePrompt,
  presetPrompt,
  promptHash,
  promptText,
} from "../../calm/index.js";
import { changedLines } from "../../calm/prompts/changed-cells.js";
import { PART_NAMES } from "../../calm/prompts/template.js";
import { readPrompt } from "../../calm/text-rules.js";
import { frameLines, InputError, visible } from "../../envs/index.js";
import { frame, transition, views } from "../annotations/support.js";

const preset = fc.constantFrom(...PRESET_PROMPTS);
const crop = presetPrompt("crop");

describe("a shipped prompt", () => {
  it("has CALM's nine parts, and only the map's legend is left to its user", () => {
    expect(PART_NAMES).toHaveLength(9);
    for (const { id, parts } of PRESET_PROMPTS) {
      expect(Object.keys(parts).sort()).toEqual([...PART_NAMES].sort());
      expect(PART_NAMES.filter((name) => parts[name] === "")).toEqual(id.startsWith("map/") ? ["legend"] : []);
    }
  });

  it("says its parts in order, a blank line between them, and none of an empty one", () => {
    for (const template of PRESET_PROMPTS) {
      const bare = PART_NAMES.map((name) => template.parts[name]).filter((part) => part !== "");
      const slotless = {
        ...template,
        parts: Object.fromEntries(PART_NAMES.map((name) => [name, template.parts[name].replace(/[{}]/g, "")])),
      };
      const text = promptText(slotless as PromptTemplate, transition("x"));
      expect(text.split("\n\n")).toEqual(bare.map((part) => part.replace(/[{}]/g, "")));
    }
  });

  it("fills every slot that it holds", () => {
    const words = transition("x", { before: frame(["@."], { inventory: [] }), after: frame([".@"]) });
    for (const template of PRESET_PROMPTS) expect(promptText(template, words)).not.toMatch(/\{\w+\}/);
  });

  it("shows what its window shows, indented", () => {
    const shown = transition("x", {
      before: frame(["#+#", "#@."], { hero: { x: 1, y: 1 }, message: "Hello.", status: ["St:9"] }),
      after: frame(["#+#", "#.@"], { hero: { x: 2, y: 1 } }),
    });
    expect(promptText(crop, shown)).toContain("\n        # + #      \n        # @ .      \n");
    expect(promptText(presetPrompt("screen"), shown)).toContain("\n  Hello.\n  #+#\n  #@.\n  St:9\nAction: E\n");
    expect(promptText(presetPrompt("map"), shown)).toContain("\n  #+#\n  #@.\nAction: E\n");
  });

  it("of changes shows the cells that changed, by their place from the player, and the message after", () => {
    const [before, after] = [
      frame(["#+# ", "#@.k"], { hero: { x: 1, y: 1 }, message: "Unseen." }),
      frame(["#-#.", "#.@."], { hero: { x: 2, y: 1 }, message: "The door opens." }),
    ];
    const text = promptText(presetPrompt("changes"), transition("x", { before, after }));
    expect(text).toContain(
      "\n\nBefore the action\n  1 north 1 west: +\n  1 east: k\nAction: E\nAfter the action\nmessage: The door opens.\n" +
        "  1 north 1 west: -\n  1 east: .\n\n",
    );
    const same = promptText(presetPrompt("changes"), transition("x", { before, after: before }));
    expect(same).toContain(
      "\nBefore the action\n  no cell changed\nAction: E\nAfter the action\nmessage: Unseen.\n  no cell changed\n",
    );
  });

  it("tells an empty inventory from one that was not told", () => {
    const map = presetPrompt("map");
    const carrying = (inventory?: { letter: string; text: string }[]) =>
      /^carried: (.*)$/m.exec(
        promptText(map, transition("x", { before: frame(["@"], inventory === undefined ? {} : { inventory }) })),
      )?.[1];
    expect(carrying()).toBe("not told");
    expect(carrying([])).toBe("nothing");
    expect(
      carrying([
        { letter: "g", text: "a key" },
        { letter: "", text: "an apple" },
      ]),
    ).toBe("g - a key; an apple");
  });

  it("is found by name, with or without its version", () => {
    expect(presetPrompt("crop")).toBe(presetPrompt("crop/1"));
    expect(() => presetPrompt("crop/2\u001b[31m")).toThrow(
      new InputError(
        'There is no prompt "crop/2\\u{1b}[31m"; shipped are crop/1, screen/1, map/1, changes/1, or give the path of a JSON file.',
      ),
    );
  });
});

describe("a prompt's hash", () => {
  it("changes with any letter of any part, with the window, the separator and the id", () => {
    fc.assert(
      fc.property(
        preset,
        fc.constantFrom(...PART_NAMES),
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 3 }),
        (template, part, at, added) => {
          const words = template.parts[part];
          const place = at % (words.length + 1);
          const changed = {
            ...template,
            parts: { ...template.parts, [part]: words.slice(0, place) + added + words.slice(place) },
          };
          expect(promptHash(changed)).not.toBe(promptHash(template));
        },
      ),
      { seed: 1 },
    );
    const others = [
      { ...crop, id: "crop/2" },
      { ...crop, window: "map" as const },
      { ...crop, separator: "" as const },
    ];
    expect(new Set([crop, ...others].map(promptHash)).size).toBe(4);
  });

  it("does not change with the order of the keys", () => {
    const reversed = (value: object): object =>
      Object.fromEntries(
        Object.entries(value)
          .map(([key, inner]) => [key, typeof inner === "object" ? reversed(inner) : inner] as const)
          .reverse(),
      );
    for (const template of PRESET_PROMPTS) {
      expect(promptHash(reversed(template) as PromptTemplate)).toBe(promptHash(template));
      expect(promptHash(parsePrompt(JSON.stringify(reversed(template)), "x"))).toBe(promptHash(template));
    }
  });

  it("differs between the shipped prompts and is 64 hex digits", () => {
    const hashes = PRESET_PROMPTS.map(promptHash);
    expect(new Set(hashes).size).toBe(PRESET_PROMPTS.length);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("filling a prompt", () => {
  it("fills a slot once: what looks like one in a text stays as it is", () => {
    const tricky = transition("x", {
      task: "Say {action}, {before} and $& or $1 or $$ or $`.",
      action: "{task}",
      subgoals: ["reach {after}", "take $&"],
      before: frame(["@"], { message: "{subgoals}" }),
    });
    const text = promptText(crop, tricky);
    expect(text).toContain("Task of the player: Say {action}, {before} and $& or $1 or $$ or $`.\n");
    expect(text).toContain("\nAction: {task}\n");
    expect(text).toContain('\n- "reach {after}"\n- "take $&"\n');
    expect(text).toContain("\nmessage: {subgoals}\n");
  });

  it("leaves a slot that it does not know, and fills one that stands twice", () => {
    const template = { ...crop, parts: { ...crop.parts, closing: "{action} {Action} {nothing} {action}" } };
    expect(promptText(template, transition("x")).split("\n").at(-1)).toBe("E {Action} {nothing} E");
  });

  it("gives every text to a reader exactly as it went in, whatever it holds", () => {
    fc.assert(
      fc.property(preset, views, (template, view) => {
        const { window, separator } = template;
        const rows = (when: "before" | "after"): readonly string[] => {
          if (window !== "changes") return frameLines(view[when], { window, separator });
          const lines = changedLines(view.before, view.after, when);
          return lines.length === 0 ? ["no cell changed"] : lines;
        };
        const moment = (when: "before" | "after") => ({
          rows: rows(when).map((row) => visible(row)),
          ...(window === "changes" && when === "before"
            ? { message: "", hidden: "message" }
            : { message: visible(view[when].message) }),
        });
        expect(readPrompt(promptText(template, view))).toEqual({
          subgoals: view.subgoals,
          action: visible(view.action),
          before: moment("before"),
          after: moment("after"),
          legend: template.parts.legend.startsWith("Signs on the map:") ? "given" : "none",
        });
      }),
      { seed: 2, numRuns: 1500 },
    );
  });

  it("lets no message, row, task, subgoal, action or item make a line of the prompt", () => {
    fc.assert(
      fc.property(preset, views, (template, view) => {
        const blank = (of: typeof view.before) => ({
          ...of,
          message: "",
          rows: of.rows.map(() => "x"),
          ...(of.status === undefined ? {} : { status: of.status.map(() => "x") }),
          ...(of.inventory === undefined ? {} : { inventory: [] }),
        });
        const plain = {
          ...view,
          task: "x",
          action: "x",
          subgoals: view.subgoals.map((_, i) => `x${i}`),
          before: blank(view.before),
          after: blank(view.after),
        };
        // How many lines of cells there are is the world's affair: none of them begins at the margin.
        const starts = (text: string) =>
          text
            .split("\n")
            .filter((line) => !line.startsWith("  "))
            .map((line) => /^(?:- "|[A-Z]\w+|\w+: |)/.exec(line)?.[0]);
        expect(starts(promptText(template, view))).toEqual(starts(promptText(template, plain)));
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it("names a subgoal in JSON that reads back, hidden marks and all", () => {
    const names = [
      "pick up the\u200b key",
      'say "no"',
      "a\nb",
      "\u202eback",
      "\u007f",
      "\u2028",
      "\ud83d",
      "\\u{200b}",
    ];
    const text = promptText(crop, transition("x", { subgoals: names }));
    const quoted = text.split("\n").filter((line) => line.startsWith('- "'));
    expect(quoted.map((line) => JSON.parse(line.slice(2)))).toEqual(names);
    expect(text).not.toMatch(/[\u200b\u202e\u007f\u2028]/);
    expect(promptText(crop, transition("x", { subgoals: ["open the door"] }))).toContain(
      'true or false as its value, as in {"open the door": BOOLEAN}.',
    );
  });
});

describe("a prompt from a file", () => {
  const refusal = (value: unknown) => {
    try {
      parsePrompt(typeof value === "string" ? value : JSON.stringify(value), "my\u001b.json");
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
    throw new Error("nothing was refused");
  };

  it("is the prompt that was written", () => {
    for (const template of PRESET_PROMPTS) expect(parsePrompt(JSON.stringify(template), "x")).toEqual(template);
  });

  it("is refused by name and place when it is damaged", () => {
    expect(refusal("{")).toBe(
      "my\\u{1b}.json is no JSON; a prompt is an object of id, window, separator and nine parts.",
    );
    expect(refusal([])).toMatch(/^my\\u\{1b\}\.json is no prompt \(the object: /);
    expect(refusal({ ...crop, id: "crop" })).toMatch(/no prompt \(id: a name and a version, such as crop\/1\)\.$/);
    expect(refusal({ ...crop, window: "all" })).toMatch(/no prompt \(window: /);
    expect(refusal({ ...crop, separator: "," })).toMatch(/no prompt \(separator: /);
    expect(refusal({ ...crop, parts: { ...crop.parts, remark: undefined } })).toMatch(/no prompt \(parts\.remark: /);
    expect(refusal({ ...crop, parts: { ...crop.parts, remarks: "" } })).toMatch(
      /no prompt \(parts: Unrecognized key: "remarks"\)\.$/,
    );
    expect(refusal({ ...crop, version: 2 })).toMatch(/no prompt \(the object: Unrecognized key: "version"\)\.$/);
  });
});
