import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  dataSets,
  parseTransition,
  readTransitions,
  type Transition,
  transitionText,
} from "../../annotations/index.js";
import { InputError } from "../../envs/index.js";
import { transitions } from "./support.js";

const line = (more: object = {}) => ({
  task: "t",
  subgoals: ["get the key"],
  before: "@.",
  action: "right",
  after: ".@",
  ...more,
});

const parse = (value: unknown): Transition =>
  parseTransition({ number: 7, text: typeof value === "string" ? value : JSON.stringify(value) }, "my.jsonl");

/** The refusal's sentence without file and line, which every one of them has. */
function refusal(value: unknown): string {
  try {
    parse(value);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toMatch(/^my\.jsonl:7: /);
    expect(error.message.length).toBeLessThan(400);
    expect(error.message).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}/u);
    return error.message.slice("my.jsonl:7: ".length);
  }
  throw new Error("nothing was refused");
}

describe("a transition's line", () => {
  it("reads back as the transition that was written, whatever its texts hold", () => {
    fc.assert(
      fc.property(transitions, (transition) => {
        const text = transitionText(transition);
        expect(text).not.toContain("\n");
        expect(parse(text)).toEqual(transition);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("is the same bytes when it is read and written again", () => {
    fc.assert(
      fc.property(transitions, (transition) => {
        const text = transitionText(transition);
        expect(transitionText(parse(text))).toBe(text);
      }),
      { seed: 2 },
    );
  });

  it("loses blanks at the ends of rows when written and when read, and nothing else", () => {
    const wide = parse(line({ before: { rows: [" @ ", "   ", ". "] }, after: " @ \n   " }));
    expect(wide.before.rows).toEqual([" @", "", "."]);
    expect(wide.after.rows).toEqual([" @", ""]);
    const untrimmed = { ...wide, before: { ...wide.before, rows: [" @ ", "   ", ". "] } };
    expect(transitionText(untrimmed)).toBe(transitionText(wide));
  });

  it("takes a frame as a text, as rows, or as an object, and means the same", () => {
    const asText = parse(line({ before: "#@\n.+\n" })).before;
    expect(asText).toEqual({ rows: ["#@", ".+"], hero: { x: 1, y: 0 }, message: "" });
    expect(parse(line({ before: ["#@", ".+"] })).before).toEqual(asText);
    expect(parse(line({ before: { rows: "#@\r\n.+\r\n" } })).before).toEqual(asText);
    expect(parse(line({ before: { rows: ["#@", ".+"], hero: [1, 0] } })).before).toEqual(asText);
    expect(parse(line({ before: { rows: ["#@", ".+"], hero: { x: 1, y: 0 } } })).before).toEqual(asText);
  });

  it("finds the hero at the only @, and nowhere when there are none or several", () => {
    const hero = (rows: readonly string[]) => parse(line({ before: rows })).before.hero;
    expect(hero(["..", ".@"])).toEqual({ x: 1, y: 1 });
    expect(hero(["🔑@"])).toEqual({ x: 1, y: 0 });
    expect(hero(["..", ".."])).toBeUndefined();
    expect(hero(["@@"])).toBeUndefined();
    expect(hero(["@.", ".@"])).toBeUndefined();
    expect(hero([])).toBeUndefined();
  });

  it("believes the file about the hero before any @", () => {
    expect(parse(line({ before: { rows: ["@."], hero: [1, 0] } })).before.hero).toEqual({ x: 1, y: 0 });
  });

  it("gives the line's message to the frame after, and an item without a letter an empty one", () => {
    const read = parse(line({ message: "Taken.", after: { rows: ".@", message: "older", inventory: ["a key"] } }));
    expect(read.after.message).toBe("Taken.");
    expect(read.before.message).toBe("");
    expect(read.after.inventory).toEqual([{ letter: "", text: "a key" }]);
    expect(read.before.inventory).toBeUndefined();
  });

  it("reads true, false and null as yes, no and not labelled, and a name that is left out as null", () => {
    const subgoals = ["a", "b", "c", "d"];
    const read = parse(line({ subgoals, labels: { a: true, b: false, c: null } }));
    expect(read.labels).toEqual(["yes", "no", "unanswered", "unanswered"]);
    expect(read.labelledBy).toBe("given");
    expect(parse(line({ subgoals })).labels).toBeUndefined();
  });

  it("writes a label that is not there as null and never as false", () => {
    const short: Transition = { ...parse(line({ subgoals: ["a", "b"] })), labels: ["yes"], labelledBy: "truth" };
    expect(JSON.parse(transitionText(short)).labels).toEqual({ a: true, b: null });
  });

  it("names itself by its number where the file gives no id", () => {
    expect(parse(line()).id).toBe("line 7");
    expect(parse(line({ episode: 12 })).episode).toBe("12");
  });

  it("takes __proto__ as the name of a subgoal and changes no object by it", () => {
    const text = JSON.stringify(line({ subgoals: ["__proto__", "toString"] })).replace(
      /}$/,
      ',"labels":{"__proto__":true}}',
    );
    expect(parse(text).labels).toEqual(["yes", "unanswered"]);
    expect(parse(transitionText(parse(text))).labels).toEqual(["yes", "unanswered"]);
    expect(Object.hasOwn(Object.prototype, "yes")).toBe(false);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it("refuses a label __proto__ that is no subgoal or no label", () => {
    const text = (subgoal: string, label: string) =>
      JSON.stringify(line({ subgoals: [subgoal] })).replace(/}$/, `,"labels":{"__proto__":${label}}}`);
    expect(refusal(text("a", "true"))).toBe('a label names "__proto__", which is not among the subgoals.');
    expect(refusal(text("__proto__", '{"a":1}'))).toBe('the label of "__proto__" is neither true, false nor null.');
    const key = JSON.stringify(line()).replace(/}$/, ',"__proto__":{"labels":{}}}');
    expect(refusal(key)).toBe('not a transition (the object: Unrecognized key: "__proto__").');
  });

  it("names what is wrong", () => {
    expect(refusal("hello")).toBe("this line is no JSON object; a transition is one JSON object a line.");
    expect(refusal('{"task":')).toBe("this line is no JSON object; a transition is one JSON object a line.");
    expect(refusal("[]")).toMatch(/^not a transition \(the object: .*expected object, received array\)\.$/);
    expect(refusal("null")).toMatch(/received null/);
    expect(refusal(line({ labels: { door: true } }))).toBe('a label names "door", which is not among the subgoals.');
    expect(refusal(line({ subgoals: ["a", "b", "a"] }))).toBe("a subgoal is named twice; names must differ.");
    expect(refusal(line({ subgoals: [] }))).toMatch(/^not a transition \(subgoals: /);
    expect(refusal(line({ action: undefined }))).toMatch(/^not a transition \(action: /);
    expect(refusal(line({ labels: { "get the key": "yes" } }))).toMatch(/^not a transition \(labels\.get the key: /);
    expect(refusal(line({ labels: { "get the key": 1 } }))).toMatch(/^not a transition \(labels\.get the key: /);
    expect(refusal(line({ step: -1 }))).toMatch(/^not a transition \(step: /);
  });

  it("names an unknown key, in a frame too", () => {
    expect(refusal(line({ lables: {} }))).toBe('not a transition (the object: Unrecognized key: "lables").');
    expect(refusal(line({ before: { rows: "@", heroo: [0, 0] } }))).toBe(
      'not a transition (before: Unrecognized key: "heroo").',
    );
    expect(refusal(line({ after: { rows: "@", hero: { x: 0, y: 0, z: 0 } } }))).toBe(
      'not a transition (after.hero: Unrecognized key: "z").',
    );
  });

  it("names the place inside a frame", () => {
    expect(refusal(line({ before: { rows: "@", hero: [0, "up"] } }))).toMatch(/^not a transition \(before\.hero\.1: /);
    expect(refusal(line({ before: ["@", 5] }))).toMatch(/^not a transition \(before\.1: /);
    expect(refusal(line({ before: { rows: "@", inventory: [{ letter: "a" }] } }))).toMatch(
      /^not a transition \(before\.inventory\.0\.text: /,
    );
    expect(refusal(line({ before: 5 }))).toBe("not a transition (before: Invalid input).");
  });

  it("refuses huge texts by their place, in a short sentence", () => {
    const huge = "x".repeat(5_000_000);
    expect(refusal(line({ task: huge }))).toMatch(/^not a transition \(task: Too big/);
    expect(refusal(line({ subgoals: ["a", huge] }))).toMatch(/^not a transition \(subgoals\.1: Too big/);
    expect(refusal(line({ labels: { [huge]: true } }))).toMatch(/^a label names "x{59}…"/);
    expect(refusal(line({ [huge]: 1 }))).toMatch(/^not a transition \(the object: Unrecognized key: "x+…\)\.$/);
    expect(refusal(huge)).toMatch(/^this line is no JSON object/);
    const wide = Array.from({ length: 1001 }, () => ".");
    expect(refusal(line({ before: wide }))).toMatch(/^not a transition \(before: /);
  });

  it("shows hostile names as escapes", () => {
    expect(refusal(line({ labels: { "\u001b[31m\u202e": true } }))).toBe(
      'a label names "\\u{1b}[31m\\u{202e}", which is not among the subgoals.',
    );
  });
});

describe("the published schema", () => {
  const published: unknown = JSON.parse(readFileSync("data/schema/transition.schema.json", "utf8"));

  it("is the one that the reader follows", () => {
    expect(published).toEqual(dataSets.transitionJsonSchema());
  });

  it("accepts every shipped line and refuses what the reader refuses", () => {
    // No JSON-schema validator is installed beside zod, whose own reading of a published schema is used here.
    const schema = z.fromJSONSchema(published as Parameters<typeof z.fromJSONSchema>[0]);
    const lines = readFileSync("data/keyroom/transitions.jsonl", "utf8").trim().split("\n");
    expect(lines).toHaveLength(1568);
    for (const text of lines) expect(schema.safeParse(JSON.parse(text)).success).toBe(true);
    expect(schema.safeParse(line()).success).toBe(true);
    for (const bad of [line({ lables: {} }), line({ subgoals: [] }), line({ step: -1 }), line({ before: 5 })]) {
      expect(schema.safeParse(bad).success).toBe(false);
    }
  });
});

describe("reading a file of transitions", () => {
  let folder: string;
  let path: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "calmhack-transitions-"));
    path = join(folder, "my.jsonl");
    const good = JSON.stringify(line());
    writeFileSync(path, `\ufeff${good}\n\n  \r\nhello\n${good}\r\n${JSON.stringify(line({ step: "x" }))}\n${good}`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("passes over blank lines and reports a damaged line in its place", async () => {
    const read: string[] = [];
    for await (const entry of readTransitions(path, { damaged: "report" })) {
      read.push(entry instanceof InputError ? entry.message.replace(path, "FILE") : entry.id);
    }
    expect(read).toEqual([
      "line 1",
      "FILE:4: this line is no JSON object; a transition is one JSON object a line.",
      "line 5",
      expect.stringMatching(/^FILE:6: not a transition \(step: /),
      "line 7",
    ]);
  });

  it("ends at the first damaged line when asked to", async () => {
    const read: string[] = [];
    const reading = async () => {
      for await (const entry of readTransitions(path, { damaged: "throw" })) read.push(entry.id);
    };
    await expect(reading()).rejects.toThrow(
      new InputError(`${path}:4: this line is no JSON object; a transition is one JSON object a line.`),
    );
    expect(read).toEqual(["line 1"]);
  });

  it("ends with the file's name when there is no file, reporting or not", async () => {
    const reading = async () => {
      for await (const _ of readTransitions(join(folder, "absent"), { damaged: "report" }));
    };
    await expect(reading()).rejects.toThrow("there is no such file");
  });
});

describe("a subgoal's name", () => {
  it("is refused when it is the name of a column of every table", () => {
    expect(() => parse(line({ subgoals: ["any flagged"] }))).toThrow('named "any flagged"');
  });
});
