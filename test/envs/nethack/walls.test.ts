import { describe, expect, it } from "vitest";
import { clearObjects } from "../../../envs/nethack/objects.js";
import { makeState, type State } from "../../../envs/nethack/state.js";
import { GLYPH_CHARS } from "../../../envs/nethack/terrain.js";
import { seenDirection, shapeWalls, wallGlyph } from "../../../envs/nethack/walls.js";
import { wallLook, worldOf } from "./slow-view.js";

const WIDTH = 79;
const [LEFT, TOP] = [10, 5];
const COMPASS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];

/** "#" wall, "." floor, "+" door, " " stone; walls then take their shapes. */
function level(...rows: readonly string[]): State {
  const state = makeState();
  clearObjects(state);
  state.opaque.fill(1);
  rows.forEach((row, y) => {
    [...row].forEach((sign, x) => {
      const cell = (TOP + y) * WIDTH + LEFT + x;
      state.terrain[cell] = { " ": 0, "#": 2, "+": 12, ".": 13 }[sign]!;
      if (sign === "+") state.door[cell] = 3;
      if (sign === ".") state.opaque[cell] = 0;
    });
  });
  shapeWalls(state);
  return state;
}

const at = (x: number, y: number): number => (TOP + y) * WIDTH + LEFT + x;

/** What a wall shows, seen from directions by name: a character, and the glyph behind it. */
function shows(state: State, x: number, y: number, ...from: readonly string[]): string {
  const bits = from.reduce((sum, name) => sum | (1 << COMPASS.indexOf(name)), 0);
  return String.fromCharCode(GLYPH_CHARS[wallGlyph(state.terrain[at(x, y)]!, state.wallMode[at(x, y)]!, bits)]!);
}

/** Glyphs in NLE's numbering: 2362-2365 corners TL TR BL BR, 2366 cross, 2367-2370 T up, down, left, right. */
const glyphAt = (state: State, x: number, y: number): number => 2359 + state.terrain[at(x, y)]!;

describe("the shape of a wall", () => {
  it("follows from the walls and doors beside it", () => {
    const state = level("#####", "#.#.#", "##+##", "#.#.#", "#####");
    const glyphs = ["#####", "#.#.#", "##+##", "#.#.#", "#####"].map((row, y) =>
      [...row].map((sign, x) => (sign === "#" ? glyphAt(state, x, y) : 0)),
    );
    expect(glyphs).toEqual([
      [2362, 2361, 2368, 2361, 2363],
      [2360, 0, 2360, 0, 2360],
      [2370, 2361, 0, 2361, 2369],
      [2360, 0, 2360, 0, 2360],
      [2364, 2361, 2367, 2361, 2365],
    ]);
  });

  it("is a cross where four meet, and shows as one from everywhere", () => {
    const state = level(".#.", "###", ".#.");
    expect(glyphAt(state, 1, 1)).toBe(2366);
    for (const name of COMPASS) expect(shows(state, 1, 1, name)).toBe("-");
  });

  it("tells a door which way its wall runs", () => {
    const state = level(".....", ".#+#.", ".....", "..#..", "..+..", "..#..");
    expect([state.doorVertical[at(2, 1)], state.doorVertical[at(2, 4)]]).toEqual([0, 1]);
  });
});

/** A T with its stem to the west, as a room's east wall has it where a subroom's wall joins. */
const T = {
  none: level(".#..", "##..", ".#.."),
  outer: level(".# ", "## ", ".# "),
};

describe("a T wall at the outer wall", () => {
  // The junction of a subroom's wall with the outer room's east wall: rock beyond.
  it.each([
    [["NW"], "-"],
    [["SW"], "-"],
    [["N"], "-"],
    [["S"], "-"],
    [["NW", "N"], "-"],
    [["NW", "SW"], "|"],
    [["W"], "|"],
    [["W", "NW"], "|"],
    [["N", "S"], "|"],
    [["E"], " "],
    [["NE", "E", "SE"], " "],
  ] as const)("seen from %j shows %j", (from, sign) => {
    expect(shows(T.outer, 1, 1, ...from)).toBe(sign);
  });
});

