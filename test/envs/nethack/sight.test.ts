import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream, randomStream } from "../../../envs/index.js";
import { hasCell } from "../../../envs/nethack/cell-bits.js";
import { Sight } from "../../../envs/nethack/look.js";
import { View } from "../../../envs/nethack/sight.js";
import { couldBeSeen } from "./slow-sight.js";
import { gameOf, IDS } from "./support.js";

const [WIDTH, HEIGHT] = [79, 21];

interface Map {
  readonly opaque: Uint8Array;
  readonly hero: number;
}

/** Marks of the engine, as a set of cells. */
function seenFrom({ opaque, hero }: Map): Set<number> {
  const view = new View();
  // From another cell first: nothing of an earlier look may stay.
  view.look(opaque, (hero + 100) % opaque.length);
  view.look(opaque, hero);
  return new Set([...opaque.keys()].filter((cell) => hasCell(view.marks, 0, cell)));
}

/** A drawing in the middle of solid rock: "#" blocks, "." is clear, "@" the hero; seen cells drawn back, others blank. */
function drawn(rows: readonly string[], [left, top]: readonly [number, number] = [30, 8]): string[] {
  const opaque = new Uint8Array(WIDTH * HEIGHT).fill(1);
  let hero = -1;
  rows.forEach((row, y) => {
    [...row].forEach((sign, x) => {
      const cell = (top + y) * WIDTH + left + x;
      if (sign !== "#") opaque[cell] = 0;
      if (sign === "@") hero = cell;
    });
  });
  const seen = seenFrom({ opaque, hero });
  return rows.map((row, y) => [...row].map((s, x) => (seen.has((top + y) * WIDTH + left + x) ? s : " ")).join(""));
}

const flipped = (map: Map, cellOf: (cell: number) => number): Map => {
  const opaque = new Uint8Array(map.opaque.length);
  map.opaque.forEach((blocks, cell) => {
    opaque[cellOf(cell)] = blocks;
  });
  return { opaque, hero: cellOf(map.hero) };
};
const leftRight = (cell: number) => Math.floor(cell / WIDTH) * WIDTH + (WIDTH - 1 - (cell % WIDTH));
const upDown = (cell: number) => (HEIGHT - 1 - Math.floor(cell / WIDTH)) * WIDTH + (cell % WIDTH);

/** Any map, from nearly empty to nearly full, with the hero anywhere, edges included. */
const anyMap = fc
  .record({
    seed: fc.nat(),
    clear: fc.constantFrom(98, 90, 75, 60, 40),
    hero: fc.integer({ min: 0, max: WIDTH * HEIGHT - 1 }),
  })
  .map(({ seed, clear, hero }) => {
    const stream = new RandomStream(Uint32Array.of(seed, 1, 2, 3));
    const opaque = Uint8Array.from({ length: WIDTH * HEIGHT }, () => (stream.below(100) < clear ? 0 : 1));
    opaque[hero] = 0;
    return { opaque, hero };
  });

