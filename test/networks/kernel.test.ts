import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Kernel } from "../../networks/kernel.js";
import { referenceKernel } from "../../networks/reference-kernel.js";
import { wasmKernel } from "../../networks/wasm-kernel.js";

const BYTES = 65_536;

/** Both kernels with the same numbers in memory: some large, some tiny, zeros of both signs. */
function pair(seed: number): readonly [Kernel, Kernel] {
  const kernels = [wasmKernel(BYTES), referenceKernel(BYTES)] as const;
  let state = seed >>> 0;
  for (let i = 0; i < BYTES / 4; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const value = state % 17 === 0 ? (state % 2 ? 0 : -0) : (state / 2 ** 31 - 1) * 10 ** ((state % 5) - 2);
    for (const kernel of kernels) kernel.floats[i] = value;
  }
  return kernels;
}

const bits = (kernel: Kernel): Uint32Array => new Uint32Array(kernel.floats.buffer);

function sameBits(seed: number, work: (kernel: Kernel) => void): void {
  const [fast, slow] = pair(seed);
  work(fast);
  work(slow);
  expect(Buffer.compare(Buffer.from(bits(fast).buffer), Buffer.from(bits(slow).buffer))).toBe(0);
}

const small = fc.integer({ min: 1, max: 37 });
const seed = fc.integer({ min: 0, max: 2 ** 31 });

describe("the kernel in WebAssembly and the reference in TypeScript give the same bits", () => {
  it("in products of every shape, plain and transposed, fresh and added", () => {
    fc.assert(
      fc.property(
        seed,
        small,
        small,
        small,
        fc.constantFrom("fresh", "added"),
        fc.boolean(),
        (s, m, n, k, into, turned) => {
          sameBits(s, (kernel) =>
            turned
              ? kernel.product(0, 1, m, 4000, n, 8000, n, m, n, k, into)
              : kernel.product(0, k, 1, 4000, n, 8000, n, m, n, k, into),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it("in everything else that layers ask of them", () => {
    fc.assert(
      fc.property(seed, small, small, (s, m, n) => {
        sameBits(s, (kernel) => {
          kernel.rows(100, 4000, m, n);
          kernel.columnSums(4000, 8000, m, n);
          kernel.transpose(4000, 10_000, m, n);
          kernel.relu(10_000, m * n);
          kernel.reluBack(4000, 10_000, m * n);
          kernel.scale(4000, m * n, 0.3);
          for (let i = 0; i < n; i++) kernel.floats[13_000 + i] = Math.abs(kernel.floats[13_000 + i]!);
          kernel.adam(12_000, 12_500, 12_800, 13_000, n, 0.01, 0.9, 0.999, 1e-8);
        });
      }),
      { numRuns: 100 },
    );
  });

  it("in sums of listed rows and in their way back", () => {
    fc.assert(
      fc.property(
        seed,
        small,
        fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 5 }), { minLength: 1, maxLength: 9 }),
        (s, n, lists) => {
          sameBits(s, (kernel) => {
            kernel.words.fill(-1, 0, lists.length * 5);
            for (const [i, list] of lists.entries()) kernel.words.set(list, i * 5);
            kernel.gather(0, 5, 1000, 2000, 3000, lists.length, n);
            kernel.scatter(0, 5, 3000, 5000, lists.length, n);
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it("in the sum of squares", () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 0, max: 50 }), (s, n) => {
        const [fast, slow] = pair(s);
        expect(fast.squares(10, n)).toBe(slow.squares(10, n));
      }),
    );
  });
});

describe("a product", () => {
  it("of small whole numbers is the one of the textbook", () => {
    for (const kernel of [wasmKernel(BYTES), referenceKernel(BYTES)]) {
      kernel.floats.set([1, 2, 3, 4, 5, 6], 0);
      kernel.floats.set([7, 8, 9, 10, 11, 12], 100);
      kernel.product(0, 3, 1, 100, 2, 200, 2, 2, 2, 3, "fresh");
      expect([...kernel.floats.subarray(200, 204)]).toEqual([58, 64, 139, 154]);
    }
  });
});
