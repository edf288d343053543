import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Frame, frameLines, frameText, windowRows } from "../../envs/index.js";

const frame = (rows: readonly string[], x: number, y: number, more: Partial<Frame> = {}): Frame => ({
  rows,
  hero: { x, y },
  message: "",
  ...more,
});

const room = ["#####", "#.@.#", "#...#", "#####"];

const grids = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 8 })).chain(([width, height]) =>
  fc.record({
    rows: fc.array(fc.string({ unit: fc.constantFrom(".", "+", "@", " "), minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
    x: fc.nat({ max: width - 1 }),
    y: fc.nat({ max: height - 1 }),
    half: fc.nat({ max: 6 }),
  }),
);

describe("the crop", () => {
  it("is centred on the hero", () => {
    expect(windowRows(frame(room, 2, 1), "crop", 3)).toEqual(["###", ".@.", "..."]);
  });

  it("shows blanks beyond every edge", () => {
    expect(windowRows(frame(room, 2, 1), "crop", 7)).toEqual([
      "       ",
      "       ",
      " ##### ",
      " #.@.# ",
      " #...# ",
      " ##### ",
      "       ",
    ]);
  });

  it("shows blanks where a row is short or absent", () => {
    expect(windowRows(frame(["ab@", "x", ""], 2, 0), "crop", 3)).toEqual(["   ", "b@ ", "   "]);
  });

  it("is 9 cells wide and high when nothing else is said", () => {
    const rows = windowRows(frame(room, 2, 1), "crop");
    expect(rows).toHaveLength(9);
    expect(rows.every((row) => row.length === 9)).toBe(true);
  });

  it("has the asked size, the hero's cell in the middle and every cell of the map in its place", () => {
    fc.assert(
      fc.property(grids, ({ rows, x, y, half }) => {
        const size = 2 * half + 1;
        const crop = windowRows(frame(rows, x, y), "crop", size);
        expect(crop).toHaveLength(size);
        for (let dy = -half; dy <= half; dy++) {
          expect(crop[dy + half]).toHaveLength(size);
          for (let dx = -half; dx <= half; dx++) {
            expect(crop[dy + half]?.[dx + half]).toBe(rows[y + dy]?.[x + dx] ?? " ");
          }
        }
      }),
      { seed: 1 },
    );
  });

  it("counts cells and not code units where a sign is a character of two", () => {
    expect(windowRows(frame(["🔑🔑@🚪"], 2, 0), "crop", 3)).toEqual(["   ", "🔑@🚪", "   "]);
  });

  it("is the whole map for a frame that does not say where its hero is", () => {
    expect(windowRows({ rows: room, message: "" }, "crop", 3)).toEqual(room);
  });

  it("refuses every size that has no middle", () => {
    for (const size of [0, -1, 2, 10, 3.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => windowRows(frame(room, 2, 1), "crop", size)).toThrow(
        `The crop's side is ${size}; it must be an odd number.`,
      );
    }
  });
});

describe("the frame's text", () => {
  it("puts the separator between cells and nowhere else, and keeps the width of a window", () => {
    expect(frameText(frame(room, 2, 1), { window: "crop", size: 3, separator: " " })).toBe("# # #\n. @ .\n. . .");
    expect(frameText(frame(room, 0, 0), { window: "crop", size: 3, separator: " " })).toBe("     \n  # #\n  # .");
    expect(frameText(frame(room, 2, 1), { window: "map" })).toBe(room.join("\n"));
  });

  it("is the crop's rows again when every second character is taken", () => {
    fc.assert(
      fc.property(grids, ({ rows, x, y, half }) => {
        const size = 2 * half + 1;
        const spaced = frameLines(frame(rows, x, y), { window: "crop", size, separator: " " });
        const unspaced = spaced.map((line) => [...line].filter((_, i) => i % 2 === 0).join(""));
        expect(unspaced).toEqual(windowRows(frame(rows, x, y), "crop", size));
      }),
      { seed: 2 },
    );
  });

  it("is message, map and status for a screen, right-trimmed and without the separator", () => {
    const shown = frame(["  .  ", "", " @ "], 1, 2, { message: "Hello.  ", status: ["St:9 ", "Dlvl:1"] });
    expect(frameText(shown, { window: "screen", separator: " " })).toBe("Hello.\n  .\n\n @\nSt:9\nDlvl:1");
  });

  it("keeps the first line of a screen for the message when nothing was said", () => {
    expect(frameText(frame(["@"], 0, 0), { window: "screen" })).toBe("\n@");
  });

  it("gives a line per row and message however many line breaks these hold", () => {
    const hostile = frame(["a\nb", "@"], 0, 1, { message: "one\r\ntwo" });
    expect(frameLines(hostile, { window: "screen" })).toEqual(["one\r\ntwo", "a\nb", "@"]);
  });
});