describe("a T wall in the open", () => {
  it.each([
    [["NW"], "-"],
    [["SW"], "-"],
    [["E"], "|"],
    [["NE"], "|"],
    [["SE", "NW"], "|"],
    [["NW", "SW"], "|"],
    [["N"], "|"],
    [["W"], "|"],
  ] as const)("seen from %j shows %j", (from, sign) => {
    expect(shows(T.none, 1, 1, ...from)).toBe(sign);
  });
});

describe("a straight wall with rock on one side", () => {
  const vertical = level(" #.", " #.", " #.");
  const horizontal = level("   ", "###", "...");
  it("shows from the open side and along its line only", () => {
    const from = (state: State) => COMPASS.filter((name) => shows(state, 1, 1, name) !== " ");
    expect(from(vertical)).toEqual(["N", "NE", "E", "SE", "S"]);
    expect(from(horizontal)).toEqual(["E", "SE", "S", "SW", "W"]);
  });
  it("shows from anywhere when both sides are alike", () => {
    const free = level(".#.", ".#.", ".#.");
    for (const name of COMPASS) expect(shows(free, 1, 1, name)).toBe("|");
  });
});

/** Every T, its four turns, every choice of rock round it, every set of directions: 4 x 8 x 256. */
const EVERY_T = ["N", "E", "S", "W"].flatMap((missing) =>
  Array.from({ length: 8 }, (_, rocks) => {
    const grid = [
      [".", missing === "N" ? "." : "#", "."],
      [missing === "W" ? "." : "#", "#", missing === "E" ? "." : "#"],
      [".", missing === "S" ? "." : "#", "."],
    ];
    const corners = {
      N: [
        [1, 0],
        [0, 2],
        [2, 2],
      ],
      E: [
        [2, 1],
        [0, 0],
        [0, 2],
      ],
      S: [
        [1, 2],
        [0, 0],
        [2, 0],
      ],
      W: [
        [0, 1],
        [2, 0],
        [2, 2],
      ],
    }[missing]!;
    corners.forEach(([x, y], i) => {
      if ((rocks >> i) & 1) grid[y!]![x!] = " ";
    });
    return [missing, rocks, grid.map((row) => row.join(""))] as const;
  }),
);

describe("the table of modes", () => {
  it("holds for every T, every rock beside it and every set of directions", () => {
    let [modes, checked] = [new Set<number>(), 0];
    for (const [missing, rocks, rows] of EVERY_T) {
      const state = level(...rows);
      modes.add(state.wallMode[at(1, 1)]!);
      for (let bits = 1; bits < 256; bits++) {
        const names = new Set(COMPASS.filter((_, i) => (bits >> i) & 1));
        const ours = wallGlyph(state.terrain[at(1, 1)]!, state.wallMode[at(1, 1)]!, bits);
        const expected = wallLook(worldOf(state), LEFT + 1, TOP + 1, names);
        expect(ours, `missing ${missing}, rocks ${rocks}, from ${[...names]}`).toBe(expected);
        checked++;
      }
    }
    expect(modes).toEqual(new Set([0, 3, 4, 5]));
    expect(checked).toBe(4 * 8 * 255);
  });
});

describe("the directions from which a wall is seen", () => {
  const bits = (...names: readonly string[]) => names.reduce((sum, name) => sum | (1 << COMPASS.indexOf(name)), 0);
  it("are one when seen straight, and the clear sides as well when seen from a diagonal", () => {
    const state = level("...", ".#.", "...");
    expect(seenDirection(state, at(1, 1), at(1, 0))).toBe(bits("N"));
    expect(seenDirection(state, at(1, 1), at(0, 1))).toBe(bits("W"));
    expect(seenDirection(state, at(1, 1), at(2, 2))).toBe(bits("SE", "S", "E"));
    const walled = level("...", ".##", "...");
    expect(seenDirection(walled, at(1, 1), at(2, 2))).toBe(bits("SE", "S"));
  });
  it("count a door beside the wall as a wall, open or closed", () => {
    for (const open of [0, 1]) {
      const state = level("...", ".#+", "...");
      if (open) {
        state.door[at(2, 1)] = 1;
        state.opaque[at(2, 1)] = 0;
      }
      expect(seenDirection(state, at(1, 1), at(2, 2))).toBe(bits("SE", "S"));
    }
  });
});
