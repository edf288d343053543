/**
 * The kernel in plain TypeScript: what `assembly/kernel.ts` does, element by element, rounded to single precision after
 * every product and every sum. It is what the fast one is tested against, and it works where WebAssembly does not.
 */
import type { Kernel } from "./kernel.js";

const { fround, sqrt } = Math;

/** `bytes`: size of the memory. */
export function referenceKernel(bytes: number): Kernel {
  const memory = new ArrayBuffer(bytes);
  const floats = new Float32Array(memory);
  const words = new Int32Array(memory);
  return {
    name: "reference",
    floats,
    words,
    product(a, aRow, aColumn, b, bRow, c, cRow, m, n, k, into) {
      // Element by element the sum runs over k in order, as it does in registers; row by row memory is read as it lies.
      for (let i = 0; i < m; i++) {
        const row = c + i * cRow;
        if (into === "fresh") floats.fill(0, row, row + n);
        for (let q = 0; q < k; q++) {
          const left = floats[a + i * aRow + q * aColumn]!;
          const right = b + q * bRow;
          for (let j = 0; j < n; j++) floats[row + j] = floats[row + j]! + fround(left * floats[right + j]!);
        }
      }
    },
    rows(to, from, m, n) {
      for (let i = 0; i < m; i++) floats.copyWithin(to + i * n, from, from + n);
    },
    columnSums(x, out, m, n) {
      for (let j = 0; j < n; j++) {
        let sum = floats[out + j]!;
        for (let i = 0; i < m; i++) sum = fround(sum + floats[x + i * n + j]!);
        floats[out + j] = sum;
      }
    },
    transpose(x, y, m, n) {
      for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) floats[y + j * m + i] = floats[x + i * n + j]!;
    },
    relu(x, n) {
      for (let i = x; i < x + n; i++) if (!(floats[i]! > 0)) floats[i] = 0;
    },
    reluBack(g, y, n) {
      for (let i = 0; i < n; i++) if (!(floats[y + i]! > 0)) floats[g + i] = 0;
    },
    gather(indices, slots, table, bias, out, m, n) {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = floats[bias + j]!;
          for (let q = 0; q < slots; q++) {
            const row = words[indices + i * slots + q]!;
            if (row < 0) break;
            sum = fround(sum + floats[table + row * n + j]!);
          }
          floats[out + i * n + j] = sum;
        }
      }
    },
    scatter(indices, slots, g, table, m, n) {
      for (let i = 0; i < m; i++) {
        for (let q = 0; q < slots; q++) {
          const row = words[indices + i * slots + q]!;
          if (row < 0) break;
          for (let j = 0; j < n; j++) {
            const at = table + row * n + j;
            floats[at] = floats[at]! + floats[g + i * n + j]!;
          }
        }
      }
    },
    squares(x, n) {
      const sums = [0, 0, 0, 0];
      for (let i = 0; i < n; i++) sums[i % 4]! += floats[x + i]! ** 2;
      return sums[0]! + sums[1]! + sums[2]! + sums[3]!;
    },
    scale(x, n, by) {
      const factor = fround(by);
      for (let i = x; i < x + n; i++) floats[i] = floats[i]! * factor;
    },
    adam(p, g, m, v, n, rate, beta1, beta2, epsilon) {
      const [r, b1, b2, e] = [fround(rate), fround(beta1), fround(beta2), fround(epsilon)];
      const [rest1, rest2] = [fround(1 - b1), fround(1 - b2)];
      for (let i = 0; i < n; i++) {
        const grad = floats[g + i]!;
        const first = fround(fround(b1 * floats[m + i]!) + fround(rest1 * grad));
        const second = fround(fround(b2 * floats[v + i]!) + fround(fround(rest2 * grad) * grad));
        floats[m + i] = first;
        floats[v + i] = second;
        floats[p + i] = floats[p + i]! - fround(fround(r * first) / fround(fround(sqrt(second)) + e));
      }
    },
  };
}
