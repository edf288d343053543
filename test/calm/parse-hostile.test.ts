import { describe, expect, it } from "vitest";
import { failure, read } from "./answer-reading.js";
import { HOSTILE_UNITS, slowestReading } from "./hostile-units.js";

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

  // A reading that grows with the square of the length takes half a minute here, one that grows with it 30 ms; a megabyte
  // of each is read in `npm run check:long -- parse-fuzz`.
  it.each(HOSTILE_UNITS)("reads 200 kB of %j in a time that grows with the length", (unit) => {
    expect(slowestReading(unit, 200_000)).toBeLessThan(1000);
  });

  it("survives 100,000 open brackets before and after an answer", () => {
    const deep = '{"a":'.repeat(100_000);
    expect(read(`{"open the door": true} ${deep}`, ["open the door"])).toBe("-");
    expect(failure("{".repeat(100_000))?.reason).toBe("no object");
  });
});
