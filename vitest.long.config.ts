import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, mergeConfig } from "vitest/config";
import everyday from "./vitest.config.js";

/** Everyday tests that draw more cases here (test/sizes.ts). */
const larger = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((name) => /\.test\.tsx?$/.test(name) && readFileSync(join("test", name), "utf8").includes("/sizes.js"))
  .map((name) => join("test", name));

// The checks that take minutes to hours: `npm run check:long`, or one of them with `npm run check:long -- NAME`.
const long = mergeConfig(everyday, {});
long.test = {
  include: ["test/long/**/*.test.ts", ...larger],
  setupFiles: ["test/set-up.ts"],
  env: { CALMHACK_SIZES: "long" },
  testTimeout: 6 * 60 * 60_000,
  hookTimeout: 60 * 60_000,
  passWithNoTests: true,
};

export default defineConfig(long);
