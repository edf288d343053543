/**
 * Builds `networks/kernel-bytes.ts` from `networks/assembly/kernel.ts`. The compiler (AssemblyScript, 100 MB) is no
 * dependency of the project: it is installed by name into a temporary folder, and only here.
 *
 *   node scripts/make-kernels.mjs            writes the bytes
 *   node scripts/make-kernels.mjs --check    says whether they are what the source gives; exit 1 if not
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const COMPILER = "assemblyscript@0.28.20";
const root = new URL("..", import.meta.url);
const target = new URL("networks/kernel-bytes.ts", root);
const source = new URL("networks/assembly/kernel.ts", root).pathname;

const folder = mkdtempSync(join(tmpdir(), "calmhack-kernels-"));
try {
  execFileSync("npm", ["install", "--silent", "--no-save", "--prefix", folder, COMPILER], { stdio: "inherit" });
  const out = join(folder, "kernel.wasm");
  const flags = ["-O3", "--runtime", "stub", "--enable", "simd", "--importMemory", "--noAssert", "--outFile", out];
  execFileSync(process.execPath, [join(folder, "node_modules/assemblyscript/bin/asc.js"), source, ...flags], {
    stdio: "inherit",
    cwd: folder,
  });
  const base64 = readFileSync(out).toString("base64");
  const lines = base64.match(/.{1,110}/g) ?? [];
  const text = [
    "/** Generated from `assembly/kernel.ts` by `node scripts/make-kernels.mjs`: WebAssembly, in base64. */",
    "export const KERNEL_BYTES: string = [",
    ...lines.map((line) => `  "${line}",`),
    '].join("");',
    "",
  ].join("\n");
  if (process.argv.includes("--check")) {
    const same = readFileSync(target, "utf8") === text;
    console.log(
      same ? "kernel-bytes.ts is what its source gives" : "kernel-bytes.ts differs from what its source gives",
    );
    process.exitCode = same ? 0 : 1;
  } else {
    writeFileSync(target, text);
    console.log(`networks/kernel-bytes.ts: ${base64.length} characters`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
