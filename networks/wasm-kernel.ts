/**
 * The kernel in WebAssembly with 128-bit SIMD. The bytes are shipped in `kernel-bytes.ts`, compiled once and at once
 * (they are few), and made anew by `scripts/make-kernels.mjs` from `assembly/kernel.ts`.
 */
import type { Kernel } from "./kernel.js";
import { KERNEL_BYTES } from "./kernel-bytes.js";

const PAGE = 65_536;

/** What the module exports; addresses, strides of rows and columns in bytes. */
interface Exports {
  product(
    a: number,
    ar: number,
    ac: number,
    b: number,
    br: number,
    c: number,
    cr: number,
    m: number,
    n: number,
    k: number,
    keep: number,
  ): void;
  rows(c: number, b: number, m: number, n: number): void;
  columnSums(x: number, out: number, m: number, n: number): void;
  transpose(x: number, y: number, m: number, n: number): void;
  relu(x: number, n: number): void;
  reluBack(g: number, y: number, n: number): void;
  gather(indices: number, slots: number, table: number, bias: number, out: number, m: number, n: number): void;
  scatter(indices: number, slots: number, g: number, table: number, m: number, n: number): void;
  squares(x: number, n: number): number;
  scale(x: number, n: number, by: number): void;
  adam(p: number, g: number, m: number, v: number, n: number, r: number, b1: number, b2: number, e: number): void;
}

/** The part of WebAssembly that is used; Node has it, but its types come with those of browsers only. */
interface WebAssemblyInterface {
  validate(code: Uint8Array): boolean;
  Memory: new (options: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  Module: new (code: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: object };
}

/** `bytes`: size of the memory. Throws a RangeError where this machine's WebAssembly has no SIMD. */
export function wasmKernel(bytes: number): Kernel {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyInterface };
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes / PAGE)) });
  const code = Buffer.from(KERNEL_BYTES, "base64");
  if (!WebAssembly.validate(code)) throw new RangeError("WebAssembly with SIMD is not to be had here.");
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
  // The module is ours: its exports are those of assembly/kernel.ts.
  const inner = exports as Exports;
  const f = (position: number): number => position << 2;
  return {
    name: "wasm",
    floats: new Float32Array(memory.buffer),
    words: new Int32Array(memory.buffer),
    product: (a, aRow, aColumn, b, bRow, c, cRow, m, n, k, into) =>
      inner.product(f(a), f(aRow), f(aColumn), f(b), f(bRow), f(c), f(cRow), m, n, k, into === "added" ? 1 : 0),
    rows: (to, from, m, n) => inner.rows(f(to), f(from), m, n),
    columnSums: (x, out, m, n) => inner.columnSums(f(x), f(out), m, n),
    transpose: (x, y, m, n) => inner.transpose(f(x), f(y), m, n),
    relu: (x, n) => inner.relu(f(x), n),
    reluBack: (g, y, n) => inner.reluBack(f(g), f(y), n),
    gather: (indices, slots, table, bias, out, m, n) =>
      inner.gather(f(indices), slots, f(table), f(bias), f(out), m, n),
    scatter: (indices, slots, g, table, m, n) => inner.scatter(f(indices), slots, f(g), f(table), m, n),
    squares: (x, n) => inner.squares(f(x), n),
    scale: (x, n, by) => inner.scale(f(x), n, by),
    adam: (p, g, m, v, n, rate, beta1, beta2, epsilon) =>
      inner.adam(f(p), f(g), f(m), f(v), n, rate, beta1, beta2, epsilon),
  };
}
