import { defineConfig } from "vitest/config";

// Tests and examples run on the source, never on a stale dist; the rest are Vite's own conditions for Node.
const conditions = ["calmhack-source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    exclude: ["test/long/**", "node_modules/**"],
    testTimeout: 30_000,
    // All cores: vitest leaves one idle, which halves the speed of a machine of two.
    maxWorkers: "100%",
  },
});
