import { defineConfig } from "vitest/config";

// Tests and examples run on the source, never on a stale dist; the rest are Vite's own conditions for Node.
const conditions = ["calmhack-source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    exclude: ["test/long/**", "node_modules/**"],
    // Long enough for a machine that is busy with something else.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A worker keeps its modules from file to file: loading them anew for each of a hundred files takes longer than most
    // tests. So no test may leave anything behind in a module; set-up.ts puts away what files make.
    isolate: false,
    setupFiles: ["test/set-up.ts"],
    // All cores: vitest leaves one idle, which halves the speed of a machine of two.
    maxWorkers: "100%",
  },
});
