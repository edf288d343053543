import { describe, expect, it } from "vitest";
import { parseVerdicts } from "../../calm/parse.js";
import { failure, read, subgoals } from "./answer-reading.js";

describe("failures", () => {
  it("calls prose no object", () => {
    expect(failure("I cannot help with that.")?.reason).toBe("no object");
    expect(failure("", subgoals, { finish: "stop" })?.reason).toBe("no object");
    expect(failure("The set {x} is \\boxed{true}.")?.reason).toBe("no object");
  });

  it("calls an object without a subgoal's name wrong keys, and shows what it found instead", () => {
    expect(failure('{"key": true, "open the door": false}')).toEqual({
      reason: "wrong keys",
      detail: '"pick up the key" is missing; found instead: "key"',
    });
    expect(failure("{}")?.reason).toBe("wrong keys");
  });

  it("names the key and the value that is no verdict", () => {
    expect(failure('{"pick up the key": "maybe", "open the door": false}')).toEqual({
      reason: "wrong keys",
      detail: '"pick up the key" has the value "maybe", which is no verdict',
    });
  });

  it("explains the first unanswered subgoal and counts the others", () => {
    expect(failure('{"a": true}')?.detail).toBe(
      '"pick up the key" is missing; found instead: "a" (and 1 more unanswered)',
    );
    expect(failure('{"pick up the key": true, "open the door": tru')?.reason).toBe("cut off");
  });

  it("calls a limit inside the thinking by its name", () => {
    const open = '<think>Is it {"pick up the key": true, "open the door": true}?';
    expect(failure(open, subgoals, { finish: "length" })?.reason).toBe("thought until the limit");
    expect(failure(open)?.reason).toBe("thought until the limit");
    expect(failure(open, subgoals, { finish: "stop" })?.reason).toBe("no object");
    expect(failure("", subgoals, { finish: "length" })?.reason).toBe("thought until the limit");
    expect(failure("<think>a</think>", subgoals, { finish: "length" })?.reason).toBe("thought until the limit");
  });

  it("does not read an answer that a later unfinished thought may have revoked", () => {
    expect(read('{"pick up the key": true, "open the door": true}\n<think>Wait')).toBe("--");
  });

  it("takes a text for thinking if the prompt already opened it", () => {
    const draft = '{"pick up the key": true, "open the door": true} maybe';
    expect(failure(draft, subgoals, { begins: "thought" })?.reason).toBe("thought until the limit");
    expect(
      read(`${draft}</think>{"pick up the key": false, "open the door": false}`, subgoals, { begins: "thought" }),
    ).toBe("nn");
  });

  it("calls an answer cut off where the limit came before or inside the object", () => {
    expect(failure("The hero moved to", subgoals, { finish: "length" })?.reason).toBe("cut off");
    expect(failure('{"pick up the key"')?.reason).toBe("cut off");
    expect(failure('{"pick up the key": ')?.reason).toBe("cut off");
    expect(failure('{"pick up the key": true', ["pick up the key"])?.reason).toBe("cut off");
  });

  it("keeps complete verdicts although the prose after them was cut", () => {
    expect(
      read('{"pick up the key": true, "open the door": false}\nThis is because', subgoals, { finish: "length" }),
    ).toBe("yn");
  });

  it("does not trust a verdict that an unfinished second object may have corrected", () => {
    expect(
      read('{"pick up the key": true, "open the door": true} No: {"pick up the key": true, "open the door": fa'),
    ).toBe("y-");
    expect(
      read('{"open the door": true} Correction: {"reason": "a "b", "c": d", "open the door": false}', [
        "open the door",
      ]),
    ).toBe("-");
  });

  it("does not trust an earlier verdict where a later object judges under a wrong name", () => {
    expect(read('{"open the door": true} No: {"opn the door": false}', ["open the door"])).toBe("-");
    expect(read('Like {"subgoal A": true}: {"open the door": false}', ["open the door"])).toBe("n");
    expect(read('[{"open the door": false}, {"confidence": 1}]', ["open the door"])).toBe("n");
  });

  it("believes a refusal only from the server", () => {
    expect(failure('{"pick up the key": true}', subgoals, { finish: "refusal" })?.reason).toBe("refused");
    expect(failure("", subgoals, { finish: "content_filter" })?.reason).toBe("refused");
  });

  it("calls disagreeing verdicts a contradiction, in one object or in two", () => {
    expect(failure('{"pick up the key": true, "pick-up-the-key": false, "open the door": true}')).toEqual({
      reason: "contradiction",
      detail: '"pick up the key" is both true and false',
    });
    expect(failure('{"open the door": true} {"open the door": 0}', ["open the door"])?.reason).toBe("contradiction");
    expect(
      failure('[{"name": "open the door", "achieved": true, "completed": false}]', ["open the door"])?.reason,
    ).toBe("contradiction");
  });

  it("has no failure and no verdicts without subgoals", () => {
    expect(parseVerdicts("prose", [])).toEqual({ verdicts: [] });
    expect(parseVerdicts('{"a": true}', [])).toEqual({ verdicts: [] });
  });
});

describe("names", () => {
  const twins = ["Open the door", "open_the_door"];

  it("matches two similar subgoals exactly or not at all", () => {
    expect(read('{"open_the_door": false, "Open the door": true}', twins)).toBe("yn");
    expect(read('{"open the door": true}', twins)).toBe("--");
    expect(failure('{"open the door": true}', twins)?.detail).toContain("fits two subgoals");
    expect(read('{"Open the door": true, "open the door": false}', twins)).toBe("y-");
  });

  it("gives equal subgoals the same verdict", () => {
    expect(read('{"go": true}', ["go", "go"])).toBe("yy");
  });

  it.each([
    "__proto__",
    "constructor",
    "toString",
    'say "hello"',
    "the wizard's key",
    "use {braces}, [brackets]: and # // /* signs",
    "C:\\temp\\new",
    "achieved",
    "subgoal",
    "true",
    "打开门",
    "two\nlines",
    "!",
    "",
  ])("reads the subgoal %j from JSON and from a Python dictionary", (name) => {
    const quoted = JSON.stringify(name);
    const python = `'${quoted.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
    expect(read(`{${quoted}: true, "other": false}`, [name, "other"])).toBe("yn");
    expect(read(`{${python}: False, 'other': True}`, [name, "other"])).toBe("ny");
    expect(read(`{"other": true}`, [name, "other"])).toBe("-y");
  });

  it("reads an unescaped backslash as it stands", () => {
    expect(read('{"C:\\temp": true}', ["C:\\temp"])).toBe("y");
  });

  it("does not read half a name as another subgoal", () => {
    const names = ["open the door", "go north, open the door"];
    expect(read("{go north, open the door: true}", names)).toBe("-y");
    expect(read('{"go north", "open the door": true}', names)).toBe("--");
  });
});
