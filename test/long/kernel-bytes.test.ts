import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { root } from "../project/rooms.js";

// Installs the compiler by name into a temporary folder, so it needs npm's registry.
it("the shipped WebAssembly is what its source gives", () => {
  const said = execFileSync(process.execPath, ["scripts/make-kernels.mjs", "--check"], { cwd: root, encoding: "utf8" });
  expect(said).toContain("is what its source gives");
});