describe("what could be seen", () => {
  it("is what the rules say, written anew, on any map", () => {
    fc.assert(
      fc.property(anyMap, (map) => {
        const blocks = (x: number, y: number) => map.opaque[y * WIDTH + x] === 1;
        const slow = couldBeSeen(blocks, map.hero % WIDTH, Math.floor(map.hero / WIDTH));
        expect(seenFrom(map)).toEqual(new Set(slow));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("mirrors when the level is mirrored, left-right and up-down", () => {
    fc.assert(
      fc.property(anyMap, (map) => {
        const seen = seenFrom(map);
        for (const mirror of [leftRight, upDown]) {
          expect(seenFrom(flipped(map, mirror))).toEqual(new Set([...seen].map(mirror)));
        }
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("always has the hero's cell, its neighbours, and its row up to the first wall on each side", () => {
    fc.assert(
      fc.property(anyMap, (map) => {
        const seen = seenFrom(map);
        const [hx, hy] = [map.hero % WIDTH, Math.floor(map.hero / WIDTH)];
        for (let y = Math.max(0, hy - 1); y <= Math.min(HEIGHT - 1, hy + 1); y++) {
          for (let x = Math.max(0, hx - 1); x <= Math.min(WIDTH - 1, hx + 1); x++) {
            expect(seen.has(y * WIDTH + x)).toBe(true);
          }
        }
        for (const step of [1, -1]) {
          let isBehind = false;
          for (let x = hx; x >= 0 && x < WIDTH; x += step) {
            expect(seen.has(hy * WIDTH + x), `column ${x}`).toBe(!isBehind);
            isBehind ||= map.opaque[hy * WIDTH + x] === 1;
          }
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("is everything where nothing blocks", () => {
    expect(seenFrom({ opaque: new Uint8Array(WIDTH * HEIGHT), hero: 5 * WIDTH + 7 }).size).toBe(WIDTH * HEIGHT);
  });

  it("is a room with all its walls, from any cell of it", () => {
    const room = ["#######", "#.....#", "#.....#", "#.....#", "#######"];
    for (let y = 1; y <= 3; y++) {
      for (let x = 1; x <= 5; x++) {
        const rows = room.map((row, i) => (i === y ? `${row.slice(0, x)}@${row.slice(x + 1)}` : row));
        expect(drawn(rows)).toEqual(rows);
      }
    }
  });

  it("is nothing but the neighbours in a cell of rock", () => {
    expect(drawn(["#####", "#####", "##@##", "#####", "#####"])).toEqual(["     ", " ### ", " #@# ", " ### ", "     "]);
  });

  // Expectations drawn by hand from the rule: the line to a cell runs through clear cells only; walls beside a visible
  // span belong to it. The corner (6,1) of the first: its line passes (2,2) and the pillar (3,2).
  it.each([
    [
      "a pillar hides what is straight behind it, and the walls whose lines it cuts",
      ["#######", "#.....#", "#@.#..#", "#.....#", "#######"],
      ["#######", "#..... ", "#@.#   ", "#..... ", "#######"],
    ],
    [
      "a corridor shows its two walls and its end",
      ["########", "#@.....#", "########"],
      ["########", "#@.....#", "########"],
    ],
    [
      "round a corner no floor is seen",
      ["#########", "#@......#", "#######.#", "#######.#", "#########"],
      ["#########", "#@......#", "####### #", "         ", "         "],
    ],
    [
      "a gap beside the next row shows what lies straight behind it, for lines aside cut its posts",
      ["###########", "#.........#", "#####.#####", "#.........#", "#....@....#", "###########"],
      ["    ###    ", "     .     ", "#####.#####", "#.........#", "#....@....#", "###########"],
    ],
  ])("%s", (_, rows, expected) => {
    expect(drawn(rows)).toEqual(expected);
  });

  it("reaches the map's edges and stops there", () => {
    expect(drawn(["@..", "...", "..."], [0, 0])).toEqual(["@..", "...", "..."]);
    expect(drawn(["...", "...", "..@"], [76, 18])).toEqual(["...", "...", "..@"]);
  });
});

describe("the cache of lines of sight", () => {
  it.each(IDS)("changes nothing: cold, warm and shared caches play the same bytes in %s", (id) => {
    const shared = new Sight();
    const actions = [107, 108, 106, 104, 117, 110, 98, 121, 44, 97].slice(0, id.includes("KeyRoom") ? 10 : 8);
    const warm = gameOf(id, { sight: shared });
    const stream = randomStream(4, id);
    for (let seed = 0; seed < 6; seed++) {
      // A fresh cache for every game, and one that other seeds and the neighbour ids have filled.
      const cold = gameOf(id);
      const other = gameOf(IDS[(IDS.indexOf(id) + 1 + seed) % IDS.length]!, { sight: shared });
      for (const game of [cold, warm, other]) {
        game.seed(seed);
        game.reset();
      }
      for (let step = 0; step < 60; step++) {
        expect(Buffer.compare(cold.bytes, warm.bytes), `seed ${seed} step ${step}`).toBe(0);
        const key = actions[stream.below(actions.length)]!;
        cold.step(key);
        warm.step(key);
        other.step(actions[stream.below(8)]!);
      }
    }
  });
});
