/**
 * What the layers ask of the arithmetic: a block of memory and a handful of operations on it, by position.
 *
 * Two kernels do the same: `wasm-kernel.ts` (SIMD, compiled from `assembly/kernel.ts`) and `reference-kernel.ts` (plain
 * TypeScript). Every sum runs in one order in single precision, so both give the same bits; a test holds them to it.
 */

/** "fresh": the result replaces what was there; "added": it is added to it. */
export type Into = "fresh" | "added";

/** Positions, strides and counts are in elements of `floats`; matrices lie row by row. */
export interface Kernel {
  readonly name: "wasm" | "reference";
  readonly floats: Float32Array;
  /** The same memory, as whole numbers: indices of sparse inputs. */
  readonly words: Int32Array;
  /** C[m x n] = A[m x k] B[k x n]. A is reached by two strides, so that it may lie transposed. */
  product(
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    c: number,
    cRow: number,
    m: number,
    n: number,
    k: number,
    into: Into,
  ): void;
  /** Every one of the m rows of n at `to` becomes the row at `from`. */
  rows(to: number, from: number, m: number, n: number): void;
  /** out[j] += sum over the m rows of x[.][j]. */
  columnSums(x: number, out: number, m: number, n: number): void;
  /** y[n x m] = the transpose of x[m x n]. */
  transpose(x: number, y: number, m: number, n: number): void;
  /** x = max(x, 0). */
  relu(x: number, n: number): void;
  /** g = 0 wherever y <= 0. */
  reluBack(g: number, y: number, n: number): void;
  /** out[i] = bias + the sum of the table's rows listed in row i of `indices` [m x slots]; -1 ends a list early. */
  gather(indices: number, slots: number, table: number, bias: number, out: number, m: number, n: number): void;
  /** table[row] += g[i] for every row listed in row i of `indices`. */
  scatter(indices: number, slots: number, g: number, table: number, m: number, n: number): void;
  /** Sum of squares, in double precision. */
  squares(x: number, n: number): number;
  /** x *= by. */
  scale(x: number, n: number, by: number): void;
  /** p -= rate m / (sqrt(v) + epsilon), after m and v took in g. */
  adam(
    p: number,
    g: number,
    m: number,
    v: number,
    n: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
}

export type KernelName = Kernel["name"];
