import { describe, expect, it } from "vitest";
import { randomStream } from "../../../envs/index.js";
import { Crops } from "../../../envs/nethack/crops.js";
import { CELL, makeState } from "../../../envs/nethack/state.js";

const [WIDTH, HEIGHT] = [79, 21];

/** A state whose four planes hold other random numbers in each cell. */
function noise() {
  const state = makeState();
  const stream = randomStream(1, "planes");
  for (let cell = 0; cell < WIDTH * HEIGHT; cell++) {
    state.glyphs[cell] = 1 + stream.below(5975);
    state.chars[cell] = 33 + stream.below(90);
    state.colors[cell] = 1 + stream.below(15);
    state.specials[cell] = 1 + stream.below(200);
  }
  return state;
}

describe("crops", () => {
  it.each([1, 3, 5, 9, 21, 43])("of side %i are the centred window everywhere, 0 beyond the map", (size) => {
    const state = noise();
    const cells = size * size;
    const crops = {
      glyphs: new Int16Array(cells),
      chars: new Uint8Array(cells),
      colors: new Uint8Array(cells),
      specials: new Uint8Array(cells),
    };
    const writer = new Crops(state, size, crops);
    const half = (size - 1) / 2;
    for (const x of [0, 1, 3, 4, 39, 68, 74, 75, 78]) {
      for (const y of [0, 1, 3, 4, 10, 16, 17, 20]) {
        state.hero[CELL] = y * WIDTH + x;
        for (const plane of ["glyphs", "chars", "colors", "specials"] as const) crops[plane].fill(123);
        writer.write(state);
        for (const plane of ["glyphs", "chars", "colors", "specials"] as const) {
          const expected = Array.from({ length: size * size }, (_, i) => {
            const [u, v] = [x - half + (i % size), y - half + Math.floor(i / size)];
            return u < 0 || v < 0 || u >= WIDTH || v >= HEIGHT ? 0 : state[plane][v * WIDTH + u]!;
          });
          expect(crops[plane].join(), `${plane} at (${x},${y})`).toBe(expected.join());
        }
      }
    }
  });
});
