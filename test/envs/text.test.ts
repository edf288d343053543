import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visible, visibleLines } from "../../envs/index.js";

/** Strings of everything: whole characters, lone surrogates, controls. */
const anything = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("\u001b", "[", "3", "1", "m", "\n", "\r", "\ud83d", "\udd11", "😀", "a", "\u202e"),
  }),
);

/** What could move a cursor, hide, or reorder: the Unicode classes, named apart from the code under test. */
const harmful = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\p{DI}/u;

describe("visible", () => {
  it("shows line breaks and tabs by their short names and other controls by their number", () => {
    expect(visible("a\nb\rc\td")).toBe("a\\nb\\rc\\td");
    expect(visible("\u0000\u0007\u007f")).toBe("\\u{0}\\u{7}\\u{7f}");
  });

  it("leaves no C1 control, whose single byte begins a terminal sequence as ESC [ does", () => {
    expect(visible("\u009b31mred\u0085")).toBe("\\u{9b}31mred\\u{85}");
  });

  it("disarms ANSI colours, cursor moves, titles and links", () => {
    expect(visible("\u001b[31mred\u001b[0m")).toBe("\\u{1b}[31mred\\u{1b}[0m");
    expect(visible("\u001b[2J\u001b]0;title\u0007")).toBe("\\u{1b}[2J\\u{1b}]0;title\\u{7}");
  });

  it("shows bidirectional marks, which reorder what a reader sees", () => {
    for (const mark of ["\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\u061c"]) {
      expect(visible(`a${mark}b`)).toBe(`a\\u{${mark.codePointAt(0)?.toString(16)}}b`);
    }
  });

  it("shows zero-width marks, fillers, variation selectors and tags, which hide text", () => {
    for (const mark of [
      "\u200b",
      "\u200d",
      "\ufeff",
      "\u00ad",
      "\u034f",
      "\u3164",
      "\ufe0f",
      "\u{e0041}",
      "\u{e0100}",
    ]) {
      expect(visible(`a${mark}b`)).toBe(`a\\u{${mark.codePointAt(0)?.toString(16)}}b`);
    }
  });

  it("shows line and paragraph separators", () => {
    expect(visible("a\u2028b\u2029c")).toBe("a\\u{2028}b\\u{2029}c");
  });

  it("shows a lone half of a character by its number and leaves a whole one", () => {
    expect(visible("\ud83d|\udd11|\ud83d\udd11")).toBe("\\u{d83d}|\\u{dd11}|🔑");
  });

  it("leaves letters, signs and blanks of any script as they are", () => {
    const text = "Größe «你好» שלום 🔑 - | . + ( < > @ \\ \u00a0";
    expect(visible(text)).toBe(text);
  });

  it("leaves nothing harmful of any string, cut or not", () => {
    fc.assert(
      fc.property(anything, fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }), (text, length) => {
        expect(visible(text, length)).not.toMatch(harmful);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it("changes nothing when it is applied again", () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 30 }), (text, length) => {
        const once = visible(text);
        expect(visible(once)).toBe(once);
        const cut = visible(text, length);
        expect(visible(cut, length)).toBe(cut);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  it("is never longer than asked, and ends in an ellipsis exactly when something was cut", () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 30 }), (text, length) => {
        const whole = visible(text);
        const cut = visible(text, length);
        expect(cut.length).toBeLessThanOrEqual(length);
        if (whole.length <= length && text.length <= length) expect(cut).toBe(whole);
        else expect(cut).toMatch(/…$/);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  it("cuts at the length and not one sooner", () => {
    expect(visible("abcd", 4)).toBe("abcd");
    expect(visible("abcde", 4)).toBe("abc…");
    expect(visible("ab\n", 3)).toBe("ab…");
    expect(visible("abc", 1)).toBe("…");
  });

  it("does not cut a character in half", () => {
    expect(visible("ab😀cd", 4)).toBe("ab…");
    expect(visible("\n😀a", 4)).toBe("\\n…");
  });

  it("does not escape a megabyte to show a line of it", () => {
    expect(visible("\u001b".repeat(1_000_000), 40)).toHaveLength(40);
  });
});

describe("visibleLines", () => {
  it("keeps line breaks of every kind and nothing else", () => {
    expect(visibleLines("a\nb\r\nc\rd\u0085e\u2028f")).toEqual(["a", "b", "c", "d\\u{85}e\\u{2028}f"]);
  });

  it("gives harmless lines only", () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const line of visibleLines(text)) expect(line).not.toMatch(harmful);
      }),
      { seed: 4 },
    );
  });
});
