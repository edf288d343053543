import { defineConfig, mergeConfig } from "vitest/config";
import everyday from "./vitest.config.js";

// The checks that take minutes to hours: `npm run check:long`, or one of them with `npm run check:long -- NAME`.
const long = mergeConfig(everyday, {});
long.test = {
  include: ["test/long/**/*.test.ts"],
  setupFiles: ["test/set-up.ts"],
  testTimeout: 6 * 60 * 60_000,
  hookTimeout: 60 * 60_000,
  passWithNoTests: true,
};

export default defineConfig(long);
