import { defineConfig } from "vitest/config";

export default defineConfig({
  // Tests and examples run on the source, never on a stale dist.
  resolve: { conditions: ["calmhack-source"] },
  ssr: { resolve: { conditions: ["calmhack-source"] } },
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    exclude: ["test/long/**", "node_modules/**"],
    testTimeout: 30_000,
  },
});
