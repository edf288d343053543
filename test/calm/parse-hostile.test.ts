import { describe, expect, it } from "vitest";
import { parseVerdicts } from "../../calm/parse.js";
import { failure, read } from "./answer-reading.js";

describe("hostile answers", () => {
  it("does not read verdicts out of a reason, quoted well or badly", () => {
    for (const reason of [
      '"no, \\"open the door\\": true, no"',
      '"no, "open the door": true, no"',
      '"x", "open the door": true", y"',
    ]) {
      expect(read(`{"reason": ${reason}, "open the door": false}`, ["open the door"])).not.toBe("y");
    }
  });

  it("does not take a stray backslash before a quote for an object inside a string", () => {
    const text = '{\\"reason": "One says \\"go\\": true, \\"open, then go\\": true, no", "open, then go": false}';
    expect(read(text, ["open, then go"])).not.toBe("y");
  });

  it("does not run the text", () => {
    const text = '{"open the door": (() => { globalThis.ran = true; return true })()}';
    expect(read(text, ["open the door"])).toBe("-");
    expect("ran" in globalThis).toBe(false);
  });

  it("leaves prototypes alone", () => {
    read('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}', ["__proto__"]);
    expect("polluted" in {}).toBe(false);
  });

  it("gives a detail of one short line even for a name of control characters", () => {
    const why = failure(`{"${"\u001b[31m\u202e".repeat(500)}": true}`, ["a\nb\u0000".repeat(100)]);
    expect(why?.detail).not.toMatch(/\p{C}/u);
    expect(Array.from(why?.detail ?? "").length).toBeLessThanOrEqual(160);
  });

  const megabyte = 1_000_000;
  const units = [
    "{",
    "[",
    "}",
    '"',
    "'",
    "\\",
    "{}",
    '{"',
    "{'a':",
    '{"a":[',
    '{"a":{',
    "{{",
    " ",
    "\n",
    "#",
    "/*",
    "//",
    ",",
    ":",
    "`",
    "```",
    "<think>",
    "</think>",
    '{"open the door": true}',
    '{"open the door": fal',
    '"open the door": true, ',
    '"open the door": true\n',
    '{"a": "x\n',
    '{"a": "b" "c"\n',
    '{"a": "x"y"\n"b":',
    "open the door:",
    "a,",
    "a ",
    "\\n",
    '\\"',
    "“",
    "é",
    "\u200b",
    "\ud800",
    '"a" ',
    '" ',
    "true, ",
    '{"subgoal": "open the door", "achieved": true}',
    '"x": { ',
    "< think",
  ];

  it.each(units)("reads a megabyte of %j in less than a second", (unit) => {
    for (const start of ["", "{", '{"open the door": ', '{"open the door": "']) {
      const text = start + unit.repeat(Math.ceil(megabyte / unit.length));
      // The best of three: the machine may be busy with something else.
      let fastest = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < 3 && fastest >= 1000; attempt++) {
        const begun = performance.now();
        expect(parseVerdicts(text, ["open the door"]).verdicts).toHaveLength(1);
        fastest = Math.min(fastest, performance.now() - begun);
      }
      expect(fastest).toBeLessThan(1000);
    }
  });

  it("survives 100,000 open brackets before and after an answer", () => {
    const deep = '{"a":'.repeat(100_000);
    expect(read(`{"open the door": true} ${deep}`, ["open the door"])).toBe("-");
    expect(failure("{".repeat(100_000))?.reason).toBe("no object");
  });
});
